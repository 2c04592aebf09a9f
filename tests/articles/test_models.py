"""The tables: constraints in an editor's words, natural keys, what save() derives, moved sections, folded tags."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers import deserialize, serialize
from django.db import IntegrityError, models, transaction
from django.test import SimpleTestCase, TestCase
from django.utils import translation

from articles import workflow
from articles.models import (
    Article,
    Author,
    Byline,
    Edition,
    EditionNote,
    EditionReference,
    EditionSection,
    EditionTag,
    OldPath,
    SearchText,
    Section,
    SectionRight,
    Sponsor,
    SponsorshipNote,
    Tag,
)
from articles.models.base import RESERVED_SLUGS
from articles.models.tag import fold
from tests.cast import make_user
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    clock,
    make_article,
    make_author,
    make_draft,
    make_note,
    make_section,
    make_sponsor,
)


class ConstraintsTest(TestCase):
    """Each is refused in words by full_clean() and, past it, by the database."""

    @classmethod
    def setUpTestData(cls):
        cls.section, cls.author = make_section(slug="town"), make_author()
        cls.live = make_article(section=cls.section, tags=["Mer"])
        cls.draft = make_draft(section=cls.section)

    def assert_refused(self, message: str, row: models.Model) -> None:
        with self.subTest(message), translation.override("en"):
            with self.assertRaises(ValidationError) as caught:
                row.full_clean()
            self.assertEqual(caught.exception.messages, [message])
            with self.assertRaises(IntegrityError), transaction.atomic():
                row.save_base(raw=True)

    def edition(self, of: Edition, **values: Any) -> Edition:
        edition = Edition.objects.get(pk=of.pk)
        for name, value in values.items():
            setattr(edition, name, value)
        return edition

    def test_editions(self):
        window = "A published edition has a window, and no other has."
        opened = self.live.live_from
        for message, edition in [
            (window, self.edition(self.live, live_from=None, published_at=None)),
            (window, self.edition(self.live, status="approved")),
            (window, self.edition(self.draft, live_from=NOW)),
            (window, self.edition(self.draft, live_until=NOW)),
            (window, self.edition(self.draft, withdrawn_at=NOW)),
            ("The window closes before it opens.", self.edition(self.live, live_until=opened)),
            (
                "The date readers see is later than the window's opening.",
                self.edition(self.live, published_at=opened + HOUR),
            ),
            ("It expires before it opens.", self.edition(self.live, expires_at=opened)),
            ("A published edition has a section, a headline and a slug.", self.edition(self.live, section=None)),
            ("A published edition has a section, a headline and a slug.", self.edition(self.live, headline="")),
            ("A published edition has a section, a headline and a slug.", self.edition(self.live, slug="")),
            (
                "Say in a sentence what was corrected: readers will see it.",
                self.edition(self.draft, correction_kind="correction"),
            ),
        ]:
            self.assert_refused(message, edition)

    def test_slugs_that_would_be_mistaken_for_an_id_or_a_path(self):
        for slug in ("a_b", "a/b"):
            with self.assertRaises(ValidationError), translation.override("en"):
                self.edition(self.draft, slug=slug).full_clean()
            with self.assertRaises(IntegrityError), transaction.atomic():
                Edition.objects.filter(pk=self.draft.pk).update(slug=slug)
            with self.assertRaises(IntegrityError), transaction.atomic():
                Section.objects.filter(pk=self.section.pk).update(slug=slug)

    def test_what_is_there_once(self):
        byline = self.live.bylines.get()
        self.assert_refused("This author signs the edition already.", Byline(edition=self.live, author=byline.author))
        self.assert_refused(
            "Edition with this Article and Number already exists.",
            Edition(article=self.live.article, number=1, headline="Twin", slug="twin"),
        )
        for row in (
            EditionTag(content_object=self.live, tag=Tag.objects.get()),
            EditionSection(edition=self.live, section=self.section),
            Section(name="Town", slug="town", path="town"),
            Author(name="Twin", slug=self.author.slug),
        ):
            with self.subTest(row), self.assertRaises(IntegrityError), transaction.atomic():
                row.save_base(raw=True)

    def test_public_ids(self):
        self.assertEqual(len({Article().public_id for _number in range(1000)}), 1000)
        self.assert_refused("A public id is ten lower-case letters and digits.", Article(public_id="ABCDEFGHJK"))
        self.assert_refused("A public id is ten lower-case letters and digits.", Article(public_id="short"))

    def test_notes(self):
        note = {"kind": "house", "label": "Label"}
        for message, values in [
            ("The note ends before it starts.", {"starts_at": NOW, "ends_at": NOW}),
            (
                "A note stands on a section, an author or the whole site: choose one.",
                {"section": self.section, "everywhere": True},
            ),
            (
                "A note stands on a section, an author or the whole site: choose one.",
                {"section": self.section, "author": self.author},
            ),
            ("Say which sponsor pays.", {"kind": "paid"}),
            ("Say which sponsor pays.", {"kind": "supported"}),
        ]:
            self.assert_refused(message, SponsorshipNote(**note | values))

    def test_section_rights(self):
        user = make_user("somebody")
        for section in (self.section, None):
            SectionRight.objects.create(user=user, section=section)
            with self.assertRaises(IntegrityError), transaction.atomic():
                SectionRight.objects.create(user=user, section=section)


class NaturalKeyTest(TestCase):
    def test_every_row_is_found_by_its_key(self):
        note = make_note()
        make_article(
            tags=["Mer"], notes=[note], body='<figure class="related" data-article="abcdefghjk"></figure><p>W</p>'
        )
        make_sponsor()
        for model in (
            *(Article, Author, Byline, Edition, EditionNote, EditionReference, EditionSection, EditionTag),
            *(SearchText, Section, Sponsor, SponsorshipNote, Tag),
        ):
            rows = list(model.objects.all())
            self.assertNotEqual(rows, [], model)
            for row in rows:
                key = row.natural_key()
                self.assertEqual(model.objects.get_by_natural_key(*key), row)
                self.assertEqual({type(part) for part in key} - {str, int}, set())

    def test_a_dump_loads_into_an_empty_database(self):
        root = make_section(slug="news")
        make_article(section=make_section(parent=root, slug="town"), tags=["Mer"])
        rows = [*Section.objects.all(), *Author.objects.all(), *Tag.objects.all(), *Article.objects.all()]
        rows += [
            *Edition.objects.all(),
            *Byline.objects.all(),
            *EditionTag.objects.all(),
            *EditionSection.objects.all(),
        ]
        dump = serialize("json", rows, use_natural_foreign_keys=True, use_natural_primary_keys=True)
        counts = {model: model.objects.count() for model in (Section, Author, Tag, Article, Edition, Byline)}
        loaded = list(deserialize("json", dump, handle_forward_references=True))
        self.assertEqual(len(loaded), len(rows))
        for row in loaded:
            row.save()
            if row.deferred_fields:
                row.save_deferred_fields()
        self.assertEqual({model: model.objects.count() for model in counts}, counts)


class SlugTest(TestCase):
    def test_it_comes_from_the_headline(self):
        for headline, slug in {
            "L’été à la plage : l’Élysée répond": "lete-a-la-plage-lelysee-repond",
            "snake_case _and_ more": "snake-case-and-more",
            "  --  ": "",
            "日本": "",
            "a" * 200: "a" * 120,
            "a" * 119 + " b": "a" * 119,
        }.items():
            self.assertEqual(make_draft(headline=headline).slug, slug)

    def test_a_slug_that_is_there_stays(self):
        draft = make_draft(headline="One", slug="kept")
        draft.headline = "Two"
        draft.save()
        self.assertEqual(draft.slug, "kept")

    def test_addresses(self):
        edition = make_article(section=make_section(parent=make_section(slug="news"), slug="town"), headline="Yes")
        self.assertEqual(edition.get_absolute_url(), f"/news/town/yes_{edition.article.public_id}/")


class SectionTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.news, cls.sport = make_section("News", slug="news"), make_section("Sport", slug="sport")
        cls.town = make_section("Town", slug="town", parent=cls.news)
        cls.port = make_section("Port", slug="port", parent=cls.town)
        cls.live = make_article(section=cls.port)
        cls.draft = make_draft(section=cls.town)
        cls.other = make_article(section=cls.sport)

    def assert_listed(self, edition: Edition, *sections: Section) -> None:
        rows = EditionSection.objects.filter(edition=edition).values_list("section__slug", "live_from", "published_at")
        edition.refresh_from_db()
        expected = [(section.slug, edition.live_from, edition.published_at) for section in sections]
        self.assertEqual(sorted(rows), sorted(expected))

    def test_editions_are_listed_in_their_section_and_above(self):
        self.assert_listed(self.live, self.port, self.town, self.news)
        self.assert_listed(self.draft, self.town, self.news)
        self.assert_listed(self.other, self.sport)

    def test_a_move_takes_everything_along_and_leaves_redirects(self):
        self.town.parent = self.sport
        self.town.save()
        self.assertEqual(
            sorted(Section.objects.values_list("path", flat=True)), ["news", "sport", "sport/town", "sport/town/port"]
        )
        self.assertEqual(
            dict(OldPath.objects.values_list("old_path", "new_path")),
            {"news/town": "sport/town", "news/town/port": "sport/town/port"},
        )
        self.assert_listed(self.live, self.port, self.town, self.sport)
        self.assert_listed(self.draft, self.town, self.sport)
        self.assert_listed(self.other, self.sport)

    def test_a_move_to_the_top_and_back(self):
        self.town.parent = None
        self.town.save()
        self.assert_listed(self.live, self.port, self.town)
        self.town.parent = self.news
        self.town.save()
        self.assert_listed(self.live, self.port, self.town, self.news)
        self.assertEqual(
            dict(OldPath.objects.values_list("old_path", "new_path")),
            {"town": "news/town", "town/port": "news/town/port"},
        )

    def test_a_new_slug_moves_what_is_below(self):
        self.news.slug = "nouvelles"
        self.news.save()
        self.port.refresh_from_db()
        self.assertEqual(self.port.path, "nouvelles/town/port")
        self.assertEqual(self.port.get_absolute_url(), "/nouvelles/town/port/")

    def test_a_path_that_only_begins_alike_stays(self):
        twin = make_section(slug="newsroom")
        self.news.slug = "nouvelles"
        self.news.save()
        twin.refresh_from_db()
        self.assertEqual(twin.path, "newsroom")

    def test_no_section_below_itself(self):
        for parent in (self.news, self.town, self.port):
            news = Section.objects.get(pk=self.news.pk)
            news.parent = parent
            for refuse in (news.full_clean, news.save):
                with self.assertRaises(ValidationError):
                    refuse()
        self.port.refresh_from_db()
        self.assertEqual(self.port.path, "news/town/port")

    def test_addresses_are_told_apart(self):
        for values in (
            {"slug": "town", "parent": self.news},
            {"slug": "sport"},
            *(
                {"slug": slug}
                for slug in (*RESERVED_SLUGS, "Town", "a_b", "a/b", "a b", "é", "-a", "a-", "a--b", "a\n", "")
            ),
        ):
            with self.subTest(values), self.assertRaises(ValidationError):
                Section(name="New", **values).full_clean()
        Section(name="New", slug="town", parent=self.sport).full_clean()

    def test_no_address_below_grows_too_long(self):
        deep = self.port
        for slug in ("a" * 60, "b" * 60, "c" * 60, "d" * 57):
            deep = make_section(slug=slug, parent=deep)
        self.assertEqual(len(deep.path), 255)
        told = ["The address of a section below this one would be too long: choose a shorter slug."]
        for section, changed in ((self.news, {"slug": "fives"}), (self.town, {"parent": self.sport})):
            section = Section.objects.get(pk=section.pk)
            for name, value in changed.items():
                setattr(section, name, value)
            for refuse in (section.full_clean, section.save):
                with self.subTest(changed), self.assertRaises(ValidationError) as refusal:
                    refuse()
                self.assertEqual(refusal.exception.message_dict, {"slug": told})
        self.town.parent = make_section(slug="four")
        self.town.full_clean()
        self.town.save()
        deep.refresh_from_db()
        self.assertEqual((len(deep.path), deep.path[:10]), (255, "four/town/"))

    def test_with_descendants(self):
        make_section(slug="newsroom")
        self.assertEqual(
            sorted(self.news.with_descendants().values_list("path", flat=True)), ["news", "news/town", "news/town/port"]
        )
        self.assertEqual(self.port.ancestors(), [self.news, self.town])


class FoldTest(SimpleTestCase):
    def test_what_makes_two_tags_one(self):
        for names in (
            ["Élysée", "élysée", "ELYSEE", "  E\u0301lyse\u0301e ", "elysée"],
            ["Port  de pêche", "port de peche", "PORT DE PÊCHE"],
            ["Straße", "STRASSE"],
        ):
            self.assertEqual(len({fold(name) for name in names}), 1, names)
        self.assertNotEqual(fold("peche a pied"), fold("pecheapied"))


class TagTest(TestCase):
    def test_one_tag_however_it_is_written(self):
        draft, other = make_draft(tags=["Élysée", "élysée", "Mer"]), make_draft()
        other.tags.add("ELYSEE", " mer ", "Ciel")
        other.tags.set(["elysee", "MER", "Ciel"])
        self.assertEqual(
            sorted(Tag.objects.values_list("name", "slug")), [("Ciel", "ciel"), ("Mer", "mer"), ("Élysée", "elysee")]
        )
        self.assertEqual(list(draft.tags.names()), ["Élysée", "Mer"])
        self.assertEqual(list(other.tags.names()), ["Élysée", "Mer", "Ciel"])
        other.tags.remove("Élysée")
        self.assertEqual(list(other.tags.names()), ["Mer", "Ciel"])

    def test_twins_are_refused_by_the_database(self):
        Tag.objects.create(name="Élysée")
        with self.assertRaises(IntegrityError), transaction.atomic():
            Tag.objects.create(name="ELYSÉE", slug="other")

    def test_named_keeps_the_order_and_the_first_spelling(self):
        Tag.objects.create(name="Mer")
        found = Tag.objects.named(["Ciel", "mer", " ", "CIEL", "Port  vieux"])
        self.assertEqual([tag.name for tag in found], ["Ciel", "Mer", "Port vieux"])
        with self.assertNumQueries(1):
            self.assertEqual(Tag.objects.named(["ciel", "MER"]), found[:2])

    def test_a_name_without_letters_of_ours_has_a_slug(self):
        self.assertEqual([Tag.objects.create(name=name).slug for name in ("日本", "中国")], ["tag", "tag-1"])


class EditionTest(TestCase):
    def test_a_draft_has_its_references_and_listings_from_the_first_save(self):
        draft = make_draft(body='<p>W</p><figure class="related" data-article="abcdefghjk"></figure>')
        self.assertEqual(list(draft.references.values_list("kind", "target")), [("article", "abcdefghjk")])
        draft.body, draft.section = "<p>W</p>", make_section(slug="new")
        draft.save()
        self.assertEqual(list(draft.references.all()), [])
        self.assertEqual(list(draft.section_rows.values_list("section__slug", flat=True)), ["new"])

    def test_updated_is_when_readers_got_this_version(self):
        first = make_article(published_at=NOW - DAY)
        with clock(NOW):
            second = workflow.publish(workflow.start_edition(first, by=None), by=None)
        self.assertEqual((first.updated, second.updated), (None, second.live_from))
        self.assertEqual(second.published_at, first.published_at)
