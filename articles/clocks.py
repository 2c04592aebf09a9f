"""Moments as people write and read them: the time on somebody's clocks."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import zones

EARLIEST, LATEST = 1900, 2200  # years: at the ends of the calendar, changing the time zone fails


def read(text: str, zone: tzinfo, *, bare_day: bool = False) -> list[datetime]:
    """Return, in UTC, the one or two moments that an ISO 8601 text stands for; raise ValidationError where none is.

    Without Z or an offset it is the time on the clocks of `zone`. `bare_day` takes a date for the start of the day.
    """
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        local = None
    is_day = len(text) <= len("2026-11-27")
    if local is None or (is_day and not bare_day):
        raise ValidationError(_("Write a date and a time of day, as 2026-11-27T08:00."))
    if not EARLIEST <= local.year <= LATEST:
        message = _("Choose a year between %(earliest)s and %(latest)s.")
        raise ValidationError(message % {"earliest": EARLIEST, "latest": LATEST})
    if local.tzinfo is not None:
        return [local.astimezone(UTC)]
    if is_day:
        return [zones.start_of(local, zone)]
    found = zones.moments(local, zone)
    if not found:
        before, after = zones.around(local, zone)
        message = _(
            "There is no %(moment)s in %(zone)s, since clocks go forward: choose %(before)s or %(after)s instead."
        )
        told = {"moment": words(local), "before": words(before, local), "after": words(after, local)}
        raise ValidationError(message % {"zone": zone, **told})
    return found


def twice(found: list[datetime], zone: tzinfo) -> str:
    """Say that a text stands for two moments."""
    told = {"moment": words(found[0].astimezone(zone)), "zone": zone}
    return _("%(moment)s comes twice in %(zone)s, since clocks go back: choose which one.") % told


def either(found: list[datetime], zone: tzinfo) -> list[str]:
    """Tell two moments apart that clocks show alike."""
    first, second = (at.astimezone(zone) for at in found)
    if first.dst() == second.dst():  # no summer ends: the zone itself has moved
        messages = [_("%(time)s (%(offset)s), the first"), _("%(time)s (%(offset)s), the second")]
    else:
        messages = [
            _("%(time)s summer time (%(offset)s), the first"),
            _("%(time)s winter time (%(offset)s), the second"),
        ]
    time = formats.time_format(first)
    return [
        message % {"time": time, "offset": zones.offset(local)}
        for message, local in zip(messages, (first, second), strict=True)
    ]


def dated(local: datetime, form: str) -> str:
    """Tell a date in a form that begins with the day; in French, the first is le 1er."""
    told = formats.date_format(local, form)
    return re.sub(r"\A1 ", "1er ", told) if (get_language() or "").startswith("fr") else told


def words(local: datetime, beside: datetime | None = None) -> str:
    """Tell a local time, without its date where that is the same as that of `beside`."""
    same_day = beside is not None and local.date() == beside.date()
    return formats.time_format(local) if same_day else dated(local, "DATETIME_FORMAT")


def ours(at: datetime) -> str:
    """Tell a moment on the newspaper's clocks, and say so: for what people in several zones read."""
    return f"{words(zones.ours(at))} ({place(zones.ours(at))})"


def place(local: datetime) -> str:
    """Name the zone of an aware datetime, with the distance from UTC where its clocks show the same once more."""
    return f"{local.tzinfo}, {zones.offset(local)}" if zones.comes_twice(local) else str(local.tzinfo)
