"""What reading a manuscript yields: its parts, and what an editor is told about them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from articles.manuscript.lines import Signature


class RemarkKind(StrEnum):
    FOUND = "found"
    UNSURE = "unsure"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Remark:
    """A sentence for the editor who checks, and the words that it is about."""

    kind: RemarkKind
    message: str
    words: str = ""


class Remarks(list[Remark]):
    def found(self, message: str, words: str = "") -> None:
        self.append(Remark(RemarkKind.FOUND, message, words))

    def unsure(self, message: str, words: str = "") -> None:
        self.append(Remark(RemarkKind.UNSURE, message, words))

    def left_out(self, message: str, words: str) -> None:
        self.append(Remark(RemarkKind.LEFT_OUT, message, words))


@dataclass(frozen=True)
class Manuscript:
    """The parts of an article. `body` is HTML in the body's schema, everything else plain text, empty if not there."""

    trail: str = ""  # as written
    section: str = ""  # the path
    kicker: str = ""
    headline: str = ""
    standfirst: str = ""
    body: str = ""
    language: str = ""
    signatures: tuple[Signature, ...] = ()
    tags: tuple[str, ...] = ()
    bio: str = ""
    bio_of: str = ""  # the name that the bio begins with; both, where two bios stand there
    sponsored: bool = False  # a line says that somebody paid
    left_out: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
