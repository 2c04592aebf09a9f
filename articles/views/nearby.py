"""What an article's page leads to: articles under the same tags, else in its section; and those beside it there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from articles.models import Edition, EditionSection, EditionTag, Tag
from articles.querysets import ListRowQuerySet
from articles.views.lookup import EDITION, edition_of, fetch, rows_as_json

ALIKE = 4  # articles shown as being alike
TAGS = 5  # of an article's tags: the first say most


@dataclass
class Nearby:
    """Live editions: those alike, the best first, and the next older and newer in the section."""

    alike: list[Edition] = field(default_factory=list)
    older: Edition | None = None
    newer: Edition | None = None

    @property
    def editions(self) -> list[Edition]:
        return [*self.alike, *(edition for edition in (self.older, self.newer) if edition)]


def nearby(edition: Edition, tags: Collection[Tag], at: datetime, leave_out: Collection[str]) -> Nearby:
    """Return what is near `edition`, in one query: the beginnings of three index ranges, and of one for each tag.

    `leave_out` names by public id what the page shows already.
    """
    if edition.section_id is None or edition.published_at is None:
        return Nearby()
    in_section = EditionSection.objects.filter(section=edition.section_id)
    place = (edition.published_at, edition.pk)
    most = ALIKE + len(leave_out) + 3
    arms = [
        _arm("older", in_section.newest().older_than(*place).live(at)[:1]),
        _arm("newer", in_section.newer_than(*place).live(at)[:1]),
        _arm("section", in_section.newest().live(at)[:most]),
    ]
    arms += [_arm("tag", EditionTag.objects.filter(tag=tag).newest().live(at)[:most]) for tag in list(tags)[:TAGS]]
    rows = fetch(arms)
    found = {
        kind: [edition_of(row, edition._state.db) for row in rows[kind] if row["id"] != edition.pk]
        for kind in ("older", "newer", "section", "tag")
    }
    beside = {kind: next(iter(found[kind]), None) for kind in ("older", "newer")}
    known = {*leave_out, *(one.article.public_id for one in beside.values() if one)}
    shared = Counter(one.pk for one in found["tag"])
    candidates = {one.pk: one for one in [*found["section"], *found["tag"]] if one.article.public_id not in known}
    ranked = sorted(candidates.values(), key=lambda one: (shared[one.pk], one.published_at, one.pk), reverse=True)
    return Nearby(ranked[:ALIKE], **beside)


def _arm(kind: str, rows: ListRowQuerySet) -> QuerySet:
    # A subquery, since SQLite takes no LIMIT in an arm of a UNION.
    return rows_as_json(kind, Edition.objects.order_by().filter(pk__in=rows.values(rows.edition_field)), EDITION)
