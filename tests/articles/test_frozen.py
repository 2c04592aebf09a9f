"""What is scheduled or published can't be changed: no door of the ORM lets a change through."""

from __future__ import annotations

from typing import Any

from django.core.serializers import deserialize, serialize
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.test import TestCase

from articles import workflow
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
from articles.querysets import FrozenError
from tests.factories import DAY, NOW, clock, make_article, make_author, make_draft, make_note, make_section

RELATED = '<p>Words.</p><figure class="related" data-article="abcdefghjk"></figure>'


def rows_of(edition: Edition) -> dict[str, list[Any]]:
    """Return everything readers may be shown of an edition, as stored."""
    models_and_fields = [
        (Edition, "pk"),
        (Byline, "edition"),
        (EditionTag, "content_object"),
        (EditionNote, "edition"),
        (EditionSection, "edition"),
        (EditionReference, "edition"),
        (SearchText, "edition"),
    ]
    return {
        model.__name__: list(models.QuerySet(model).filter(**{field: edition.pk}).order_by("pk").values())
        for model, field in models_and_fields
    }


class FrozenTest(TestCase):
    """Every test tries the doors on a live, a scheduled and a superseded edition, and looks at every row after each."""

    @classmethod
    def setUpTestData(cls):
        cls.author, cls.note, cls.section = make_author(), make_note(), make_section()
        rows = {"bylines": [(cls.author, "text")], "tags": ["Mer", "Port"], "notes": [cls.note], "body": RELATED}
        superseded = make_article(published_at=NOW - 2 * DAY, section=cls.section, **rows)
        with clock(NOW - DAY):
            live = workflow.publish(workflow.start_edition(superseded, by=None), by=None)
            cls.draft = workflow.start_edition(live, by=None)
        cls.frozen = [superseded, live, make_article(at=NOW + 3000 * DAY, section=cls.section, **rows)]
        for edition in [cls.draft, *cls.frozen]:
            edition.refresh_from_db()
        cls.other_author, cls.other_note, cls.other_tag = make_author(), make_note(), Tag.objects.create(name="Ciel")

    def assert_refused(self, **doors: Any) -> None:
        """Try each door, a function of the edition, on each frozen edition."""
        for name, door in doors.items():
            for edition in self.frozen:
                before = rows_of(edition)
                self.assertEqual([name for name, rows in before.items() if not rows], [])
                with self.subTest(name, edition=str(edition)):
                    with self.assertRaises(FrozenError), transaction.atomic():
                        door(Edition.objects.get(pk=edition.pk))
                    self.assertEqual(rows_of(edition), before)

    def test_saving(self):
        def with_values(edition: Edition, **values: Any) -> Edition:
            for name, value in values.items():
                setattr(edition, name, value)
            return edition

        self.assert_refused(
            save=lambda edition: with_values(edition, headline="Other").save(),
            save_nothing=lambda edition: edition.save(),
            save_fields=lambda edition: with_values(edition, body="<p>x</p>").save(update_fields=["body"]),
            save_state=lambda edition: with_values(edition, status="draft").save(),
            save_window=lambda edition: with_values(edition, live_until=NOW).save(update_fields=["live_until"]),
            save_compiled=lambda edition: with_values(edition, compiled={"parts": []}).save(update_fields=["compiled"]),
            save_as_a_new_object=lambda edition: Edition(
                pk=edition.pk, article=edition.article, number=edition.number, headline="Other"
            ).save(),
            save_base_of_a_deferred=lambda edition: Edition.objects.only("pk").get(pk=edition.pk).save(),
            update_or_create=lambda edition: Edition.objects.update_or_create(
                pk=edition.pk, defaults={"headline": "Other"}
            ),
        )

    def test_updating(self):
        def of(edition: Edition) -> Any:
            return Edition.objects.filter(pk=edition.pk)

        def bulk(edition: Edition, name: str, value: Any) -> int:
            setattr(edition, name, value)
            return Edition.objects.bulk_update([edition], [name])

        self.assert_refused(
            update=lambda edition: of(edition).update(headline="Other"),
            update_related=lambda edition: edition.article.editions.update(kicker="Other"),
            update_all=lambda edition: Edition.objects.update(genre="opinion"),
            update_status=lambda edition: of(edition).update(status="draft"),
            update_window=lambda edition: of(edition).update(live_until=NOW),
            update_date=lambda edition: of(edition).update(published_at=NOW),
            update_expiry=lambda edition: of(edition).update(expires_at=NOW + 9000 * DAY),
            update_compiled=lambda edition: of(edition).update(compiled={"parts": [], "words": 0}),
            update_article=lambda edition: of(edition).update(article=Article.objects.create()),
            update_mixed=lambda edition: Edition.objects.filter(pk__in=[self.draft.pk, edition.pk]).update(kicker="x"),
            bulk_update=lambda edition: bulk(edition, "headline", "Other"),
            bulk_update_status=lambda edition: bulk(edition, "status", "draft"),
            bulk_update_compiled=lambda edition: bulk(edition, "compiled", {"parts": []}),
            reverse_set=lambda edition: make_section().editions.add(edition),
        )

    def test_deleting(self):
        self.assert_refused(
            delete=lambda edition: edition.delete(),
            delete_rows=lambda edition: Edition.objects.filter(pk=edition.pk).delete(),
            delete_of_article=lambda edition: edition.article.editions.all().delete(),
            delete_article=lambda edition: edition.article.delete(),
            delete_draft=lambda _edition: self.draft.delete(),
        )
        for model in (Article, type(self.section), type(self.author), type(self.note)):
            refusals = (ProtectedError, FrozenError)
            with self.subTest(model), self.assertRaises(refusals), transaction.atomic():
                model.objects.filter(pk__in=model.objects.values("pk")).delete()
        with self.assertRaises(ProtectedError):
            Tag.objects.get(slug="mer").delete()

    def test_bylines(self):
        def change(edition: Edition) -> Byline:
            row = edition.bylines.get()
            row.role = "photos"
            return row

        def moved(edition: Edition) -> Byline:
            row = edition.bylines.get()
            row.edition = self.draft
            return row

        self.assert_refused(
            create=lambda edition: edition.bylines.create(author=self.other_author),
            save=lambda edition: Byline(edition=edition, author=self.other_author).save(),
            bulk_create=lambda edition: Byline.objects.bulk_create([Byline(edition=edition, author=self.other_author)]),
            bulk_create_quietly=lambda edition: Byline.objects.bulk_create(
                [Byline(edition=edition, author=self.other_author)], ignore_conflicts=True
            ),
            bulk_create_over=lambda edition: Byline.objects.bulk_create(
                [Byline(edition=edition, author=self.author, role="photos")],
                update_conflicts=True,
                update_fields=["role"],
                unique_fields=["edition", "author"],
            ),
            get_or_create=lambda edition: edition.bylines.get_or_create(author=self.other_author),
            update_or_create=lambda edition: edition.bylines.update_or_create(
                author=self.author, defaults={"role": "photos"}
            ),
            change=lambda edition: change(edition).save(),
            change_field=lambda edition: change(edition).save(update_fields=["role"]),
            move_away=lambda edition: moved(edition).save(),
            add_a_drafts=lambda edition: edition.bylines.add(self.draft.bylines.get()),
            add_by_saving=lambda edition: edition.bylines.add(self.draft.bylines.get(), bulk=False),
            update=lambda edition: edition.bylines.update(role="photos"),
            update_all=lambda edition: Byline.objects.update(position=3),
            update_window=lambda edition: edition.bylines.update(live_until=NOW),
            move_by_update=lambda edition: Byline.objects.filter(edition=self.draft).update(edition=edition),
            bulk_update=lambda edition: Byline.objects.bulk_update([change(edition)], ["role"]),
            author_takes_them=lambda edition: self.other_author.bylines.set(edition.bylines.all()),
            delete=lambda edition: edition.bylines.get().delete(),
            delete_rows=lambda edition: edition.bylines.all().delete(),
            delete_all=lambda edition: Byline.objects.all().delete(),
        )

    def test_tags(self):
        self.assert_refused(
            add=lambda edition: edition.tags.add("Ciel"),
            add_new=lambda edition: edition.tags.add("Entirely new"),
            add_tag=lambda edition: edition.tags.add(self.other_tag),
            remove=lambda edition: edition.tags.remove("Mer"),
            set=lambda edition: edition.tags.set(["Mer"]),
            set_clearing=lambda edition: edition.tags.set(["Ciel"], clear=True),
            set_none=lambda edition: edition.tags.set([]),
            clear=lambda edition: edition.tags.clear(),
            row=lambda edition: edition.tag_rows.create(tag=self.other_tag),
            rows=lambda edition: EditionTag.objects.bulk_create(
                [EditionTag(content_object=edition, tag=self.other_tag)]
            ),
            update=lambda edition: edition.tag_rows.update(tag=self.other_tag),
            delete=lambda edition: edition.tag_rows.first().delete(),
            delete_rows=lambda edition: edition.tag_rows.all().delete(),
        )
        self.assertFalse(Tag.objects.filter(name="Entirely new").exists())

    def test_notes(self):
        self.assert_refused(
            add=lambda edition: edition.notes.add(self.other_note),
            remove=lambda edition: edition.notes.remove(self.note),
            set=lambda edition: edition.notes.set([self.other_note]),
            set_none=lambda edition: edition.notes.set([]),
            clear=lambda edition: edition.notes.clear(),
            create=lambda edition: edition.notes.create(kind="house", label="House"),
            from_the_note=lambda edition: self.other_note.editions.add(edition),
            remove_from_the_note=lambda edition: self.note.editions.remove(edition),
            clear_from_the_note=lambda edition: self.note.editions.clear(),
            row=lambda edition: EditionNote(edition=edition, note=self.other_note).save(),
            update=lambda edition: edition.note_rows.update(note=self.other_note),
            delete=lambda edition: edition.note_rows.get().delete(),
            delete_rows=lambda edition: edition.note_rows.all().delete(),
        )

    def test_derived_rows(self):
        other = make_section()
        self.assert_refused(
            list_elsewhere=lambda edition: edition.section_rows.create(section=other),
            move=lambda edition: edition.section_rows.update(section=other),
            unlist=lambda edition: edition.section_rows.all().delete(),
            close=lambda edition: edition.section_rows.update(live_until=NOW),
            refer=lambda edition: edition.references.create(kind="embed", target="https://x.example"),
            refer_elsewhere=lambda edition: edition.references.update(target="x"),
            forget=lambda edition: edition.references.all().delete(),
        )

    def test_full_clean_of_a_frozen_edition_is_no_way_in(self):
        for edition in self.frozen:
            edition.full_clean()
            with self.assertRaises(FrozenError):
                edition.save()


class StateTest(TestCase):
    """Status and windows of drafts change through the workflow alone."""

    @classmethod
    def setUpTestData(cls):
        cls.draft = make_draft()
        cls.state = {
            "status": "published",
            "live_from": NOW,
            "published_at": NOW,
            "compiled": {"parts": [{"html": "<p>x</p>"}], "words": 1},
        }

    def new(self, **fields: Any) -> Edition:
        values = {"article": Article.objects.create(), "number": 1, "headline": "New", "slug": "new"}
        return Edition(**values | {"section": self.draft.section} | fields)

    def test_a_draft_is_not_published_by_saving_it(self):
        doors = [self.state, *({name: value} for name, value in self.state.items()), {"withdrawn_at": NOW}]
        for values in [*doors, {"live_until": NOW}, {"status": "approved"}, {"status": "discarded"}]:
            with self.subTest(values):
                draft = Edition.objects.get(pk=self.draft.pk)
                for name, value in values.items():
                    setattr(draft, name, value)
                for door in (
                    lambda draft: draft.save(),
                    lambda draft, values=values: draft.save(update_fields=list(values)),
                    lambda draft, values=values: Edition.objects.filter(pk=draft.pk).update(**values),
                    lambda draft, values=values: Edition.objects.bulk_update([draft], list(values)),
                    lambda _draft, values=values: self.new(**values).save(),
                    lambda _draft, values=values: Edition.objects.create(**self.values(values)),
                    lambda _draft, values=values: Edition.objects.bulk_create([self.new(**values)]),
                    lambda _draft, values=values: Edition.objects.bulk_create([self.new(), self.new(**values)]),
                    lambda _draft, values=values: Edition.objects.bulk_create(
                        [self.new(**values)], ignore_conflicts=True
                    ),
                    lambda _draft, values=values: Edition.objects.get_or_create(
                        pk=123456, defaults=self.values(values)
                    ),
                ):
                    with self.assertRaises(FrozenError), transaction.atomic():
                        door(draft)
        self.assertEqual(Edition.objects.count(), 1)
        self.draft.refresh_from_db()
        self.assertEqual((self.draft.status, self.draft.live_from, self.draft.compiled), ("draft", None, None))

    def values(self, values: dict[str, Any]) -> dict[str, Any]:
        return {"article": self.draft.article, "number": 7, "section": self.draft.section} | values

    def test_rows_of_a_draft_have_no_window_whoever_writes_them(self):
        window = {"published_at": NOW, "live_from": NOW}
        Byline(edition=self.draft, author=make_author(), **window).save()
        Byline.objects.bulk_create([Byline(edition=self.draft, author=make_author(), **window)])
        EditionTag(content_object=self.draft, tag=Tag.objects.create(name="Mer"), **window).save()
        self.assertEqual((Byline.objects.live(NOW).count(), EditionTag.objects.live(NOW).count()), (0, 0))
        with self.assertRaises(FrozenError):
            self.draft.bylines.update(**window)

    def test_bulk_create_adds_drafts_and_overwrites_nothing(self):
        made = Edition.objects.bulk_create([self.new(body="<p onclick=x>Words.</p><script>x</script>")])
        self.assertEqual(Edition.objects.get(pk=made[0].pk).body, "<p>Words.</p>")
        options = {"update_fields": ["headline"], "unique_fields": ["article", "number"]}
        with self.assertRaises(FrozenError):
            Edition.objects.bulk_create([Edition(**self.values({"number": 1}))], update_conflicts=True, **options)
        with self.assertRaises(FrozenError):
            Edition.objects.bulk_create([Edition(**self.values({"number": 1}))], None, False, True, **options)

    def test_what_the_database_says_of_a_published_edition_past_every_scope(self):
        """A fixture goes past save(): the constraints are what it meets."""
        for missing in ("live_from", "published_at", "compiled"):
            edition = self.new(**self.state | {missing: None})
            with self.subTest(missing), self.assertRaises(IntegrityError), transaction.atomic():
                edition.save_base(raw=True)
        for name in ("headline", "slug"):
            edition = self.new(**self.state | {name: ""})
            with self.subTest(name), self.assertRaises(IntegrityError), transaction.atomic():
                edition.save_base(raw=True)

    def test_drafts_stay_open_to_every_door(self):
        Edition.objects.filter(pk=self.draft.pk).update(kicker="One")
        self.draft.refresh_from_db()
        self.draft.headline = "Two"
        self.draft.save()
        self.draft.tags.set(["Mer", "Ciel"])
        self.draft.tags.remove("Mer")
        self.draft.notes.set([make_note()])
        self.draft.bylines.update(role="photos")
        self.draft.refresh_from_db()
        self.assertEqual((self.draft.kicker, self.draft.headline), ("One", "Two"))
        self.assertEqual(list(self.draft.tags.names()), ["Ciel"])
        self.assertEqual(self.draft.bylines.get().role, "photos")
        self.draft.notes.clear()
        self.draft.bylines.all().delete()
        self.assertEqual((self.draft.note_rows.count(), self.draft.bylines.count()), (0, 0))

    def test_fixtures_pass(self):
        """loaddata writes published editions and their rows as they are: the one door that may."""
        edition = make_article(tags=["Mer"])
        rows = [edition.article, edition, *edition.bylines.all(), *edition.tag_rows.all()]
        for loaded in deserialize("json", serialize("json", rows), ignorenonexistent=False):
            loaded.save()
        self.assertEqual(Edition.objects.live(NOW).get(), edition)


class AuditLogTest(TestCase):
    def test_it_is_append_only(self):
        edition = make_article()
        before = list(Transition.objects.values())
        self.assertEqual([row["verb"] for row in before], ["publish", "start"])
        line = Transition.objects.first()
        line.comment = "Other"
        twin = Transition(pk=line.pk, edition=edition, verb="approve", to_status="approved", at=NOW)
        for door in (
            line.save,
            line.delete,
            lambda: Transition.objects.update(comment="x"),
            lambda: edition.transitions.update(comment="x"),
            lambda: edition.transitions.all().delete(),
            lambda: Transition.objects.bulk_update([line], ["comment"]),
            lambda: Transition.objects.bulk_create(
                [twin], update_conflicts=True, update_fields=["verb"], unique_fields=["id"]
            ),
            lambda: Transition.objects.update_or_create(pk=line.pk, defaults={"comment": "x"}),
        ):
            with self.assertRaises(FrozenError), transaction.atomic():
                door()
        with self.assertRaises(IntegrityError), transaction.atomic():
            twin.save()
        self.assertEqual(list(Transition.objects.values()), before)

    def test_revisions_may_be_pruned(self):
        edition = make_article()
        edition.revisions.all().delete()
        self.assertEqual(Revision.objects.count(), 0)
