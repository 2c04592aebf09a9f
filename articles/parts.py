"""The parts in which a sitemap tells of all articles: a month each, and several where a month is long.

A part begins at a place in the order of lists turned round: the date readers see and an edition's id (0 before all of
that instant). Its name says where: `2026-05` at the start of the month, `2026-05-17` at the start of that day,
`2026-05-17-4711` after edition 4711, of that day. What has been published keeps its place, so that names do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from articles.models import Edition
from articles.querysets import EditionQuerySet
from articles.zones import start_of

LIMIT = 10_000  # editions: a fifth of what a sitemap may hold
NAME = "[12][0-9]{3}-[0-9]{2}(?:-[0-9]{2}(?:-[0-9]{1,18})?)?"  # of addresses
HOUR, COMMIT = timedelta(hours=1), timedelta(minutes=1)  # the latter between reading the clock and the commit, at most
BEGINNING = datetime(1000, 1, 1, tzinfo=UTC)

Place = tuple[datetime, int]


@dataclass(frozen=True)
class Part:
    """What comes after the place `begins`, up to `ends`."""

    begins: Place
    ends: Place

    @property
    def name(self) -> str:
        day, edition_id = timezone.localdate(self.begins[0]), self.begins[1]
        if edition_id:
            return f"{day}-{edition_id}"
        return str(day) if day.day > 1 else f"{day:%Y-%m}"

    def editions(self) -> EditionQuerySet:
        return Edition.objects.newer_than(*self.begins).older_than(self.ends[0], self.ends[1] + 1)


def named(name: str, at: datetime) -> Part | None:
    """Return the part of that name, as its editions are at `at`; None where there can be no such part."""
    year, month, *rest = (int(number) for number in name.split("-"))
    try:
        first = date(year, month, rest[0] if rest else 1)
    except ValueError:
        return None
    if len(rest) < 2:
        return _part((start_of(first), 0), at)
    edition_id = rest[1]
    published_at = Edition.objects.filter(pk=edition_id).values_list("published_at", flat=True).first()
    if published_at is None or timezone.localdate(published_at) != first:
        return None
    return _part((published_at, edition_id), at)


def told(at: datetime) -> list[tuple[str, datetime]]:
    """Return the name of each part of which readers see something, oldest first, with when they last got some of it.

    Only those months are looked at in which a window has opened or closed since the last time, and all of them after
    an hour: an archive that is imported moves no edge through the present.
    """
    whole_at, looked_at, months = cache.get("sitemap-parts") or (None, at, {})
    if whole_at is None or not whole_at <= looked_at <= at < whole_at + HOUR:
        whole_at, months = at, {month: _of_month(month, at) for month in _months(at)}
    else:
        months |= {month: _of_month(month, at) for month in _moved(looked_at - COMMIT, at)}
    cache.set("sitemap-parts", (whole_at, at, months), HOUR.total_seconds())
    return [part for month in sorted(months) for part in months[month]]


def _months(at: datetime) -> Iterator[date]:
    """Yield the months of which readers see something: a query each."""
    place = (BEGINNING, 0)
    while first := Edition.objects.newer_than(*place).live(at).values_list("published_at", flat=True).first():
        yield timezone.localdate(first).replace(day=1)
        place = (_next_month(first), 0)


def _moved(since: datetime, at: datetime) -> set[date]:
    """Return the months whose articles have come, gone or changed."""
    dates: set[datetime | None] = set()
    for edge in ("live_from", "live_until", "article__embargo_until"):
        passed = Edition.objects.published().filter(**{f"{edge}__gt": since, f"{edge}__lte": at})
        dates.update(passed.values_list("published_at", flat=True))
    return {timezone.localdate(published_at).replace(day=1) for published_at in dates if published_at}


def _of_month(month: date, at: datetime) -> list[tuple[str, datetime]]:
    """Return the parts of a month as told() does: two queries a part, which look at the index of its editions."""
    found = []
    place, end = (start_of(month), 0), (_next_month(start_of(month)), 0)
    while place != end:
        part = _part(place, at)
        if changed_at := part.editions().live(at).last_change():
            found.append((part.name, changed_at))
        place = part.ends
    return found


def _part(begins: Place, at: datetime) -> Part:
    """Return the part that begins there: up to the month's end, or to a midnight before it holds too many.

    Midnights stay where they are when some more or some less have been published. Editions that readers see no longer
    count too: that takes no look at any but the index.
    """
    month = Part(begins, (_next_month(begins[0]), 0))
    editions = month.editions().filter(published_at__lte=at).values_list("published_at", "pk")
    around = list(editions[LIMIT - 1 : LIMIT + 1])
    if len(around) < 2:
        return month
    last, beyond = around
    midnight = start_of(timezone.localdate(beyond[0]))
    return Part(begins, (midnight, 0) if midnight > begins[0] else last)


def _next_month(at: datetime) -> datetime:
    first = timezone.localdate(at).replace(day=1)
    return start_of((first + timedelta(days=31)).replace(day=1))
