"""Two people at once, each with a connection of their own: on SQLite's file and on PostgreSQL alike."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from django.db import connection
from django.test import TransactionTestCase

from articles import workflow
from articles.models import Article, Byline, Edition, Revision, Tag, Transition
from articles.states import Phase, Status, Verb
from tests.factories import DAY, HOUR, NOW, clock, make_article, make_author, make_draft


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run each act in a thread of its own, all let go together; return what each returned or raised."""
    gate = threading.Barrier(len(acts))
    outcomes: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=30)
            outcomes[place] = act()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


class AtOnceTest(TransactionTestCase):
    def begin(self, edition: Edition, count: int) -> list[Edition]:
        with clock(NOW + HOUR / 2):
            return [workflow.start_edition(edition, by=None) for _i in range(count)]

    def kinds(self, outcomes: list[object]) -> Counter:
        return Counter(type(outcome).__name__ for outcome in outcomes)

    def check_windows(self, article: Article, *, published: int) -> list[Edition]:
        """Assert that as many editions are published and their windows follow each other without a gap."""
        editions = list(article.editions.published().order_by("live_from"))
        self.assertEqual(len(editions), published)
        for edition, following in pairwise(editions):
            self.assertEqual(edition.live_until, following.live_from)
        for edition in editions:
            self.assertEqual(
                list(edition.bylines.values_list("live_from", "live_until")), [(edition.live_from, edition.live_until)]
            )
        return editions

    def test_two_publish_the_same_draft(self):
        draft = make_draft()
        copies = [Edition.objects.get(pk=draft.pk) for _i in range(2)]
        outcomes = at_once(*(lambda copy=copy: workflow.publish(copy, by=None) for copy in copies))
        self.assertEqual(self.kinds(outcomes), {"Edition": 1, "TransitionError": 1})
        self.check_windows(draft.article, published=1)
        self.assertEqual(Transition.objects.filter(verb=Verb.PUBLISH).count(), 1)

    def test_many_publish_drafts_of_one_article(self):
        first = make_article(published_at=NOW)
        drafts = self.begin(first, 4)
        with clock(NOW + HOUR):  # the very same instant for all
            outcomes = at_once(*(lambda draft=draft: workflow.publish(draft, by=None) for draft in drafts))
        self.assertEqual(self.kinds(outcomes), {"Edition": 4})
        editions = self.check_windows(first.article, published=5)
        self.assertEqual(editions[0].pk, first.pk)
        self.assertIsNone(editions[-1].live_until)
        self.assertEqual({edition.published_at for edition in editions}, {NOW})

    def test_two_schedule_for_the_same_time(self):
        first = make_article(published_at=NOW)
        drafts = self.begin(first, 2)
        with clock(NOW + HOUR):
            outcomes = at_once(
                *(lambda draft=draft: workflow.publish(draft, by=None, at=NOW + DAY) for draft in drafts)
            )
        self.assertEqual(self.kinds(outcomes), {"Edition": 1, "TransitionError": 1})
        editions = self.check_windows(first.article, published=2)
        self.assertEqual([edition.live_from for edition in editions], [NOW, NOW + DAY])

    def test_one_withdraws_while_the_other_schedules(self):
        first = make_article(published_at=NOW)
        [draft] = self.begin(first, 1)
        with clock(NOW + HOUR):
            outcomes = at_once(
                lambda: workflow.withdraw(Edition.objects.get(pk=first.pk), by=None),
                lambda: workflow.publish(draft, by=None, at=NOW + DAY),
            )
        self.assertEqual(self.kinds(outcomes), {"Edition": 2})
        self.assertEqual(Edition.objects.get(pk=first.pk).phase(NOW + 2 * HOUR), Phase.WITHDRAWN)
        # Whoever came second had the last word: a schedule made before the withdrawal was undone by it.
        verbs = Transition.objects.filter(verb__in=[Verb.WITHDRAW, Verb.PUBLISH], at__gt=NOW).order_by("id")
        last = list(verbs.values_list("verb", flat=True))[-1]
        self.assertEqual(
            Edition.objects.get(pk=draft.pk).status, Status.PUBLISHED if last == Verb.PUBLISH else Status.APPROVED
        )

    def test_two_withdraw(self):
        first = make_article(published_at=NOW)
        with clock(NOW + HOUR):
            outcomes = at_once(
                *[lambda: workflow.withdraw(Edition.objects.get(pk=first.pk), by=None) for _i in range(2)]
            )
        self.assertEqual(self.kinds(outcomes), {"Edition": 1, "TransitionError": 1})
        self.assertEqual(Edition.objects.get(pk=first.pk).live_until, NOW + HOUR)

    def test_one_publishes_what_the_other_discards(self):
        draft = make_draft()
        outcomes = at_once(
            lambda: workflow.publish(Edition.objects.get(pk=draft.pk), by=None),
            lambda: workflow.discard(Edition.objects.get(pk=draft.pk), by=None),
        )
        self.assertEqual(self.kinds(outcomes), {"Edition": 1, "TransitionError": 1})
        self.assertIn(Edition.objects.get(pk=draft.pk).status, [Status.PUBLISHED, Status.DISCARDED])

    def test_two_save_the_same_draft(self):
        draft = make_draft(headline="Before")
        copies = [Edition.objects.get(pk=draft.pk) for _i in range(2)]

        def save(copy: Edition, words: str) -> Edition:
            copy.headline = words
            return workflow.save_draft(copy, by=None)

        outcomes = at_once(lambda: save(copies[0], "Mine"), lambda: save(copies[1], "Theirs"))
        self.assertEqual(self.kinds(outcomes), {"Edition": 1, "EditConflict": 1})
        winner = next(outcome for outcome in outcomes if isinstance(outcome, Edition))
        stored = Edition.objects.get(pk=draft.pk)
        self.assertEqual((stored.headline, stored.lock_version), (winner.headline, draft.lock_version + 1))
        self.assertEqual(
            list(Revision.objects.filter(edition=draft).order_by("id").values_list("content__headline", flat=True)),
            ["Before", "Before", winner.headline],
        )

    def test_words_saved_while_somebody_publishes_are_kept(self):
        draft = make_draft(headline="Before")
        copy = Edition.objects.get(pk=draft.pk)
        copy.headline = "After"
        outcomes = at_once(lambda: workflow.save_draft(copy, by=None), lambda: workflow.publish(draft, by=None))
        self.assertEqual(self.kinds(outcomes), {"Edition": 2})
        self.assertIn("After", Edition.objects.values_list("headline", flat=True))

    def test_editions_begun_at_once_are_numbered_apart(self):
        first = make_article(published_at=NOW)
        outcomes = at_once(
            *[lambda: workflow.start_edition(Edition.objects.get(pk=first.pk), by=None) for _i in range(4)]
        )
        self.assertEqual(self.kinds(outcomes), {"Edition": 4})
        self.assertEqual(sorted(first.article.editions.values_list("number", flat=True)), [1, 2, 3, 4, 5])
        self.assertEqual(Article.objects.get(pk=first.article_id).head.number, 5)

    def test_the_same_new_tag_is_made_once(self):
        outcomes = at_once(*[lambda: Tag.objects.named(["Élysée"]) for _i in range(4)])
        self.assertEqual(self.kinds(outcomes), {"list": 4})
        self.assertEqual(list(Tag.objects.values_list("name", "folded")), [("Élysée", "elysee")])

    def test_bylines_follow_the_one_who_published_last(self):
        author = make_author()
        first = make_article(published_at=NOW, bylines=[(author, "text")])
        drafts = self.begin(first, 3)
        with clock(NOW + HOUR):
            at_once(*(lambda draft=draft: workflow.publish(draft, by=None) for draft in drafts))
        live = Edition.objects.live(NOW + 2 * HOUR).get()
        self.assertEqual(
            list(Byline.objects.live(NOW + 2 * HOUR).values_list("edition", "author")), [(live.pk, author.pk)]
        )
