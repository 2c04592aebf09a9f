"""Articles as they show in lists: a card each, and pages of cards turned by key.

The key of a row says where in its list it stands, `20260601T120000.000000-17`: the date readers see and the edition's
id. `?before=<key>` continues with what is older, `?after=<key>` with what is newer. The first page has no query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, QueryDict

from articles.disclosures import Notes, notes_in_force
from articles.frame import Frame
from articles.models import Edition
from articles.querysets import WindowQuerySet

PAGE_SIZE = 20
_DATE = "%Y%m%dT%H%M%S.%f"
_KEY = re.compile(r"(\d{8}T\d{6}[.]\d{6})-(\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class Card:
    """One edition in a list, with what readers are told of payments."""

    edition: Edition
    notes: Notes


@dataclass(frozen=True)
class Page:
    """One page of a list; `older` and `newer` are queries, empty where there is nothing more."""

    cards: list[Card]
    older: str = ""
    newer: str = ""


class FirstPage(Exception):
    """All that was asked for is on the first page, which has an address of its own."""


def is_first(query: QueryDict) -> bool:
    return "before" not in query and "after" not in query


def key_of(edition: Edition) -> str:
    assert edition.published_at is not None  # noqa: S101  # lists hold what is published
    return f"{edition.published_at.astimezone(UTC):{_DATE}}-{edition.pk}"


def read_key(key: str) -> tuple[datetime, int]:
    """Return a key's date and edition id; raise Http404 for what is no key."""
    match = _KEY.fullmatch(key)
    try:
        return datetime.strptime(match[1], _DATE).replace(tzinfo=UTC), int(match[2])  # type: ignore[index]
    except (TypeError, ValueError):
        raise Http404 from None


def cards_of(editions: Iterable[Edition], at: datetime, frame: Frame) -> list[Card]:
    """Return a card for each edition, in one query. Bylines must be prefetched."""
    editions = list(editions)
    notes = notes_in_force(editions, at, frame)
    return [Card(edition, notes[edition.pk]) for edition in editions]


def turn(rows: WindowQuerySet, query: QueryDict, at: datetime, frame: Frame) -> Page:
    """Return the page that the query asks for of what is live in `rows`: four queries, however many rows.

    Raise Http404 for a broken key and for a page with nothing on it, FirstPage where `after` leads back there.
    """
    if "before" in query and "after" in query:
        raise Http404

    def first(rows: WindowQuerySet) -> list[Any]:
        # Where to begin comes before live(): SQLite enters an index at the first bound it is given, and live() has one.
        return list(rows.live(at).for_cards()[: PAGE_SIZE + 1])

    if "after" in query:
        found = first(rows.newer_than(*read_key(str(query["after"]))))
        if len(found) <= PAGE_SIZE:
            raise FirstPage
        found = found[:PAGE_SIZE][::-1]
        newer = older = True
    else:
        rows = rows.newest()
        newer = "before" in query
        if newer:
            rows = rows.older_than(*read_key(str(query["before"])))
        found = first(rows)
        if newer and not found:
            raise Http404
        older = len(found) > PAGE_SIZE
        found = found[:PAGE_SIZE]
    editions = [rows.edition_of(row) for row in found]
    return Page(
        cards_of(editions, at, frame),
        older=f"?before={key_of(editions[-1])}" if older else "",
        newer=f"?after={key_of(editions[0])}" if newer else "",
    )
