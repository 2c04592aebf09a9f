"""Windows, laid from what was asked for: a table of openings, expiries and withdrawals; then through the verbs."""

from __future__ import annotations

from datetime import datetime

from django.test import SimpleTestCase

from articles import workflow
from articles.models import Byline, Edition, EditionSection, EditionTag
from articles.states import Phase, Status
from tests.cast import CastTestCase
from tests.factories import DAY, HOUR, NOW, clock, make_article, make_draft

EXPIRED_TOO_EARLY = "It would expire before readers could see it: choose a later expiry, or none."


def hour(number: int | None) -> datetime | None:
    return None if number is None else NOW + number * HOUR


class WindowsTableTest(SimpleTestCase):
    # (live_from, expires_at, withdrawn_at) of each edition, then the live_until that each gets, in hours.
    TABLE = [
        ("nothing published", [], []),
        ("one, for good", [(0, None, None)], [None]),
        ("one that expires", [(0, 5, None)], [5]),
        ("one that is withdrawn", [(0, None, 3)], [3]),
        ("withdrawn before its expiry", [(0, 5, 3)], [3]),
        ("expired before the withdrawal", [(0, 3, 5)], [3]),
        ("one after the other", [(0, None, None), (2, None, None)], [2, None]),
        ("an expiry cut short", [(0, 5, None), (2, None, None)], [2, None]),
        ("an expiry that leaves a gap", [(0, 2, None), (5, None, None)], [2, None]),
        ("an expiry exactly at the next opening", [(0, 2, None), (2, None, None)], [2, None]),
        ("a withdrawal, then a new edition", [(0, None, 1), (4, 6, None)], [1, 6]),
        ("three in a row", [(0, 9, None), (2, 3, None), (4, 9, None)], [2, 3, 9]),
    ]

    def test_each_line(self) -> None:
        for name, asked, expected in self.TABLE:
            with self.subTest(name):
                editions = [
                    Edition(live_from=hour(opens), expires_at=hour(expires), withdrawn_at=hour(withdrawn))
                    for opens, expires, withdrawn in asked
                ]
                first = hour(asked[0][0]) if asked else None
                self.assertEqual(workflow.windows(editions), [(first, hour(until)) for until in expected])


class WindowsTest(CastTestCase):
    def next_draft(self, edition: Edition) -> Edition:
        with clock(NOW):
            return workflow.start_edition(edition, by=self.publisher)

    def publish(self, edition: Edition, now: int = 0, **options: object) -> Edition:
        with clock(hour(now)):
            return workflow.publish(edition, by=self.publisher, **options)

    def assertWindows(self, *expected: tuple[Edition, int | None, int | None]) -> None:
        """Assert each edition's window in hours, on its own row and on every row that lists it."""
        for edition, opens, until in expected:
            window = (hour(opens), hour(until))
            edition.refresh_from_db()
            self.assertEqual((edition.live_from, edition.live_until), window)
            for model, name, count in (
                (Byline, "edition", 1),
                (EditionTag, "content_object", 1),
                (EditionSection, "edition", 1),
            ):
                rows = model.objects.filter(**{name: edition}).values_list("live_from", "live_until", "published_at")
                self.assertEqual(list(rows), [(*window, edition.published_at)] * count)

    def test_an_expiry_cut_short_comes_back_when_what_cut_it_is_unscheduled(self) -> None:
        first = make_article(published_at=hour(-1), until=hour(9), tags=["Tag"])
        second = self.publish(self.next_draft(first), at=hour(5), until=None)
        self.assertWindows((first, -1, 5), (second, 5, None))
        with clock(hour(1)):
            workflow.unschedule(second, by=self.publisher)
        self.assertWindows((first, -1, 9), (second, None, None))
        self.assertEqual((second.status, second.published_at, second.compiled), (Status.APPROVED, None, None))
        self.assertEqual(first.phase(hour(9)), Phase.EXPIRED)

    def test_the_only_edition_may_be_unscheduled(self) -> None:
        edition = make_article(published_at=hour(0), at=hour(5), tags=["Tag"])
        self.assertEqual(edition.article.first_published_at, hour(5))
        with clock(hour(1)):
            workflow.unschedule(edition, by=self.publisher)
        self.assertWindows((edition, None, None))
        self.assertEqual(edition.article.first_published_at, None)

    def test_a_new_edition_inherits_the_expiry(self) -> None:
        first = make_article(published_at=hour(-1), until=hour(9), tags=["Tag"])
        second = self.publish(self.next_draft(first))
        self.assertEqual(second.expires_at, hour(9))
        self.assertEqual((second.live_until, second.published_at), (hour(9), hour(-1)))

    def test_until_none_clears_the_expiry(self) -> None:
        first = make_article(published_at=hour(-1), until=hour(9))
        second = self.publish(self.next_draft(first), until=None)
        self.assertEqual((second.expires_at, second.live_until), (None, None))

    def test_an_expiry_no_later_than_the_opening_is_refused(self) -> None:
        with clock(NOW):
            draft = make_draft()
        for at, until in ((None, -1), (2, 2), (2, 1)):
            with self.subTest(at=at, until=until), self.assertRaises(workflow.TransitionError) as raised:
                self.publish(draft, at=hour(at), until=hour(until))
            self.assertEqual(raised.exception.messages, [EXPIRED_TOO_EARLY])

    def test_an_inherited_expiry_that_has_passed_is_refused(self) -> None:
        first = make_article(published_at=hour(-5), until=hour(-1))
        draft = self.next_draft(first)
        with self.assertRaises(workflow.TransitionError) as raised:
            self.publish(draft)
        self.assertEqual(raised.exception.messages, [EXPIRED_TOO_EARLY])

    def test_one_scheduled_between_two_ends_at_the_next(self) -> None:
        first = make_article(published_at=hour(-1), tags=["Tag"])
        later = self.publish(self.next_draft(first), at=hour(8))
        between = self.publish(self.next_draft(first), at=hour(4))
        self.assertWindows((first, -1, 4), (between, 4, 8), (later, 8, None))
        with clock(hour(1)):
            workflow.unschedule(between, by=self.publisher)
        self.assertWindows((first, -1, 8), (between, None, None), (later, 8, None))

    def test_one_published_before_the_first_scheduled_dates_the_article(self) -> None:
        scheduled = make_article(published_at=hour(0), at=hour(8), tags=["Tag"])
        now = self.publish(self.next_draft(scheduled), now=2)
        scheduled.refresh_from_db()
        self.assertEqual((now.published_at, scheduled.published_at), (hour(2), hour(2)))
        self.assertEqual(scheduled.article.first_published_at, hour(2))
        self.assertWindows((now, 2, 8), (scheduled, 8, None))

    def test_withdrawing_ends_the_window_and_unschedules_what_was_to_follow(self) -> None:
        first = make_article(published_at=hour(-1), until=hour(9), tags=["Tag"])
        second = self.publish(self.next_draft(first), at=hour(5))
        third = self.publish(self.next_draft(first), at=hour(7))
        with clock(hour(2)):
            workflow.withdraw(first, by=self.publisher, comment="It was wrong.")
        self.assertWindows((first, -1, 2), (second, None, None), (third, None, None))
        self.assertEqual((first.withdrawn_at, first.phase(hour(2))), (hour(2), Phase.WITHDRAWN))
        self.assertEqual([second.status, third.status], [Status.APPROVED, Status.APPROVED])
        self.assertEqual(
            [list(one.transitions.values_list("verb", "comment")[:1]) for one in (first, second, third)],
            [
                [("withdraw", "It was wrong.")],
                [("unschedule", "The article was withdrawn.")],
                [("unschedule", "The article was withdrawn.")],
            ],
        )
        for at in (2, 5, 7, 100):
            self.assertEqual(list(first.article.editions.live(hour(at))), [])

    def test_two_editions_can_not_open_at_the_same_instant(self) -> None:
        first = make_article(published_at=hour(-1), tags=["Tag"])
        second = self.publish(self.next_draft(first), at=hour(5))
        third = self.next_draft(first)
        with self.assertRaises(workflow.TransitionError) as raised:
            self.publish(third, at=hour(5))
        self.assertEqual(
            raised.exception.messages,
            ["Another edition opens at that very time: unschedule it first, or choose another time."],
        )
        self.assertWindows((first, -1, 5), (second, 5, None))

    def test_publishing_at_the_instant_another_opened_comes_a_hair_later(self) -> None:
        first = make_article(published_at=hour(0))
        second = self.publish(self.next_draft(first), now=0)
        first.refresh_from_db()
        self.assertEqual(first.live_until, second.live_from)
        self.assertLess(first.live_from, second.live_from)
        self.assertLess(second.live_from - hour(0), HOUR / 3600 / 1000)

    def test_a_clock_that_is_behind_publishes_after_what_a_clock_ahead_published(self) -> None:
        first = make_article(published_at=hour(0))
        draft, late = self.next_draft(first), self.next_draft(first)
        ahead = self.publish(draft, now=1)
        behind = self.publish(late, now=0)
        ahead.refresh_from_db()
        self.assertEqual((ahead.live_from, ahead.live_until), (hour(1), behind.live_from))
        self.assertLess(hour(1), behind.live_from)
        self.assertEqual(ahead.phase(hour(2)), Phase.SUPERSEDED)

    def test_a_time_in_the_past_is_refused(self) -> None:
        with clock(NOW):
            draft = make_draft()
        with self.assertRaises(workflow.TransitionError) as raised:
            self.publish(draft, now=2, at=hour(1))
        self.assertEqual(raised.exception.messages, ["That time has passed: choose a later one, or publish now."])

    def test_restoring_keeps_the_expiry_that_stands(self) -> None:
        first = make_article(published_at=hour(-2))
        second = self.publish(self.next_draft(first), until=hour(9))
        with clock(hour(1)):
            third = workflow.restore(first, by=self.publisher)
        second.refresh_from_db()
        self.assertEqual((second.live_until, third.live_until), (third.live_from, hour(9)))

    def test_restoring_what_expired_sets_no_expiry(self) -> None:
        first = make_article(published_at=hour(-5), until=hour(-1))
        with clock(hour(1)):
            second = workflow.restore(first, by=self.publisher)
        self.assertEqual((second.expires_at, second.live_until), (None, None))

    def test_laying_again_changes_nothing_and_mends_what_was_broken(self) -> None:
        first = make_article(published_at=hour(-1), until=hour(9), tags=["Tag"])
        second = self.publish(self.next_draft(first), at=hour(5))
        self.assertEqual(workflow.lay_windows(first.article), 0)
        Edition.objects.filter(pk=first.pk).lay(live_until=NOW + HOUR, published_at=NOW - DAY)
        self.assertEqual(workflow.lay_windows(first.article), 1)
        self.assertWindows((first, -1, 5), (second, 5, 9))
