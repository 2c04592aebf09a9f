"""What pages say of themselves to machines, and the pictures made of words."""

from __future__ import annotations

import json
from io import BytesIO

from PIL import Image

from articles import workflow
from articles.models import Site
from articles.posters import SIZE, Poster
from articles.states import CorrectionKind, NoteKind
from tests.articles.views.reading import Page, ReadingTestCase
from tests.factories import (
    HOUR,
    NOW,
    clock,
    make_article,
    make_author,
    make_note,
    make_picture,
    make_section,
    make_sponsor,
)

HOST = "http://127.0.0.1:8000"
PAPER = {
    "@type": "NewsMediaOrganization",
    "@id": f"{HOST}/#paper",
    "name": "Newsroom",
    "url": f"{HOST}/",
    "logo": {"@type": "ImageObject", "url": f"{HOST}/icon-512.png", "width": 512, "height": 512},
}


def said(page: Page) -> dict[str, dict]:
    """Return what the page says, by type."""
    (text,) = page.tree.xpath("//script[@type='application/ld+json']/text()")
    return {thing["@type"]: thing for thing in json.loads(text)["@graph"]}


class StructuredTest(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.news = make_section("News", slug="news", description="What is new.")
        cls.world = make_section("World", slug="world", parent=cls.news)
        cls.ann = make_author(
            "Ann",
            slug="ann",
            job_title="Reporter",
            bio="Ann writes.",
            links=[{"label": "M", "url": "https://m.example/@ann"}],
        )

    def test_an_article_says_who_wrote_it_when_and_what_was_corrected(self):
        edition = make_article(
            section=self.world, headline="Salt </script> & water", standfirst="All of it.", tags=["Sea"],
            bylines=[(self.ann, "text"), (make_author("Bob", slug="bob"), "photos")], language="en",
            genre="analysis", body="<p>One two three.</p>", lead_picture=make_picture(credit="Photo: Cy"),
        )  # fmt: skip
        with clock(NOW - HOUR):
            draft = workflow.start_edition(edition, by=None)
            draft.body = "<p>One two four.</p>"
            draft = workflow.save_draft(draft, by=None)
            workflow.publish(draft, by=None, correction=(CorrectionKind.CORRECTION, "It was four."))
        page = self.read(edition.get_absolute_url())
        address = f"{HOST}{edition.get_absolute_url()}"
        things = said(page)
        article = things["AnalysisNewsArticle"]
        image = article.pop("image")
        self.assertEqual((image["@type"], image["creditText"]), ("ImageObject", "Photo: Cy"))
        self.assertEqual(
            article,
            {
                "@type": "AnalysisNewsArticle",
                "@id": f"{address}#article",
                "mainEntityOfPage": address,
                "url": address,
                "headline": "Salt </script> & water",
                "description": "All of it.",
                "datePublished": "2026-05-31T12:00:00+00:00",
                "dateModified": "2026-06-01T11:00:00+00:00",
                "inLanguage": "en",
                "wordCount": 3,
                "isAccessibleForFree": True,
                "publisher": {"@id": f"{HOST}/#paper"},
                "author": [{"@type": "Person", "name": "Ann", "url": f"{HOST}/authors/ann/", "jobTitle": "Reporter"}],
                "articleSection": "World",
                "keywords": ["Sea"],
                "correction": [
                    {
                        "@type": "CorrectionComment",
                        "text": "It was four.",
                        "datePublished": "2026-06-01T11:00:00+00:00",
                    }
                ],
            },
        )
        self.assertEqual(things["NewsMediaOrganization"], PAPER)
        self.assertEqual(
            [(step["position"], step["name"], step["item"]) for step in things["BreadcrumbList"]["itemListElement"]],
            [(1, "News", f"{HOST}/news/"), (2, "World", f"{HOST}/news/world/"), (3, "Salt </script> & water", address)],
        )

    def test_what_is_paid_for_is_called_so_and_names_its_sponsor(self):
        note = make_note(
            NoteKind.PAID, label="Paid", sponsor=make_sponsor("Harbour Lines", url="https://lines.example")
        )
        edition = make_article(section=self.news, notes=[note], sponsored=True)
        article = said(self.read(edition.get_absolute_url()))["AdvertiserContentArticle"]
        self.assertEqual(
            article["sponsor"], [{"@type": "Organization", "name": "Harbour Lines", "url": "https://lines.example"}]
        )

    def test_the_front_a_section_and_an_author_say_what_they_are(self):
        Site.objects.create(description="A newspaper.")
        make_article(section=self.world, bylines=[(self.ann, "text")])
        front = said(self.read("/"))
        self.assertEqual(front["NewsMediaOrganization"], PAPER | {"description": "A newspaper."})
        self.assertEqual(
            front["WebSite"]["potentialAction"]["target"]["urlTemplate"], f"{HOST}/search/?q={{search_term_string}}"
        )
        section = said(self.read("/news/"))
        self.assertEqual(section["CollectionPage"]["description"], "What is new.")
        self.assertEqual(
            said(self.read("/authors/ann/"))["ProfilePage"]["mainEntity"],
            {
                "@type": "Person",
                "name": "Ann",
                "url": f"{HOST}/authors/ann/",
                "jobTitle": "Reporter",
                "description": "Ann writes.",
                "sameAs": ["https://m.example/@ann"],
            },
        )


class PosterTest(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.edition = make_article(section=make_section("News", slug="news"), headline="No picture here")

    def png(self, path: str, at=NOW) -> Image.Image:
        with clock(at):
            response = self.client.get(path)
        self.assertEqual((response.status_code, response.headers["Content-Type"]), (200, "image/png"), path)
        return Image.open(BytesIO(response.content))

    def test_an_article_without_a_picture_has_one_of_its_words(self):
        page = self.read(self.edition.get_absolute_url())
        path = f"{self.edition.get_absolute_url()}card-1.png"
        self.assertEqual(page.one("//meta[@property='og:image']/@content"), f"{HOST}{path}")
        self.assertEqual(page.one("//meta[@property='og:image:alt']/@content"), "No picture here")
        self.assertEqual(page.one("//meta[@name='twitter:card']/@content"), "summary_large_image")
        self.assertEqual(self.png(path).size, SIZE)

    def test_it_goes_with_its_edition(self):
        path = self.edition.poster_path
        self.assertEqual(self.status(path.replace("card-1", "card-2")), 404)
        self.assertEqual(self.status(path.replace("/news/", "/old/")), 404)
        with clock(NOW):
            workflow.withdraw(self.edition, by=None)
        self.assertEqual(self.status(path, at=NOW + HOUR), 404)

    def test_a_sponsors_label_stands_on_it(self):
        plain = Poster("Headline", "Paper", "#9b1c1f").png()
        self.assertNotEqual(Poster("Headline", "Paper", "#9b1c1f", label="Paid content").png(), plain)
        paid = make_article(section=self.edition.section, headline="No picture here", notes=[make_note()])
        drawn = {edition: self.png(edition.poster_path).tobytes() for edition in (self.edition, paid)}
        self.assertNotEqual(drawn[self.edition], drawn[paid])

    def test_no_headline_is_too_much_for_it(self):
        for headline in (
            "W" * 250,
            "a " * 125,
            "\U0001f600" * 20,
            "",
            "Ŵ" * 30 + " " + "x" * 200,
            "日本語の見出し",
            "a\nb",
        ):
            image = Image.open(BytesIO(Poster(headline, "P" * 80, "#9b1c1f", above=headline, label=headline).png()))
            self.assertEqual(image.size, SIZE)
            self.assertEqual(image.getpixel((SIZE[0] - 10, 300)), (253, 252, 248), headline)  # the margin is free

    def test_the_site_has_one_and_icons_and_says_so(self):
        self.assertEqual(self.png("/card.png").size, SIZE)
        with clock(NOW):
            manifest = json.loads(self.client.get("/site.webmanifest").content)
            icons = {icon["src"]: icon["sizes"] for icon in manifest["icons"]}
            self.assertEqual(icons, {"/icon-192.png": "192x192", "/icon-512.png": "512x512"})
            for path, size in (icons | {"/icon-180.png": "180x180"}).items():
                self.assertEqual("{}x{}".format(*self.png(path).size), size)
            favicon = self.client.get("/favicon.ico")
            self.assertEqual(Image.open(BytesIO(favicon.content)).format, "ICO")
        self.assertEqual(self.status("/icon-5000.png"), 404)
