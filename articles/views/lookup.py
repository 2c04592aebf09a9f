"""What an article's page points at: tags, corrections, translations, and what its body shows. One query."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import JSONObject

from articles.body import Part
from articles.models import Article, Edition, Section, Tag
from articles.states import TOLD_KINDS, CorrectionKind
from images.models import Picture

_TAG = {"place": "id", "id": "tag_id", "name": "tag__name", "slug": "tag__slug"}
_CORRECTION = {"kind": "correction_kind", "text": "correction_text", "at": "live_from"}
_PICTURE = ("id", "uuid", "width", "height", "tone", "alt", "caption", "credit", "renditions")
_COLUMNS = (
    "id", "article_id", "section_id", "kicker", "headline", "slug", "genre", "language", "sponsored", "published_at",
)  # fmt: skip
# What is fetched of an edition that is named or shown as a plain card.
EDITION = {name: name for name in _COLUMNS} | {"public_id": "article__public_id", "path": "section__path"}


@dataclass(frozen=True)
class Correction:
    """What readers were told when a new edition changed what they had read."""

    kind: CorrectionKind
    text: str
    at: datetime


@dataclass
class Pointed:
    """Tags in the editor's order; corrections, newest first; pictures by uuid and live editions by public id.

    And the live editions that say the same in other languages, by language.
    """

    tags: list[Tag] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    pictures: dict[str, Picture] = field(default_factory=dict)
    related: dict[str, Edition] = field(default_factory=dict)
    translations: list[Edition] = field(default_factory=list)


def look_up(edition: Edition, parts: list[Part], at: datetime) -> Pointed:
    """Return what `edition` and the parts of its body point at, as of `at`: what readers don't see then is not there.

    The kinds come as rows of JSON, so that one UNION ALL fetches them all. Every correction of the article that readers
    have been told by then is there: a later edition that has nothing to correct takes none back.
    """
    arms = [
        rows_as_json("tag", edition.tag_rows.order_by(), _TAG),
        rows_as_json(
            "correction",
            Edition.objects.order_by()
            .filter(Q(pk=edition.pk) | Q(live_from__lte=at), article=edition.article_id)
            .filter(correction_kind__in=TOLD_KINDS)
            .exclude(correction_text=""),
            _CORRECTION,
        ),
        rows_as_json(
            "picture",
            Picture.objects.order_by().filter(uuid__in={part["picture"] for part in parts if "picture" in part}),
            {name: name for name in _PICTURE},
        ),
        rows_as_json(
            "edition",
            Edition.objects.order_by()
            .live(at)
            .filter(article__public_id__in={part["article"] for part in parts if "article" in part}),
            EDITION,
        ),
        rows_as_json(
            "translation",
            Edition.objects.order_by().live(at).filter(article__in=edition.article.translated()),
            EDITION,
        ),
    ]
    found = fetch(arms)
    pointed = Pointed()
    for row in sorted(found["tag"], key=lambda row: row.pop("place")):
        pointed.tags.append(Tag(**row))
    corrections = [
        Correction(CorrectionKind(row["kind"]), row["text"], _moment(row["at"]) or at) for row in found["correction"]
    ]
    pointed.corrections = sorted(corrections, key=lambda correction: correction.at, reverse=True)
    for row in found["picture"]:
        picture = Picture(**row | {"uuid": UUID(row["uuid"]), "renditions": _json(row["renditions"])})
        pointed.pictures[str(picture.uuid)] = picture
    for row in found["edition"]:
        pointed.related[row["public_id"]] = edition_of(row, edition._state.db)
    translations = [edition_of(row, edition._state.db) for row in found["translation"]]
    pointed.translations = sorted(translations, key=lambda one: one.language)
    return pointed


def rows_as_json(kind: str, rows: QuerySet, columns: dict[str, str]) -> QuerySet:
    """Return rows of (kind, columns as JSON), an arm for fetch() beside rows of other tables."""
    return rows.annotate(pointed_kind=Value(kind), pointed_row=JSONObject(**columns)).values_list(
        "pointed_kind", "pointed_row"
    )


def fetch(arms: list[QuerySet]) -> dict[str, list[dict[str, Any]]]:
    """Return what the arms find, by kind: one UNION ALL."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for kind, row in arms[0].union(*arms[1:], all=True).order_by():
        found[kind].append(_json(row))
    return found


def _json(value: dict[str, Any] | str) -> dict[str, Any]:
    """Read JSON, also within JSON: SQLite's is text."""
    found: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return found


def _moment(text: str | None) -> datetime | None:
    """Read a date and time as the database writes it into JSON: SQLite's is in UTC and does not say so."""
    if not text:
        return None
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def edition_of(row: dict[str, Any], using: str | None) -> Edition:
    """Return the edition that a row of EDITION tells of, with its article and section as far as an address needs."""
    names = [column.attname for column in Edition._meta.concrete_fields if column.attname in _COLUMNS]
    edition = Edition.from_db(using, names, [row[name] for name in names])
    edition.published_at = _moment(row["published_at"])
    edition.article = Article(pk=row["article_id"], public_id=row["public_id"])
    edition.section = Section(pk=row["section_id"], path=row["path"])
    return edition
