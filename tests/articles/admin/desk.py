"""What the tests of the desk share: drafts, what their form posts, and what the editor is told."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from lxml import html

from articles.models import Edition
from tests.cast import CastTestCase
from tests.factories import make_author, make_draft, make_section


@override_settings(LANGUAGE_CODE="en")
class DeskTestCase(CastTestCase):
    """A section, two authors, and an editor's browser that wants English."""

    maxDiff = None

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.town = make_section("Town", slug="town")
        cls.ada = make_author("Ada", slug="ada")
        cls.bob = make_author("Bob", slug="bob")

    def setUp(self):
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    def draft(self, **fields) -> Edition:
        fields = {"by": self.writer, "section": self.town, "headline": "Old", "bylines": [(self.ada, "text")]} | fields
        return make_draft(**fields)

    def url(self, edition: Edition, page: str = "change") -> str:
        return reverse(f"admin:articles_edition_{page}", args=[edition.pk])

    def words(self, edition: Edition | None = None, bylines=(), **changed: object) -> dict[str, object]:
        """Return what the form posts: new words, unless they are given."""
        bylines = bylines or [(self.ada, "text")]
        posted: dict[str, object] = {
            "headline": "New headline",
            "kicker": "",
            "standfirst": "What it says.",
            "body": "<p>New body.</p>",
            "section": self.town.pk,
            "genre": "news",
            "language": "fr",
            "tags": "Élysée, Port, élysée",
            "correction_kind": "",
            "seen_version": edition.lock_version if edition else "",
            "bylines-TOTAL_FORMS": len(bylines),
            "bylines-INITIAL_FORMS": 0,
        }
        for row, (author, role) in enumerate(bylines):
            posted |= {f"bylines-{row}-author": author.pk, f"bylines-{row}-role": role, f"bylines-{row}-position": row}
        return posted | changed

    def post(self, user, edition: Edition, **changed: object) -> HttpResponse:
        self.client.force_login(user)
        return self.client.post(self.url(edition), self.words(edition, **changed))

    def press(self, user, edition: Edition, verb: str, **fields: object) -> HttpResponse:
        """Press a button of a page to read."""
        self.client.force_login(user)
        return self.client.post(self.url(edition), {"_verb": verb, **fields})

    def moment(self, name: str, at: datetime) -> dict[str, object]:
        """Return what a field for a date and time posts."""
        return {name: f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"}

    def told(self, response: HttpResponse) -> list[str]:
        """Return the messages shown on the page, or on the one it redirects to."""
        if response.status_code == 302:
            response = self.client.get(response["Location"])
        return [str(message) for message in response.context["messages"]]

    def errors(self, response: HttpResponse) -> list[str]:
        """Return what the page has against the form."""
        self.assertEqual(response.status_code, 200)
        tree = html.fromstring(response.content.decode())
        return [" ".join(error.text_content().split()) for error in tree.xpath("//ul[contains(@class,'errorlist')]/li")]

    def buttons(self, response: HttpResponse) -> list[str]:
        """Return what the page's own submit buttons say, in order: the first is what Enter does."""
        form = html.fromstring(response.content.decode()).get_element_by_id("edition_form")
        found = form.xpath(".//input[@type='submit'] | .//button[not(@type='button')]")
        return [element.get("value") for element in found]
