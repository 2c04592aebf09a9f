"""`manage.py rebuild` finds and mends everything derived, whichever column or row is wrong."""

from __future__ import annotations

from io import StringIO

from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test import TestCase

from articles import search, workflow
from articles.management.commands.rebuild import BATCH
from articles.models import (
    Article,
    Byline,
    Edition,
    EditionReference,
    EditionSection,
    EditionTag,
    OldPath,
    SearchText,
    Section,
    Tag,
)
from tests.factories import DAY, HOUR, NOW, clock, make_article, make_author, make_draft, make_section

CLEAN = ["Everything is as it should be."]


def rebuild(*options: str) -> list[str]:
    out = StringIO()
    call_command("rebuild", *options, stdout=out)
    return out.getvalue().splitlines()


def raw(model: type[models.Model]) -> models.QuerySet:
    """Return the rows as SQL would reach them: past every scope that refuses."""
    return models.QuerySet(model)


class RebuildTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.root = make_section(slug="news")
        cls.section = make_section(parent=cls.root, slug="town")
        cls.first = make_article(
            section=cls.section,
            tags=["Élysée"],
            body='<p>Words.</p><figure class="related" data-article="abcdefghjk"></figure>',
            until=NOW + DAY,
        )
        with clock(NOW):
            cls.second = workflow.publish(workflow.start_edition(cls.first, by=None), by=None)
        cls.first.refresh_from_db()
        cls.opened, cls.closed = cls.first.live_from, cls.second.live_from
        cls.article = cls.first.article
        cls.draft = make_draft(section=cls.section)
        cls.one, cls.two = (f"edition {cls.article.public_id}/{number}" for number in (1, 2))

    def check(self) -> list[str]:
        """Return what --check finds; it changes nothing, so that it finds it again."""
        found = []
        for _time in range(2):
            out = StringIO()
            with self.assertRaises(CommandError) as caught:
                call_command("rebuild", "--check", stdout=out)
            found.append(out.getvalue().splitlines())
        self.assertEqual(found[0], found[1])
        self.assertEqual(str(caught.exception), f"Differences: {len(found[0])}. Run manage.py rebuild.")
        return found[0]

    def assert_mends(self, *lines: str) -> None:
        self.assertEqual(self.check(), list(lines))
        self.assertEqual(rebuild(), [*lines, f"Differences mended: {len(lines)}."])
        self.assertEqual(rebuild("--check"), CLEAN)
        self.assertEqual(rebuild(), CLEAN)

    def test_nothing_differs_after_the_workflow(self):
        self.assertEqual(rebuild("--check"), CLEAN)

    def test_paths_of_sections(self):
        Section.objects.filter(pk=self.root.pk).update(slug="nouvelles")
        self.assert_mends(
            f"section {self.root.pk}: path “news” should be “nouvelles”",
            f"section {self.section.pk}: path “news/town” should be “nouvelles/town”",
        )
        self.assertEqual(
            dict(OldPath.objects.values_list("old_path", "new_path")),
            {"news": "nouvelles", "news/town": "nouvelles/town"},
        )

    def test_paths_that_were_swapped(self):
        other = make_section(slug="sport")
        Section.objects.filter(pk=self.root.pk).update(path="x")
        Section.objects.filter(pk=other.pk).update(path="news")
        Section.objects.filter(pk=self.root.pk).update(path="sport")
        rebuild()
        self.assertEqual(
            dict(Section.objects.values_list("pk", "path")),
            {self.root.pk: "news", self.section.pk: "news/town", other.pk: "sport"},
        )
        self.assertEqual(OldPath.objects.count(), 0)

    def test_sections_below_themselves_are_for_a_person_to_mend(self):
        Section.objects.filter(pk=self.root.pk).update(parent=self.section)
        for options in ((), ("--check",)):
            with self.assertRaisesRegex(CommandError, f"^Section {self.root.pk} .* stands below itself"):
                rebuild(*options)

    def test_folded_tags(self):
        Tag.objects.update(folded="x")
        self.assert_mends("tag elysee: folded “x” should be “elysee”")

    def test_tags_that_are_one_are_for_a_person_to_mend(self):
        Tag.objects.bulk_create([Tag(name="ÉLYSÉE", slug="twin", folded="x")])
        with self.assertRaisesRegex(CommandError, "^Tags twin and elysee are the same"):
            rebuild()

    def test_windows(self):
        raw(Edition).filter(pk=self.second.pk).update(live_until=NOW + 2 * DAY, published_at=NOW)
        self.assertEqual(self.check()[0], f"{self.two}: published_at or live_until differs")
        rebuild()
        self.second.refresh_from_db()
        self.assertEqual((self.second.published_at, self.second.live_until), (self.opened, NOW + DAY))
        self.assertEqual(rebuild("--check"), CLEAN)

    def test_windows_that_overlap_nothing_but_end_too_soon(self):
        raw(Edition).filter(pk=self.first.pk).update(live_until=NOW - HOUR)
        rebuild()
        self.first.refresh_from_db()
        self.assertEqual(self.first.live_until, self.closed)

    def test_first_publication_and_head(self):
        name = f"article {self.article.public_id}"
        Article.objects.filter(pk=self.article.pk).update(first_published_at=NOW, head=self.first)
        self.assert_mends(f"{name}: first_published_at differs", f"{name}: head differs")
        self.article.refresh_from_db()
        self.assertEqual((self.article.first_published_at, self.article.head), (self.opened, self.second))

    def test_a_head_that_was_discarded(self):
        with clock(NOW + HOUR):
            workflow.discard(workflow.start_edition(self.second, by=None), by=None)
        self.assertEqual(rebuild("--check"), CLEAN)

    def test_compiled(self):
        raw(Edition).filter(pk=self.first.pk).update(compiled={"parts": [], "words": 7})
        raw(Edition).filter(pk=self.draft.pk).update(compiled={})
        self.assert_mends(
            f"{self.one}: compiled differs", f"edition {self.draft.article.public_id}/1: compiled differs"
        )

    def test_windows_copied_to_lists(self):
        lines = []
        for model, field in ((Byline, "edition"), (EditionTag, "content_object"), (EditionSection, "edition")):
            row = model.objects.filter(**{field: self.first}).first()
            raw(model).filter(pk=row.pk).update(live_until=None)
            lines.append(f"{self.one}: window of {model._meta.model_name} {row.pk} differs")
        rows = raw(Byline).filter(edition=self.draft)
        rows.update(published_at=NOW, live_from=NOW)
        lines.insert(1, f"edition {self.draft.article.public_id}/1: window of byline {rows.get().pk} differs")
        self.assert_mends(*lines)

    def test_listings(self):
        other = make_section(slug="sport")
        raw(EditionSection).filter(edition=self.first, section=self.root).update(section=other)
        self.assert_mends(
            f"{self.one}: missing editionsection “{self.root}: {self.first}”",
            f"{self.one}: surplus editionsection “{other}: {self.first}”",
        )
        self.assertEqual(
            set(EditionSection.objects.filter(edition=self.first).values_list("section", "live_from", "live_until")),
            {(self.root.pk, self.opened, self.closed), (self.section.pk, self.opened, self.closed)},
        )

    def test_references(self):
        raw(EditionReference).filter(edition=self.first).update(target="stuvwxyz23")
        self.assert_mends(
            f"{self.one}: missing editionreference “related article: abcdefghjk”",
            f"{self.one}: surplus editionreference “related article: stuvwxyz23”",
        )

    def test_searched_words(self):
        raw(SearchText).filter(edition=self.first).update(text="x")
        raw(SearchText).filter(edition=self.draft).delete()
        one, other = (edition.headline.lower() for edition in (self.first, self.draft))
        body = self.draft.body.removeprefix("<p>").removesuffix(".</p>").lower()
        self.assert_mends(
            f"{self.one}: missing searchtext “{one} ¶ ¶ words ¶”",
            f"edition {self.draft.article.public_id}/1: missing searchtext “{other} ¶ ¶ {body} ¶”",
            f"{self.one}: surplus searchtext “x”",
        )

    def test_the_index_of_searched_words(self):
        self.assertFalse(search.index_differs())
        if connection.vendor == "postgresql":
            return  # its index is of the table itself
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO articles_searchindex (rowid, text) VALUES (%s, 'ghost')", [self.first.pk])
        self.assertTrue(search.matching(Edition.objects.all(), "ghost").exists())
        self.assert_mends("the index of searched words differs")
        self.assertFalse(search.matching(Edition.objects.all(), "ghost").exists())

    def test_redacted_and_scheduled_editions_are_as_they_should_be(self):
        make_article(at=NOW + DAY)
        with clock(NOW + HOUR):
            workflow.redact(self.first, by=None, comment="A court said so.")
        self.assertEqual(rebuild("--check"), CLEAN)

    def test_what_bulk_create_leaves_out(self):
        article = Article.objects.create()
        made = Edition.objects.bulk_create(
            [Edition(article=article, number=1, headline="Imported", section=self.section, body="<p>Words.</p>")]
        )
        Byline.objects.bulk_create([Byline(edition=made[0], author=make_author())])
        self.assert_mends(
            f"article {article.public_id}: head differs",
            f"edition {article.public_id}/1: missing editionsection “{self.section}: Imported”",
            f"edition {article.public_id}/1: missing editionsection “{self.root}: Imported”",
            f"edition {article.public_id}/1: missing searchtext “imported ¶ ¶ words ¶”",
        )

    def test_more_articles_than_a_batch_holds(self):
        made = Article.objects.bulk_create(Article(first_published_at=NOW) for _number in range(2 * BATCH + 1))
        self.assert_mends(*(f"article {article.public_id}: first_published_at differs" for article in made))


class SeedTest(TestCase):
    fixtures = ["seed"]

    def test_the_seed_is_as_it_should_be(self):
        self.assertEqual(rebuild("--check"), CLEAN)
