"""Time zones, and the moments that a time on their clocks stands for: one, none in spring, two in autumn.

Ours, the newspaper's, is Django's default one. At the desk, that of the editor's browser is Django's current one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone

COOKIE = "desk-zone"  # as articles/desk-zone.js names it


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())  # it reads a folder


def named(name: str) -> ZoneInfo | None:
    """Return the zone of that name; None for what is no zone's name."""
    return ZoneInfo(name) if name in _names() else None


def of_browser(cookies: Mapping[str, str]) -> ZoneInfo | None:
    """Return the zone that an editor's browser says it is in; None for readers, who are never asked."""
    return named(cookies.get(COOKIE, ""))


def moments(local: datetime, zone: tzinfo) -> list[datetime]:
    """Return, in UTC and in order, the moments at which clocks in `zone` show the naive `local`."""
    found = {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(at for at in found if at.astimezone(zone).replace(tzinfo=None) == local)


def start_of(day: date, zone: tzinfo | None = None) -> datetime:
    """Return, in UTC, the first moment of the day on our clocks, or on those of `zone`.

    That is its midnight, or when clocks go on where they leave that out.
    """
    return datetime.combine(day, time.min, zone or timezone.get_default_timezone()).astimezone(UTC)


def around(local: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the last minute before, and the first moment after, the gap that the naive `local` falls into."""
    local = local.replace(microsecond=0)
    before, after = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (1, 0))
    offset = before.astimezone(zone).utcoffset()

    def is_over(second: int) -> bool:
        return (before + timedelta(seconds=second)).astimezone(zone).utcoffset() != offset

    seconds = range(int((after - before).total_seconds()))
    first = before + timedelta(seconds=bisect_left(seconds, True, key=is_over))
    return (first - timedelta(minutes=1)).astimezone(zone), first.astimezone(zone)


def comes_twice(local: datetime) -> bool:
    """Tell whether clocks show an aware datetime at another moment too."""
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()


def offset(at: datetime) -> str:
    """Return an aware moment's distance from UTC: UTC, UTC+2, UTC−5, UTC+5:45."""
    distance = at.utcoffset() or timedelta()
    hours, minutes = divmod(int(abs(distance).total_seconds()) // 60, 60)
    sign = "−" if distance < timedelta() else "+"
    return f"UTC{sign}{hours}{f':{minutes:02}' if minutes else ''}" if distance else "UTC"


def ours(at: datetime) -> datetime:
    """Return the moment as the newspaper's clocks show it."""
    return timezone.localtime(at, timezone.get_default_timezone())


def is_ours(local: datetime) -> bool:
    """Tell whether the newspaper's clocks show what an aware datetime does."""
    return local.utcoffset() == ours(local).utcoffset()
