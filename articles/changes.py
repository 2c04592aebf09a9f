"""What changed from one version of a text to the next, for people to read: paragraphs, and words within them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

LINES = 2_000  # of both versions together: beyond, equal lines are found by a quicker, rougher way
TOKENS = 2_000  # of both versions of a paragraph: beyond, it is shown as a whole
ALIKE = 0.5  # how much two paragraphs have in common that are shown as one

# Words bring the space before them: on their own, spaces would be half of all tokens, and each like every other.
_TOKEN = re.compile(r"\s*\w+|\s*[^\w\s]|\s+")


class Stretch(NamedTuple):
    """Some words, and what became of them: "" for nothing, "ins" or "del", as HTML calls it."""

    text: str
    tag: str = ""


@dataclass(frozen=True)
class Line:
    """A paragraph that changed."""

    stretches: tuple[Stretch, ...]

    @property
    def tag(self) -> str:
        """Return "ins" or "del" if the whole of it was put in or taken out."""
        return self.stretches[0].tag if len(self.stretches) == 1 else ""


def changed(before: Sequence[str], after: Sequence[str]) -> list[Line]:
    """Return the paragraphs that differ, in order; those that stayed are left out."""
    matcher = SequenceMatcher(None, before, after, autojunk=len(before) + len(after) > LINES)
    lines: list[Line] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            lines += _pair(before[a:b], after[c:d])
    return lines


def _pair(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Yield what became of a run of paragraphs: each beside the one it was rewritten to, where there is one."""
    if len(old) == len(new):
        for one, other in zip(old, new, strict=True):
            yield from _rewritten(one, other)
    else:
        yield from (Line((Stretch(line, "del"),)) for line in old if line)
        yield from (Line((Stretch(line, "ins"),)) for line in new if line)


def _rewritten(old: str, new: str) -> Iterator[Line]:
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(a) + len(b) <= TOKENS:
        matcher = SequenceMatcher(None, a, b, autojunk=False)
        if matcher.ratio() >= ALIKE:
            yield Line(tuple(_stretches(matcher, a, b)))
            return
    yield from (Line((Stretch(line, tag),)) for line, tag in ((old, "del"), (new, "ins")) if line)


def _stretches(matcher: SequenceMatcher[str], old: list[str], new: list[str]) -> Iterator[Stretch]:
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield Stretch("".join(old[a:b]))
            continue
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        if kind == "replace" and gone[0] == come[0] and gone[0].isspace():
            yield Stretch(gone[0])
            gone, come = gone[1:], come[1:]
        if gone:
            yield Stretch(gone, "del")
        if come:
            yield Stretch(come, "ins")
