"""The body of a manuscript: which short lines are subheads, which paragraphs somebody said, and the HTML. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from articles.manuscript.blocks import Block, Kind, paragraph
from articles.manuscript.lines import (
    CLOSERS,
    Speaker,
    begins_like_a_byline,
    begins_with_a_dash,
    closes_a_quotation,
    count_words,
    cut_speaker,
    goes_on_below,
    is_name,
    opens_a_quotation,
    read_label,
    read_speaker,
    unquoted,
)
from articles.manuscript.result import Remarks
from articles.markup import Node

MAX_SUBHEAD, MAX_SUBHEAD_WORDS = 110, 14
MAX_QUOTE_WORDS = 100  # of a quotation without quotation marks
MAX_QUOTED_PARAGRAPHS = 8
MAX_DOUBTS = 10  # remarks about short lines: after these an editor has seen enough

_ADDRESS = re.compile(r"https?:|www\.|\S@\S")
_INITIALS = re.compile(r"[(—–-]?\s?(?:(?:[^\W\d_]{1,4}[./-]\s?){1,3}[^\W\d_]{1,4}\.?|[A-Z]{2,4}|[a-z]{2,3})\)?")
_AROUND = re.compile(  # what stands between the paragraphs of a web page
    r"(?:à )?(?:lire|voir|écouter) (?:aussi|également)\b|(?:read|see) (?:more|also)\b|(?:article|contenu) réservé\b|©",
    re.IGNORECASE,
)
_YOU = re.compile(r"^Q\s?[.:]|\b(?:vous|votre|vos|toi|ton|you|your)\b|-(?:vous|tu)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Quotation:
    """What somebody said, a paragraph or more, and who."""

    paragraphs: tuple[tuple[str, ...], ...]
    speaker: Speaker

    @property
    def text(self) -> str:
        return "\n".join(line for lines in self.paragraphs for line in lines)

    def node(self) -> Node:
        byline: list[Node | str] = [Node("cite", children=[self.speaker.name])]
        if self.speaker.role:
            byline.append(Node("span", children=[self.speaker.role]))
        quote = Node("blockquote", children=[paragraph(lines) for lines in self.paragraphs])
        return Node("figure", {"class": "pull-quote"}, [quote, Node("figcaption", children=byline)])


Part = Block | Quotation


def compose(blocks: list[Block], remarks: Remarks, *, headed: bool) -> str:
    """Return the HTML of the body in its schema. `headed`: a standfirst stands above it."""
    parts = _with_quotations(blocks, remarks)
    subheads = _subheads(parts, remarks, headed)
    nodes = [
        Node("h2", children=[part.text]) if index in subheads and isinstance(part, Block) else part.node()
        for index, part in enumerate(parts)
    ]
    _tell(parts, nodes, remarks)
    return "".join(map(str, nodes))


def compose_lines(lines: list[str]) -> str:
    """Return the HTML of a text in which nothing is told: a paragraph for each line."""
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines if line)


def _tell(parts: list[Part], nodes: list[Node], remarks: Remarks) -> None:
    if subheads := sum(node.tag == "h2" for node in nodes):
        remarks.found(_("Subheads: %(count)d.") % {"count": subheads})
    if quotations := sum(isinstance(part, Quotation) for part in parts):
        remarks.found(_("Quotations with their speakers: %(count)d.") % {"count": quotations})
    for part in parts:
        if isinstance(part, Block) and part.kind is Kind.NUMBERS:
            remarks.found(_("A numbered list."), part.marks)
        elif isinstance(part, Block) and part.kind is Kind.RULE and "_" in part.text:
            remarks.found(_("A rule."), part.text)  # underscores count among the words


# --- Quotations -------------------------------------------------------------------------------------------------------


def _with_quotations(blocks: list[Block], remarks: Remarks) -> list[Part]:
    """Put each quotation and its speaker together."""
    parts: list[Part] = []
    for index, block in enumerate(blocks):
        if quotation := _on_one_line(block):
            parts.append(quotation)
            continue
        speaker = read_speaker(block.text) if block.is_line else None
        if speaker and not _in_dialogue(blocks, index):
            said = _said_before(parts, speaker)
            if said and index == len(blocks) - 1 and not unquoted([block.text for block in said]):
                remarks.unsure(_("The last line may sign the text, or the quotation above it: it stays."), block.text)
            elif said:
                del parts[-len(said) :]
                parts.append(Quotation(_without_marks(said), speaker))
                continue
            elif speaker.named and index and blocks[index - 1].is_line and not blocks[index - 1].text.endswith(":"):
                remarks.unsure(_("This line may name the speaker of the quotation above it: both stay."), block.text)
        parts.append(block)
    return parts


def _on_one_line(block: Block) -> Quotation | None:
    """Read “Text” – Speaker, role."""
    if not block.is_line or not opens_a_quotation(block.text) or not (cut := cut_speaker(block.text)):
        return None
    text, speaker = unquoted([cut[0]]), read_speaker(cut[1])
    return Quotation(((text[0],),), speaker) if text and speaker else None


def _in_dialogue(blocks: list[Block], index: int) -> bool:
    beside = blocks[max(0, index - 1) : index] + blocks[index + 1 : index + 2]
    return any(block.is_line and begins_with_a_dash(block.text) for block in beside)


def _said_before(parts: list[Part], speaker: Speaker) -> list[Block]:
    """Return the blocks at the end of `parts` that the speaker said."""
    last = parts[-1] if parts else None
    if not isinstance(last, Block) or last.kind not in (Kind.PROSE, Kind.VERSE) or begins_with_a_dash(last.text):
        return []
    if closes_a_quotation(last.text):
        said: list[Block] = []
        opens = False
        for part in reversed(parts[-MAX_QUOTED_PARAGRAPHS:]):
            if not isinstance(part, Block) or part.kind not in (Kind.PROSE, Kind.VERSE):
                break
            if opens and not goes_on_below(part.text):
                break
            said.insert(0, part)
            opens = bool(unquoted([block.text for block in said]))
        if opens:
            return said
    goes_on = opens_a_quotation(last.text) and not goes_on_below(last.text)  # « … », said somebody.
    if not speaker.named or goes_on or last.text.endswith(":") or count_words(last.text) > MAX_QUOTE_WORDS:
        return []
    return [last]


def _without_marks(said: list[Block]) -> tuple[tuple[str, ...], ...]:
    texts = [block.text for block in said]
    texts = unquoted(texts) or [text.removeprefix("> ") for text in texts]
    return tuple(tuple(text.split("\n")) for text in texts)


# --- Subheads ---------------------------------------------------------------------------------------------------------


def _subheads(parts: list[Part], remarks: Remarks, headed: bool) -> set[int]:
    """Return the places of the short lines that are subheads without doubt, and tell of the doubtful ones."""
    short = [_may_be_subhead(part) for part in parts]
    _tell_unnamed_speakers(parts, short, remarks)
    _tell_signature(parts, short, remarks)
    _tell_questions(parts, short, remarks)
    subheads: set[int] = set()
    doubts: list[str] = []
    for start, end in _runs(short):
        if end - start == 1 and _leads(parts, start, headed) and not _may_be_else(parts[start].text):
            subheads.add(start)
        else:
            doubts.append(parts[start].text)
    for text in doubts[:MAX_DOUBTS]:
        remarks.unsure(_("A short line here may be a subhead: it stays a paragraph."), text)
    return subheads


def _may_be_subhead(part: Part) -> bool:
    if not isinstance(part, Block) or not part.is_line or len(part.text) > MAX_SUBHEAD:
        return False
    text = part.text
    return (
        0 < count_words(text) <= MAX_SUBHEAD_WORDS
        and not text.endswith((",", ";", ":"))
        and not text.rstrip(CLOSERS).endswith((".", "…"))
        and not text[0].islower()
        and not begins_with_a_dash(text)
        and not _ADDRESS.search(text)
        and not read_label(text)
        and any(char.isalpha() for char in text)
    )


def _runs(flags: list[bool]) -> Iterator[tuple[int, int]]:
    place = 0
    for flag, run in groupby(flags):
        start, place = place, place + sum(1 for _flag in run)
        if flag:
            yield start, place


def _leads(parts: list[Part], index: int, headed: bool) -> bool:
    """Tell whether a short line stands above a text, and not in the midst of verse or right below the headline."""
    before = parts[index - 1] if index else None
    after = parts[index + 1] if index + 1 < len(parts) else None
    if after is None or (before is None and not headed):
        return False
    if before is None and (begins_like_a_byline(parts[index].text) or _is_full_name(parts[index].text)):
        return False  # whoever wrote it, it may be
    if isinstance(after, Quotation):
        return True
    return after.kind not in (Kind.VERSE, Kind.RULE, Kind.HEADING) and not (
        after.is_line and begins_with_a_dash(after.text)
    )


def _may_be_else(text: str) -> bool:
    """Tell “Claire DELMAS”, “Ann Marlow, editor” and what links to other articles from subheads."""
    name, comma, _role = text.partition(",")
    signed = comma or (name.split()[-1].isupper() and not name.isupper())
    return bool(_AROUND.match(text) or (signed and _is_full_name(name)))


def _is_full_name(text: str) -> bool:
    return is_name(text, 4) and count_words(text) > 1


def _tell_questions(parts: list[Part], short: list[bool], remarks: Remarks) -> None:
    """Keep the questions of an interview from being subheads: those of an article don't speak to anybody."""
    questions = [index for index, flag in enumerate(short) if flag and parts[index].text.endswith("?")]
    if len(questions) < 2 or not any(_YOU.search(parts[index].text) for index in questions):
        return
    for index in questions:
        short[index] = False
    remarks.unsure(_("The questions of an interview stay paragraphs: %(count)d.") % {"count": len(questions)})


def _tell_signature(parts: list[Part], short: list[bool], remarks: Remarks) -> None:
    """Tell of a name or initials in the last line."""
    last = parts[-1] if len(parts) > 1 else None
    if isinstance(last, Block) and (is_name(last.text) or _INITIALS.fullmatch(last.text)):
        short[-1] = False
        remarks.unsure(_("The last line may sign the text: it stays in it."), last.text)


def _tell_unnamed_speakers(parts: list[Part], short: list[bool], remarks: Remarks) -> None:
    """Keep “Name, role” below a quotation from being a subhead: it may name the speaker."""
    for index, part in enumerate(parts):
        if isinstance(part, Block) and len(part.lines) == 2 and unquoted(part.lines[:1]) and _may_name(part.lines[1]):
            remarks.unsure(_("This line may name the speaker of the quotation above it: both stay."), part.lines[1])
        before = parts[index - 1] if index else None
        if short[index] and isinstance(before, Block) and unquoted([before.text]) and _may_name(part.text):
            short[index] = False
            short[index - 1] = False
            remarks.unsure(_("This line may name the speaker of the quotation above it: both stay."), part.text)


def _may_name(line: str) -> bool:
    name, comma, _role = line.partition(",")
    return is_name(name) and bool(comma or count_words(name) > 1)
