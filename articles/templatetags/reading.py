"""What readers' templates say often: dates in the words of the page's language, French spaces, groups of signers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles import body as bodies
from articles.addresses import absolute
from articles.clocks import dated
from articles.models import Byline
from articles.states import BylineRole

register = template.Library()
register.filter(absolute)

READ_IN = {"fr": "Lire cet article en français", "en": "Read this article in English"}


@register.filter
def iso(at: datetime) -> str:
    """Return the moment for machines, in the site's time zone."""
    return timezone.localtime(at).isoformat(timespec="seconds")


@register.simple_tag
def day(at: datetime) -> SafeString:
    """Return a <time> that shows the date in the site's time zone."""
    return format_html('<time datetime="{}">{}</time>', iso(at), dated(timezone.localtime(at), "DATE_FORMAT"))


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """Return a <time> that shows date and time of day in the site's time zone."""
    local = timezone.localtime(at)
    words = _("%(date)s at %(time)s") % {
        "date": dated(local, "DATE_FORMAT"),
        "time": formats.date_format(local, "TIME_FORMAT"),
    }
    return format_html('<time datetime="{}">{}</time>', iso(at), words)


@register.filter
def typeset(text: str, language: str) -> str:
    """Put the spaces of `language` into a plain text."""
    return bodies.typeset(text, language)


@register.filter
def by_role(bylines: Iterable[Byline]) -> list[tuple[str, list[Byline]]]:
    """Return (role in words, its bylines) in the editor's order; writers, whom nobody need name, have an empty role."""
    return [
        ("" if role == BylineRole.TEXT else str(BylineRole(role).label), list(group))
        for role, group in groupby(bylines, key=lambda byline: byline.role)
    ]


@register.filter
def writers(bylines: Iterable[Byline]) -> list[str]:
    """Return the names of those who wrote the text."""
    return [byline.author.name for byline in bylines if byline.role == BylineRole.TEXT]


@register.filter
def signers(bylines: Iterable[Byline]) -> list[str]:
    """Return the names that sign a card: the writers', else everybody's."""
    bylines = list(bylines)
    return writers(bylines) or [byline.author.name for byline in bylines]


@register.filter
def read_in(language: str) -> str:
    """Invite to an article in another language, in that language."""
    return READ_IN[language]
