"""Sections at the desk: the tree, where they are moved, and the form of each."""

from __future__ import annotations

from django.contrib.admin.models import LogEntry
from django.urls import reverse
from lxml import html

from articles.models import OldPath, Section, SectionRight
from articles.signals import content_changed
from tests.articles.admin.tables import TableTestCase
from tests.cast import make_user
from tests.factories import make_section


class SectionTest(TableTestCase):
    def fields(self, **changed):
        return {"name": "New", "slug": "new", "parent": ""} | changed

    def test_a_publisher_adds_and_moves(self):
        response = self.add(Section, **self.fields(parent=self.town.pk))
        section = Section.objects.get(slug="new")
        self.assertRedirects(response, reverse("admin:articles_section_changelist"))
        self.assertEqual(section.path, "town/new")
        self.change(section, **self.fields(slug="newer"))
        section.refresh_from_db()
        self.assertEqual(section.path, "newer")
        self.assertEqual(OldPath.objects.get(old_path="town/new").new_path, "newer")

    def test_refusals_are_told_in_the_form(self):
        below = make_section("Below", slug="below", parent=self.town)
        for row, changed, told in [
            (None, {"slug": "town"}, "Another section has this address."),
            (None, {"slug": "admin"}, "“admin” is an address of the site's own: choose another."),
            (None, {"slug": "a_b"}, "Use lower-case letters without accents, digits and single hyphens."),
            (self.town, {"parent": below.pk}, "A section can't stand below itself."),
            (self.town, {"parent": self.town.pk}, "A section can't stand below itself."),
        ]:
            with self.subTest(changed):
                fields = self.fields(description="Kept words.", **changed)
                response = self.change(row, **fields) if row else self.add(Section, **fields)
                self.assertEqual(self.errors(response), [told])
                self.assertContains(response, "Kept words.")

    def test_a_section_in_use_is_kept_and_an_empty_one_goes(self):
        self.draft()
        response = self.delete(self.town)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(Section.objects.count(), 1)
        empty = make_section(slug="empty")
        self.assertRedirects(self.delete(empty), reverse("admin:articles_section_changelist"))
        self.assertFalse(Section.objects.filter(slug="empty").exists())

    def test_publishers_are_told_who_edits_there(self):
        below = make_section("Below", slug="below", parent=self.town)
        closed = make_user("closed", "editors", is_active=False)
        for person, section in [(self.writer, self.town), (self.commercial, below), (closed, self.town)]:
            SectionRight.objects.create(user=person, section=section)
        for section, expected in [
            (self.town, ["Edith Editor", "Wanda Writer"]),
            (below, ["Cora Commercial", "Edith Editor", "Wanda Writer"]),
            (make_section(), ["Edith Editor"]),
        ]:
            self.client.force_login(self.publisher)
            page = self.client.get(reverse("admin:articles_section_change", args=[section.pk]))
            links = html.fromstring(page.content.decode()).xpath("//div[contains(@class,'field-editors')]//a")
            self.assertEqual([link.text for link in links], expected)
            self.client.force_login(self.writer)
            page = self.client.get(reverse("admin:articles_section_change", args=[section.pk]))
            self.assertNotContains(page, "Edith")

    def test_a_section_comes_last_where_it_is_put(self):
        for slug in ("a", "b"):
            self.add(Section, **self.fields(name=slug, slug=slug, parent=self.town.pk))
        self.add(Section, **self.fields(name="c", slug="c"))
        a, b, c = (Section.objects.get(slug=slug) for slug in "abc")
        self.assertEqual(list(Section.objects.filter(parent=self.town)), [a, b])
        self.assertEqual(list(Section.objects.filter(parent=None)), [self.town, c])
        self.change(c, **self.fields(name="A first name", slug="c", parent=self.town.pk))
        self.change(a, **self.fields(name="Z", slug="a", parent=self.town.pk))
        self.assertEqual([section.slug for section in Section.objects.filter(parent=self.town)], ["a", "b", "c"])


class SectionTreeTest(TableTestCase):
    """Town with Port and Fair below it, in this order; Port has Quay below; then Sport."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.sport = make_section("Sport", slug="sport", position=1)
        cls.port = make_section("Port", slug="port", parent=cls.town, position=3)
        cls.quay = make_section("Quay", slug="quay", parent=cls.port)
        cls.fair = make_section("Fair", slug="fair", parent=cls.town, position=7)
        cls.page = reverse("admin:articles_section_changelist")

    def tree(self, by=None):
        self.client.force_login(by or self.publisher)
        return html.fromstring(self.client.get(self.page).content.decode()).find_class("section-tree")[0]

    def shown(self) -> list[tuple[int, str]]:
        """Return (depth, path) of each row in order."""
        items = self.tree().iterfind(".//li")
        return [(len(list(li.iterancestors("ul"))), li.find_class("section-path")[0].text) for li in items]

    def move(self, by=None, **posted):
        self.client.force_login(by or self.publisher)
        return self.client.post(reverse("admin:articles_section_move"), posted)

    def test_the_whole_tree_stands_in_the_order_of_the_menu(self):
        expected = [(1, "/town/"), (2, "/town/port/"), (3, "/town/port/quay/"), (2, "/town/fair/"), (1, "/sport/")]
        self.assertEqual(self.shown(), expected)
        Section.objects.filter(pk=self.town.pk).update(position=2)
        self.assertEqual(self.shown(), expected[-1:] + expected[:-1])

    def test_there_are_buttons_for_where_a_section_can_go(self):
        buttons = self.tree().xpath(".//button")
        self.assertEqual(
            {button.get("id"): button.get("disabled") is None for button in buttons},
            {f"{way}-{section.pk}": on for section, ways in [
                (self.town, (False, True)), (self.port, (False, True)), (self.quay, (False, False)),
                (self.fair, (True, False)), (self.sport, (True, False)),
            ] for way, on in zip(("up", "down"), ways, strict=True)},
        )  # fmt: skip
        self.assertEqual(buttons[0].get("aria-label"), "Move “Town” up")
        for reader in (self.writer, self.editor, self.commercial):
            self.assertEqual(self.tree(reader).xpath(".//button | .//a[@class='addlink']"), [])

    def test_a_step_passes_the_one_beside_it_and_leads_back_to_its_button(self):
        last = make_section("Last", slug="last", parent=self.town, position=7)
        for way, section, order, focus in [
            ("up", last, ["port", "last", "fair"], f"up-{last.pk}"),
            ("up", last, ["last", "port", "fair"], f"down-{last.pk}"),
            ("up", last, ["last", "port", "fair"], f"down-{last.pk}"),
            ("down", self.port, ["last", "fair", "port"], f"up-{self.port.pk}"),
            ("down", self.port, ["last", "fair", "port"], f"up-{self.port.pk}"),
        ]:
            self.assertRedirects(self.move(**{way: section.pk}), f"{self.page}#{focus}")
            self.assertEqual([section.slug for section in Section.objects.filter(parent=self.town)], order)
        self.assertEqual(list(Section.objects.filter(parent=self.town).values_list("position", flat=True)), [0, 1, 2])
        self.assertEqual(list(Section.objects.filter(parent=None)), [self.town, self.sport])
        entry = LogEntry.objects.first()
        self.assertEqual(
            (entry.user, entry.object_repr, str(entry)), (self.publisher, "Port", "Changed “Port” — Changed position.")
        )

    def test_the_frame_hears_of_a_step(self):
        heard = []
        content_changed.connect(receiver := lambda keys, **kwargs: heard.append(keys))
        self.addCleanup(content_changed.disconnect, receiver)
        with self.captureOnCommitCallbacks(execute=True):
            self.move(up=self.sport.pk)
        self.assertEqual(heard, [{"frame"}])

    def test_a_drop_between_two_sections_beside_it_asks_nothing(self):
        self.assertRedirects(
            self.move(section=self.fair.pk, before=self.port.pk), f"{self.page}#section-{self.fair.pk}"
        )
        self.assertEqual(list(Section.objects.filter(parent=self.town)), [self.fair, self.port])
        self.move(section=self.fair.pk, below=self.town.pk)
        self.assertEqual(list(Section.objects.filter(parent=self.town)), [self.port, self.fair])
        self.assertFalse(OldPath.objects.exists())

    def test_a_drop_that_changes_addresses_asks_first(self):
        asked = {"section": self.port.pk, "before": self.sport.pk}
        page = html.fromstring(self.move(**asked).content.decode())
        self.assertEqual(
            " ".join(page.get_element_by_id("content-main").text_content().split()),
            "It will stand in the main menu. Its address changes: /town/port/ → /port/ The section below it moves "
            "along, with all the articles. Whoever follows an old address is led to the new one. Leave it where it is",
        )
        self.assertEqual(Section.objects.get(pk=self.port.pk).path, "town/port")
        self.assertRedirects(self.move(**asked, confirmed="1"), f"{self.page}#section-{self.port.pk}")
        self.assertEqual(list(Section.objects.filter(parent=None)), [self.town, self.port, self.sport])
        self.assertEqual(OldPath.objects.get(old_path="town/port/quay").new_path, "port/quay")
        self.assertContains(self.move(section=self.port.pk, below=self.fair.pk), "It will stand below “Fair”.")
        self.move(section=self.port.pk, below=self.fair.pk, confirmed="1")
        self.assertEqual(self.shown()[2:4], [(3, "/town/fair/port/"), (4, "/town/fair/port/quay/")])
        self.move(section=self.port.pk, below="", confirmed="1")
        self.assertEqual(list(Section.objects.filter(parent=None)), [self.town, self.sport, self.port])

    def test_what_cannot_be_is_refused_in_words(self):
        make_section("Other", slug="quay", parent=self.town)
        before = list(Section.objects.values_list("path", "position"))
        gone = "There is no such section: somebody may have deleted it."
        below_itself = "A section can't stand below itself."
        for posted, told in [
            ({}, gone),
            ({"up": "x"}, gone),
            ({"down": "9" * 30}, gone),
            ({"down": 10**18}, gone),
            ({"up": "\x00"}, gone),
            ({"section": self.port.pk, "below": "²"}, gone),
            ({"section": "999999", "below": self.town.pk}, gone),
            ({"section": self.port.pk, "before": "999999"}, gone),
            ({"section": self.port.pk}, "Say where the section is to stand."),
            ({"section": self.town.pk, "below": self.town.pk}, below_itself),
            ({"section": self.town.pk, "below": self.quay.pk, "confirmed": "1"}, below_itself),
            ({"section": self.town.pk, "before": self.quay.pk, "confirmed": "1"}, below_itself),
            ({"section": self.quay.pk, "below": self.town.pk}, "Another section has this address."),
            ({"section": self.quay.pk, "below": self.town.pk, "confirmed": "1"}, "Another section has this address."),
        ]:
            with self.subTest(posted):
                self.assertEqual(self.told(self.move(**posted)), [told])
        self.assertEqual(list(Section.objects.values_list("path", "position")), before)

    def test_only_those_who_may_change_sections_move_them_and_only_by_post(self):
        for person in (self.writer, self.editor, self.commercial):
            self.assertEqual(self.move(person, up=self.sport.pk).status_code, 403)
            self.assertEqual(self.move(person, section=self.port.pk, below="", confirmed="1").status_code, 403)
        self.client.force_login(self.publisher)
        self.assertEqual(
            self.client.get(reverse("admin:articles_section_move"), {"up": self.sport.pk}).status_code, 405
        )
        self.client.force_login(self.reader)
        url = reverse("admin:articles_section_move")
        self.assertEqual(self.client.post(url, {"up": self.sport.pk}).status_code, 403)
        self.assertEqual(list(Section.objects.filter(parent=None)), [self.town, self.sport])
