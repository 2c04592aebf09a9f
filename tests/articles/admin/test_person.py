"""People and rights: who sees the page, what a chief may give and take, and how a new person gets in."""

from __future__ import annotations

import threading

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.db import connections
from django.test import Client, TransactionTestCase, override_settings
from django.urls import reverse
from lxml import html

from articles import permissions, rights
from articles.models import Person, SectionRight
from articles.rights import Rights
from tests.articles.admin.tables import TableTestCase
from tests.cast import make_user
from tests.factories import make_section

LIST = reverse("admin:articles_person_changelist")


class PeopleTestCase(TableTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.superuser = make_user("admin", "editors", is_superuser=True)
        cls.second = make_user("second", "publishers")
        cls.port = make_section("Port", slug="port", parent=cls.town)

    def url(self, person, page="change"):
        return reverse(f"admin:articles_person_{page}", args=[person.pk])

    def give(self, person, *roles, by=None, sections=(), everywhere=False, **changed):
        """Tick these boxes on a person's page, as it is now, and save it."""
        self.client.force_login(by or self.publisher)
        posted = {"seen": rights.of(person).mark, "roles": roles, "sections": [one.path for one in sections]}
        if everywhere:
            posted["everywhere"] = "on"
        return self.client.post(self.url(person), posted | changed)

    def has(self, person) -> Rights:
        return rights.of(User.objects.get(pk=person.pk))

    def told_in_words(self, response):
        self.assertEqual(response.status_code, 200)
        return self.errors(response)


class ListTest(PeopleTestCase):
    def cells(self, **query):
        self.client.force_login(self.publisher)
        page = html.fromstring(self.client.get(LIST, query).content.decode())
        rows = page.xpath("//table[@id='result_list']/tbody/tr")
        return [[" ".join(cell.itertext()).strip() for cell in row][:4] for row in rows]

    def test_everybody_of_the_desk_is_there_with_what_they_may_do(self):
        SectionRight.objects.create(user=self.writer, section=self.port)
        SectionRight.objects.create(user=self.writer, section=self.town)
        make_user("closed", "writers", is_active=False)
        Group.objects.get(name="editors").user_set.add(self.writer)
        self.assertEqual(
            self.cells(),
            [
                ["admin admin", "superuser, editors", "every section", "active"],
                ["Cora Commercial commercial", "commercial", "—", "waits for a password"],
                ["Edith Editor editor", "editors", "every section", "waits for a password"],
                ["Paul Publisher publisher", "publishers", "every section", "active"],
                ["second second", "publishers", "every section", "waits for a password"],
                ["Wanda Writer writer", "writers, editors", "Town, Port", "waits for a password"],
                ["closed closed", "writers", "—", "closed"],
            ],
        )

    def test_it_is_searched_and_filtered(self):
        self.assertEqual([row[0] for row in self.cells(q="wanda")], ["Wanda Writer writer"])
        self.assertEqual([row[0] for row in self.cells(role="editors")], ["admin admin", "Edith Editor editor"])
        self.assertEqual(len(self.cells(role="x")), 6)

    def test_what_roles_may_do_is_told_as_their_groups_have_it(self):
        table = dict(rights.abilities())
        self.assertEqual(table["tags"], [["see, add"], ["see, add, change"], ["see, add, change, delete"], ["see"]])
        self.assertEqual(table["editions"][0], ["see, add, change", "Can submit an edition for review"])
        self.assertEqual(next(iter(table)), "editions")
        Group.objects.get(name="commercial").permissions.add(
            Permission.objects.get(codename="add_tag", content_type__app_label="articles")
        )
        self.assertEqual(dict(rights.abilities())["tags"][3], ["see, add"])
        self.client.force_login(self.publisher)
        for url in (LIST, self.url(self.writer), reverse("admin:articles_person_add")):
            told = "<br>Can publish, schedule and withdraw editions<br>Can redact an edition</td>"
            self.assertContains(self.client.get(url), told, 1)


class GiveTest(PeopleTestCase):
    def test_a_publisher_sets_roles_and_sections_and_the_log_tells(self):
        response = self.give(self.writer, "writers", "editors", sections=[self.port])
        self.assertRedirects(response, LIST)
        self.assertEqual(self.has(self.writer), Rights(frozenset({"writers", "editors"}), frozenset({self.port.pk})))
        self.assertTrue(permissions.covers(self.writer, self.port))
        self.assertFalse(permissions.covers(self.writer, self.town))
        self.give(self.writer, "editors", everywhere=True)
        self.assertEqual(self.has(self.writer), Rights(frozenset({"editors"}), frozenset({None})))
        self.give(self.writer, "editors", everywhere=True)
        self.give(self.writer)
        self.assertEqual(self.has(self.writer), Rights())
        self.assertEqual(
            [(entry.user, entry.get_change_message()) for entry in LogEntry.objects.order_by("pk")],
            [
                (self.publisher, "writers → writers, editors; Port"),
                (self.publisher, "writers, editors; Port → editors; every section"),
                (self.publisher, "editors; every section → —"),
            ],
        )
        self.assertContains(self.client.get(self.url(self.writer, "history")), "editors; every section → —")

    def test_the_page_shows_what_one_has(self):
        SectionRight.objects.create(user=self.writer, section=self.port)
        self.client.force_login(self.publisher)
        page = html.fromstring(self.client.get(self.url(self.writer)).content.decode())
        self.assertEqual(page.xpath("//input[@name='roles'][@checked]/@value"), ["writers"])
        self.assertEqual(page.xpath("//input[@name='sections'][@checked]/@value"), ["town/port"])
        boxes = page.xpath("//ul[@class='section-boxes']/li/ul/li/label/input/@value")
        self.assertEqual(boxes, ["town/port"])  # below Town

    def test_other_groups_and_permissions_stay(self):
        group = Group.objects.create(name="Photo desk")
        self.writer.groups.add(group)
        self.give(self.writer, "editors")
        self.assertEqual(set(self.writer.groups.values_list("name", flat=True)), {"Photo desk", "editors"})

    def test_nobody_takes_the_publishers_role_from_themselves_or_the_last(self):
        self.assertEqual(
            self.told_in_words(self.give(self.publisher, "writers")),
            ["You can't take the publishers' role from yourself: ask another publisher."],
        )
        self.assertRedirects(self.give(self.second, "writers"), LIST)
        self.assertEqual(
            self.told_in_words(self.give(self.publisher, by=self.superuser)),
            ["Nobody else is a publisher: make somebody one first."],
        )
        make_user("closed", "publishers", is_active=False)
        self.assertEqual(len(self.told_in_words(self.give(self.publisher, by=self.superuser))), 1)
        self.assertEqual(self.has(self.publisher).roles, {"publishers"})
        self.give(self.second, "publishers")
        self.assertRedirects(self.give(self.publisher, "writers", by=self.superuser), LIST)

    def test_nobody_gives_or_takes_what_they_do_not_have(self):
        Group.objects.get(name="editors").permissions.add(Permission.objects.get(codename="change_user"))
        told = ["Only who may do all that a role may gives it or takes it away: editors."]
        self.assertEqual(self.told_in_words(self.give(self.writer, "writers", "editors")), told)
        self.assertEqual(self.told_in_words(self.give(self.editor, everywhere=True)), told)
        self.assertRedirects(self.give(self.writer, "editors", by=self.superuser), LIST)

    def test_a_chief_who_is_no_publisher_gives_their_own_sections(self):
        chief = make_user("chief", "editors")
        chief.user_permissions.add(Permission.objects.get(codename="change_sectionright"))
        SectionRight.objects.create(user=chief, section=self.town)
        sport = make_section("Sport", slug="sport")
        told = ["You may give and take only the sections you edit in yourself."]
        self.assertRedirects(self.give(self.writer, "writers", by=chief, sections=[self.port, self.town]), LIST)
        for changed in ({"sections": [sport, self.port, self.town]}, {"everywhere": True}):
            self.assertEqual(self.told_in_words(self.give(self.writer, "writers", by=chief, **changed)), told)
        self.assertEqual(self.told_in_words(self.give(self.editor, "editors", by=chief)), told)
        self.assertEqual(len(self.told_in_words(self.give(self.writer, "writers", "publishers", by=chief))), 1)
        self.assertEqual(self.has(self.writer).sections, {self.port.pk, self.town.pk})

    def test_only_superusers_touch_superusers(self):
        self.client.force_login(self.publisher)
        page = self.client.get(self.url(self.superuser))
        self.assertEqual(page.status_code, 200)
        boxes = html.fromstring(page.content.decode()).xpath("//input[@type='checkbox' or @type='submit']")
        self.assertEqual(boxes, [])
        self.assertEqual(self.give(self.superuser, "writers").status_code, 403)
        with self.assertRaises(ValidationError):
            rights.change(self.superuser, Rights(), by=self.publisher, seen=rights.of(self.superuser).mark)
        self.assertEqual(self.has(self.superuser).roles, {"editors"})
        self.assertRedirects(self.give(self.superuser, "writers", by=self.superuser), LIST)

    def test_what_is_posted_is_not_trusted(self):
        changed = "Somebody has changed these rights since you opened the page: open it again."
        unknown = "Select a valid choice. {} is not one of the available choices."
        self.client.force_login(self.publisher)
        for posted, told in [
            ({"seen": ""}, changed),
            ({"seen": rights.of(self.editor).mark}, changed),
            ({"roles": ["superusers"]}, unknown.format("superusers")),
            ({"roles": ["\x00"]}, unknown.format("\N{REPLACEMENT CHARACTER}")),
            ({"sections": ["town", "town/gone"]}, unknown.format("town/gone")),
            ({"sections": ["9" * 5000]}, unknown.format("9" * 5000)),
            ({"sections": ["\x00"]}, "Null characters are not allowed."),
        ]:
            with self.subTest(posted):
                asked = {"seen": "writers;", "roles": ["writers"]} | posted
                response = self.client.post(self.url(self.writer), asked)
                self.assertEqual(self.told_in_words(response), [told])
        self.assertEqual(self.told_in_words(self.client.post(self.url(self.writer), {})), [changed])
        self.assertEqual(self.has(self.writer), Rights(frozenset({"writers"})))
        self.give(self.writer, "writers", is_superuser="on", username="root", is_active="", password="x")
        self.writer.refresh_from_db()
        self.assertEqual(
            (self.writer.is_superuser, self.writer.username, self.writer.is_active), (False, "writer", True)
        )

    def test_who_is_not_of_the_desk_is_not_there(self):
        self.client.force_login(self.publisher)
        for pk in (self.reader.pk, 999999, 10**20):
            response = self.client.post(f"/admin/articles/person/{pk}/change/", {"seen": ";", "roles": ["publishers"]})
            self.assertEqual(response.status_code, 404)
        self.assertEqual(self.has(self.reader), Rights())


class ReachTest(PeopleTestCase):
    def test_nobody_else_reaches_any_of_it(self):
        urls = [LIST, reverse("admin:articles_person_add"), self.url(self.writer), self.url(self.writer, "history")]
        autocomplete = reverse("admin:autocomplete")
        for person in (self.writer, self.editor, self.commercial):
            self.client.force_login(person)
            for url in urls:
                for answer in (
                    self.client.get(url),
                    self.client.post(url, {"seen": ";writers", "roles": "publishers"}),
                ):
                    with self.subTest(person=person.username, url=url):
                        self.assertEqual(answer.status_code, 403)
            self.assertNotContains(self.client.get(reverse("admin:index")), LIST)
            for model, field in (("author", "user"), ("sectionright", "user"), ("edition", "created_by")):
                query = {"app_label": "articles", "model_name": model, "field_name": field, "term": ""}
                self.assertEqual(self.client.get(autocomplete, query).status_code, 403)
        for person in (None, self.reader):
            self.client.logout()
            if person:
                self.client.force_login(person)
            for url in urls:
                self.assertRedirects(self.client.get(url), f"{reverse('admin:login')}?next={url}")
        self.assertEqual(self.has(self.writer), Rights(frozenset({"writers"})))

    def test_the_way_there_is_from_the_desks_index(self):
        for person in (self.publisher, self.superuser):
            self.client.force_login(person)
            self.assertContains(self.client.get(reverse("admin:index")), f'href="{LIST}"')

    def test_nobody_is_deleted_and_the_old_page_is_gone(self):
        self.client.force_login(self.superuser)
        self.assertEqual(self.client.post(self.url(self.writer, "delete"), {"post": "yes"}).status_code, 403)
        self.assertEqual(self.client.get("/admin/articles/sectionright/").status_code, 404)


class NewPersonTest(PeopleTestCase):
    NAMES = {"username": "nina", "first_name": "Nina", "last_name": "Petit", "email": "nina@news.example"}

    def begin(self, by=None, **fields):
        return self.add(Person, by, **self.NAMES | {"roles": ["writers"]} | fields)

    def link(self, person):
        """Return the link on the person's page, if there is one."""
        self.client.force_login(self.publisher)
        page = html.fromstring(self.client.get(self.url(person)).content.decode())
        return "".join(page.xpath("//*[@class='welcome-link']/text()"))

    def choose(self, link, password="a long secret"):
        client = Client(headers={"Accept-Language": "en"})
        page = client.get(link, follow=True)
        if not page.context["validlink"]:
            return None
        return client.post(page.request["PATH_INFO"], {"new_password1": password, "new_password2": password})

    def test_a_publisher_adds_a_person_who_chooses_a_password_by_a_link(self):
        response = self.begin(sections=["town/port"], is_superuser="on", is_active="")
        nina = Person.objects.get(username="nina")
        self.assertRedirects(response, self.url(nina))
        self.assertEqual((nina.is_staff, nina.is_active, nina.is_superuser), (True, True, False))
        self.assertFalse(nina.has_usable_password())
        self.assertEqual(self.has(nina), Rights(frozenset({"writers"}), frozenset({self.port.pk})))
        entry = LogEntry.objects.get()
        self.assertEqual((entry.user, entry.object_repr, entry.is_addition()), (self.publisher, "Nina Petit", True))
        self.assertEqual(entry.get_change_message(), "writers; Port")
        link = self.link(nina)
        self.assertRegex(link, r"^http://testserver/admin/articles/person/welcome/")
        self.assertRedirects(self.choose(link), reverse("admin:index"), fetch_redirect_response=False)
        self.assertTrue(Client().login(username="nina", password="a long secret"))
        self.assertIsNone(self.choose(link))  # once
        self.assertEqual(self.link(nina), "")

    def test_a_password_that_is_too_easy_is_refused_and_the_link_stays(self):
        self.begin()
        link = self.link(Person.objects.get(username="nina"))
        self.assertEqual(self.choose(link, "nina").status_code, 200)
        self.assertEqual(self.choose(link).status_code, 302)

    def test_no_link_opens_an_account_that_has_a_password_or_more_rights(self):
        self.begin()
        nina = User.objects.get(username="nina")
        link = self.link(nina)
        for changed in ({"is_superuser": True}, {"is_active": False}, {"is_staff": False}, {"password": "md5$x$y"}):
            before = {name: getattr(nina, name) for name in changed}
            User.objects.filter(pk=nina.pk).update(**changed)
            with self.subTest(changed):
                self.assertIsNone(self.choose(link))
            User.objects.filter(pk=nina.pk).update(**before)
        self.assertIsNone(self.choose(link[:-2] + "x/"))
        with override_settings(PASSWORD_RESET_TIMEOUT=-1):
            self.assertIsNone(self.choose(link))
        self.assertEqual(self.choose(link).status_code, 302)
        for person in (self.publisher, self.superuser):  # they have signed in
            self.assertEqual(self.link(person), "")

    def test_refusals_leave_nobody_half_made(self):
        Group.objects.get(name="editors").permissions.add(Permission.objects.get(codename="change_user"))
        odd = "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."
        for changed, told in [
            ({"username": ""}, "This field is required."),
            ({"username": "WRITER"}, "Another person signs in by this name."),
            ({"username": "a b"}, odd),
            ({"username": "a\x00b"}, "Null characters are not allowed."),
            ({"email": "x"}, "Enter a valid email address."),
            ({"roles": ["editors"]}, "Only who may do all that a role may gives it or takes it away: editors."),
        ]:  # fmt: skip
            with self.subTest(changed):
                response = self.begin(**changed)
                self.assertEqual(self.told_in_words(response), [told])
                self.assertContains(response, "Petit")
        self.assertFalse(User.objects.filter(last_name="Petit").exists())


class AtOnceTest(TransactionTestCase):
    serialized_rollback = True  # the role groups come from a migration

    def test_two_publishers_never_demote_each_other(self):
        people = [make_user(name, "publishers") for name in ("first", "second")]
        gate = threading.Barrier(2)
        outcomes = []

        def demote(by, person):
            try:
                by, person = User.objects.get(pk=by.pk), User.objects.get(pk=person.pk)
                gate.wait(timeout=30)
                rights.change(person, Rights(), by=by, seen=Rights(frozenset({"publishers"})).mark)
                outcomes.append("demoted")
            except ValidationError:
                outcomes.append("refused")
            finally:
                connections.close_all()

        threads = [threading.Thread(target=demote, args=pair) for pair in (people, people[::-1])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        self.assertEqual(sorted(outcomes), ["demoted", "refused"])
        self.assertEqual(User.objects.filter(groups__name="publishers").count(), 1)
