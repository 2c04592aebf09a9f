"""What readers see at an instant: one article for each state an article can be in, before, now and after."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.test import TestCase

from articles import workflow
from articles.models import Article, Byline, Edition, EditionSection, EditionTag
from articles.states import Phase
from tests.factories import DAY, HOUR, NOTHING_OWED, NOW, clock, make_article, make_author, make_draft, make_section

LONG_AGO, LAST_WEEK, NEXT_WEEK, FAR_AHEAD = NOW - 1000 * DAY, NOW - 7 * DAY, NOW + 7 * DAY, NOW + 1000 * DAY

# Which editions readers see at which instant. Nothing else is ever visible.
VISIBLE = {
    LONG_AGO: set(),
    LAST_WEEK: {"live", "superseded", "expired", "withdrawn"},
    NOW: {"live", "superseding"},
    NEXT_WEEK: {"live", "superseding", "scheduled", "embargoed"},
    FAR_AHEAD: {"live", "superseding", "scheduled", "embargoed"},
}
PHASES_NOW = {
    "draft": Phase.DRAFT,
    "in review": Phase.IN_REVIEW,
    "approved": Phase.APPROVED,
    "discarded": Phase.DISCARDED,
    "scheduled": Phase.SCHEDULED,
    "unscheduled": Phase.APPROVED,
    "live": Phase.LIVE,
    "rewrite": Phase.DRAFT,
    "superseded": Phase.SUPERSEDED,
    "superseding": Phase.LIVE,
    "expired": Phase.EXPIRED,
    "withdrawn": Phase.WITHDRAWN,
    "embargoed": Phase.LIVE,
}


class LiveTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.root = make_section()
        cls.section = make_section(parent=cls.root)
        cls.author = make_author()
        content = {"section": cls.section, "bylines": [(cls.author, "text")], "tags": ["Mer"]}
        before = LAST_WEEK - DAY

        for state in ("draft", "in review", "approved", "discarded"):
            draft = make_draft(headline=state, **content)
            for verb in {"in review": ["submit"], "approved": ["submit", "approve"], "discarded": ["discard"]}.get(
                state, []
            ):
                getattr(workflow, verb)(draft, by=None)
        make_article(headline="scheduled", published_at=before, at=NOW + DAY, **content)
        with clock(NOW):
            workflow.unschedule(
                make_article(headline="unscheduled", published_at=before, at=NOW + HOUR, **content), by=None
            )

        cls.live = make_article(headline="live", published_at=before, **content)
        cls.rewrite(cls.live, "rewrite")

        superseding = cls.rewrite(make_article(headline="superseded", published_at=before, **content), "superseding")
        with clock(NOW - DAY):
            workflow.publish(superseding, by=None, correction=NOTHING_OWED)

        make_article(headline="expired", published_at=before, until=NOW - HOUR, **content)
        withdrawn = make_article(headline="withdrawn", published_at=before, **content)
        with clock(NOW - HOUR):
            workflow.withdraw(withdrawn, by=None)

        embargoed = make_article(headline="embargoed", published_at=before, **content)
        Article.objects.filter(pk=embargoed.article_id).update(embargo_until=NOW + DAY)

    @classmethod
    def rewrite(cls, edition: Edition, headline: str) -> Edition:
        with clock(NOW - 2 * DAY):
            draft = workflow.start_edition(edition, by=None)
            draft.headline = headline
            return workflow.save_draft(draft, by=None)

    def test_every_state_is_there(self):
        phases = {edition.headline: edition.phase(NOW) for edition in Edition.objects.all()}
        self.assertEqual(phases, PHASES_NOW)

    def assert_visible(self, headline: str, rows_at: object) -> None:
        for at, expected in VISIBLE.items():
            with self.subTest(at=at):
                seen = list(rows_at(at).values_list(headline, flat=True))
                self.assertEqual(sorted(seen), sorted(expected))

    def test_editions(self):
        self.assert_visible("headline", Edition.objects.live)

    def test_lists_of_an_author(self):
        self.assert_visible("edition__headline", Byline.objects.filter(author=self.author).live)

    def test_lists_of_a_tag(self):
        self.assert_visible("content_object__headline", EditionTag.objects.filter(tag__slug="mer").live)

    def test_lists_of_a_section_and_the_one_above(self):
        for section in (self.section, self.root):
            self.assert_visible("edition__headline", EditionSection.objects.filter(section=section).live)

    def test_a_window_holds_its_first_instant_and_not_its_last(self):
        def shows(headline: str, at: datetime) -> bool:
            return Edition.objects.live(at).filter(headline=headline).exists()

        tick = NOW.resolution
        for edition in Edition.objects.published().exclude(headline="embargoed"):
            self.assertFalse(shows(edition.headline, edition.live_from - tick), edition)
            self.assertTrue(shows(edition.headline, edition.live_from), edition)
            if edition.live_until:
                self.assertTrue(shows(edition.headline, edition.live_until - tick), edition)
                self.assertFalse(shows(edition.headline, edition.live_until), edition)
        self.assertFalse(shows("embargoed", NOW + DAY - tick))
        self.assertTrue(shows("embargoed", NOW + DAY))

    def test_at_no_instant_is_an_article_there_twice(self):
        edges = set(Edition.objects.published().values_list("live_from", flat=True))
        edges |= set(Edition.objects.published().exclude(live_until=None).values_list("live_until", flat=True))
        for edge in edges:
            live = list(Edition.objects.live(edge).values_list("article", flat=True))
            self.assertEqual(len(live), len(set(live)))


class ScopesTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.draft = make_draft(headline="draft")
        cls.live = make_article(headline="live")
        cls.scheduled = make_article(headline="scheduled", at=NOW + DAY, until=NOW + 3 * DAY)
        cls.discarded = workflow.discard(make_draft(headline="discarded"), by=None)

    def assert_headlines(self, editions: QuerySet[Edition], *headlines: str) -> None:
        self.assertEqual(sorted(editions.values_list("headline", flat=True)), sorted(headlines))

    def test_scopes_of_the_desk(self):
        self.assert_headlines(Edition.objects.open(), "draft")
        self.assert_headlines(Edition.objects.published(), "live", "scheduled")
        self.assert_headlines(Edition.objects.scheduled(NOW), "scheduled")
        self.assert_headlines(Edition.objects.scheduled(NOW + DAY))
        self.assert_headlines(Edition.objects.opened(NOW), "live")
        self.assert_headlines(Edition.objects.opened(NOW + DAY), "live", "scheduled")

    def test_the_next_edge(self):
        Article.objects.filter(pk=self.live.article_id).update(embargo_until=NOW + 2 * DAY)
        edges, at = [], NOW
        while at := Edition.objects.next_edge(at):
            edges.append(at)
        self.assertEqual(edges, [NOW + DAY, NOW + 2 * DAY, NOW + 3 * DAY])
