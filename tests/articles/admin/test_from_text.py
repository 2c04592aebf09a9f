"""“New from text” at the desk: read, checked, made a draft; what can't be read is told of and stays in the box."""

from __future__ import annotations

from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import override_settings
from django.urls import reverse
from lxml import html

from articles import workflow
from articles.models import Edition
from tests.articles.admin.desk import DeskTestCase

TEXT = (
    "Le vieux pont rouvre aux piétons\n\nLe vieux pont rouvre mardi. Les piétons passent les premiers.\n\n"
    "Pour explorer les options de sponsoring, contactez-nous."
)


class FromTextTest(DeskTestCase):
    page = reverse("admin:articles_edition_from_text")

    def send(self, button: str = "_read", user=None, **fields: object) -> HttpResponse:
        self.client.force_login(user or self.writer)
        return self.client.post(self.page, {button: "1", "text": TEXT} | fields)

    def box(self, response: HttpResponse) -> str:
        """Return what the text area holds."""
        return html.fromstring(response.content.decode()).get_element_by_id("id_text").text.removeprefix("\n")

    def refusals(self, response: HttpResponse) -> list[str]:
        self.assertEqual(Edition.objects.count(), 0)
        return self.errors(response)

    def test_who_may_write_may_come_here_and_nobody_else(self):
        for user, status in [(self.writer, 200), (self.publisher, 200), (self.commercial, 403)]:
            with self.subTest(user.username):
                self.client.force_login(user)
                self.assertEqual(self.client.get(self.page).status_code, status)
        self.assertEqual(self.send("_make", self.commercial).status_code, 403)
        self.client.force_login(self.reader)
        self.assertEqual(self.client.get(self.page).status_code, 302)  # to sign in

    def test_the_list_leads_here_those_who_may_write(self):
        links = {}
        for user in (self.writer, self.editor):
            self.client.force_login(user)
            tree = html.fromstring(self.client.get(reverse("admin:articles_article_changelist")).content.decode())
            links[user.username] = tree.xpath("//ul[@class='object-tools']//a/@href")
        self.assertEqual([self.page in found for found in links.values()], [True, True])

    def test_a_text_is_read_and_nothing_is_made(self):
        response = self.send()
        tree = html.fromstring(response.content.decode())
        facts = [element.text_content() for element in tree.xpath("//section//dl/*")]
        self.assertEqual(
            facts,
            [
                "Headline", "Le vieux pont rouvre aux piétons",
                "Body", "words: 10, paragraphs: 1, subheads: 0, quotations: 0",
                "Language", "French",
                "Note to the desk", "Pour explorer les options de sponsoring, contactez-nous.",
            ],
        )  # fmt: skip
        self.assertEqual(self.box(response), TEXT)
        self.assertEqual(Edition.objects.count(), 0)

    def test_a_draft_is_made_of_it(self):
        response = self.send("_make", section=self.town.pk, author=self.ada.pk, language="fr")
        draft = Edition.objects.get()
        self.assertRedirects(response, self.url(draft), fetch_redirect_response=False)
        self.assertEqual(
            (draft.headline, draft.section, draft.language, draft.created_by),
            ("Le vieux pont rouvre aux piétons", self.town, "fr", self.writer),
        )
        self.assertEqual([line.author for line in draft.bylines.all()], [self.ada])
        notice = "Pour explorer les options de sponsoring, contactez-nous."
        self.assertEqual(draft.ednote, notice)
        self.assertEqual(
            self.told(response),
            [
                "The article is begun, as a draft.",
                f"A notice of the house: it is no part of the article. “{notice}”",
            ],
        )

    def test_a_file_is_read_into_the_box(self):
        response = self.send(text="", file=SimpleUploadedFile("copy.txt", TEXT.encode("cp1252")))
        self.assertEqual(self.box(response), TEXT)
        self.assertEqual(Edition.objects.count(), 0)

    def test_a_file_becomes_a_draft_at_once(self):
        self.send("_make", text="", file=SimpleUploadedFile("copy.txt", TEXT.encode()))
        self.assertEqual(Edition.objects.get().headline, "Le vieux pont rouvre aux piétons")

    def test_what_can_not_be_read_is_told_of(self):
        no_text = (
            "The file is no plain text: a word processor's file, a PDF or a picture. Save it as plain text (.txt)."
        )
        unknown = "The encoding of the file can't be told. Save it as UTF-8 and send it again."
        for name, text, data, expected in [
            ("nothing", " \n", None, "Paste a text, or choose a file."),
            ("both", TEXT, b"Another", "Paste a text or choose a file, not both."),
            ("a picture", "", b"\x89PNG\r\n\x1a\n\0\0", no_text),
            ("an empty file", "", b"", "The submitted file is empty."),
            ("blank lines", "", b" \n\n", "The file holds no text. Check that it is the right one."),
            ("no encoding", "", "Привет, как ваши дела сегодня".encode("cp1251"), unknown),
        ]:  # fmt: skip
            with self.subTest(name):
                file = {} if data is None else {"file": SimpleUploadedFile("copy.txt", data)}
                self.assertEqual(self.refusals(self.send("_make", text=text, **file)), [expected])

    def test_too_much_is_refused_in_words_and_stays_in_the_box(self):
        text = "mot é " * 800_000  # 5.6 MB
        response = self.send("_make", text=text)
        self.assertEqual(self.refusals(response), ["That is over 5 MB. Send the text alone, without pictures."])
        self.assertEqual(self.box(response), text)

    @override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100)
    def test_more_than_a_request_may_hold_is_refused_in_words(self):
        self.client.raise_request_exception = False
        response = self.send(text="mot " * 100)
        self.assertContains(response, "Go back: your words are still there. Send them in parts.", status_code=413)

    def test_hostile_markup_is_text(self):
        response = self.send(text="<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> et du texte, assez long.")
        tree = html.fromstring(response.content.decode())
        self.assertEqual(tree.xpath("//section//script | //section//img"), [])
        self.assertIn("<img src=x onerror=alert(1)>", tree.xpath("//section")[0].text_content())

    def test_what_the_workflow_refuses_is_told_and_the_text_stays(self):
        refusal = workflow.TransitionError("Not today.")
        with mock.patch("articles.admin.from_text.make_draft", side_effect=refusal):
            response = self.send("_make")
        self.assertEqual((self.refusals(response), self.box(response)), (["Not today."], TEXT))
