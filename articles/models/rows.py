"""The rows of an edition: its bylines, tags and notes, and what is derived from it: section listings and references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase

from articles import body as bodies
from articles.models.author import Author
from articles.models.base import NaturalKeyManager, NaturalKeyModel, stored
from articles.models.edition import Edition
from articles.models.section import Section
from articles.models.sponsorship import SponsorshipNote
from articles.models.tag import Tag
from articles.querysets import FrozenError, ListRowQuerySet, RowQuerySet
from articles.states import BylineRole, ReferenceKind


class EditionRow(NaturalKeyModel):
    """A row that is part of an edition's content and freezes with it.

    Its foreign keys have no index of their own where a constraint's or a list's index begins with them.
    """

    edition_field = "edition"

    class Meta:
        abstract = True

    def _check_open(self) -> None:
        name = f"{type(self).edition_field}_id"
        editions = {getattr(self, name), stored(self, name).get(name)}  # it may be about to leave one for another
        if Edition.objects.published().filter(pk__in=editions).exists():
            raise FrozenError.content()

    def derive(self) -> None:
        """Set what follows from the edition, which is a draft."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._check_open()
        self.derive()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._check_open()
        return super().delete(*args, **kwargs)


class ListRow(EditionRow):
    """A row that lists an edition, with a copy of its window, so that a list is one index range."""

    published_at = models.DateTimeField(null=True, editable=False)
    live_from = models.DateTimeField(null=True, editable=False)
    live_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def derive(self) -> None:
        self.published_at = self.live_from = self.live_until = None


class Byline(ListRow):
    """Who signs an edition, and for what."""

    natural_key_fields = ("edition__article__uuid", "edition__number", "author__slug")

    edition = models.ForeignKey(
        Edition, models.CASCADE, db_index=False, related_name="bylines", verbose_name=_("edition")
    )
    author = models.ForeignKey(Author, models.PROTECT, db_index=False, related_name="bylines", verbose_name=_("author"))
    role = models.CharField(_("role"), max_length=12, choices=BylineRole, default=BylineRole.TEXT)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = NaturalKeyManager.from_queryset(ListRowQuerySet)()

    class Meta:
        base_manager_name = "objects"  # Django’s own doors (add() on a relation) obey it too
        ordering = ["position", "id"]
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        indexes = [
            models.Index("author", F("published_at").desc(), F("edition_id").desc(), name="byline_newest"),
            models.Index(fields=["author", "edition"], name="byline_latest"),  # drafts too, as the desk lists them
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "author"],
                name="byline_once",
                violation_error_message=_("This author signs the edition already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.author} ({self.get_role_display()})"


class EditionTag(ItemBase, ListRow):
    """An edition's tag; `content_object` is the edition, by the name django-taggit wants."""

    natural_key_fields = ("content_object__article__uuid", "content_object__number", "tag__slug")
    edition_field = "content_object"

    content_object = models.ForeignKey(
        Edition, models.CASCADE, db_index=False, db_column="edition_id", related_name="tag_rows"
    )
    tag = models.ForeignKey(Tag, models.PROTECT, db_index=False, related_name="edition_rows", verbose_name=_("tag"))

    objects = NaturalKeyManager.from_queryset(ListRowQuerySet)()

    class Meta:
        base_manager_name = "objects"
        ordering = ["id"]
        verbose_name = _("edition tag")
        verbose_name_plural = _("edition tags")
        indexes = [
            models.Index("tag", F("published_at").desc(), F("content_object_id").desc(), name="edition_tag_newest"),
            models.Index(fields=["tag", "content_object"], name="edition_tag_latest"),
        ]
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="edition_tag_once")]

    def __str__(self) -> str:
        return str(self.tag)

    def natural_key(self) -> tuple[Any, ...]:
        return ListRow.natural_key(self)


class EditionNote(EditionRow):
    """A sponsorship note that an edition carries: put there by an editor, or bound to it at publication."""

    natural_key_fields = ("edition__article__uuid", "edition__number", "note__uuid")

    edition = models.ForeignKey(Edition, models.CASCADE, db_index=False, related_name="note_rows")
    note = models.ForeignKey(SponsorshipNote, models.PROTECT, related_name="edition_rows", verbose_name=_("note"))

    objects = NaturalKeyManager.from_queryset(RowQuerySet)()

    class Meta:
        base_manager_name = "objects"
        ordering = ["id"]
        verbose_name = _("note on an edition")
        verbose_name_plural = _("notes on editions")
        constraints = [models.UniqueConstraint(fields=["edition", "note"], name="edition_note_once")]

    def __str__(self) -> str:
        return str(self.note)


RowManager = NaturalKeyManager.from_queryset(RowQuerySet)
ListRowManager = NaturalKeyManager.from_queryset(ListRowQuerySet)


class DerivedRowManager(RowManager):
    """Rows that follow from the edition: sync() writes what differs and nothing else."""

    def expected(self, editions: list[Edition]) -> dict[tuple[Any, ...], Any]:
        raise NotImplementedError

    def key(self, row: Any) -> tuple[Any, ...]:
        raise NotImplementedError

    def differences(self, editions: Iterable[Edition]) -> tuple[list[Any], list[Any]]:
        """Return the rows that are missing and those that are too many."""
        editions = list(editions)
        missing = self.expected(editions)
        surplus = []
        for row in self.filter(edition__in=[edition.pk for edition in editions]):
            if missing.pop(self.key(row), None) is None:
                surplus.append(row)
        return list(missing.values()), surplus

    def sync(self, editions: Iterable[Edition]) -> int:
        """Make the rows of these editions what they should be; return how many changed."""
        missing, surplus = self.differences(editions)
        if surplus:
            self.filter(pk__in=[row.pk for row in surplus]).lift()
        if missing:
            self.lay_rows(missing)
        return len(missing) + len(surplus)


class EditionSectionManager(ListRowManager, DerivedRowManager):
    def key(self, row: EditionSection) -> tuple[Any, ...]:
        return (row.edition_id, row.section_id)

    def expected(self, editions: list[Edition]) -> dict[tuple[Any, ...], Any]:
        return {
            (edition.pk, section_id): EditionSection(
                edition=edition,
                section_id=section_id,
                published_at=edition.published_at,
                live_from=edition.live_from,
                live_until=edition.live_until,
            )
            for edition, section_id in self.places(editions)
        }

    def places(self, editions: list[Edition]) -> Iterator[tuple[Edition, int]]:
        """Yield each edition with its section, and with each section above that one. One query."""
        if not any(edition.section_id for edition in editions):
            return
        parents = dict(Section.objects.values_list("pk", "parent_id"))
        for edition in editions:
            section_id = edition.section_id
            while section_id:
                yield edition, section_id
                section_id = parents.get(section_id)


class EditionSection(ListRow):
    """An edition listed in its section and in each of that section's ancestors. Derived."""

    natural_key_fields = ("edition__article__uuid", "edition__number", "section__path")

    edition = models.ForeignKey(Edition, models.CASCADE, db_index=False, related_name="section_rows")
    section = models.ForeignKey(Section, models.PROTECT, db_index=False, related_name="edition_rows")

    objects = EditionSectionManager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["id"]
        verbose_name = _("section listing")
        verbose_name_plural = _("section listings")
        indexes = [
            models.Index("section", F("published_at").desc(), F("edition_id").desc(), name="edition_section_newest"),
            models.Index(fields=["section", "edition"], name="edition_section_latest"),
        ]
        constraints = [models.UniqueConstraint(fields=["edition", "section"], name="edition_section_once")]

    def __str__(self) -> str:
        return f"{self.section}: {self.edition}"


class EditionReferenceManager(DerivedRowManager):
    def key(self, row: EditionReference) -> tuple[Any, ...]:
        return (row.edition_id, row.kind, row.target)

    def expected(self, editions: list[Edition]) -> dict[tuple[Any, ...], Any]:
        return {
            (edition.pk, reference.kind, reference.target): EditionReference(
                edition=edition, kind=reference.kind, target=reference.target
            )
            for edition in editions
            for reference in bodies.references(edition.body)
        }


class EditionReference(EditionRow):
    """Something the body points at: a picture's uuid, an article's public id, an embed's address. Derived."""

    natural_key_fields = ("edition__article__uuid", "edition__number", "kind", "target")

    edition = models.ForeignKey(Edition, models.CASCADE, db_index=False, related_name="references")
    kind = models.CharField(_("kind"), max_length=8, choices=ReferenceKind)
    target = models.CharField(_("target"), max_length=500)

    objects = EditionReferenceManager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["id"]
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        indexes = [models.Index("kind", "target", name="edition_reference_target")]
        constraints = [models.UniqueConstraint(fields=["edition", "kind", "target"], name="edition_reference_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.target}"
