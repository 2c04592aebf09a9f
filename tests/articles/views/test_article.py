"""An article's page: what stands on it, in which order, in which language, at which address."""

from __future__ import annotations

from datetime import datetime

from articles import workflow
from articles.models import Edition
from articles.states import NoteKind
from tests.articles.views.reading import ReadingTestCase
from tests.factories import (
    DAY,
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


def make_full_article(**fields) -> Edition:
    """Make an article with one of everything, its related article and its pictures."""
    inline = make_picture(alt="A chart of the tides", caption="Tides by month", credit="Graphic: Ada")
    related = make_article(headline="Read me too", section=fields["section"])
    body = (
        "<p>First paragraph.</p><h2>A subhead</h2>"
        '<figure class="pull-quote"><blockquote><p>We shall see</p></blockquote>'
        "<figcaption><cite>Maya Roe</cite><span>harbour master</span></figcaption></figure>"
        f'<figure class="picture" data-picture="{inline.uuid}" data-align="wide"></figure>'
        f'<figure class="related" data-article="{related.article.public_id}"></figure>'
        "<p>Last paragraph.</p>"
    )
    defaults = {
        "kicker": "Harbour",
        "headline": "Tides are rising",
        "standfirst": "All there is to know.",
        "lead_picture": make_picture(alt="The harbour at dawn", caption="The harbour", credit="Photo: Bo"),
        "body": body,
        "tags": ["Sea", "Climate"],
        "genre": "analysis",
        "language": "en",
    }
    return make_article(**defaults | fields)


class ArticleTest(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.news = make_section("News", slug="news")
        cls.world = make_section("World", slug="world", parent=cls.news)
        cls.ann = make_author(
            "Ann", slug="ann", bio="Ann writes.", job_title="Reporter", picture=make_picture(alt="Ann")
        )
        cls.bob = make_author("Bob", slug="bob")
        cls.edition = make_full_article(section=cls.world, bylines=[(cls.ann, "text"), (cls.bob, "photos")])

    def test_the_page_shows_everything_in_order(self):
        page = self.read(self.edition.get_absolute_url())
        self.assertEqual(page.all("//nav[@class='trail']//a/@href"), ["/news/", "/news/world/"])
        self.assertEqual(page.one("//article/header/p[@class='kicker']"), "Analysis · Harbour")
        self.assertEqual(page.one("//h1"), "Tides are rising")
        self.assertEqual(page.one("//p[@class='standfirst']"), "All there is to know.")
        self.assertEqual(page.one("//p[@class='bylines']"), "By Ann Photos: Bob")
        self.assertEqual(page.all("//a[@rel='author']/@href"), ["/authors/ann/", "/authors/bob/"])
        self.assertEqual(page.one("//p[@class='dates']"), "Published May 31, 2026 at 2 p.m. 1 minute’s reading")
        self.assertEqual(page.one("//p[@class='dates']/span/time/@datetime"), "2026-05-31T14:00:00+02:00")
        self.assertEqual(page.one("//div[@class='story-lead']//figcaption"), "The harbour Photo: Bo")
        self.assertEqual(page.one("//div[@class='story-lead']//img/@fetchpriority"), "high")
        self.assertEqual(page.all("//div[@class='body']//h2"), ["A subhead"])
        self.assertEqual(page.one("//p[@class='pull-quote']"), "We shall see— Maya Roe, harbour master")
        self.assertEqual(page.one("//figure[@class='picture picture-wide']//img/@alt"), "A chart of the tides")
        self.assertEqual(page.one("//figure[@class='picture picture-wide']//img/@loading"), "lazy")
        self.assertEqual(page.one("//figure[@class='picture picture-wide']/figcaption"), "Tides by month Graphic: Ada")
        self.assertEqual(page.one("//aside[@class='related']"), "Read also Read me too")
        self.assertEqual(page.all("//nav[@class='tags']//a/@href"), ["/tags/sea/", "/tags/climate/"])
        self.assertEqual(page.all("//nav[@class='tags']//a"), ["Sea", "Climate"])
        self.assertEqual(page.all("//section[@aria-labelledby='bios']//h3"), ["Ann"])
        self.assertEqual(page.one("//div[@class='bio-text']"), "Ann writes.")
        self.assertEqual(page.all("//section[@aria-labelledby='bios']//img/@alt"), ["Ann"])
        self.assertEqual(page.all("//aside/@class"), ["related"])

    def test_the_head_tells_machines(self):
        page = self.read(self.edition.get_absolute_url() + "?utm_source=x")
        url = f"http://127.0.0.1:8000{self.edition.get_absolute_url()}"
        self.assertEqual(page.one("//title"), "Tides are rising — Newsroom")
        self.assertEqual(page.one("//meta[@name='description']/@content"), "All there is to know.")
        self.assertEqual(page.one("//link[@rel='canonical']/@href"), url)
        told = dict(zip(page.all("//meta[@property]/@property"), page.all("//meta[@property]/@content"), strict=True))
        image = told.pop("og:image")
        self.assertEqual(image, f"http://127.0.0.1:8000{self.edition.lead_picture.social.src}")
        self.assertEqual(
            told,
            {
                "og:site_name": "Newsroom",
                "og:type": "article",
                "og:url": url,
                "og:title": "Tides are rising",
                "og:description": "All there is to know.",
                "og:image:type": "image/jpeg",
                "og:image:width": "1200",
                "og:image:height": "630",
                "og:image:alt": "The harbour at dawn",
                "article:published_time": "2026-05-31T14:00:00+02:00",
                "article:modified_time": "2026-05-31T14:00:00+02:00",
            },
        )

    def test_titles_for_machines_stand_in_for_the_headline(self):
        edition = make_article(
            section=self.news, search_title="For search", search_description="Found", social_title="For friends",
            social_description="Shared",
        )  # fmt: skip
        page = self.read(edition.get_absolute_url())
        self.assertEqual(page.one("//title"), "For search — Newsroom")
        self.assertEqual(page.one("//meta[@name='description']/@content"), "Found")
        self.assertEqual(page.one("//meta[@property='og:title']/@content"), "For friends")
        self.assertEqual(page.one("//meta[@property='og:description']/@content"), "Shared")
        self.assertEqual(page.one("//h1"), edition.headline)

    def test_a_long_standfirst_is_cut_for_machines_between_its_letters(self):
        edition = make_article(section=self.news, standfirst="l'eau, " * 30)
        page = self.read(edition.get_absolute_url())
        self.assertEqual(page.one("//meta[@name='description']/@content"), f"{("l'eau, " * 30)[:199]}…")

    def test_it_takes_five_queries_beside_the_frame_with_one_of_everything_or_with_thirty(self):
        self.assertReads(5, self.edition.get_absolute_url())
        pictures = "".join(
            f'<figure class="picture" data-picture="{make_picture().uuid}"></figure>' for _i in range(30)
        )
        related = "".join(
            f'<figure class="related" data-article="{make_article(section=self.news).article.public_id}"></figure>'
            for _i in range(30)
        )
        full = make_article(
            section=self.world,
            body=f"<p>Long.</p>{pictures}{related}",
            bylines=[(make_author(bio="Bio", picture=make_picture()), "text") for _i in range(30)],
            tags=[f"Tag {i}" for i in range(30)],
            notes=[make_note() for _i in range(30)],
            lead_picture=make_picture(),
        )
        self.assertReads(5, full.get_absolute_url())
        plain = make_article(section=self.news, bylines=None)
        self.assertReads(5, plain.get_absolute_url())

    def test_the_frame_takes_four_queries_when_it_is_not_cached(self):
        path = self.edition.get_absolute_url()
        with self.assertNumQueries(9):
            self.read(path)

    def test_dates_and_furniture_are_in_the_editions_language(self):
        french = make_article(
            section=self.news, headline="Quoi ? Rien", language="fr", published_at=NOW.replace(day=1) - 31 * DAY
        )
        page = self.read(french.get_absolute_url())
        self.assertEqual(page.one("/html/@lang"), "fr")
        self.assertEqual(page.one("//h1"), "Quoi\u202f? Rien".replace("\u202f", " "))  # words() folds every space
        self.assertIn("Quoi\u202f? Rien</h1>", page.response.content.decode())
        self.assertIn("1er mai 2026", page.one("//p[@class='dates']"))
        english = self.read(self.edition.get_absolute_url())
        self.assertEqual(english.one("/html/@lang"), "en")
        self.assertEqual(english.one("//nav[@class='menu']/ul/@lang"), "fr")
        self.assertEqual(page.all("//nav[@class='menu']/ul/@lang"), [])

    def test_an_updated_article_says_when_and_what_was_corrected(self):
        with clock(NOW - HOUR):
            draft = workflow.start_edition(self.edition, by=None)
            draft.headline = "Tides are falling"
            draft.correction_kind, draft.correction_text = "correction", "We had it upside down."
            workflow.publish(workflow.save_draft(draft, by=None), by=None)
        path = draft.get_absolute_url()
        page = self.read(path)
        self.assertEqual(page.one("//h1"), "Tides are falling")
        self.assertEqual(
            page.one("//p[@class='dates']"),
            "Published May 31, 2026 at 2 p.m. Updated June 1, 2026 at 1 p.m. What changed 1 minute’s reading",
        )
        self.assertEqual(
            page.one("//aside[@class='correction']"), "Correction June 1, 2026 at 1 p.m. We had it upside down."
        )
        before = self.read(path, at=NOW - 2 * HOUR)
        self.assertEqual(before.one("//h1"), "Tides are rising")
        self.assertEqual(before.all("//aside[@class='correction']"), [])

    def test_what_was_corrected_once_is_told_for_good_and_nothing_before_its_time(self):
        def publish(kind: str, text: str, when: datetime, **options: object) -> Edition:
            with clock(when):
                draft = workflow.start_edition(self.edition, by=None)
                draft.headline = f"After {text or 'nothing'}"
                draft = workflow.save_draft(draft, by=None)
                return workflow.publish(draft, by=None, correction=(kind, text), **options)

        publish("correction", "First.", NOW - 3 * HOUR)
        publish("clarification", "Second.", NOW - 2 * HOUR)
        path = publish("none", "", NOW - HOUR).get_absolute_url()
        publish("update", "Not yet.", NOW - HOUR / 2, at=NOW + DAY)
        draft = workflow.start_edition(self.edition, by=None)
        draft.correction_kind, draft.correction_text = "removal", "Never said."
        workflow.save_draft(draft, by=None)
        told = "//aside[@class='correction']"
        self.assertEqual(
            self.read(path).all(told),
            ["Clarification June 1, 2026 at noon Second.", "Correction June 1, 2026 at 11 a.m. First."],
        )
        self.assertEqual(self.read(path, at=NOW - 2.5 * HOUR).all(told), ["Correction June 1, 2026 at 11 a.m. First."])
        self.assertEqual(self.read(path, at=NOW - 4 * HOUR).all(told), [])

    def test_nothing_to_correct_is_not_announced(self):
        with clock(NOW - HOUR):
            draft = workflow.start_edition(self.edition, by=None)
            draft.correction_kind = "none"
            workflow.publish(workflow.save_draft(draft, by=None), by=None)
        self.assertEqual(self.read(draft.get_absolute_url()).all("//aside[@class='correction']"), [])

    def test_related_articles_show_only_while_they_are_live_and_with_their_labels(self):
        paid = make_note(label="Paid content", sponsor=make_sponsor("Acme"))
        bought = make_article(section=self.news, headline="Bought", notes=[paid], sponsored=True)
        gone = make_article(section=self.news, headline="Gone")
        with clock(NOW - HOUR):
            workflow.withdraw(gone, by=None)
        body = "<p>Body.</p>" + "".join(
            f'<figure class="related" data-article="{public_id}"></figure>'
            for public_id in (bought.article.public_id, gone.article.public_id, "zzzzzzzzzz")
        )
        page = self.read(make_article(section=self.news, body=body).get_absolute_url())
        self.assertEqual(page.all("//aside[@class='related']"), ["Read also Paid content · Acme Bought"])
        earlier = make_article(section=self.news, body=body, published_at=NOW - 3 * HOUR)
        self.assertEqual(
            self.read(earlier.get_absolute_url(), at=NOW - 2 * HOUR).all("//aside[@class='related']//a"),
            ["Bought", "Gone"],
        )


class NotesTest(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.news = make_section("News", slug="news")
        cls.author = make_author("Ann", slug="ann")

    def test_every_disclosure_is_on_top_and_the_house_notice_at_the_end(self):
        carried = make_note(
            label="Paid content", sponsor=make_sponsor("Acme"), text="Acme paid.", url="https://acme.example/"
        )
        edition = make_article(
            section=self.news, bylines=[(self.author, "text")], notes=[carried], sponsored=True, language="en"
        )
        make_note(NoteKind.SUPPORTED, label="Supported by", sponsor=make_sponsor("Fund"), section=self.news)
        make_note(NoteKind.AFFILIATE, label="Affiliate links", everywhere=True)
        make_note(NoteKind.AFFILIATE, label="Expired", everywhere=True, ends_at=NOW - DAY)
        make_note(NoteKind.AFFILIATE, label="Later", everywhere=True, starts_at=NOW + DAY)
        make_note(NoteKind.HOUSE, label="Sponsoring", text="Get in touch.", contact="ads@news.example", everywhere=True)
        page = self.read(edition.get_absolute_url())
        self.assertEqual(page.one("//article/*[1]/@class"), "disclosures")
        self.assertEqual(
            page.all("//aside[@class='disclosures']/p"),
            [
                "Paid content Acme — Acme paid. Find out more — Acme",
                "Affiliate links",
                "Supported by Fund",
            ],
        )
        self.assertEqual(page.one("//aside[@class='disclosures']//a/@href"), "https://acme.example/")
        self.assertEqual(page.one("//aside[@class='disclosures']//a/@rel"), "sponsored noopener")
        self.assertEqual(page.one("//aside[@class='house-notice']"), "Sponsoring Get in touch. Write to us")
        self.assertEqual(page.one("//aside[@class='house-notice']//a/@href"), "mailto:ads@news.example")

    def test_paid_content_says_so_in_words_even_if_its_note_is_gone(self):
        note = make_note(label="Paid content", section=self.news)
        edition = make_article(section=self.news, sponsored=True, language="en")
        type(note).objects.filter(pk=note.pk).update(replaced_at=NOW - HOUR)
        page = self.read(edition.get_absolute_url())
        self.assertEqual(page.one("//aside[@class='disclosures']"), "Paid content")


class AddressTest(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.news = make_section("News", slug="news")
        cls.edition = make_article(section=cls.news, headline="Good news")
        cls.id = cls.edition.article.public_id

    def test_a_stale_section_or_slug_redirects_for_good_to_the_canonical_address(self):
        canonical = f"/news/good-news_{self.id}/"
        self.assertEqual(self.status(canonical), 200)
        for path in (
            f"/news/old-news_{self.id}/",
            f"/sport/deep/good-news_{self.id}/",
            f"/x/y_{self.id}/?utm_source=z",
        ):
            self.assertEqual(self.location(path), (301, canonical), path)

    def test_a_renamed_section_takes_its_articles_along(self):
        with self.captureOnCommitCallbacks(execute=True):
            self.news.slug = "nouvelles"
            self.news.save()
        self.assertEqual(self.location(f"/news/good-news_{self.id}/"), (301, f"/nouvelles/good-news_{self.id}/"))

    def test_a_missing_slash_is_added(self):
        self.assertEqual(self.location(f"/news/good-news_{self.id}?a=b"), (301, f"/news/good-news_{self.id}/?a=b"))

    def test_head_works_and_other_methods_are_refused(self):
        client = self.client_class(enforce_csrf_checks=True)
        with clock(NOW):
            head = client.head(self.edition.get_absolute_url())
        self.assertEqual((head.status_code, head.content), (200, b""))
        for method in ("post", "put", "patch", "delete", "options"):
            response = getattr(client, method)(self.edition.get_absolute_url())
            self.assertEqual((response.status_code, response.headers["Allow"]), (405, "GET, HEAD"), method)
