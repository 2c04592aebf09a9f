"""What the editor's search boxes are told: what one may read, ten at most, and nothing else."""

from __future__ import annotations

import uuid

from django.db import connection
from django.urls import reverse

from articles import permissions, workflow
from articles.models import SectionRight
from tests.articles.admin.desk import DeskTestCase
from tests.cast import make_user
from tests.factories import make_article, make_draft, make_picture, make_section


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
        queries = 7 if connection.vendor == "sqlite" else 8  # PostgreSQL is asked first whether matches are few
        with self.assertNumQueries(queries):
            self.client.get(url, {"q": "scandal"})
        for number in range(30):
            make_article(headline=f"Harbour {number}", section=self.town)
        with self.assertNumQueries(queries):
            results = self.client.get(url, {"q": "harbour"}).json()["results"]
        self.assertEqual([result["title"] for result in results], [f"Harbour {number}" for number in range(29, 19, -1)])

    def test_odd_questions_are_answered(self):
        for asked in ({"q": "\x00"}, {"q": "a " * 5000}, {"id": ["\x00", "x" * 5000]}, {"q": "%_'\""}):
            with self.subTest(asked=asked):
                self.assertEqual(self.answer(self.publisher, **asked).status_code, 200)

    def test_it_is_the_desks_alone(self):
        url = reverse("admin:articles_edition_choose_article")
        self.assertEqual(url, "/admin/articles/edition/choose/article/")
        self.assertEqual(self.client.get(url).status_code, 302)
        self.assertEqual(self.answer(self.reader).status_code, 302)
        bare = make_user("bare")
        bare.is_staff = True
        bare.save()
        self.assertEqual(self.answer(bare).status_code, 403)
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
            "title": "The port",
            "about": "Photo: Ann",
            "image": self.port.file.url,
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

    def test_what_is_no_id_finds_nothing(self):
        self.assertEqual(self.titles(self.writer, id=["x", str(uuid.uuid4()), "\x00"]), [])

    def test_ten_are_told_at_most(self):
        for _ in range(12):
            make_picture()
        self.assertEqual(len(self.titles(self.writer)), 10)
        ids = [str(uuid.uuid4()) for _ in range(10)] + [str(self.port.uuid)]
        self.assertEqual(self.titles(self.writer, id=ids), [])

    def test_it_is_for_those_who_may_see_pictures(self):
        url = reverse("admin:articles_edition_choose_picture")
        self.assertEqual(url, "/admin/articles/edition/choose/picture/")
        self.assertEqual(self.client.get(url).status_code, 302)
        self.assertEqual(self.answer(self.reader).status_code, 302)
        bare = make_user("bare")
        bare.is_staff = True
        bare.save()
        self.assertEqual(self.answer(bare).status_code, 403)


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
