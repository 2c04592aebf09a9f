"""Nothing unpublished shows at any door. The doors are the URLconf's: a new one fails here until it has its entry."""

from __future__ import annotations

from django.core.cache import cache
from django.urls import URLPattern

from articles import urls, workflow
from articles.feeds import FORMATS
from articles.models import Author, Edition, Page, Section, Tag
from articles.states import NoteKind
from tests.articles.views.reading import ReadingTestCase
from tests.factories import (
    DAY,
    HOUR,
    NOTHING_OWED,
    NOW,
    clock,
    make_article,
    make_author,
    make_draft,
    make_note,
    make_section,
)
from tests.newsroom.test_headers import POLICIES

MINUTE = HOUR / 60

# Every door by its name: the addresses to try there.
DOORS = {
    "front": lambda: ["/", "/?before=20260601T120000.000000-999999"],
    "feed": lambda: [f"/{end}/" for end in FORMATS],
    "author-feed": lambda: [f"{author.get_absolute_url()}{end}/" for author in Author.objects.all() for end in FORMATS],
    "tag-feed": lambda: [f"{tag.get_absolute_url()}{end}/" for tag in Tag.objects.all() for end in FORMATS],
    "section-feed": lambda: [
        f"{section.get_absolute_url()}{end}/" for section in Section.objects.all() for end in FORMATS
    ],
    "health": lambda: ["/healthz"],
    "robots": lambda: ["/robots.txt"],
    "page": lambda: [page.get_absolute_url() for page in Page.objects.all()],
    "indexnow-key": lambda: ["/a-key-of-nobody.txt"],
    "sitemap": lambda: ["/sitemap.xml"],
    "article-sitemap": lambda: [f"/sitemap-articles-2026-{rest}.xml" for rest in ("05", "06", "05-31", "06-01")],
    "section-sitemap": lambda: ["/sitemap-sections.xml"],
    "list-sitemap": lambda: ["/sitemap-authors.xml", "/sitemap-tags.xml"],
    "list-sitemap-block": lambda: ["/sitemap-authors-0.xml", "/sitemap-tags-0.xml"],
    "news-sitemap": lambda: ["/news-sitemap.xml"],
    "search": lambda: [
        "/search/?q=zzlivebody",
        "/search/?q=zzlivebodi",
        "/search/?section=news/world",
        "/search/?author=ann",
        "/search/?tag=sea",
        "/search/?since=2020-01-01&sort=newest",
    ],
    "archive": lambda: ["/archive/"],
    "archive-month": lambda: ["/archive/2026/05/", "/archive/2026/06/"],
    "authors": lambda: ["/authors/"],
    "sponsorship": lambda: ["/sponsorship/", "/sponsorship/?sent=1"],
    "author": lambda: [author.get_absolute_url() for author in Author.objects.all()],
    "tag": lambda: [tag.get_absolute_url() for tag in Tag.objects.all()],
    "article": lambda: [edition.get_absolute_url() for edition in Edition.objects.select_related("article", "section")],
    "article-history": lambda: [
        f"{edition.get_absolute_url()}history/" for edition in Edition.objects.select_related("article", "section")
    ],
    "article-poster": lambda: [edition.poster_path for edition in Edition.objects.select_related("article", "section")],
    "site-poster": lambda: ["/card.png"],
    "favicon": lambda: ["/favicon.ico"],
    "icon": lambda: ["/icon-192.png"],
    "manifest": lambda: ["/site.webmanifest"],
    "section": lambda: [section.get_absolute_url() for section in Section.objects.all()],
}

HIDDEN = (
    "draft", "review", "approved", "discarded", "scheduled", "expired", "withdrawn", "embargoed",
    "rewrite", "superseded", "successor",
)  # fmt: skip

DRAWN = ("article-poster", "site-poster", "favicon", "icon")  # pictures that are made to be shown elsewhere
TOLD = {"article-history": ("superseded",)}  # what readers have read they may read again there, and nowhere else


def marked(marker: str) -> dict:
    """Return content whose every field holds a word that stands nowhere else: zz<marker><field>."""
    return {
        "kicker": f"zz{marker}kicker",
        "headline": f"zz{marker}headline",
        "slug": f"zz{marker}slug",
        "standfirst": f"zz{marker}standfirst",
        "body": f"<p>zz{marker}body</p>",
        "search_title": f"zz{marker}searchtitle",
        "search_description": f"zz{marker}searchdescription",
        "social_title": f"zz{marker}socialtitle",
        "social_description": f"zz{marker}socialdescription",
        "lead_caption": f"zz{marker}caption",
    }


class DoorsTestCase(ReadingTestCase):
    """Something of everything that readers do not see now, and a little that they do."""

    @classmethod
    def setUpTestData(cls):
        cls.news = make_section("News", slug="news")
        cls.world = make_section("World", slug="world", parent=cls.news)
        cls.ann = make_author("Ann", slug="ann", bio="Ann writes.")
        Page.objects.create(title="About", slug="about", body="<p>zzpagebefore</p>")
        Page.objects.get().save()

        def rows(marker):
            """Sign and tag with everybody's, so that lists would show it, and with its own, which nobody may see."""
            guest = make_author(f"zz{marker}guest", slug=f"zz{marker}guest", bio=f"zz{marker}bio")
            signed = {"bylines": [(cls.ann, "text"), (guest, "text")], "tags": ["Sea", f"zz{marker}tag"]}
            return {"section": cls.world} | signed | marked(marker)

        make_draft(**rows("draft"))
        workflow.submit(make_draft(**rows("review")), by=None)
        workflow.approve(workflow.submit(make_draft(**rows("approved")), by=None), by=None)
        workflow.discard(make_draft(**rows("discarded")), by=None)
        make_article(**rows("scheduled"), at=NOW + HOUR)
        make_article(**rows("expired"), until=NOW - HOUR)
        with clock(NOW - HOUR):
            withdrawn, embargoed = make_article(**rows("withdrawn")), make_article(**rows("embargoed"))
        related = "".join(
            f'<figure class="related" data-article="{edition.article.public_id}"></figure>'
            for edition in Edition.objects.all()
        )
        signed = {"bylines": [(cls.ann, "text")], "tags": ["Sea"], "section": cls.world}
        live = make_article(headline="zzlivefirst", body=f"<p>zzlivebody</p>{related}", **signed)
        with clock(NOW - HOUR):
            workflow.withdraw(withdrawn, by=None)
            workflow.set_embargo(embargoed.article, NOW + DAY, by=None, source="zzsource", reason="zzreason")
            cls.next_edition(live, "rewrite", publish=False)
        old = make_article(**rows("superseded"))
        with clock(NOW - HOUR):
            cls.next_edition(old, "livesecond", publish=True, **signed)
            cls.next_edition(live, "successor", at=NOW + HOUR)
        make_note(NoteKind.HOUSE, label="zzhouseexpired", text="zzhouseexpired", everywhere=True, ends_at=NOW - HOUR)
        make_note(NoteKind.HOUSE, label="zzhouselater", text="zzhouselater", everywhere=True, starts_at=NOW + HOUR)
        make_note(NoteKind.HOUSE, label="zzlivehouse", everywhere=True, starts_at=NOW - 80 * MINUTE)
        make_note(NoteKind.PAID, label="zzpaidexpired", section=cls.news, ends_at=NOW - HOUR)

    @classmethod
    def next_edition(cls, edition, marker, *, publish=True, at=None, bylines=None, tags=None, **_rest):
        draft = workflow.start_edition(edition, by=None)
        for name, value in marked(marker).items():
            setattr(draft, name, value)
        draft = workflow.save_draft(draft, by=None, bylines=bylines, tags=tags)
        if publish:
            workflow.publish(draft, by=None, at=at, correction=NOTHING_OWED)

    def visit(self, path: str, at=NOW):
        cache.clear()
        with clock(at):
            return self.client.get(path)


class DoorsTest(DoorsTestCase):
    def test_every_door_has_its_entry(self):
        names = [pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)]
        self.assertEqual(len(names), len(urls.urlpatterns), "an include() needs its own walk")
        self.assertEqual(sorted(names), sorted(DOORS))

    def test_there_is_something_to_leak(self):
        headlines = set(Edition.objects.values_list("headline", flat=True))
        self.assertLessEqual({f"zz{marker}headline" for marker in HIDDEN}, headlines)

    def test_nothing_hidden_shows_at_any_door(self):
        live, seen = {"zzlivefirst", "zzlivesecond", "zzlivebody", "zzlivehouse"}, set()
        for name, addresses in DOORS.items():
            paths = addresses()
            self.assertTrue(paths, name)
            for path in paths:
                with self.subTest(path):
                    response = self.visit(path)
                    found = response.content.decode(errors="replace") + str(response.headers)
                    seen |= {word for word in live if word in found}
                    told = TOLD.get(name, ())
                    hidden = [word for word in HIDDEN if f"zz{word}" in found and word not in told]
                    self.assertEqual(hidden, [])
                    for word in ("zzhouseexpired", "zzhouselater", "zzpaidexpired", "zzsource", "zzreason"):
                        self.assertNotIn(word, found)
        self.assertEqual(seen, live)

    def test_lists_hold_what_is_live_and_nothing_else(self):
        for path in ("/news/", "/news/world/", "/authors/ann/", "/tags/sea/"):
            self.assertEqual(self.read(path).cards(), ["zzlivesecondheadline", "zzlivefirst"], path)
        self.assertEqual(self.read("/").cards(), ["zzlivesecondheadline", "zzlivefirst"])

    def test_each_shows_in_its_own_time(self):
        soon = self.visit("/", at=NOW + 2 * HOUR).content.decode()
        self.assertIn("zzscheduledheadline", soon)
        self.assertIn("zzsuccessorheadline", soon)
        self.assertNotIn("zzlivefirst", soon)
        self.assertIn("zzhouselater", soon)
        self.assertIn("zzembargoedheadline", self.visit("/", at=NOW + 2 * DAY).content.decode())
        before = self.visit("/", at=NOW - 90 * MINUTE).content.decode()
        self.assertIn("zzexpiredheadline", before)
        self.assertIn("zzsupersededheadline", before)
        self.assertIn("zzhouseexpired", before)

    def test_no_door_sets_a_cookie_and_each_carries_the_policies(self):
        for name, addresses in DOORS.items():
            for path in addresses():
                with self.subTest(path):
                    response = self.visit(path)
                    drawn = name in DRAWN and response.status_code == 200
                    policies = POLICIES | ({"Cross-Origin-Resource-Policy": "cross-origin"} if drawn else {})
                    self.assertEqual(dict(response.cookies), {})
                    self.assertNotIn("Cookie", response.headers.get("Vary", ""))
                    self.assertEqual({header: response.headers.get(header) for header in POLICIES}, policies)
