"""What the desk's pages ask for: moments on the editor's own clocks and the newspaper's, and what waits for whom."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.contrib.auth.models import User
from django.utils import formats, timezone

from articles import permissions, zones
from articles.waiting import Waiting, waiting

register = template.Library()


@register.filter
def when(at: datetime | None) -> str:
    """Tell a moment on the editor's clocks, with their distance from UTC where that alone could be misread."""
    if not at:
        return ""
    local = timezone.localtime(at)
    words = formats.date_format(local, "SHORT_DATETIME_FORMAT")
    is_plain = zones.is_ours(local) and not zones.comes_twice(local)
    return words if is_plain else f"{words} {zones.offset(local)}"


@register.filter
def when_planned(at: datetime | None) -> str:
    """Tell it with the time on the newspaper's clocks beside, which is what colleagues will speak of."""
    if not at or zones.is_ours(timezone.localtime(at)):
        return when(at)
    ours = zones.ours(at)
    same_day = ours.date() == timezone.localtime(at).date()
    words = formats.date_format(ours, "TIME_FORMAT" if same_day else "SHORT_DATETIME_FORMAT")
    return f"{when(at)}, {words} {timezone.get_default_timezone_name()}"


@register.simple_tag
def waiting_for(user: User) -> list[Waiting]:
    return waiting(user, timezone.now())


@register.filter
def may_start(user: User) -> bool:
    return permissions.may_start(user)
