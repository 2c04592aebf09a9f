"""Pictures that readers see and whose rights have ended, or soon will: a list to work through."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.contrib.auth.models import User
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Exists, F, Func, OuterRef, Q
from django.db.models.sql.compiler import SQLCompiler

from articles import permissions, zones
from articles.models import Edition
from articles.states import ReferenceKind
from images.models import Picture, PictureQuerySet

MOST = 100  # pictures in either list
_ARTICLES = 1000  # told of in all


@dataclass(frozen=True)
class Ending:
    """A picture, and the live editions that show it, the newest first."""

    picture: Picture
    editions: list[Edition]


@dataclass(frozen=True)
class Report:
    """Pictures whose rights have ended, the latest first; and those that end, the next first. `more` are left out."""

    ended: list[Ending]
    ending: list[Ending]
    more: bool


class UuidText(Func):
    """A uuid as bodies write it. SQLite keeps it without dashes."""

    template = "CAST(%(expressions)s AS text)"
    output_field = CharField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        parts = [f"SUBSTR(%(expressions)s, {start}, {length})" for start, length in _PARTS]
        return self.as_sql(compiler, connection, template=f"({" || '-' || ".join(parts)})", **context)


_PARTS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))


def report(days: int, *, by: User, at: datetime) -> Report:
    """Return the pictures of live articles whose rights end within `days`, by the newspaper's calendar.

    Four queries, and what it takes to know what one may read.
    """
    today = zones.ours(at).date()
    ended = _shown(Q(rights_until__lt=today), at).order_by("-rights_until", "-pk")[: MOST + 1]
    ending = _shown(_between(today, days), at).order_by("rights_until", "-pk")[: MOST + 1]
    found = [list(ended), list(ending)]
    editions = _editions([picture for pictures in found for picture in pictures[:MOST]], by, at)
    told = [[Ending(picture, editions[str(picture.uuid)]) for picture in pictures[:MOST]] for pictures in found]
    return Report(told[0], told[1], any(len(pictures) > MOST for pictures in found))


def _between(today: date, days: int) -> Q:
    return Q(rights_until__gte=today, rights_until__lte=today + timedelta(days=days))


def _shown(which: Q, at: datetime) -> PictureQuerySet:
    """Return those of the pictures that readers see."""
    live = Edition.objects.order_by().live(at)
    lead = live.filter(lead_picture=OuterRef("pk"))
    inside = live.filter(references__kind=ReferenceKind.PICTURE, references__target=UuidText(OuterRef("uuid")))
    return cast("PictureQuerySet", Picture.objects.filter(Exists(lead) | Exists(inside), which))


def _editions(pictures: list[Picture], by: User, at: datetime) -> dict[str, list[Edition]]:
    """Return the live editions that show each of these pictures, by its uuid."""
    live = permissions.readable(by, Edition.objects.live(at)).order_by("-live_from", "-pk")
    told = live.select_related("article", "section").defer("body", "compiled")
    shown: dict[str, dict[int, Edition]] = defaultdict(dict)
    uuids = {picture.pk: str(picture.uuid) for picture in pictures}
    for edition in told.filter(lead_picture__in=uuids)[:_ARTICLES]:
        shown[uuids[cast("int", edition.lead_picture_id)]][edition.pk] = edition
    inside = told.filter(references__kind=ReferenceKind.PICTURE, references__target__in=uuids.values())
    for edition in inside.annotate(target=F("references__target"))[:_ARTICLES]:
        shown[edition.target].setdefault(edition.pk, edition)
    return defaultdict(list, {uuid: list(editions.values()) for uuid, editions in shown.items()})
