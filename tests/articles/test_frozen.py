"""What is scheduled or published can't be changed, by whichever door one comes."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.test import TestCase

from articles import copying, workflow
from articles.models import (
    Article,
    Byline,
    Edition,
    EditionNote,
    EditionReference,
    EditionSection,
    EditionTag,
    Revision,
    Tag,
    Transition,
)
from articles.querysets import FrozenError
from articles.states import Status, Verb
from tests.cast import CastTestCase
from tests.factories import (
    DAY,
    NOW,
    clock,
    make_article,
    make_author,
    make_draft,
    make_note,
    make_picture,
    make_section,
)

CONTENT = "A published edition can't be changed: start a new edition."
STATE = "Status and windows change through the workflow only."
OVERWRITE = "Rows that are there already can't be overwritten in bulk."
KEPT = "Editions are never deleted: discard the draft, or withdraw what is live."
KEPT_ARTICLE = "Articles are never deleted: discard the draft, or withdraw what is live."
LOG = "The audit log is append-only."

ROWS = (Article, Edition, Byline, EditionTag, EditionNote, EditionSection, EditionReference, Transition)


def everything() -> list[tuple[type[Model], list[dict[str, object]]]]:
    return [(model, list(model._base_manager.order_by("pk").values())) for model in ROWS]


class RefusingTestCase(TestCase):
    maxDiff = None

    @classmethod
    def setUpTestData(cls):
        cls.section, cls.elsewhere = make_section(), make_section()
        cls.author, cls.stranger = make_author(), make_author()
        cls.picture = make_picture()
        cls.note, cls.other_note = make_note(), make_note()
        content = {
            "section": cls.section,
            "bylines": [(cls.author, "text")],
            "tags": ["Harbour"],
            "notes": [cls.note],
            "body": f'<p>Words.</p><figure class="picture" data-picture="{cls.picture.uuid}"></figure>',
        }
        cls.live = make_article(**content)
        cls.scheduled = make_article(at=NOW + DAY, **content)
        cls.draft = make_draft(**content)
        cls.harbour, cls.beach = Tag.objects.get(name="Harbour"), Tag.objects.create(name="Beach")

    def refused(self, message: str, do: Callable[[], object]) -> None:
        """Assert that `do` is refused with this message, and that nothing has changed."""
        before = everything()
        with self.assertRaises(FrozenError) as caught, transaction.atomic():
            do()
        self.assertEqual(caught.exception.messages, [message])
        self.assertEqual(everything(), before)


class FrozenContentTest(RefusingTestCase):
    def each(self, message: str, doors: Callable[[Edition], list[tuple[str, Callable[[], object]]]]) -> None:
        for state, edition in [("live", self.live), ("scheduled", self.scheduled)]:
            for name, do in doors(Edition.objects.get(pk=edition.pk)):
                with self.subTest(f"{name}, {state}"):
                    self.refused(message, do)

    def test_its_own_fields(self):
        def doors(edition: Edition) -> list[tuple[str, Callable[[], object]]]:
            editions = Edition.objects.filter(pk=edition.pk)
            edition.headline = "Other words"
            disguised = Edition(pk=edition.pk, article=edition.article, number=edition.number, headline="Other words")
            return [
                ("save", edition.save),
                ("save some fields", lambda: edition.save(update_fields=["headline"])),
                ("save as if new", disguised.save),
                ("update", lambda: editions.update(headline="Other words")),
                ("update with drafts", lambda: Edition.objects.update(headline="Other words")),
                ("update of the expiry", lambda: editions.update(expires_at=None)),
                ("update through the article", lambda: edition.article.editions.update(body="<p>Other</p>")),
                ("bulk_update", lambda: Edition.objects.bulk_update([edition], ["headline"])),
                ("update_or_create", lambda: Edition.objects.update_or_create({"headline": "X"}, pk=edition.pk)),
            ]

        self.each(CONTENT, doors)

    def test_its_rows(self):
        def doors(edition: Edition) -> list[tuple[str, Callable[[], object]]]:
            byline, tag_row = edition.bylines.get(), edition.tag_rows.get()
            note_row, section_row = edition.note_rows.get(), edition.section_rows.get()
            reference = edition.references.get()
            byline.role = "photos"
            stolen = Byline(pk=byline.pk, edition=self.draft, author=self.stranger)
            into = self.draft.bylines.get()
            into.edition = edition
            return [
                ("tags.add", lambda: edition.tags.add("Beach")),
                ("tags.add a tag", lambda: edition.tags.add(self.beach)),
                ("tags.remove", lambda: edition.tags.remove("Harbour")),
                ("tags.clear", lambda: edition.tags.clear()),
                ("tags.set", lambda: edition.tags.set(["Beach"])),
                ("tags.set clear", lambda: edition.tags.set(["Beach"], clear=True)),
                ("tag row save", lambda: EditionTag(content_object=edition, tag=self.beach).save()),
                ("tag row create", lambda: EditionTag.objects.create(content_object=edition, tag=self.beach)),
                ("tag row bulk_create", lambda: edition.tag_rows.bulk_create([self.tag_row(edition)])),
                ("tag row delete", tag_row.delete),
                ("tag rows delete", lambda: edition.tag_rows.all().delete()),
                ("tag rows of a tag delete", lambda: self.harbour.edition_rows.all().delete()),
                ("tag rows update", lambda: edition.tag_rows.update(tag=self.beach)),
                ("notes.add", lambda: edition.notes.add(self.other_note)),
                ("notes.remove", lambda: edition.notes.remove(self.note)),
                ("notes.clear", lambda: edition.notes.clear()),
                ("notes.set", lambda: edition.notes.set([self.other_note])),
                ("note.editions.add", lambda: self.other_note.editions.add(edition)),
                ("note.editions.remove", lambda: self.note.editions.remove(edition)),
                ("note row delete", note_row.delete),
                ("note rows update", lambda: edition.note_rows.update(note=self.other_note)),
                ("byline save", byline.save),
                ("byline save as another's", stolen.save),
                ("byline moved here", into.save),
                ("byline delete", byline.delete),
                ("byline create", lambda: edition.bylines.create(author=self.stranger)),
                ("byline get_or_create", lambda: edition.bylines.get_or_create(author=self.stranger)),
                (
                    "byline update_or_create",
                    lambda: edition.bylines.update_or_create(defaults={"role": "x"}, author=self.author),
                ),
                ("bylines update", lambda: edition.bylines.update(role="photos")),
                ("bylines bulk_update", lambda: Byline.objects.bulk_update([byline], ["role"])),
                ("bylines bulk_create", lambda: Byline.objects.bulk_create([self.byline(edition)])),
                ("bylines delete", lambda: edition.bylines.all().delete()),
                ("listing delete", section_row.delete),
                ("listings delete", lambda: self.section.edition_rows.all().delete()),
                ("listing create", lambda: EditionSection.objects.create(edition=edition, section=self.elsewhere)),
                ("reference delete", reference.delete),
                ("references bulk_create", lambda: edition.references.bulk_create([self.reference(edition)])),
            ]

        self.each(CONTENT, doors)

    def tag_row(self, edition: Edition) -> EditionTag:
        return EditionTag(content_object=edition, tag=self.beach)

    def byline(self, edition: Edition) -> Byline:
        return Byline(edition=edition, author=self.stranger)

    def reference(self, edition: Edition) -> EditionReference:
        return EditionReference(edition=edition, kind="embed", target="https://video.example/1")

    def test_rows_can_not_be_overwritten_in_bulk(self):
        byline = self.draft.bylines.get()
        byline.role = "photos"
        copy = Edition.objects.get(pk=self.draft.pk)
        options = {"update_conflicts": True, "unique_fields": ["id"]}
        self.refused(OVERWRITE, lambda: Byline.objects.bulk_create([byline], update_fields=["role"], **options))
        self.refused(OVERWRITE, lambda: Edition.objects.bulk_create([copy], update_fields=["headline"], **options))
        self.refused(OVERWRITE, lambda: Edition.objects.bulk_create([copy], None, False, True, ["headline"], ["id"]))


class StateTest(RefusingTestCase):
    def test_drafts_take_words_but_neither_status_nor_window(self):
        def changed(**fields: object) -> Edition:
            edition = Edition.objects.get(pk=self.draft.pk)
            for name, value in fields.items():
                setattr(edition, name, value)
            return edition

        drafts = Edition.objects.filter(pk=self.draft.pk)
        article = Article.objects.create()
        published = {"status": Status.PUBLISHED, "live_from": NOW, "published_at": NOW, "compiled": {"parts": []}}
        for name, do in [
            ("save a status", changed(status=Status.APPROVED).save),
            ("save a window", changed(**published).save),
            ("save some fields", lambda: changed(status=Status.APPROVED).save(update_fields=["status"])),
            ("save a new edition", Edition(article=article, number=1, **published).save),
            ("create", lambda: Edition.objects.create(article=article, number=1, status=Status.IN_REVIEW)),
            ("update a status", lambda: drafts.update(status=Status.APPROVED)),
            ("update a window", lambda: drafts.update(live_from=NOW)),
            ("update what readers are served", lambda: Edition.objects.update(compiled={"parts": [], "words": 0})),
            ("update a withdrawal", lambda: Edition.objects.update(withdrawn_at=NOW)),
            ("bulk_update", lambda: Edition.objects.bulk_update([changed(status=Status.APPROVED)], ["status"])),
            ("bulk_create", lambda: Edition.objects.bulk_create([Edition(article=article, number=1, **published)])),
            ("update a row's window", lambda: self.draft.bylines.update(live_from=NOW, published_at=NOW)),
            ("move rows", lambda: self.draft.bylines.update(edition=self.live)),
            ("move tag rows", lambda: self.draft.tag_rows.update(content_object_id=self.live.pk)),
        ]:
            with self.subTest(name):
                self.refused(STATE, do)

    def test_a_row_of_a_draft_never_lists_it(self):
        window = {"published_at": NOW, "live_from": NOW}
        byline = Byline(edition=self.draft, author=self.stranger, **window)
        byline.save()
        EditionTag.objects.bulk_create([EditionTag(content_object=self.draft, tag=self.beach, **window)])
        self.assertEqual(
            list(self.draft.bylines.values_list("author", "live_from", "published_at")),
            [(self.author.pk, None, None), (self.stranger.pk, None, None)],
        )
        self.assertEqual(list(self.beach.edition_rows.values_list("live_from", "published_at")), [(None, None)])


class NothingIsDeletedTest(RefusingTestCase):
    def test_editions_and_articles_stay(self):
        for name, message, do in [
            ("edition", KEPT, self.live.delete),
            ("draft", KEPT, self.draft.delete),
            ("editions", KEPT, lambda: Edition.objects.all().delete()),
            ("drafts", KEPT, lambda: Edition.objects.open().delete()),
            ("article", KEPT_ARTICLE, self.live.article.delete),
            ("a line of the log", LOG, Transition.objects.first().delete),
            ("lines of the log", LOG, lambda: Transition.objects.all().delete()),
            ("changed lines", LOG, lambda: Transition.objects.update(comment="Never")),
            ("a changed line", LOG, Transition.objects.first().save),
        ]:
            with self.subTest(name):
                self.refused(message, do)

    def test_what_they_stand_on_stays(self):
        for name, do in [
            ("articles", Article.objects.filter(pk=self.live.article_id).delete),
            ("section", self.section.delete),
            ("author", self.author.delete),
            ("tag", self.harbour.delete),
            ("note", self.note.delete),
        ]:
            with self.subTest(name), self.assertRaises(ProtectedError), transaction.atomic():
                do()

    def test_the_log_can_not_be_written_over(self):
        line = Transition.objects.first()
        forged = Transition(pk=line.pk, edition=line.edition, verb=Verb.PUBLISH, to_status=Status.DRAFT, at=NOW)
        with self.assertRaises(Exception), transaction.atomic():  # noqa: B017  (databases differ in how they say it)
            forged.save()
        self.assertEqual(Transition.objects.get(pk=line.pk).verb, line.verb)


class PeopleLeaveTest(CastTestCase):
    def test_what_a_person_did_survives_the_account(self):
        with clock(NOW - DAY):
            edition = workflow.publish(make_draft(by=self.publisher), by=self.publisher)
        before = copying.snapshot(edition)
        self.publisher.delete()
        edition = Edition.objects.get(pk=edition.pk)
        self.assertEqual((edition.created_by, edition.updated_by, edition.article.created_by), (None, None, None))
        self.assertEqual(copying.snapshot(edition), before)
        self.assertEqual(
            list(edition.transitions.order_by("id").values_list("verb", "by", "by_name")),
            [(Verb.START, None, "Paul Publisher"), (Verb.PUBLISH, None, "Paul Publisher")],
        )
        self.assertEqual(set(Revision.objects.values_list("saved_by", flat=True)), {None})
        self.assertEqual(User.objects.filter(username="publisher").count(), 0)
