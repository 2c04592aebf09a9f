"""What an article's page points at: its tags, and the pictures and related articles of its body. One query."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Value
from django.db.models.functions import JSONObject

from articles.body import Part
from articles.models import Article, Edition, Section, Tag
from images.models import Picture

_TAG = {"place": "id", "id": "tag_id", "name": "tag__name", "slug": "tag__slug"}
_PICTURE = ("id", "uuid", "file", "width", "height", "alt", "caption", "credit")
_EDITION = ("id", "article_id", "section_id", "kicker", "headline", "slug", "genre", "language", "sponsored")
_PLACE = {"public_id": "article__public_id", "path": "section__path"}


@dataclass
class Pointed:
    """Tags in the editor's order; pictures by uuid and live editions by public id, as the body names them."""

    tags: list[Tag] = field(default_factory=list)
    pictures: dict[str, Picture] = field(default_factory=dict)
    related: dict[str, Edition] = field(default_factory=dict)


def look_up(edition: Edition, parts: list[Part], at: datetime) -> Pointed:
    """Return what `edition` and the parts of its body point at, as of `at`: what readers don't see then is not there.

    The three kinds come as rows of JSON, so that one UNION ALL fetches them all.
    """
    arms = [
        _rows("tag", edition.tag_rows.order_by(), _TAG),
        _rows(
            "picture",
            Picture.objects.order_by().filter(uuid__in={part["picture"] for part in parts if "picture" in part}),
            {name: name for name in _PICTURE},
        ),
        _rows(
            "edition",
            Edition.objects.order_by()
            .live(at)
            .filter(article__public_id__in={part["article"] for part in parts if "article" in part}),
            {name: name for name in _EDITION} | _PLACE,
        ),
    ]
    found: dict[str, list[dict[str, Any]]] = {"tag": [], "picture": [], "edition": []}
    for kind, row in arms[0].union(*arms[1:], all=True).order_by():
        found[kind].append(row if isinstance(row, dict) else json.loads(row))
    pointed = Pointed()
    for row in sorted(found["tag"], key=lambda row: row.pop("place")):
        pointed.tags.append(Tag(**row))
    for row in found["picture"]:
        picture = Picture(**row | {"uuid": UUID(row["uuid"])})
        pointed.pictures[str(picture.uuid)] = picture
    for row in found["edition"]:
        pointed.related[row["public_id"]] = _edition(row, edition.article._state.db)
    return pointed


def _rows(kind: str, rows: QuerySet, columns: dict[str, str]) -> QuerySet:
    return rows.annotate(pointed_kind=Value(kind), pointed_row=JSONObject(**columns)).values_list(
        "pointed_kind", "pointed_row"
    )


def _edition(row: dict[str, Any], using: str | None) -> Edition:
    names = [column.attname for column in Edition._meta.concrete_fields if column.attname in _EDITION]
    edition = Edition.from_db(using, names, [row[name] for name in names])
    edition.article = Article(pk=row["article_id"], public_id=row["public_id"])
    edition.section = Section(pk=row["section_id"], path=row["path"])
    return edition
