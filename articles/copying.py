"""An edition's content as a whole: copied to a new draft, set from a form, kept as a snapshot, blanked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from articles.models import Byline, Edition, EditionNote, EditionTag, Tag


def content_of(edition: Edition) -> Edition:
    """Return an unsaved edition with the same content fields."""
    return Edition(**{name: getattr(edition, name) for name in Edition.CONTENT_FIELDS})


def copy_rows(source: Edition, target: Edition) -> None:
    """Copy bylines, tags and notes to a new draft: two queries each, however many rows."""
    Byline.objects.bulk_create(
        Byline(edition=target, author_id=row.author_id, role=row.role, position=row.position)
        for row in source.bylines.all()
    )
    EditionTag.objects.bulk_create(
        EditionTag(content_object=target, tag_id=row.tag_id) for row in source.tag_rows.all()
    )
    EditionNote.objects.bulk_create(EditionNote(edition=target, note_id=row.note_id) for row in source.note_rows.all())


def set_rows(
    edition: Edition,
    *,
    bylines: Sequence[tuple[Any, str]] | None,
    tags: Sequence[Any] | None,
    notes: Sequence[Any] | None,
) -> None:
    """Set a draft's bylines ((author, role) in order), tags (names or tags) and notes; None leaves them be."""
    if bylines is not None:
        edition.bylines.all().delete()
        once = dict(bylines)
        Byline.objects.bulk_create(
            Byline(edition=edition, author=author, role=role, position=position)
            for position, (author, role) in enumerate(once.items())
        )
    if tags is not None:
        names = [tag if isinstance(tag, str) else tag.name for tag in tags]
        edition.tag_rows.all().delete()
        EditionTag.objects.bulk_create(EditionTag(content_object=edition, tag=tag) for tag in Tag.objects.named(names))
    if notes is not None:
        edition.note_rows.all().delete()
        EditionNote.objects.bulk_create(EditionNote(edition=edition, note=note) for note in dict.fromkeys(notes))


def content(edition: Edition) -> dict[str, Any]:
    """Return the whole content by field, its rows as lists: bylines as (author, role), tags and notes."""
    fields: dict[str, Any] = {name: getattr(edition, name) for name in Edition.CONTENT_FIELDS}
    return fields | {
        "bylines": [(row.author, row.role) for row in edition.bylines.select_related("author")],
        "tags": [row.tag for row in edition.tag_rows.select_related("tag")],
        "notes": [row.note for row in edition.note_rows.select_related("note")],
    }


def snapshot(edition: Edition) -> dict[str, Any]:
    """Return the whole content as JSON-ready data, related rows by their natural keys."""
    encode = DjangoJSONEncoder().default
    content: dict[str, Any] = {}
    for name in (*Edition.CONTENT_FIELDS, *Edition.OWN_FIELDS):
        value = getattr(edition, name)
        if isinstance(value, models.Model):
            value = value.natural_key()  # type: ignore[attr-defined]
        elif value is not None and not isinstance(value, str | int | bool):
            value = encode(value)
        content[name] = value
    content["bylines"] = list(edition.bylines.values_list("author__slug", "role").order_by("position", "id"))
    content["tags"] = list(edition.tag_rows.values_list("tag__name", flat=True).order_by("id"))
    content["notes"] = [str(uuid) for uuid in edition.note_rows.values_list("note__uuid", flat=True).order_by("id")]
    return content


def blank() -> dict[str, Any]:
    """Return what redaction writes over the words of an edition."""
    words = (models.CharField, models.TextField)
    kept = {"genre", "language"}
    return {
        name: ""
        for name in (*Edition.CONTENT_FIELDS, *Edition.OWN_FIELDS)
        if isinstance(Edition._meta.get_field(name), words) and name not in kept
    } | {"lead_picture": None}
