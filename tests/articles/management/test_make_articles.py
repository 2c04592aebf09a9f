"""The invented archive: whole, of every kind, and the same for the same seed."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from io import StringIO
from random import Random
from typing import Any

from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.test import TestCase

from articles import body as bodies
from articles import preflight
from articles.management.archive import blocks, prose
from articles.models import Article, Author, Byline, Edition, EditionSection, EditionTag, Section, Tag, Transition
from articles.states import Phase

TODAY = datetime(2026, 3, 1, tzinfo=UTC)
NOON = TODAY + timedelta(hours=12)


def make(count: int, **options: Any) -> str:
    out = StringIO()
    call_command("make_articles", count, today=options.pop("today", TODAY.date()), stdout=out, **options)
    return out.getvalue()


class ArchiveTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        make(800)

    def test_nothing_is_left_to_rebuild(self):
        call_command("rebuild", check=True, stdout=StringIO())

    def test_an_edition_is_in_every_phase_there_is(self):
        phases = Counter(edition.phase(NOON) for edition in Edition.objects.all())
        self.assertEqual(set(phases), set(Phase))
        self.assertGreater(phases[Phase.LIVE], 700)

    def test_articles_have_one_to_four_editions(self):
        chains = Counter(Edition.objects.values_list("article", flat=True))
        self.assertEqual(set(chains.values()), {1, 2, 3, 4})
        self.assertEqual(len(chains), 800)

    def test_some_wait_for_their_embargo(self):
        waiting = Article.objects.filter(embargo_until__gt=NOON)
        self.assertEqual(
            list(Edition.objects.filter(article__in=waiting).exclude(live_from__gte=F("article__embargo_until"))), []
        )
        self.assertGreater(waiting.count(), 0)
        self.assertFalse(Edition.objects.live(NOON).filter(article__in=waiting).exists())

    def test_nothing_was_published_that_a_desk_could_not_have(self):
        published = Edition.objects.published().select_related("article", "section")
        problems = [
            problem.message for edition in published[::7] for problem in preflight.blocking(edition, edition.live_from)
        ]
        self.assertEqual(problems, [])

    def test_sections_stand_in_two_levels_and_the_upper_lists_the_lower(self):
        self.assertEqual({section.path.count("/") for section in Section.objects.all()}, {0, 1})
        lower = EditionSection.objects.filter(section__parent__slug="ville").values("edition")
        upper = EditionSection.objects.filter(section__path="ville").values("edition")
        self.assertEqual(set(lower.values_list("edition", flat=True)), set(upper.values_list("edition", flat=True)))

    def test_readers_find_its_pages(self):
        tag = EditionTag.objects.live(NOON).newest()[0].tag
        author = Byline.objects.live(NOON).newest()[0].author
        edition = Edition.objects.live(NOON).select_related("article", "section").newest()[0]
        for url in ("/", "/ville/", "/ville/logement/", f"/tags/{tag.slug}/", f"/authors/{author.slug}/"):
            with self.subTest(url):
                self.assertContains(self.client.get(url), "card")
        self.assertContains(self.client.get(edition.get_absolute_url()), edition.standfirst[:20], html=False)

    def test_every_edition_was_begun_and_every_published_one_published(self):
        verbs = Counter(Transition.objects.values_list("verb", flat=True))
        self.assertEqual(verbs["start"], Edition.objects.count())
        self.assertEqual(verbs["publish"], Edition.objects.published().count())

    def test_the_same_seed_can_not_be_made_twice_in_one_newspaper(self):
        with self.assertRaisesMessage(CommandError, "The articles of seed 1 are here already: choose another"):
            make(10)
        self.assertEqual(Article.objects.count(), 800)

    def test_another_seed_adds_other_articles_to_the_same_sections(self):
        sections = Section.objects.count()
        make(10, seed=2)
        self.assertEqual(Article.objects.count(), 810)
        self.assertEqual(Section.objects.count(), sections)


class SameSeedTest(TestCase):
    def made(self, **options: Any) -> list[Any]:
        """Return what the command makes in an empty newspaper, which is empty again afterwards."""
        with transaction.atomic():
            make(60, **options)
            fields = ("article__uuid", "article__public_id", "number", "headline", "standfirst", "body", "status")
            windows = ("live_from", "live_until", "published_at", "expires_at", "created_at", "article__head__number")
            rows: list[Any] = [
                list(Edition.objects.order_by("article__uuid", "number").values_list(*fields, *windows, "compiled")),
                list(Byline.objects.order_by("pk").values_list("author__slug", "role", "live_from")),
                list(EditionTag.objects.order_by("pk").values_list("tag__slug", "live_from")),
                list(Transition.objects.order_by("pk").values_list("verb", "at")),
                list(Author.objects.order_by("slug").values_list("slug", "bio")),
                list(Tag.objects.order_by("slug").values_list("name", flat=True)),
            ]
            transaction.set_rollback(True)
        return rows

    def test_the_same_seed_makes_the_same(self):
        self.assertEqual(self.made(seed=5), self.made(seed=5))

    def test_another_seed_makes_something_else(self):
        mine, theirs = self.made(seed=5), self.made(seed=6)
        self.assertNotEqual(mine[0][0][3:6], theirs[0][0][3:6])

    def test_a_number_that_makes_nothing_is_refused(self):
        with self.assertRaisesMessage(CommandError, "N: make at least one article."):
            make(0)

    def test_it_says_how_fast_it_was(self):
        self.assertRegex(make(5), r"\AMade 5 articles in \d+\.\d s: \d+ a second\.\n\Z")


class PoolTest(TestCase):
    def test_what_is_put_together_is_what_the_body_s_own_door_makes(self):
        dice = Random(3)
        pictures = ["0b8f3c8c-1111-4222-8333-abcdefabcdef"]
        pool = blocks.make_pool(dice, pictures=pictures, related=["abcdefghjk"])
        kinds: set[str] = set()
        for number in range(60):
            body = pool.body(dice)
            html = str(blocks.joined(body))
            kinds |= {block.kind for block in bodies.blocks(html)}
            with self.subTest(number):
                self.assertEqual(bodies.sanitise(html), html)
                compiled = {"parts": bodies.compile(html, "fr"), "words": bodies.word_count(html)}
                self.assertEqual(blocks.compiled(body), compiled)
                self.assertEqual(blocks.references(body), bodies.references(html))
        self.assertEqual(kinds, {"p", "h2", "ul", "pull-quote", "embed", "picture", "related"})

    def test_sentences_begin_and_end_like_sentences(self):
        dice = Random(4)
        for number in range(200):
            sentence = prose.sentence(dice)
            with self.subTest(number):
                self.assertRegex(sentence, r"\A[A-ZÀ-Ý«].*[.]\Z")
                self.assertNotIn("  ", sentence)
