"""Several people at once, each on a connection of their own: one order or the other, and nothing lost."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction
from django.test import TransactionTestCase
from django.utils import timezone, translation

from articles import search, workflow
from articles.models import Byline, Edition, EditionSection, EditionTag, Tag
from articles.states import Status
from tests.cast import make_user
from tests.factories import make_draft

HOUR = timedelta(hours=1)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of it at the same time in threads; return what each returned, or the refusal it met."""
    barrier = threading.Barrier(len(acts))
    outcomes: list[Any] = [None] * len(acts)

    def run(position: int, act: Callable[[], Any]) -> None:
        try:
            with translation.override("en"):
                barrier.wait(timeout=30)
                outcomes[position] = act()
        except Exception as error:
            outcomes[position] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    for outcome in outcomes:
        if isinstance(outcome, Exception) and not isinstance(outcome, ValidationError):
            raise outcome
    return outcomes


class ConcurrencyTest(TransactionTestCase):
    serialized_rollback = True  # the role groups come from a migration

    def setUp(self) -> None:
        self.first = make_user("first", "publishers")
        self.second = make_user("second", "publishers")

    def tearDown(self) -> None:
        if connection.vendor == "sqlite":
            self.assertNotIn("mode=memory", str(connection.settings_dict["NAME"]))

    def drafts(self, count: int, *, live: bool = True) -> list[Edition]:
        """Make an article's drafts, beside a live edition unless told otherwise."""
        edition = make_draft(tags=["Tag"])
        if live:
            workflow.publish(edition, by=None)
        return [workflow.start_edition(edition, by=None) for _i in range(count)]

    def person(self, number: int) -> User:
        return User.objects.get(username=("first", "second")[number])

    def assertWhole(self, edition: Edition, *, editions: int) -> list[Edition]:
        """Assert that nothing overlaps, that every list row has the window, that no edition is gone."""
        every = list(edition.article.editions.order_by("number"))
        self.assertEqual([one.number for one in every], list(range(1, editions + 1)))
        published = sorted((one for one in every if one.live_from), key=lambda one: one.live_from)
        for one, following in itertools.pairwise(published):
            self.assertLess(one.live_from, one.live_until)
            self.assertLessEqual(one.live_until, following.live_from)
        for one in every:
            window = (one.published_at, one.live_from, one.live_until)
            for model, name in ((Byline, "edition"), (EditionTag, "content_object"), (EditionSection, "edition")):
                rows = model.objects.filter(**{name: one})
                self.assertEqual(list(rows.values_list("published_at", "live_from", "live_until")), [window])
        return published

    def test_two_publish_two_drafts(self) -> None:
        drafts = self.drafts(2)
        outcomes = at_once(
            *(lambda n=n: workflow.publish(Edition.objects.get(pk=drafts[n].pk), by=self.person(n)) for n in (0, 1))
        )
        self.assertEqual([one.status for one in outcomes], [Status.PUBLISHED] * 2)
        published = self.assertWhole(drafts[0], editions=3)
        self.assertEqual(len(published), 3)
        self.assertEqual([one.live_until for one in published], [*(one.live_from for one in published[1:]), None])

    def test_two_publish_the_same_draft(self) -> None:
        [draft] = self.drafts(1)
        outcomes = at_once(
            *(lambda n=n: workflow.publish(Edition.objects.get(pk=draft.pk), by=self.person(n)) for n in (0, 1))
        )
        refused = [one for one in outcomes if isinstance(one, workflow.TransitionError)]
        self.assertEqual([one.messages for one in refused], [["“Publish” is not possible: this edition is live."]])
        self.assertEqual(len(self.assertWhole(draft, editions=2)), 2)
        self.assertEqual(draft.transitions.filter(verb="publish").count(), 1)

    def test_two_schedule_for_the_same_instant(self) -> None:
        drafts = self.drafts(2)
        at = timezone.now() + HOUR
        outcomes = at_once(
            *(
                lambda n=n: workflow.publish(Edition.objects.get(pk=drafts[n].pk), by=self.person(n), at=at)
                for n in (0, 1)
            )
        )
        refused = [one.messages for one in outcomes if isinstance(one, workflow.TransitionError)]
        self.assertEqual(
            refused, [["Another edition opens at that very time: unschedule it first, or choose another time."]]
        )
        self.assertEqual([one.live_until for one in self.assertWhole(drafts[0], editions=3)], [at, None])

    def test_one_schedules_while_another_withdraws(self) -> None:
        [draft] = self.drafts(1)
        live, at = draft.based_on, timezone.now() + HOUR
        scheduled, withdrawn = at_once(
            lambda: workflow.publish(Edition.objects.get(pk=draft.pk), by=self.person(0), at=at),
            lambda: workflow.withdraw(Edition.objects.get(pk=live.pk), by=self.person(1)),
        )
        self.assertEqual((type(scheduled), type(withdrawn)), (Edition, Edition))
        draft.refresh_from_db()
        live.refresh_from_db()
        self.assertEqual(live.live_until, live.withdrawn_at)
        self.assertWhole(draft, editions=2)
        order = list(draft.transitions.order_by("id").values_list("verb", flat=True))
        # Scheduled after the withdrawal it stands; scheduled before, the withdrawal took it back.
        self.assertIn(
            (draft.status, order),
            [(Status.PUBLISHED, ["start", "publish"]), (Status.APPROVED, ["start", "publish", "unschedule"])],
        )

    def test_one_publishes_while_another_withdraws(self) -> None:
        [draft] = self.drafts(1)
        live = draft.based_on
        published, withdrawn = at_once(
            lambda: workflow.publish(Edition.objects.get(pk=draft.pk), by=self.person(0)),
            lambda: workflow.withdraw(Edition.objects.get(pk=live.pk), by=self.person(1)),
        )
        self.assertEqual(type(published), Edition)
        if isinstance(withdrawn, workflow.TransitionError):
            self.assertEqual(withdrawn.messages, ["“Withdraw” is not possible: this edition is superseded."])
        editions = self.assertWhole(draft, editions=2)
        self.assertEqual((editions[-1].pk, editions[-1].live_until), (draft.pk, None))

    def test_many_begin_editions(self) -> None:
        [draft] = self.drafts(1)
        at_once(*(lambda n=n: workflow.start_edition(draft.based_on, by=self.person(n % 2)) for n in range(4)))
        self.assertWhole(draft, editions=6)

    def test_two_save_the_same_draft(self) -> None:
        [draft] = self.drafts(1)
        copies = [Edition.objects.get(pk=draft.pk) for _n in (0, 1)]
        for number, copy in enumerate(copies):
            copy.headline = f"Words of {number}"
        outcomes = at_once(*(lambda n=n: workflow.save_draft(copies[n], by=self.person(n)) for n in (0, 1)))
        conflicts = [one for one in outcomes if isinstance(one, workflow.EditConflict)]
        self.assertEqual(len(conflicts), 1)
        winner = next(number for number, one in enumerate(outcomes) if isinstance(one, Edition))
        draft.refresh_from_db()
        self.assertEqual((draft.headline, draft.updated_by), (f"Words of {winner}", self.person(winner)))
        told = "saved this draft after you opened it: keep yours as a draft of its own, or open it again."
        self.assertEqual(conflicts[0].messages, [f"{self.person(winner)} {told}"])

    def test_words_saved_while_the_draft_is_published_are_kept(self) -> None:
        [draft] = self.drafts(1)
        copy = Edition.objects.get(pk=draft.pk)
        copy.headline = "Late words"
        _published, saved = at_once(
            lambda: workflow.publish(Edition.objects.get(pk=draft.pk), by=self.person(0)),
            lambda: workflow.save_draft(copy, by=self.person(1)),
        )
        self.assertEqual(Edition.objects.get(pk=saved.pk).headline, "Late words")
        self.assertWhole(draft, editions=2 if saved.pk == draft.pk else 3)

    def test_a_tag_is_merged_while_drafts_take_it(self) -> None:
        for number in range(5):
            tag, other = Tag.objects.named([f"Old {number}", f"New {number}"])
            drafts = [make_draft(tags=[]) for _n in range(3)]
            outcomes = at_once(
                lambda tag=tag, other=other: tag.merge_into(other),
                *(lambda one=one, tag=tag: workflow.save_draft(one, by=None, tags=[tag.name]) for one in drafts),
            )
            self.assertEqual([type(one) for one in outcomes], [type(None), *[Edition] * 3])
            # Saved before, it is under the other tag; saved after, the name makes a tag anew.
            names = {name for one in drafts for name in one.tags.values_list("name", flat=True)}
            self.assertLessEqual(names, {tag.name, other.name})
            self.assertEqual([one.tags.count() for one in drafts], [1, 1, 1])
            self.assertFalse(Tag.objects.filter(pk=tag.pk).exists())


class SearchTest(TransactionTestCase):
    serialized_rollback = True  # else those that come after can’t load what the migrations made

    def test_readers_search_while_somebody_writes(self):
        """A transaction of ours on SQLite begins by waiting for the one that writes, for twenty seconds."""
        with transaction.atomic():
            make_draft()

            def look() -> list[int]:
                with search.within(5):
                    return search.ranked(Edition.objects.all(), "headline", 5)

            self.assertEqual(at_once(look), [[]])
