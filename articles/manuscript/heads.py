"""What the first blocks may be: a kicker, a headline, a standfirst. Pure."""

from __future__ import annotations

from articles.manuscript.blocks import Block, Kind
from articles.manuscript.lines import (
    begins_like_a_byline,
    begins_with_a_dash,
    count_words,
    ends_a_sentence,
    read_byline,
    read_label,
    read_speaker,
    trails_off,
)
from articles.manuscript.notices import begins_with_a_dateline, is_date, is_greeting, is_paid, is_release_note

MAX_HEADLINE, MAX_HEADLINE_WORDS = 250, 30
MAX_KICKER = 120
MAX_STANDFIRST_WORDS = 70
MIN_STANDFIRST_WORDS = 8


def may_be_headline(block: Block) -> bool:
    text = block.words
    if len(text) > MAX_HEADLINE or read_label(text):
        return False
    if block.kind is Kind.HEADING:
        return True
    return (
        block.is_line
        and 0 < count_words(text) <= MAX_HEADLINE_WORDS
        and not text.endswith((".", "…", ":", ",", ";"))
        and not begins_with_a_dash(text)
        and not begins_with_a_dateline(text)
        and not (is_date(text) or is_paid(text) or is_release_note(text) or is_greeting(text) or read_byline(text))
    )


def is_short_sentence(block: Block) -> bool:
    text = block.text
    short = len(text) <= 150 and count_words(text) <= 15 and not begins_with_a_dash(text)
    return short and block.is_line and text.endswith((".", "…")) and not begins_with_a_dateline(text)


def is_kicker(block: Block, headline: Block) -> bool:
    """Tell whether a very short line stands above one that looks more like a headline."""
    text, words, below = block.text, count_words(block.text), count_words(headline.words)
    if not block.is_line or len(text) > MAX_KICKER or not words or read_label(text):
        return False
    if not may_be_headline(headline) or begins_like_a_byline(headline.words):
        return False
    if text.endswith(":"):
        return words <= 12
    shorter = words <= 3 or (text.isupper() and words <= 6 and not headline.words.isupper())
    return shorter and words < below <= 20 and below > 3 and may_be_headline(block)


def is_surely_kicker(block: Block) -> bool:
    """Tell one that is too short for a headline."""
    return count_words(block.text) <= 3 or block.text.endswith(":")


def names_a_speaker(block: Block) -> bool:
    return block.is_line and read_speaker(block.text) is not None


def may_be_standfirst(block: Block, below: Block) -> bool:
    if not block.is_line or begins_with_a_dash(block.text) or read_label(block.text) or names_a_speaker(below):
        return False
    least = 4 if _begins_the_text(below) else MIN_STANDFIRST_WORDS
    return least <= count_words(block.text) <= MAX_STANDFIRST_WORDS and not begins_with_a_dateline(block.text)


def is_standfirst(block: Block, below: Block) -> bool:
    """Tell one that may be from the first paragraph: it trails off or has no end, or the article begins below it."""
    text = block.text
    unended = not ends_a_sentence(text) and not text.endswith((":", ",", ";"))
    return trails_off(text) or (unended and not begins_like_a_byline(text)) or _begins_the_text(below)


def _begins_the_text(block: Block) -> bool:
    return block.is_line and begins_with_a_dateline(block.text)
