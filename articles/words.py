"""Words as the search knows them: folded, in texts and in what people look for. Pure.

The same folding serves both databases, which are given words that are nothing but letters and digits and keep them as
they are. One folding for French and English, and no stemming: an archive mixes both, names of people and places are
what newsrooms look for, and a word that is being typed matches its longer forms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

BREAK = "¶"  # ends a line of a folded text: no phrase reaches over it, and no word holds it
LONGEST_TEXT = 200_000  # characters: some 35,000 words; PostgreSQL indexes a megabyte of them at most
LONGEST_QUERY = 1_000  # characters
MOST_TERMS = 20
SHORTEST_PREFIX = 3  # letters: nearly every text has a word that begins with a given one or two

_WORD = re.compile(r"[^\W_]{1,64}")  # a longer one is several, here and in a query alike
_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]")  # accents; what may stand unseen within a word
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_QUOTES = str.maketrans(dict.fromkeys("«»“”„", '"'))
_TERM = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_ELISION = re.compile(r"\A(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)['’]", re.IGNORECASE)  # l’hôpital, qu’elle


def words(text: str) -> list[str]:
    """Return the words of `text` in order, without accents, ligatures or capitals: l’Œuvre is l, oeuvre."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    text = text.casefold()
    if not text.isascii():
        text = _MARKS.sub("", text).translate(_LETTERS)
    return _WORD.findall(text)


def fold(text: str) -> str:
    """Return the words of a text of any number of lines, each parted by a space, with a BREAK after each line."""
    found: list[str] = []
    for line in text.split("\n"):
        if of_line := words(line):
            found += [*of_line, BREAK]
    return " ".join(found)


def searchable(headline: str, standfirst: str, body: str) -> str:
    """Return what is indexed: headline and standfirst as a line each, even if empty, then the folded body."""
    return " ".join([*words(headline), BREAK, *words(standfirst), BREAK, body])[:LONGEST_TEXT].rstrip()


def split(text: str) -> tuple[str, str, str]:
    """Return headline, standfirst and body of a searchable text, words parted by single spaces."""
    headline, standfirst, body, *_rest = [*text.split(BREAK, 2), "", ""]
    return headline, standfirst, body


@dataclass(frozen=True)
class Term:
    """Words that stand one after the other. A prefix is one in its last word."""

    words: tuple[str, ...]
    prefix: bool = False

    @property
    def needle(self) -> str:
        """Return what stands in a searchable text between spaces where the term does."""
        return f" {' '.join(self.words)}{'' if self.prefix else ' '}"


@dataclass(frozen=True)
class Query:
    """What somebody looks for: all of `terms` and none of `excluded`. Without terms it finds nothing."""

    terms: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = field(default=())

    @property
    def whole(self) -> Query:
        """The same of whole words alone."""
        return Query(tuple(Term(term.words) for term in self.terms), self.excluded)

    def answers(self, text: str) -> bool:
        """Tell whether a searchable text has all that is asked for, and nothing that is excluded."""
        padded = f" {text} "
        return all(term.needle in padded for term in self.terms) and not any(
            term.needle in padded for term in self.excluded
        )

    @classmethod
    def parse(cls, text: str) -> Query:
        """Read words, "phrases" and -excluded words or phrases. Any text is a query.

        The last word may be the beginning of one, from three letters on. What is written as one word but is several
        (porte-monnaie, 12:30) is a phrase; an elided l’ or d’ is left out. What is longer than LONGEST_QUERY, or
        beyond MOST_TERMS, is not looked at.
        """
        found = list(_terms(text[:LONGEST_QUERY].translate(_QUOTES)))[:MOST_TERMS]
        if found:
            term, excluded, quoted = found[-1]
            if not (excluded or quoted) and len(term.words[-1]) >= SHORTEST_PREFIX:
                found[-1] = (Term(term.words, prefix=True), excluded, quoted)
        return cls(
            tuple(dict.fromkeys(term for term, excluded, _quoted in found if not excluded)),
            tuple(dict.fromkeys(term for term, excluded, _quoted in found if excluded)),
        )


def _terms(text: str) -> Iterable[tuple[Term, bool, bool]]:
    """Yield each term with whether it is excluded and whether it was quoted."""
    for match in _TERM.finditer(text):
        quoted = match["phrase"] is not None
        if found := words(match["phrase"] if quoted else _ELISION.sub("", match["word"])):
            yield Term(tuple(found)), bool(match["minus"]), quoted
