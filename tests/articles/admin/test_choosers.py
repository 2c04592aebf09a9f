"""What the editor's search boxes are told: what one may read, ten at most, and nothing else."""

from __future__ import annotations

import uuid
from unittest import mock

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from articles import permissions, workflow
from articles.models import Author, SectionRight, Tag
from images.models import Picture
from tests.articles.admin.desk import DeskTestCase
from tests.cast import make_user
from tests.factories import DAY, NOW, clock, make_article, make_author, make_draft, make_picture, make_section


class ChooserTestCase(DeskTestCase):
    chooser: str

    def answer(self, user, **asked: object):
        self.client.force_login(user)
        return self.client.get(reverse(f"admin:articles_edition_choose_{self.chooser}"), asked)

    def titles(self, user, **asked: object) -> list[str]:
        response = self.answer(user, **asked)
        self.assertEqual(response.status_code, 200)
        return [result["title"] for result in response.json()["results"]]


class ChooseArticleTest(ChooserTestCase):
    chooser = "article"

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.live = make_article(headline="Harbour floods again", section=cls.town)
        cls.secret = make_draft(headline="Harbour scandal", section=cls.town, by=cls.editor)
        cls.own = make_draft(headline="Harbour jazz", section=cls.town, by=cls.writer)

    def test_an_article_is_told_by_what_one_needs_to_choose_it(self):
        response = self.answer(self.writer, q="floods")
        self.assertEqual(
            response.json(),
            {
                "results": [
                    {"id": self.live.article.public_id, "title": "Harbour floods again", "about": "Town · live"},
                ]
            },
        )
        self.assertIn("no-store", response.headers["Cache-Control"])  # what one may read changes with one's rights

    def test_without_words_the_newest_come_first(self):
        self.assertEqual(self.titles(self.publisher), ["Harbour jazz", "Harbour scandal", "Harbour floods again"])

    def test_nobody_is_told_a_headline_they_may_not_read(self):
        everything = ["Harbour jazz", "Harbour scandal", "Harbour floods again"]
        elsewhere = make_user("elsewhere", permissions.EDITORS)
        SectionRight.objects.create(user=elsewhere, section=make_section("Sport"))
        for user, expected in [
            (self.writer, ["Harbour jazz", "Harbour floods again"]),
            (self.editor, everything),
            (self.publisher, everything),
            (self.commercial, ["Harbour floods again"]),
            (elsewhere, ["Harbour floods again"]),
        ]:
            with self.subTest(user=user.username):
                self.assertEqual(self.titles(user, q="harbour"), expected)
                ids = [edition.article.public_id for edition in (self.live, self.secret, self.own)]
                self.assertEqual(self.titles(user, id=ids), expected)

    def test_words_of_a_draft_one_may_not_read_find_nothing_under_its_live_edition(self):
        draft = workflow.start_edition(self.live, by=self.editor)
        draft.headline = "Harbour bribes"
        workflow.save_draft(draft, by=self.editor)
        self.assertEqual(self.titles(self.writer, q="bribes"), [])
        self.assertEqual(self.titles(self.writer, q="floods"), ["Harbour floods again"])
        self.assertEqual(self.titles(self.editor, q="bribes"), ["Harbour bribes"])

    def test_all_words_have_to_be_there_in_any_case(self):
        self.assertEqual(self.titles(self.publisher, q="AGAIN  harb"), ["Harbour floods again"])
        self.assertEqual(self.titles(self.publisher, q="again jazz"), [])

    def test_ten_are_told_at_most_in_the_same_number_of_queries(self):
        self.client.force_login(self.publisher)
        url = reverse("admin:articles_edition_choose_article")
        self.client.get(url)
        with self.assertNumQueries(9):
            self.client.get(url, {"q": "scandal"})
        for number in range(30):
            make_article(headline=f"Harbour {number}", section=self.town)
        with self.assertNumQueries(9):
            results = self.client.get(url, {"q": "harbour"}).json()["results"]
        self.assertEqual([result["title"] for result in results], [f"Harbour {number}" for number in range(29, 19, -1)])

    def test_odd_questions_are_answered(self):
        for asked in (
            {"q": "\x00"},
            {"q": "a " * 5000},
            {"q": "x" * 60_000},
            {"id": ["\x00", "x" * 5000]},
            {"q": "%_'\""},
        ):
            with self.subTest(asked=asked):
                self.assertEqual(self.answer(self.publisher, **asked).status_code, 200)

    def test_it_is_the_desks_alone(self):
        url = reverse("admin:articles_edition_choose_article")
        self.assertEqual(url, "/admin/articles/edition/choose/article/")
        self.assertEqual(self.client.get(url).status_code, 302)
        self.assertEqual(self.answer(self.reader).status_code, 302)
        self.assertEqual(self.answer(bare_user()).status_code, 403)
        self.client.force_login(self.publisher)
        self.assertEqual(self.client.post(url).status_code, 405)


class ChoosePictureTest(ChooserTestCase):
    chooser = "picture"

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.port = make_picture(alt="The port", caption="At dawn", credit="Photo: Ann")
        cls.fair = make_picture(alt="The fair", caption="At noon", credit="Photo: Bob")

    def test_a_picture_is_told_by_what_one_needs_to_choose_it(self):
        expected = {
            "id": str(self.port.uuid),
            "pk": self.port.pk,
            "title": "The port",
            "about": "Photo: Ann",
            "image": self.port.thumbnail,
            "alt": "The port",
            "caption": "At dawn",
            "credit": "Photo: Ann",
        }
        self.assertEqual(self.answer(self.writer, q="port").json(), {"results": [expected]})
        self.assertEqual(self.answer(self.writer, id=self.port.uuid).json(), {"results": [expected]})

    def test_words_of_description_caption_and_credit_find_it(self):
        for words, expected in [
            ("", ["The fair", "The port"]),
            ("dawn", ["The port"]),
            ("bob fair", ["The fair"]),
            ("dawn bob", []),
        ]:
            with self.subTest(words=words):
                self.assertEqual(self.titles(self.writer, q=words), expected)

    def test_one_that_was_replaced_is_told_of_and_not_found(self):
        Picture.objects.filter(pk=self.fair.pk).update(replaced_by=self.port)
        self.assertEqual(self.titles(self.writer), ["The port"])
        self.assertEqual(self.titles(self.writer, id=self.fair.uuid), ["The fair"])

    def test_what_is_no_id_finds_nothing(self):
        self.assertEqual(self.titles(self.writer, id=["x", str(uuid.uuid4()), "\x00"]), [])

    def test_no_more_are_told_than_are_found_at_a_glance(self):
        for _ in range(24):
            make_picture()
        self.assertEqual(len(self.titles(self.writer)), 24)
        ids = [str(uuid.uuid4()) for _ in range(10)] + [str(self.port.uuid)]
        self.assertEqual(self.titles(self.writer, id=ids), [])

    def test_it_is_for_those_who_may_see_pictures(self):
        url = reverse("admin:articles_edition_choose_picture")
        self.assertEqual(url, "/admin/articles/edition/choose/picture/")
        self.assertEqual(self.client.get(url).status_code, 302)
        self.assertEqual(self.answer(self.reader).status_code, 302)
        self.assertEqual(self.answer(bare_user()).status_code, 403)


class ChooseTagTest(ChooserTestCase):
    chooser = "tag"

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.energy = Tag.objects.named(["Énergie", "Transports", "Port", "Portugal", "Paris, Texas"])[0]

    def test_a_tag_is_told_as_the_newsroom_writes_it(self):
        expected = {"id": str(self.energy.pk), "title": "Énergie", "about": ""}
        self.assertEqual(self.answer(self.writer, q=" ENERG").json(), {"results": [expected]})

    def test_what_begins_with_the_words_comes_first_whatever_their_accents_and_capitals(self):
        for words, expected in [
            ("port", ["Port", "Portugal", "Transports"]),
            ("PÔRT", ["Port", "Portugal", "Transports"]),
            ("portu", ["Portugal"]),
            ("énergie", ["Énergie"]),
            ("gie", ["Énergie"]),
            ("port  énergie", []),
            ("%", []),
        ]:
            with self.subTest(words=words):
                self.assertEqual(self.titles(self.writer, q=words), expected)

    def test_without_words_nothing_is_looked_for(self):
        self.client.force_login(self.writer)
        url = reverse("admin:articles_edition_choose_tag")
        for words in ("", " ", "\x00", "\u0301", "x" * 10_000, "a " * 50_000):
            with self.subTest(words=words[:10]), self.assertNumQueries(4):
                self.assertEqual(self.client.get(url, {"q": words}).json(), {"results": []})

    def test_a_name_that_the_form_would_take_for_two_is_not_offered(self):
        self.assertEqual(self.titles(self.writer, q="paris"), [])

    def test_ten_are_told_at_most_by_one_query(self):
        self.client.force_login(self.writer)
        url = reverse("admin:articles_edition_choose_tag")
        self.client.get(url)
        with self.assertNumQueries(5):
            self.client.get(url, {"q": "transports"})
        Tag.objects.named(f"Quartier {number:02}" for number in range(30))
        with self.assertNumQueries(5):
            results = self.client.get(url, {"q": "quartier"}).json()["results"]
        self.assertEqual([result["title"] for result in results], [f"Quartier {number:02}" for number in range(10)])

    def test_it_is_for_those_who_may_see_tags(self):
        url = reverse("admin:articles_edition_choose_tag")
        self.assertEqual(url, "/admin/articles/edition/choose/tag/")
        self.assertEqual(self.client.get(url, {"q": "port"}).status_code, 302)
        self.assertEqual(self.answer(self.reader, q="port").status_code, 302)
        self.assertEqual(self.answer(bare_user(), q="port").status_code, 403)
        for user in (self.writer, self.editor, self.publisher, self.commercial):
            with self.subTest(user=user.username):
                self.assertEqual(self.titles(user, q="portu"), ["Portugal"])
        self.client.force_login(self.publisher)
        self.assertEqual(self.client.post(url, {"q": "port"}).status_code, 405)


class ChooseAuthorTest(ChooserTestCase):
    chooser = "author"

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.anne = make_author("Anne Leroy", slug="anne-leroy", job_title="Reporter")
        cls.eric = make_author("Éric L’Œillet", slug="eric-l-oeillet")
        cls.joanne = make_author("Joanne Leroy", slug="joanne-leroy")

    def test_an_author_is_told_by_what_one_needs_to_choose_them(self):
        expected = {"id": str(self.anne.pk), "title": "Anne Leroy", "about": "Reporter"}
        for asked in ({"q": "anne leroy"}, {"id": self.anne.pk}):
            with self.subTest(asked=asked):
                answer = self.answer(self.writer, **asked).json()
                self.assertEqual(answer["results"][0], expected)
        self.assertEqual(answer, {"results": [expected], "may_add": True})

    def test_words_of_the_name_find_it_whatever_their_accents_and_capitals(self):
        for words, expected in [
            ("ann", ["Anne Leroy", "Joanne Leroy"]),
            ("LEROY", ["Anne Leroy", "Joanne Leroy"]),
            ("leroy jo", ["Joanne Leroy"]),
            ("ERIC", ["Éric L’Œillet"]),
            ("éric", ["Éric L’Œillet"]),
            ("l'oeil", ["Éric L’Œillet"]),
            ("œillet", ["Éric L’Œillet"]),
            ("%", []),
            ("’", ["Éric L’Œillet"]),
            ("nobody", []),
        ]:
            with self.subTest(words=words):
                self.assertEqual(self.titles(self.writer, q=words), expected)

    def test_namesakes_are_told_apart(self):
        make_author("Anne Leroy", slug="anne-leroy-2", job_title="Photographer")
        make_author("Anne LEROY", slug="al", job_title="Photographer")
        results = self.answer(self.writer, q="anne leroy").json()["results"]
        self.assertEqual(
            [(result["title"], result["about"]) for result in results],
            [
                ("Anne LEROY", "Photographer · al"),
                ("Anne Leroy", "Reporter"),
                ("Anne Leroy", "Photographer · anne-leroy-2"),
                ("Joanne Leroy", ""),
            ],
        )

    def test_without_words_one_is_offered_oneself_then_who_signed_with_one_lately(self):
        self.assertEqual(self.titles(self.writer), [])
        own = make_author("Wanda Writer", user=self.writer)
        self.assertEqual(self.titles(self.writer), ["Wanda Writer"])
        with clock(NOW):
            make_article(section=self.town, bylines=[(self.bob, "text"), (own, "text")], published_at=NOW - 2 * DAY)
            make_article(section=self.town, bylines=[(own, "text"), (self.anne, "photos")], published_at=NOW - 3 * DAY)
            make_article(section=self.town, bylines=[(self.eric, "text")])
        make_draft(section=self.town, bylines=[(own, "text"), (self.joanne, "text")])  # which nobody has to know of
        self.assertEqual(self.titles(self.writer), ["Wanda Writer", "Bob", "Anne Leroy"])
        self.assertEqual(self.titles(self.editor), [])

    def test_ten_are_told_at_most_in_the_same_number_of_queries(self):
        own = make_author("Wanda Writer", user=self.writer)
        self.client.force_login(self.writer)
        url = reverse("admin:articles_edition_choose_author")
        self.client.get(url)
        with self.assertNumQueries(5):
            self.client.get(url, {"q": "leroy"})
        with self.assertNumQueries(6):
            self.client.get(url)
        others = [make_author(f"Guest {number:02}") for number in range(30)]
        make_article(section=self.town, bylines=[(author, "text") for author in (own, *others)])
        with self.assertNumQueries(5):
            found = self.client.get(url, {"q": "guest"}).json()["results"]
        self.assertEqual([author["title"] for author in found], [f"Guest {number:02}" for number in range(10)])
        with self.assertNumQueries(6):
            found = self.client.get(url).json()["results"]
        names = ["Wanda Writer", *(f"Guest {number:02}" for number in range(9))]
        self.assertEqual([author["title"] for author in found], names)

    def test_odd_questions_are_answered(self):
        for asked in (
            {"q": "\x00"},
            {"q": "x" * 60_000},
            {"q": "éx " * 5_000},
            {"q": "-_'\"\\"},
            {"id": ["\x00", "x", "²", "-1", "1.5", "9" * 30]},
        ):
            with self.subTest(asked=str(asked)[:30]):
                self.assertEqual(self.titles(self.writer, **asked), [])

    def test_it_is_for_those_who_may_see_authors(self):
        url = reverse("admin:articles_edition_choose_author")
        self.assertEqual(url, "/admin/articles/edition/choose/author/")
        self.assertEqual(self.client.get(url).status_code, 302)
        self.assertEqual(self.answer(self.reader, q="anne").status_code, 302)
        self.assertEqual(self.answer(bare_user(), q="anne").status_code, 403)
        for user, may_add in [
            (self.writer, True),
            (self.editor, True),
            (self.publisher, True),
            (self.commercial, False),
        ]:
            with self.subTest(user=user.username):
                answer = self.answer(user, q="anne leroy").json()
                self.assertEqual([result["title"] for result in answer["results"]], ["Anne Leroy", "Joanne Leroy"])
                self.assertIs(answer["may_add"], may_add)
        self.client.force_login(self.publisher)
        self.assertEqual(self.client.post(url, {"q": "anne"}).status_code, 405)


class AddPersonTest(DeskTestCase):
    """An author who is added while an article is written."""

    url_to_add = "/admin/articles/edition/choose/person/"

    def add(self, person, **posted: object):
        self.client.force_login(person)
        return self.client.post(self.url_to_add, posted)

    def problem(self, name: str) -> str:
        response = self.add(self.writer, name=name)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(list(response.json()), ["problem"])
        return response.json()["problem"]

    def test_they_are_an_author_from_then_on(self):
        response = self.add(self.writer, name="  Lætitia   d’Arc ", bio="x", slug="x", user=self.writer.pk)
        author = Author.objects.get(slug="laetitia-d-arc")
        self.assertEqual(response.json(), {"result": {"id": str(author.pk), "title": "Lætitia d’Arc", "about": ""}})
        self.assertEqual((author.name, author.bio, author.user, author.links), ("Lætitia d’Arc", "", None, []))
        author.full_clean()
        entry = LogEntry.objects.get()
        self.assertEqual((entry.user, entry.object_id, entry.is_addition()), (self.writer, str(author.pk), True))

    def test_each_has_a_slug_of_their_own(self):
        for name, slug in [
            ("Ada", "ada-2"),
            ("ADA", "ada-3"),
            ("李小龍", "author"),
            ("…", "author-2"),
            ("_", "author-3"),
            ("x" * 120, "x" * 64 + "-" + "x" * 35),
        ]:
            with self.subTest(name=name):
                self.add(self.writer, name=name)
                author = Author.objects.latest("pk")
                self.assertEqual((author.name, author.slug), (name, slug))
                author.full_clean()

    def test_a_refusal_says_why_and_adds_nobody(self):
        for name, problem in [
            ("", "This field is required."),
            ("  ", "This field is required."),
            ("\x00", "Null characters are not allowed."),
            ("x" * 10_000, "Ensure this value has at most 120 characters (it has 10000)."),
        ]:
            with self.subTest(name=name[:10]):
                self.assertEqual(self.problem(name), problem)
        self.assertEqual(self.add(self.writer).json(), {"problem": "This field is required."})
        self.assertEqual([author.name for author in Author.objects.all()], ["Ada", "Bob"])

    def test_who_is_added_by_two_at_the_same_moment_is_added_once(self):
        with mock.patch("articles.admin.choosers._free_slug", return_value="ada"):
            self.assertEqual(self.problem("Ada"), "Somebody has just added Ada: look for the name again.")
        self.assertEqual(Author.objects.count(), 2)
        self.assertFalse(LogEntry.objects.exists())

    def test_it_is_for_those_who_may_add_authors(self):
        for user, status in [
            (self.writer, 200),
            (self.editor, 200),
            (self.publisher, 200),
            (self.commercial, 403),
            (self.reader, 403),
            (bare_user(), 403),
        ]:
            with self.subTest(user=user.username):
                self.assertEqual(self.add(user, name=f"By {user.username}").status_code, status)
        self.client.logout()
        self.assertEqual(self.client.post(self.url_to_add, {"name": "By nobody"}).status_code, 403)
        added = [author.name for author in Author.objects.order_by("pk")]
        self.assertEqual(added, ["Ada", "Bob", "By writer", "By editor", "By publisher"])

    def test_nobody_is_added_by_a_link_or_from_another_site(self):
        self.client.force_login(self.publisher)
        self.assertEqual(self.client.get(self.url_to_add, {"name": "Eve"}).status_code, 405)
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(self.publisher)
        self.assertEqual(strict.post(self.url_to_add, {"name": "Eve"}).status_code, 403)
        self.assertEqual([author.name for author in Author.objects.all()], ["Ada", "Bob"])
        strict.get(self.url(self.draft()))
        token = strict.cookies[settings.CSRF_COOKIE_NAME].value
        strict.post(self.url_to_add, {"name": "Eve"}, headers={"X-CSRFToken": token})
        self.assertEqual([author.name for author in Author.objects.all()], ["Ada", "Bob", "Eve"])


def bare_user():
    """Make somebody who may enter the desk, and see nothing there."""
    user = make_user("bare")
    user.is_staff = True
    user.save()
    return user


class FormTest(DeskTestCase):
    """What the form gives the editor."""

    def test_the_form_may_run_the_map_of_the_editors_modules_and_no_other_inline_script(self):
        self.client.force_login(self.writer)
        response = self.client.get(self.url(self.draft()))
        policy = dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))
        self.assertRegex(policy["script-src"], r"^'self' 'sha256-[A-Za-z0-9+/]{43}='$")
        self.assertEqual(policy["style-src"], "'self'")
        self.assertContains(response, '<script type="importmap">', 1)

    def test_a_page_to_read_has_no_editor(self):
        self.client.force_login(self.writer)
        response = self.client.get(self.url(make_article(section=self.town)))
        self.assertNotContains(response, "importmap")
        self.assertNotContains(response, "data-body-editor")

    def test_a_headline_is_one_line_whatever_was_pasted(self):
        draft = self.draft()
        self.post(self.writer, draft, headline="Two\r\n lines\u00a0: one\r\n")
        draft.refresh_from_db()
        self.assertEqual(draft.headline, "Two lines\u00a0: one")
