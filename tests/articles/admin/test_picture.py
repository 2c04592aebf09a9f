"""A picture's page at the desk: its words, its focal point, and where it is used, as far as one may read that."""

from __future__ import annotations

from datetime import date
from unittest import mock

from django.contrib.admin.models import LogEntry
from django.core import mail
from django.urls import reverse
from lxml import html

from articles import pictures, workflow
from images import recipe
from images.models import Picture
from tests.articles.admin.desk import DeskTestCase
from tests.articles.test_pictures import figure
from tests.factories import DAY, HOUR, NOW, clock, make_article, make_author, make_picture, make_sponsor

WORDS = ("alt", "caption", "credit", "source", "copyright", "licence", "rights_until", "people", "tags", "taken_at")


class PictureDeskTestCase(DeskTestCase):
    def url(self, picture, page="change"):
        return reverse(f"admin:images_picture_{page}", args=[picture.pk])

    def open(self, picture, by=None, page="change"):
        """Return the page as somebody sees it."""
        self.client.force_login(by or self.publisher)
        self.page = self.client.get(self.url(picture, page))
        self.assertEqual(self.page.status_code, 200)
        return html.fromstring(self.page.content.decode())

    def words(self, picture, **changed):
        """Return what the form posts."""
        words = {name: getattr(picture, name) or "" for name in WORDS} | {"focus_x": picture.focus_x}
        return words | {"focus_y": picture.focus_y, "_continue": ""} | changed

    def save(self, picture, by=None, **changed):
        self.client.force_login(by or self.writer)
        return self.client.post(self.url(picture), self.words(picture, **changed))

    def text(self, element):
        return " ".join(element.text_content().split())


class WordsTest(PictureDeskTestCase):
    def test_all_that_is_known_of_it_can_be_written(self):
        picture = make_picture(alt="A quay")
        changed = {
            "alt": "A quay at dawn", "caption": "The old quay", "credit": "Photo: Ann", "source": "An agency",
            "copyright": "© Ann", "licence": "CC BY", "people": "Ann, Bob", "tags": "port, dawn",
        }  # fmt: skip
        days = {"rights_until": date(2030, 1, 2), "taken_at": date(2020, 3, 4)}
        response = self.save(picture, **changed, rights_until="2030-01-02", taken_at="2020-03-04")
        self.assertRedirects(response, self.url(picture))
        self.assertEqual(Picture.objects.values(*WORDS).get(), changed | days)

    def test_only_what_was_changed_is_written(self):
        """The worker and a colleague may have been quicker: what they wrote since the form was opened stays."""
        picture = make_picture(alt="A quay", credit="Photo: Ann")
        stale = Picture.objects.get()
        Picture.objects.update(renditions={"full": {"key": "new", "sizes": []}}, recipe_version=7, caption="Theirs")
        with mock.patch("articles.admin.picture.PictureAdmin.get_object", return_value=stale):
            self.save(picture, credit="Photo: Bob")
        picture.refresh_from_db()
        self.assertEqual(
            (picture.credit, picture.caption, picture.recipe_version, picture.renditions["full"]["key"]),
            ("Photo: Bob", "Theirs", 7, "new"),
        )

    def test_a_form_that_brings_nothing_new_writes_nothing(self):
        picture = make_picture(alt="A quay", rights_until=date(2030, 1, 2))
        with mock.patch.object(Picture, "save") as save:
            self.save(picture)
        save.assert_not_called()

    def test_lines_are_one_line(self):
        picture = make_picture()
        self.save(picture, alt="A quay\r\nat  dawn ", caption="a\nb")
        picture.refresh_from_db()
        self.assertEqual((picture.alt, picture.caption), ("A quay at dawn", "a b"))

    def test_what_readers_see_stays_described_and_credited(self):
        told = "Readers see this picture, or will: write something here."
        unused, seen = make_picture(alt="A quay"), make_picture(alt="A quay")
        make_article(lead_picture=seen)
        self.assertEqual(self.save(unused, alt="", credit="").status_code, 302)
        self.assertEqual(self.errors(self.save(seen, alt="", credit=" ")), [told, told])
        seen.refresh_from_db()
        self.assertEqual((seen.alt, seen.credit), ("A quay", "Photo: Nobody"))
        mute = make_picture(alt="")
        make_author(picture=mute)
        self.assertEqual(self.save(mute, caption="It may be written bit by bit").status_code, 302)

    def test_scheduled_articles_it_stops_are_told_to_the_editor_and_by_mail(self):
        picture = make_picture(alt="A quay")
        with clock(NOW):
            make_article(lead_picture=picture, at=NOW + 5000 * DAY)
        with self.captureOnCommitCallbacks(execute=True):
            response = self.save(picture, rights_until="2026-06-01")
        told = "The rights to the picture “A quay” ended on June 1, 2026: take another, or have them prolonged."
        self.assertEqual(self.told(response)[0], f"A scheduled article needs you: {told}")
        self.assertEqual([message.to for message in mail.outbox], [["publisher@news.example"]])

    def test_commercial_reads_and_does_not_write(self):
        picture = make_picture(alt="A quay")
        tree = self.open(picture, self.commercial)
        self.assertEqual(tree.xpath("//form[@id='picture_form']//*[self::textarea or @type='submit']"), [])
        self.assertNotContains(self.page, self.url(picture, "replace"))
        self.assertNotContains(self.page, self.url(picture, "delete"))
        self.assertContains(self.page, self.url(picture, "original"))
        self.assertEqual(self.save(picture, self.commercial, alt="x").status_code, 403)

    def test_who_deletes_is_offered_to(self):
        picture = make_picture()
        for person, offered in ((self.publisher, True), (self.editor, False), (self.writer, False)):
            self.open(picture, person)
            self.assertEqual(self.url(picture, "delete") in self.page.content.decode(), offered)

    def test_hostile_words_are_words(self):
        evil = "<script>alert(1)</script>\"'&"
        picture = make_picture(**dict.fromkeys(("alt", "caption", "credit", "name", "people", "source"), evil))
        make_article(lead_picture=picture, headline=evil)
        make_author(evil, picture=picture)
        for page in ("change", "replace", "delete"):
            self.open(picture, page=page)
            self.assertNotContains(self.page, "<script>alert")
        self.client.force_login(self.publisher)
        for url in (reverse("admin:images_picture_changelist"), reverse("admin:images_picture_rights")):
            self.assertNotContains(self.client.get(url), "<script>alert")

    def test_a_picture_that_is_not_made_ready_yet_says_so(self):
        picture = make_picture(renditions={})
        tree = self.open(picture)
        self.assertEqual(tree.xpath("//img"), [])
        self.assertContains(self.page, "The picture is being made ready: open this page again in a moment.")

    def test_what_was_replaced_leads_to_what_took_its_place(self):
        new = make_picture(alt="New")
        old = make_picture(alt="Old", replaced_by=new)
        [link] = self.open(old).xpath("//p[@class='desk-note']/a")
        self.assertEqual((link.get("href"), link.text), (self.url(new), "“New”"))
        self.assertEqual(self.open(new).xpath("//p[@class='desk-note']"), [])


class FocusTest(PictureDeskTestCase):
    def test_the_point_is_set_by_numbers_through_the_library(self):
        picture = make_picture()
        with mock.patch("images.library.refocus") as refocus:
            self.save(picture, alt="Other words alone")
            refocus.assert_not_called()
        self.save(picture, focus_x=10, focus_y=90)
        picture.refresh_from_db()
        self.assertEqual((picture.focus, picture.recipe_version), ((10, 90), 0))  # to be made anew
        self.assertEqual(set(picture.renditions), set(recipe.CROPS))  # the old ones are shown meanwhile

    def test_a_point_outside_is_refused_in_words(self):
        picture = make_picture()
        for x, told in (
            (101, "Ensure this value is less than or equal to 100."),
            (-1, "Ensure this value is greater than or equal to 0."),
            ("", "This field is required."),
            ("x", "Enter a whole number."),
        ):
            self.assertEqual(self.errors(self.save(picture, focus_x=x)), [told])
        picture.refresh_from_db()
        self.assertEqual(picture.focus, (50, 50))

    def test_each_shape_is_there_for_the_script(self):
        tree = self.open(make_picture(width=1600, height=900))
        shapes = [
            (crop.get("class"), float(crop.get("data-ratio")), crop.find("img").get("src") == self.preview(tree))
            for crop in tree.xpath("//*[@data-ratio]")
        ]
        expected = [
            (f"crop crop-{crop.name}", round(crop.ratio, 4), True) for crop in recipe.CROPS.values() if crop.ratio
        ]
        self.assertEqual(shapes, expected)
        [stage] = tree.xpath("//*[@data-focus]")
        self.assertEqual((stage.get("data-width"), stage.get("data-height")), ("1600", "900"))
        self.assertEqual(tree.xpath("//*[@style]"), [])

    def preview(self, tree):
        return tree.xpath("//*[@data-focus]/img/@src")[0]


class UsesTest(PictureDeskTestCase):
    def used(self, picture, by=None):
        """Return what the page says of where it is used."""
        [section] = self.open(picture, by).xpath("//section[contains(@class, 'picture-uses')]")
        return [self.text(element) for element in section.xpath(".//h3 | .//li | .//p")]

    def test_each_use_is_told_with_its_window_and_leads_there(self):
        picture = make_picture()
        with clock(NOW):
            live = make_article(lead_picture=picture, section=self.town, headline="Live")
            make_article(body=figure(picture), section=self.town, headline="Past", until=NOW - HOUR)
            make_article(lead_picture=picture, section=self.town, headline="Soon", at=NOW + DAY)
            self.draft(headline="Begun", lead_picture=picture)
            make_author("Ada L.", picture=picture)
            make_sponsor("Maker", logo=picture)
            told = self.used(picture)
        self.assertEqual(
            told,
            [
                "Readers see it in",
                "Live Town · Edition 1, live · from 05/31/2026 2 p.m. · lead picture",
                "Readers will see it in",
                "Soon Town · Edition 1, scheduled (06/02/2026 2 p.m.) · from 06/02/2026 2 p.m. · lead picture",
                "Drafts",
                "Begun Town · Edition 1, draft · lead picture",
                "Readers saw it in",
                "Past Town · Edition 1, expired · from 05/31/2026 2 p.m. until 06/01/2026 1 p.m. · in the text",
                "Portrait of",
                "Ada L.",
                "Logo of",
                "Maker",
            ],
        )
        self.assertContains(self.page, reverse("admin:articles_edition_change", args=[live.pk]))

    def test_what_is_used_nowhere_says_so(self):
        picture = make_picture()
        self.assertEqual(self.used(picture), ["Nowhere yet."])
        workflow.discard(self.draft(lead_picture=picture), by=None)
        self.assertEqual(self.used(picture), ["Nowhere yet."])

    def test_drafts_of_others_are_counted_and_their_headlines_told_to_nobody(self):
        picture = make_picture()
        self.draft(headline="Hush", by=self.publisher, lead_picture=picture)
        self.draft(headline="Hush too", by=self.publisher, body=figure(picture))
        self.draft(headline="Mine", by=self.writer, lead_picture=picture)
        self.assertEqual(
            self.used(picture, self.writer),
            [
                "Drafts",
                "Mine Town · Edition 1, draft · lead picture",
                "2 more drafts show it, which are not yours to read.",
            ],
        )
        for page in ("change", "replace"):
            self.open(picture, self.writer, page)
            self.assertNotContains(self.page, "Hush")
        self.assertEqual(self.used(picture, self.commercial), ["3 more drafts show it, which are not yours to read."])
        self.assertEqual(len(self.used(picture, self.publisher)), 4)  # there is something to leak

    def test_who_may_not_see_sponsors_is_told_of_one_and_led_to_none(self):
        picture = make_picture()
        make_sponsor("Maker", logo=picture)
        self.assertEqual(self.used(picture, self.writer), ["Logo of", "Maker"])
        self.assertNotContains(self.page, "/admin/articles/sponsor/")

    def test_the_page_costs_the_same_with_one_use_and_with_many(self):
        picture = make_picture()
        self.client.force_login(self.publisher)
        for many in (1, 30):
            for _number in range(many):
                make_article(lead_picture=picture)
                self.draft(body=figure(picture))
                make_author(picture=picture)
                make_sponsor(logo=picture)
            with self.subTest(many), self.assertNumQueries(10):
                self.client.get(self.url(picture))

    def test_many_uses_are_cut_off_and_that_is_told(self):
        picture = make_picture()
        for _number in range(4):
            make_article(lead_picture=picture)
        with mock.patch.object(pictures, "MOST", 3):
            told = self.used(picture)
        self.assertEqual((len(told), told[-1]), (5, "And in more editions than are listed here."))


class HistoryTest(PictureDeskTestCase):
    def test_changes_stand_in_its_history(self):
        picture = make_picture(alt="A quay")
        self.save(picture, self.editor, credit="Photo: Bob")
        entry = LogEntry.objects.get()
        self.assertEqual((entry.user, entry.get_change_message()), (self.editor, "Changed Credit."))
        self.client.force_login(self.writer)
        self.assertContains(self.client.get(self.url(picture, "history")), "Changed Credit.")
