"""The one function that lays windows, from what was asked for: openings, expiries and withdrawals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from django.db import transaction

from articles.models import Article, Byline, Edition, EditionSection, EditionTag
from articles.states import Status
from articles.workflow.door import set_head

# What publishing decides, and freezes with the window.
_DECIDED = ("status", "expires_at", "correction_kind", "correction_text", "compiled")
WINDOW_ROWS: tuple[Any, ...] = (Byline, EditionTag, EditionSection)  # they carry a copy of their edition's window
_FIELDS = ("article_id", "published_at", "live_from", "live_until", "expires_at", "withdrawn_at")


def lay_windows(article: Article) -> int:
    """Lay the article's windows and its head anew; return how many editions changed. For `rebuild`."""
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article.pk)
        set_head(article)
        return lay(article)


def windows(editions: Sequence[Edition]) -> list[tuple[datetime, datetime | None]]:
    """Return (published_at, live_until) of each of an article's published editions, given in order of live_from.

    A window ends at the first of: the next edition's opening, the expiry asked for, the withdrawal.
    """
    openings = [opening(edition) for edition in editions]
    laid: list[tuple[datetime, datetime | None]] = []
    for edition, following in zip(editions, [*openings, None][1:], strict=True):
        ends = [edition.expires_at, edition.withdrawn_at, following]
        laid.append((openings[0], min((end for end in ends if end), default=None)))
    return laid


def head_of(editions: Iterable[Edition]) -> Edition | None:
    """Return an article's newest edition that is not discarded, else its newest: what set_head() asks the database."""
    return max(editions, key=lambda edition: (edition.status != Status.DISCARDED, edition.number), default=None)


def lay(article: Article, opened: Edition | None = None) -> int:
    """Derive every live_until and published_at, and the article's first_published_at, from what was asked for.

    `opened` is an edition about to be frozen: its live_from and what else was decided are written with its window.
    Return how many editions changed.
    """
    editions = list(article.editions.published().only(*_FIELDS))
    if opened is not None:
        editions.append(opened)
    editions.sort(key=opening)
    laid = dict(zip(editions, windows(editions), strict=True))
    changed = [edition for edition in editions if (edition.published_at, edition.live_until) != laid[edition]]
    # What shrinks goes first and what opens last, so that no two windows overlap even between two statements.
    for edition in sorted(changed, key=lambda edition: (edition is opened, not _shrinks(edition, laid[edition][1]))):
        published_at, live_until = laid[edition]
        window = {"published_at": published_at, "live_from": edition.live_from, "live_until": live_until}
        if edition is opened:
            decided = {name: getattr(edition, name) for name in _DECIDED}
            Edition.objects.filter(pk=edition.pk).lay(**window, **decided)
        else:
            Edition.objects.filter(pk=edition.pk).lay(**window)
        lay_rows(edition, **window)
    article.first_published_at = editions[0].live_from if editions else None
    article.save(update_fields=["first_published_at"])
    return len(changed)


def lay_rows(edition: Edition, **window: datetime | None) -> None:
    """Copy an edition's window onto the rows that list it."""
    for model in WINDOW_ROWS:
        model.objects.filter(**{model.edition_field: edition.pk}).lay(**window)


def opening(edition: Edition) -> datetime:
    return cast("datetime", edition.live_from)  # published editions have one: a constraint says so


def _shrinks(edition: Edition, live_until: datetime | None) -> bool:
    return live_until is not None and (edition.live_until is None or live_until < edition.live_until)
