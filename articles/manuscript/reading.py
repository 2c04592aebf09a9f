"""The parts of a manuscript, told by where they stand. Pure.

Labels go first, for they win over everything; then the head is taken from the top, the foot from the end, and what is
left is the body.
"""

from __future__ import annotations

import math
import re
from collections import deque
from collections.abc import Collection, Sequence
from itertools import pairwise

from django.utils.translation import gettext as _

from articles.manuscript.blocks import Block, Kind, blocks, split_lines
from articles.manuscript.body import compose, compose_lines
from articles.manuscript.heads import (
    MAX_HEADLINE,
    MAX_KICKER,
    is_kicker,
    is_short_sentence,
    is_standfirst,
    is_surely_kicker,
    may_be_headline,
    may_be_standfirst,
    names_a_speaker,
)
from articles.manuscript.languages import language_of
from articles.manuscript.lines import (
    DASHES,
    FOOT,
    HEAD,
    Byline,
    Label,
    Signature,
    Trails,
    closes_a_quotation,
    count_words,
    ends_a_sentence,
    fold,
    has_quotation_marks,
    looks_like_a_trail,
    may_stand,
    name_before,
    read_byline,
    read_label,
    read_names,
)
from articles.manuscript.notices import (
    MAX_BIO_WORDS,
    Bio,
    is_date,
    is_end_mark,
    is_mail_header,
    is_paid,
    is_release_note,
    read_bio,
    speaks_in_first_person,
    split_notices,
)
from articles.manuscript.result import Manuscript, Remarks

MAX_LINES = 20_000  # far more than an article has: what is longer is a log or a mistake
HEAD_LINES = 6  # blocks after the headline among which bylines and dates are looked for

_MOST = {"headline": MAX_HEADLINE, "kicker": MAX_KICKER}  # characters
_MARKUP = re.compile(r"</?(?:p|div|br|html|body|h[1-6]|span|a|ul|ol|li|strong|em|b|i|img|table)\b[^<>]{0,300}>", re.I)
_TAG_SEPARATORS = re.compile(r"\s*[,;|#]\s*")


def read(
    text: str,
    *,
    language: str = "",
    sections: Sequence[tuple[str, tuple[str, ...]]] = (),
    authors: Collection[str] = (),
) -> Manuscript:
    """Return the parts of a manuscript. Takes any text, in linear time.

    `sections` are paths with their names from the root down; `authors` are names.
    Without `language`, the words tell it.
    """
    lines = split_lines(text)
    language = language or language_of(text)
    if sum(map(bool, lines)) > MAX_LINES:
        remarks = Remarks()
        remarks.unsure(_("The text has too many lines for an article: each stays a paragraph."))
        return Manuscript(body=compose_lines(lines), language=language, remarks=tuple(remarks))
    reader = _Reader(blocks(lines), Trails(sections), authors)
    if _MARKUP.search(text):
        reader.remarks.unsure(_("The text holds HTML, which is kept as text: send what readers see instead."))
    return reader.read(language)


class _Reader:
    """Take the parts off the blocks one after the other; what is left is the body."""

    def __init__(self, found: list[Block], trails: Trails, authors: Collection[str]) -> None:
        self.blocks = deque(found)
        self.trails = trails
        self.authors = {fold(name): name for name in authors}
        self.trail = self.section = self.bio = self.bio_of = ""
        self.texts = {"kicker": "", "headline": "", "standfirst": ""}
        self.sponsored = False
        self.signatures: list[Signature] = []
        self.tags: list[str] = []
        self.left_out: list[str] = []
        self.remarks = Remarks()

    def read(self, language: str) -> Manuscript:
        self._take_labels()
        self._take_head()
        self._take_foot()
        self._take_foot_lines()
        self._take_end_marks()
        body = compose(list(self.blocks), self.remarks, headed=bool(self.texts["standfirst"]))
        return Manuscript(
            trail=self.trail,
            section=self.section,
            **self.texts,
            body=body,
            language=language,
            signatures=tuple(dict.fromkeys(self.signatures)),
            tags=tuple(dict.fromkeys(self.tags)),
            bio=self.bio,
            bio_of=self.bio_of,
            sponsored=self.sponsored,
            left_out=tuple(self.left_out),
            remarks=tuple(self.remarks),
        )

    def _leave_out(self, message: str, words: str) -> None:
        self.left_out.append(words)
        self.remarks.left_out(message, words)

    # --- Labels -------------------------------------------------------------------------------------------------------

    def _take_labels(self) -> None:
        """Take what labels name. A label alone on its line names the block below it."""
        found, self.blocks = self.blocks, deque()
        total = len(found)
        while found:
            block = found.popleft()
            label = read_label(block.text) if block.is_line else None
            if not label or not may_stand(label, total - len(found), len(found)):
                self.blocks.append(block)
                continue
            below = found[0] if found and not label.value and label.part != "body" else None
            if below and below.is_line and not read_label(below.text):
                label = Label(label.part, label.mark, below.text)
                if self._fill(label):
                    found.popleft()
                    continue
            elif self._fill(label):
                continue
            self.blocks.append(block)

    def _fill(self, label: Label) -> bool:
        """Put the value where the label says; False if it can't go there."""
        line = f"{label.mark} {label.value}"
        if label.part == "body":
            self.remarks.found(_("A label tells where the text begins."), label.mark)
        elif not label.value:
            return False
        elif label.part == "subhead":
            self.blocks.append(Block(Kind.HEADING, (label.value,)))
            self.remarks.found(_("A label names a subhead."), label.mark)
        elif label.part == "tags":
            self.tags += [tag.strip() for tag in _TAG_SEPARATORS.split(label.value) if tag.strip()]
            self.remarks.found(_("A label names the tags."), line)
        elif label.part == "byline" and (byline := read_names(label.value, trusted=True)):
            self._sign(byline, line)
        elif label.part == "section" and not self.trail:
            self._follow(label.value, line)
        elif label.part == "bio" and not self.bio:
            self._introduce(label.value, label.mark)
        elif self._is_free(label.part) and len(label.value) <= _MOST.get(label.part, math.inf):
            self.texts[label.part] = label.value
            self.remarks.found(_labelled(label.part), label.mark)
        else:
            self.remarks.unsure(_("This label can't be followed, or not twice: its line stays in the text."), line)
            return False
        return True

    def _is_free(self, part: str) -> bool:
        return part in self.texts and not self.texts[part]

    # --- The head -----------------------------------------------------------------------------------------------------

    def _take_head(self) -> None:
        for _count in range(HEAD):
            if not (self.blocks and (self._take_trail() or self._take_notice(self.blocks[0]))):
                break
            self.blocks.popleft()
        self._take_headline()
        alone = self._take_head_lines()
        self._take_standfirst(stands_alone=alone)

    def _take_trail(self) -> bool:
        """Take the trail but for its last block, which is left to the caller to drop."""
        for size in (3, 2, 1):
            steps = [self.blocks[index] for index in range(min(size, len(self.blocks)))]
            if self.trail or len(steps) < size or not all(step.is_line for step in steps):
                continue
            after = self.blocks[size] if len(self.blocks) > size else None
            headed = bool(self.texts["headline"] or (after and may_be_headline(after)))
            formed = size > 1 or looks_like_a_trail(steps[0].text)
            known = self.trails.section("".join(step.text for step in steps))
            if (known and after and (headed or formed)) or (not known and size == 1 and formed and headed):
                trail = " > ".join(step.text for step in steps)
                self._follow(trail, trail)
                for _step in steps[1:]:
                    self.blocks.popleft()
                return True
        return False

    def _follow(self, trail: str, line: str) -> None:
        self.trail, self.section = trail, self.trails.section(trail)
        if self.section:
            self.remarks.found(_("The section is %(section)s.") % {"section": self.section}, line)
        else:
            self.left_out.append(line)
            self.remarks.unsure(_("There is no such section: choose one."), line)

    def _take_headline(self) -> None:
        if self.texts["headline"] or not self.blocks:
            return
        self.blocks[0] = first = self.blocks[0].joined()
        second = self.blocks[1] if len(self.blocks) > 1 else None
        if second and not self.texts["kicker"] and is_kicker(first, second):
            self.texts["kicker"] = first.words.rstrip(" :\u00a0\u202f")
            if is_surely_kicker(first):
                self.remarks.found(_("The short line above the headline is the kicker."), first.text)
            else:
                self.remarks.unsure(_("The capitals are taken for a kicker: they may be the headline."), first.text)
            self.blocks.popleft()
            first = second
        elif second and names_a_speaker(second):
            self.remarks.unsure(_("No headline was found: write one."))
            return
        if may_be_headline(first):
            self.texts["headline"] = first.words
        elif second and is_short_sentence(first):
            self.texts["headline"] = first.words
            self.remarks.unsure(_("The first sentence is taken for the headline: check that it is one."), first.text)
        else:
            self.remarks.unsure(_("No headline was found: write one."))
            return
        self.blocks.popleft()

    def _take_head_lines(self) -> bool:
        """Take bylines and dates that follow soon. Tell whether a single block stands above the first of them."""
        kept: list[Block] = []
        above: list[int] = []
        for _count in range(min(HEAD_LINES, len(self.blocks))):
            block = self.blocks.popleft()
            if self._take_notice(block):
                above.append(len(kept))
            else:
                kept.append(block)
        self.blocks.extendleft(reversed(kept))
        return above[:1] == [1] and len(self.blocks) > 1

    def _take_standfirst(self, *, stands_alone: bool) -> None:
        if self.texts["standfirst"] or not self.texts["headline"] or len(self.blocks) < 2:
            return
        first, second = self.blocks[0], self.blocks[1]
        if not may_be_standfirst(first, second):
            return
        if stands_alone or is_standfirst(first, second):
            self.texts["standfirst"] = first.text
            self.remarks.found(_("The paragraph below the headline is the standfirst."))
            self.blocks.popleft()
        elif sum(block.is_line and ends_a_sentence(block.text) for block in self.blocks) > 2:
            self.remarks.unsure(_("The first paragraph may be a standfirst: it stays in the text."), first.text)

    # --- The foot -----------------------------------------------------------------------------------------------------

    def _take_foot(self) -> None:
        for _count in range(2 * FOOT):
            if not self.blocks:
                return
            block = self.blocks[-1]
            if block.kind is Kind.RULE:
                self.remarks.found(_("A rule closes the text."), block.text)
                self.blocks.pop()
            elif self._take_notice(block, at_end=True):
                self.blocks.pop()
            elif not (block.is_line and (self._take_house_notice() or self._take_bio())):
                return

    def _take_house_notice(self) -> bool:
        text, notices = split_notices(self.blocks[-1].text)
        self._leave_out_notices(notices)
        if notices:
            self.blocks.pop()
            if text:
                self.blocks.append(Block(Kind.PROSE, (text,)))
        return bool(notices)

    def _leave_out_notices(self, notices: list[str]) -> None:
        for words in notices:
            self._leave_out(_("A notice of the house: it is no part of the article."), words)

    def _take_foot_lines(self) -> None:
        """Take bylines and notices of the house from above the last line, and tell of what may be a bio there."""
        near = [self.blocks.pop() for _count in range(min(FOOT, len(self.blocks)))]
        for block in near[:0:-1]:
            if not (block.is_line and self._take_foot_line(block)):
                self.blocks.append(block)
        self.blocks.extend(near[:1])

    def _take_foot_line(self, block: Block) -> bool:
        text, notices = split_notices(block.text)
        if byline := self._byline(block.text, at_end=False):
            self._sign(byline, block.text)
        elif not text:
            self._leave_out_notices(notices)
        else:
            self._tell_bio(block)
            return False
        return True

    def _tell_bio(self, block: Block) -> None:
        bio = read_bio(block.text)
        names = tuple(signature.name for signature in self.signatures)
        if (bio and bio.name) or block.text.startswith(names):
            self.remarks.unsure(_("This paragraph may be about the author: it stays in the text."), block.text)

    def _take_bio(self) -> bool:
        block = self.blocks[-1]
        bio = read_bio(block.text)
        if not bio and not (len(self.blocks) > 1 and self._names_its_makers(block.text)):
            return False
        if not bio or not self._is_of_its_author(bio):
            self.remarks.unsure(_("This paragraph may be about the author: it stays in the text."), block.text)
            return False
        self.blocks.pop()
        self._introduce(block.text)
        return True

    def _is_of_its_author(self, bio: Bio) -> bool:
        """Tell the author's bio from what an article says of its subject, or in the first person."""
        if len(self.blocks) == 1:
            return False
        if not bio.name:
            return bio.sure and not self._is_told_in_first_person()
        if fold(bio.name) in self.authors or bio.name in {signature.name for signature in self.signatures}:
            return True
        surname = bio.name.split()[-1]
        above = [*self.texts.values(), *(block.text for block in self.blocks if block is not self.blocks[-1])]
        return not any(surname in text for text in above)

    def _names_its_makers(self, text: str) -> bool:
        names = {signature.name for signature in self.signatures}
        return count_words(text) <= MAX_BIO_WORDS and any(name in text for name in names)

    def _is_told_in_first_person(self) -> bool:
        """Tell whether the author says “I” above the last block, where nobody else is quoted."""
        return any(
            speaks_in_first_person(block.text) and not has_quotation_marks(block.text) and not names_a_speaker(below)
            for block, below in pairwise(self.blocks)
        )

    def _introduce(self, text: str, mark: str = "") -> None:
        """Keep a bio; one found before stands below it."""
        bio = read_bio(text)
        names = dict.fromkeys([bio.name if bio else name_before(text), self.bio_of])
        self.bio_of = ", ".join(filter(None, names))  # the name of nobody, where two differ
        self.bio = "\n".join(filter(None, [text, self.bio]))
        self.remarks.found(_("The text closes with a bio."), mark)

    def _take_end_marks(self) -> None:
        """Take the marks that stand above the foot: what follows them may be no part of the article."""
        kept = [block for block in self.blocks if not (block.is_line and is_end_mark(block.text))]
        for block in self.blocks:
            if block.is_line and is_end_mark(block.text):
                self.left_out.append(block.text)
                self.remarks.unsure(_("Text follows the mark of the end: check that it belongs here."), block.text)
        self.blocks = deque(kept)

    # --- Head and foot ------------------------------------------------------------------------------------------------

    def _take_notice(self, block: Block, *, at_end: bool = False) -> bool:
        """Take a line that says who made the article, when, for whose money, or that it ends."""
        if not block.is_line:
            return False
        text = block.text
        if byline := self._byline(text, at_end=at_end):
            self._sign(byline, text)
        elif is_paid(text):
            self.sponsored = True
            self._leave_out(_("Paid content: choose its sponsorship note."), text)
        elif is_date(text):
            self._leave_out(_("A date or a reading time: the system keeps its own."), text)
        elif not at_end and not self.texts["headline"] and is_mail_header(text):
            self._leave_out(_("A line of the mail that brought the text."), text)
        elif is_release_note(text):
            self._leave_out(_("A note about the release: set an embargo if there is one."), text)
        elif at_end and is_end_mark(text):
            self._leave_out(_("The mark of the end."), text)
        else:
            return False
        return True

    def _byline(self, text: str, *, at_end: bool) -> Byline | None:
        name = text.lstrip(DASHES + " ")
        quoted = len(self.blocks) > 1 and closes_a_quotation(self.blocks[-2].text)
        speaks = name != text and (quoted or not at_end)
        if fold(name) in self.authors and not speaks:
            return Byline((Signature(name),))
        return read_byline(text)

    def _sign(self, byline: Byline, line: str) -> None:
        for signature in byline.signatures:
            known = self.authors.get(fold(signature.name), signature.name)
            self.signatures.append(Signature(known, signature.role))
        self.remarks.found(_("A byline."), line)
        for words in byline.rest:
            self._leave_out(_("The byline also says this."), words)


def _labelled(part: str) -> str:
    match part:
        case "headline":
            return _("A label names the headline.")
        case "kicker":
            return _("A label names the kicker.")
        case _:
            return _("A label names the standfirst.")
