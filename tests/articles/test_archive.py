"""Filing whole articles: what comes of it is what the verbs would have made, one by one."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.db import IntegrityError, models, transaction
from django.test import TestCase

from articles import keys, workflow
from articles.models import (
    Article,
    Byline,
    Edition,
    EditionNote,
    EditionReference,
    EditionSection,
    EditionTag,
    Revision,
    SearchText,
    Tag,
    Transition,
)
from articles.signals import content_changed
from articles.states import CorrectionKind, Status, Verb
from articles.workflow import Chain, Line, Version
from tests.factories import DAY, HOUR, NOW, clock, make_author, make_note, make_section

ANSWER = (CorrectionKind.CORRECTION, "Le titre disait 1.")
BODY = '<p>Un <script>alert(1)</script>mot.</p><figure class="embed" data-url="https://vimeo.com/76979871"></figure>'
TABLES = [Article, Edition, Byline, EditionTag, EditionNote, EditionSection, EditionReference, SearchText]
TABLES += [Transition, Revision]
# Who and when is told by the clock and by keys that differ from row to row.
SKIPPED = {"id", "uuid", "public_id", "article", "head", "based_on", "edition", "content_object"}
SKIPPED |= {"created_at", "lock_version"}


def rows(article: Article) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every row of the article: its table and its values, but for SKIPPED; relations within it by number."""
    for model in TABLES:
        path = {Article: "pk", Edition: "article"}.get(model, f"{getattr(model, 'edition_field', 'edition')}__article")
        for row in models.QuerySet(model).filter(**{path: article.pk}).order_by("pk"):
            values = {f.name: getattr(row, f.attname) for f in model._meta.concrete_fields if f.name not in SKIPPED}
            for name in ("head", "based_on", "edition", "content_object"):
                if related := getattr(row, name, None):
                    values[name] = related.number
            yield model.__name__, values


class FilingTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.section = make_section(parent=make_section(slug="top"), slug="leaf")
        cls.author, cls.photographer = make_author(), make_author()
        cls.tags = Tag.objects.named(["Port", "Élus"])
        cls.note = make_note()

    def content(self, number: int) -> dict[str, Any]:
        return {
            "headline": f"Headline {number}",
            "body": BODY,
            "section": self.section,
            "language": "fr",
            "sponsored": True,
        }

    def by_verbs(self) -> Article:
        """Act out: published, superseded by an edition that is withdrawn, and a draft begun from that."""
        signed = [(self.author, "text"), (self.photographer, "photos")]
        with clock(NOW - 9 * DAY):
            first = workflow.start_article(by=None, **self.content(1))
            workflow.save_draft(first, by=None, bylines=signed, tags=self.tags, notes=[self.note])
        with clock(NOW - 8 * DAY):
            workflow.publish(first, by=None, until=NOW + DAY)
        with clock(NOW - 7 * DAY):
            second = workflow.start_edition(first, by=None)
            second.headline, second.slug = "Headline 2", ""
            second.correction_kind, second.correction_text = ANSWER
            workflow.save_draft(second, by=None)
        with clock(NOW - 6 * DAY):
            workflow.publish(second, by=None)
        with clock(NOW - 5 * DAY):
            workflow.withdraw(second, by=None, comment="Faux.")
        with clock(NOW - 4 * DAY):
            third = workflow.start_edition(second, by=None)
            third.headline, third.slug = "Headline 3", ""
            workflow.save_draft(third, by=None)
        return first.article

    def version(self, number: int, written: Any, opened: Any = None, **fields: Any) -> Version:
        edition = Edition(
            **self.content(number),
            expires_at=NOW + DAY,
            created_at=written,
            updated_at=written,
            status=Status.PUBLISHED if opened else Status.DRAFT,
            live_from=opened,
            **fields,
        )
        log = [Line(Verb.START, "", Status.DRAFT, written)]
        if opened:
            log.append(Line(Verb.PUBLISH, Status.DRAFT, Status.PUBLISHED, opened))
        signed = [(self.author, "text"), (self.photographer, "photos")]
        return Version(edition, signed, self.tags, [self.note], log=log)

    def chain(self) -> Chain:
        """Return the same history, to file."""
        answer = dict(zip(("correction_kind", "correction_text"), ANSWER, strict=True))
        second = self.version(2, NOW - 7 * DAY, NOW - 6 * DAY, withdrawn_at=NOW - 5 * DAY, **answer)
        second.log.append(Line(Verb.WITHDRAW, Status.PUBLISHED, Status.PUBLISHED, NOW - 5 * DAY, "", "Faux."))
        versions = [self.version(1, NOW - 9 * DAY, NOW - 8 * DAY), second, self.version(3, NOW - 4 * DAY)]
        return Chain(Article(created_at=NOW - 9 * DAY), versions)

    def test_what_is_filed_is_what_the_verbs_would_have_made(self):
        acted = self.by_verbs()
        filed = self.chain()
        workflow.file_articles([filed])
        mine, theirs = list(rows(filed.article)), list(rows(acted))
        # Each save of a draft is a revision; an archive has the last of each that is still a draft.
        newest = [row for row in theirs if row[0] == "Revision"][-1]
        theirs = [row for row in theirs if row[0] != "Revision"] + [newest]
        self.assertEqual(mine, theirs)

    def test_nothing_is_left_to_rebuild(self):
        workflow.file_articles([self.chain(), self.chain()])
        call_command("rebuild", check=True)

    def test_a_body_goes_through_the_sanitiser_and_is_compiled(self):
        filed = self.chain()
        workflow.file_articles([filed])
        edition = Edition.objects.get(article=filed.article, number=1)
        card = '<figure class="embed" data-url="https://vimeo.com/76979871"></figure>'
        self.assertEqual(edition.body, f"<p>Un mot.</p>{card}")
        link = '<a href="https://vimeo.com/76979871" rel="noopener sponsored">Vimeo</a>'
        html = f'<p>Un mot.</p><p class="link-card">{link}</p>'
        self.assertEqual(edition.compiled, {"parts": [{"html": html}], "words": 2})

    def test_what_will_be_is_filed_as_well_as_what_was(self):
        version = self.version(1, NOW - DAY, NOW + HOUR)
        workflow.file_articles([Chain(Article(embargo_until=NOW + HOUR), [version])])
        editions = Edition.objects.filter(pk=version.edition.pk)
        self.assertEqual(
            [editions.live(at).count() for at in (NOW, NOW + HOUR, NOW + DAY)],
            [0, 1, 0],
        )

    def test_all_are_filed_or_none(self):
        twin = uuid.uuid4()
        first, second = self.chain(), self.chain()
        first.article.uuid = second.article.uuid = twin
        before = [model._base_manager.count() for model in TABLES]
        with self.assertRaises(IntegrityError), transaction.atomic():
            workflow.file_articles([first, second])
        self.assertEqual([model._base_manager.count() for model in TABLES], before)

    def test_the_database_still_refuses_what_is_no_history(self):
        late = self.version(1, NOW - DAY, NOW + 2 * DAY)  # opens after it has expired
        with self.assertRaises(IntegrityError), transaction.atomic():
            workflow.file_articles([Chain(Article(), [late])])

    def test_the_next_article_and_edition_get_keys_of_their_own(self):
        filed = self.chain()
        workflow.file_articles([filed])
        draft = workflow.start_article(by=None, headline="Next")
        self.assertEqual(draft.article_id, filed.article.pk + 1)
        self.assertEqual(draft.pk, filed.versions[-1].edition.pk + 1)

    def test_it_announces_every_page_that_shows_them(self):
        heard: list[frozenset[str]] = []

        def hear(keys: frozenset[str], **_kwargs: Any) -> None:
            heard.append(keys)

        content_changed.connect(hear)
        self.addCleanup(content_changed.disconnect, hear)
        filed = self.chain()
        with self.captureOnCommitCallbacks(execute=True):
            workflow.file_articles([filed])
        self.assertEqual(
            heard,
            [
                frozenset(
                    {keys.FRONT, keys.FEED, keys.article(filed.article.public_id)}
                    | {keys.section("top"), keys.section("top/leaf"), keys.tag("port"), keys.tag("elus")}
                    | {keys.author(self.author.slug), keys.author(self.photographer.slug)}
                )
            ],
        )
