"""Two versions of a text that began as one made one again: what either side changed, and where they contradict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from articles import body as bodies

Content = Mapping[str, Any]  # by field; lists of rows as sequences
_TOKEN = re.compile(r"<[^>]+>|\s+|[^<\s]+")


@dataclass(frozen=True)
class Conflict:
    """A field in which both sides say something else: ours was kept, and theirs is here, in words."""

    field: str
    theirs: str


def merge(base: Content, ours: Content, theirs: Content) -> tuple[dict[str, Any], list[Conflict]]:
    """Return our content with their changes since `base` in it, and what could not be brought together.

    The body is merged by its blocks, and a block of text by its words; lists (tags, notes, bylines) by their members;
    all else as a whole.
    """
    merged: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for name, before in base.items():
        one, other = ours[name], theirs[name]
        if name == "body":
            merged[name], found = _merge_bodies(before, one, other)
            conflicts += [Conflict(name, words) for words in found]
        elif isinstance(before, list | tuple):
            merged[name] = [*(row for row in one if row in other or row not in before)]
            merged[name] += [row for row in other if row not in before and row not in one]
        elif other in (before, one):
            merged[name] = one
        else:
            merged[name] = other if one == before else one
            if one != before:
                conflicts.append(Conflict(name, str(other)))
    return merged, conflicts


def _merge_bodies(base: str, ours: str, theirs: str) -> tuple[str, list[str]]:
    """Return the merged body and the words of theirs that had to be left out, a text for each place."""
    merged: list[str] = []
    left_out = []
    versions = [[block.html for block in bodies.blocks(bodies.sanitise(html))] for html in (base, ours, theirs)]
    for before, one, other in _regions(*versions):
        if len(before) == len(one) == len(other):
            pairs = [([a], [b], [c]) for a, b, c in zip(before, one, other, strict=True)]
        else:
            pairs = [(before, one, other)]
        for old, mine, his in pairs:
            found = _choose(old, mine, his)
            if found is None:
                found = _merge_words(old, mine, his)
            if found is None:
                found = mine
                left_out.append(bodies.plain_text("".join(his)))
            merged += found
    return "".join(merged), left_out


def _choose(before: list[str], ours: list[str], theirs: list[str]) -> list[str] | None:
    """Return the side that changed, or what both made of it; None where they made two different things of it."""
    if theirs in (before, ours):
        return ours
    return theirs if ours == before else None


def _merge_words(before: list[str], ours: list[str], theirs: list[str]) -> list[str] | None:
    """Merge what both changed in one block by its words; None where they touch, or where a mark was changed."""
    if not len(before) == len(ours) == len(theirs) == 1:
        return None
    tokens = [_TOKEN.findall(side[0]) for side in (before, ours, theirs)]
    marks = [[token for token in side if token.startswith("<")] for side in tokens]
    if not marks[0] == marks[1] == marks[2]:
        return None
    merged: list[str] = []
    for old, mine, his in _regions(*tokens):
        found = _choose(old, mine, his)
        if found is None:
            return None
        merged += found
    return ["".join(merged)]


def _regions(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """Cut three sequences at what all of them hold: yield what is between in each, and what they share, in order."""
    at = (0, 0, 0)
    for start, our_start, their_start, length in [*_shared(base, ours, theirs), (len(base), len(ours), len(theirs), 0)]:
        yield list(base[at[0] : start]), list(ours[at[1] : our_start]), list(theirs[at[2] : their_start])
        same = list(base[start : start + length])
        yield same, same, same
        at = (start + length, our_start + length, their_start + length)


def _shared(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the runs of `base` that both sides kept: where each begins in the three, and how long it is."""
    mine = [*SequenceMatcher(None, base, ours, autojunk=False).get_matching_blocks()]
    his = [*SequenceMatcher(None, base, theirs, autojunk=False).get_matching_blocks()]
    one, other = 0, 0
    while one < len(mine) and other < len(his):
        a, b = mine[one], his[other]
        start, end = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
        if start < end:
            yield start, a.b + start - a.a, b.b + start - b.a, end - start
        if a.a + a.size < b.a + b.size:
            one += 1
        else:
            other += 1
