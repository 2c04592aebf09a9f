"""Time zones: which there are, and the moments that a time on a clock stands for: one, in spring none, in autumn two.

Pure.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())  # it reads a folder


def named(name: str) -> ZoneInfo | None:
    """Return the zone of that name; None for what is no zone's name."""
    return ZoneInfo(name) if name in _names() else None


def moments(local: datetime, zone: tzinfo) -> list[datetime]:
    """Return, in UTC and in order, the moments at which clocks in `zone` show the naive `local`."""
    found = {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(at for at in found if at.astimezone(zone).replace(tzinfo=None) == local)


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


def offset(at: datetime) -> str:
    """Return an aware moment's distance from UTC: UTC, UTC+2, UTC−5, UTC+5:45."""
    distance = at.utcoffset() or timedelta()
    hours, minutes = divmod(int(abs(distance).total_seconds()) // 60, 60)
    sign = "−" if distance < timedelta() else "+"
    return f"UTC{sign}{hours}{f':{minutes:02}' if minutes else ''}" if distance else "UTC"
