"""Excerpts: the passage of a text that answers a query best, and where the words asked for stand in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from articles.words import Query, Term, words

LENGTH = 220  # characters, about
BEFORE = 60  # of them before the first hit

_TOKEN = re.compile("(?:[^\\W_][\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]*)+")


class Piece(NamedTuple):
    """Some characters of a text, and whether they were looked for."""

    text: str
    is_hit: bool


def highlight(text: str, query: Query) -> list[Piece]:
    """Return the whole text in pieces."""
    return _cut(text, 0, len(text), _hits(text, query.terms))


def excerpt(paragraphs: Iterable[str], query: Query) -> list[Piece]:
    """Return about LENGTH characters of the paragraph that holds the most of the terms; nothing if none holds any."""
    best: tuple[int, str, list[tuple[int, int]]] = (0, "", [])
    for paragraph in paragraphs:
        found = [_hits(paragraph, [term]) for term in query.terms]
        held = sum(map(bool, found))
        if held > best[0]:
            best = (held, paragraph, sorted(span for spans in found for span in spans))
        if held == len(query.terms):
            break
    _held, text, hits = best
    if not hits:
        return []
    start, end = _window(text, hits[0][0])
    pieces = _cut(text, start, end, hits)
    if start:
        pieces.insert(0, Piece("… ", False))
    if end < len(text):
        pieces.append(Piece(" …", False))
    return pieces


def _hits(text: str, terms: Iterable[Term]) -> list[tuple[int, int]]:
    """Return the spans of `text` where a term stands, in order, none over another."""
    tokens = [(word, *match.span()) for match in _TOKEN.finditer(text) for word in words(match[0])]
    found: set[tuple[int, int]] = set()
    for term in terms:
        length = len(term.words)
        for index in range(len(tokens) - length + 1):
            here = [word for word, _start, _end in tokens[index : index + length]]
            is_last = here[-1].startswith(term.words[-1]) if term.prefix else here[-1] == term.words[-1]
            if is_last and here[:-1] == list(term.words[:-1]):
                found.add((tokens[index][1], tokens[index + length - 1][2]))
    spans: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _window(text: str, hit: int) -> tuple[int, int]:
    """Return the bounds of the passage around a hit, at the ends of words where there are any."""
    start = max(0, hit - BEFORE)
    if start:
        start = text.find(" ", start, hit) + 1 or start
    end = start + LENGTH
    if end < len(text):
        end = max(text.rfind(" ", hit, end), hit + 1) if " " in text[hit:end] else end
    return start, min(end, len(text))


def _cut(text: str, start: int, end: int, hits: list[tuple[int, int]]) -> list[Piece]:
    pieces, at = [], start
    for begin, finish in hits:
        if begin >= end or finish <= start or begin < at:
            continue
        pieces += [Piece(text[at:begin], False), Piece(text[begin : min(finish, end)], True)]
        at = min(finish, end)
    pieces.append(Piece(text[at:end], False))
    return [piece for piece in pieces if piece.text]
