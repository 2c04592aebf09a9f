"""Plain text becomes blocks: paragraphs however their lines were broken, lists, verse, headings with a mark. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import groupby, pairwise

from articles.manuscript.lines import begins_with_a_dash, marked_heading, read_byline, read_label, read_speaker
from articles.manuscript.notices import is_date, is_end_mark, is_mail_header, is_paid, is_release_note, is_rule
from articles.markup import Node

MAX_WRAP = 100  # characters: mail and terminals break lines below this
LONG_LINE = 120  # a line of more is a paragraph, and so are its neighbours
MIN_WRAP = 50  # below this, lines that happen to be full are not yet wrapped
VERSE_LINE = 60

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028]")
# No text holds these: control characters, halves of surrogate pairs, what Unicode says is no character.
_ILLEGAL = re.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
_EMPHASIS = re.compile(r"\*{1,3}([^\s*](?:[^*]*[^\s*])?)\*{1,3}")  # of a whole line, in Markdown
_HYPHENATED = re.compile(r"\w-")
_SPACES = re.compile(r"[ \t]+")
_BULLET = re.compile(r"(?:[•‣▪]\s*|[*-]\s+)(?=\S)")
_NUMBER = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")


class Kind(Enum):
    PROSE = "p"  # one line
    VERSE = "verse"  # several lines that stay lines
    BULLETS = "ul"
    NUMBERS = "ol"
    HEADING = "h2"
    RULE = "hr"


@dataclass(frozen=True)
class Block:
    """A piece of the text as it was written, but for line breaks that mean nothing."""

    kind: Kind
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def words(self) -> str:
        """The text without the mark of a heading."""
        return marked_heading(self.lines[0])[1] if self.kind is Kind.HEADING else self.text

    def joined(self) -> Block:
        """Return the lines of verse as one, if they go on in small letters: a headline that was broken."""
        lines = _head_lines(list(self.lines)) if self.kind is Kind.VERSE and len(self.lines) <= 3 else ()
        return Block(Kind.PROSE, tuple(lines)) if len(lines) == 1 else self

    @property
    def marks(self) -> str:
        """The numbers of a numbered list, which readers' pages count themselves."""
        return " ".join(match[0].strip() for item in self.lines if (match := _NUMBER.match(item)))

    @property
    def is_line(self) -> bool:
        return self.kind is Kind.PROSE

    def node(self) -> Node:
        match self.kind:
            case Kind.RULE:
                return Node("hr")
            case Kind.HEADING:
                return Node("h2", children=[self.words])
            case Kind.BULLETS | Kind.NUMBERS:
                mark = _BULLET if self.kind is Kind.BULLETS else _NUMBER
                items: list[Node | str] = [Node("li", children=[mark.sub("", item, count=1)]) for item in self.lines]
                return Node(self.kind.value, children=items)
            case _:
                return paragraph(self.lines)


def paragraph(lines: Iterable[str], tag: str = "p") -> Node:
    children: list[Node | str] = []
    for line in lines:
        children += [*([Node("br")] if children else []), line]
    return Node(tag, children=children)


def split_lines(text: str) -> list[str]:
    """Return the lines of any text, without the spaces around them and what no text holds; blank ones are empty."""
    text = _ILLEGAL.sub("", _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n"))
    return [_plain(line) for line in text.split("\n")]


def _plain(line: str) -> str:
    line = _SPACES.sub(" ", line).strip().strip("\ufeff\u200b").strip()
    return emphasised[1] if (emphasised := _EMPHASIS.fullmatch(line)) else line


def blocks(lines: list[str]) -> list[Block]:
    """Return the blocks that lines make, in order, with all their words."""
    groups = [list(run) for filled, run in groupby(lines, bool) if filled]
    several = [line for group in groups if len(group) > 1 for line in group]
    width = max((len(line) for line in several if len(line) <= MAX_WRAP), default=0)
    if len(groups) == 1:
        found = list(_lone_group(groups[0], width))
    else:
        # The first lines of a page are its head, one part a line, where they are few.
        first = [[line] for line in _head_lines(groups[0])] if groups and _is_a_head(groups[0], width) else groups[:1]
        found = [block for group in first + groups[1:] for block in _group(group, width)]
    return list(_with_loose_lists(found))


def _is_a_head(group: list[str], width: int) -> bool:
    if all(map(is_mail_header, group)):
        return True
    return len(group) <= 3 and not _fills(group, width) and not any(_item(line) for line in group)


def _head_lines(group: list[str]) -> list[str]:
    """Return the lines, joined where one goes on in small letters: a headline that was broken."""
    lines = group[:1]
    for line in group[1:]:
        if line[0].islower() and lines[-1][-1].isalnum():
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return lines


def _lone_group(group: list[str], width: int) -> Iterator[Block]:
    """Read a text without blank lines: wrapped prose, a poem, or more likely one paragraph a line."""
    if _segments(group, width) or _is_verse(group):
        yield from _group(group, width)
        return
    for is_item, run in groupby(group, _item):
        if is_item:
            yield from _group(list(run), width)
        else:
            yield from map(_line, run)


def _is_verse(group: list[str]) -> bool:
    ends = sum(line.endswith((".", "!", "?", "…", ":")) for line in group)
    return len(group) > 3 and ends * 4 <= len(group) and all(len(line) <= VERSE_LINE for line in group)


# --- The lines between two blank ones ---------------------------------------------------------------------------------


def _group(group: list[str], width: int) -> Iterator[Block]:
    if len(group) == 1 or _fills(group, width):
        yield _line(_joined(group))
        return
    for run in _cut(group, width):
        yield from _run(run, width)


def _cut(group: list[str], width: int) -> Iterator[list[str]]:
    """Cut around lists and lines that speak for themselves. What follows a label may be its value."""
    run: list[str] = []
    closed = False
    for index, line in enumerate(group):
        item = _item(line)
        label = read_label(line) is not None
        alone = label or _speaks_for_itself(line) or (index == len(group) - 1 and _names_the_speaker(group[-2:]))
        after_list = run and _item(run[0]) and not item and _breaks([run[-1], line], width)
        if run and (closed or alone or after_list or (item and item != _item(run[0]))):
            yield run
            run = []
        run.append(line)
        closed = alone and not label
    if run:
        yield run


def _speaks_for_itself(line: str) -> bool:
    tests = (is_rule, is_end_mark, is_date, is_release_note, is_paid)
    return any(test(line) for test in tests) or bool(marked_heading(line)[0] or read_byline(line))


def _names_the_speaker(last_two: list[str]) -> bool:
    speaker = read_speaker(last_two[-1])
    return bool(speaker and speaker.named and len(last_two) == 2 and not begins_with_a_dash(last_two[0]))


def _run(run: list[str], width: int) -> Iterator[Block]:
    mark = _item(run[0])
    if mark and len(items := list(_items(run, mark, width))) > 1 and not (mark == "-" and _is_dialogue(items)):
        if mark != "1":
            yield Block(Kind.BULLETS, tuple(items))
        else:
            counted = [int(match[1]) for item in items if (match := _NUMBER.match(item))]
            yield Block(Kind.NUMBERS if counted == list(range(1, len(items) + 1)) else Kind.VERSE, tuple(items))
    elif len(run) == 1:
        yield _line(run[0])
    elif any(len(line) > LONG_LINE for line in run):
        yield from map(_line, run)
    elif segments := _segments(run, width):
        yield from (_line(_joined(segment)) for segment in segments)
    elif read_label(run[0]):
        yield _line(run[0])
        yield from _run(run[1:], width)
    else:
        yield Block(Kind.VERSE, tuple(run))


def _line(line: str) -> Block:
    if is_rule(line) and not is_end_mark(line):
        return Block(Kind.RULE, (line,))
    return Block(Kind.HEADING if marked_heading(line)[0] else Kind.PROSE, (line,))


# --- Wrapped lines ----------------------------------------------------------------------------------------------------


def _fills(group: list[str], width: int) -> bool:
    """Tell whether each line was broken because the next word would not have gone into it."""
    return not _breaks(group, width) or (len(group) > 2 and not _breaks(group, max(map(len, group))))


def _breaks(group: list[str], width: int) -> list[int]:
    """Return after which lines there was room for the next word, so that somebody broke them on purpose."""
    if not MIN_WRAP <= width <= MAX_WRAP or any(len(line) > width for line in group):
        return list(range(1, len(group)))
    return [
        index
        for index, (line, following) in enumerate(pairwise(group), 1)
        if len(line) + 1 + len(following.split(None, 1)[0]) <= width
    ]


def _segments(group: list[str], width: int) -> list[list[str]]:
    """Return the paragraphs of wrapped lines that no blank line divides; none if the lines are not wrapped."""
    breaks = _breaks(group, width)
    if len(group) < 2 or len(breaks) * 3 > len(group) - 1:
        return []
    return [group[start:end] for start, end in pairwise([0, *breaks, len(group)])]


def _joined(lines: list[str]) -> str:
    """Join wrapped lines. A hyphen at the end of one belongs to its word."""
    return "".join(line if _HYPHENATED.fullmatch(line[-2:]) else f"{line} " for line in lines).rstrip()


# --- Lists ------------------------------------------------------------------------------------------------------------


def _item(line: str) -> str:
    """Return what kind of mark of a list the line begins with: its bullet, "1" for a number, nothing."""
    mark = line[0] if _BULLET.match(line) else "1" if _NUMBER.match(line) else ""
    return "" if mark and (is_rule(line) or is_end_mark(line)) else mark


def _items(run: list[str], mark: str, width: int) -> Iterator[str]:
    """Yield the items, each with the lines it goes on over."""
    item: list[str] = []
    for line in run:
        if item and _item(line) == mark:
            yield _joined(item)
            item = []
        item.append(line)
    yield _joined(item)


def _is_dialogue(items: list[str]) -> bool:
    return any("?" in item or "!" in item for item in items)


def _with_loose_lists(found: list[Block]) -> Iterator[Block]:
    """Make one list of items with blank lines between them. Hyphens may be dialogue there."""

    def mark(block: Block) -> str:
        return (_item(block.lines[0]) if block.is_line else "").replace("-", "")

    for kind, run in groupby(found, mark):
        alike = list(run)
        if kind and len(alike) > 1:
            yield from _run([block.lines[0] for block in alike], 0)
        else:
            yield from alike
