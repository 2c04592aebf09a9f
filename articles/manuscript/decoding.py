"""The bytes of a text file become text, or a sentence that tells an editor why they can't. Pure."""

from __future__ import annotations

import codecs
import re

from django.utils.translation import gettext as _

MAX_BYTES = 5_000_000
MAX_LINES = 100_000  # each would be a paragraph, and take its time

_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTAINERS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")
_HIGH = re.compile(r"[^\0-\x7f]")
_HIGH_BYTE = re.compile(rb"[\x80-\x9f]")
# High characters where no western European language has them. Text of another encoding is full of these.
_ODD = re.compile(
    r"[ŽžŠšƒˆ˜¤¦¨¬¯¸ÐÞ×÷]"
    r"|(?<=[a-zß-ÿ])[À-ÞŒ]"  # a capital after a small letter
    r"|(?<=[A-Za-z])[À-ÞŒ](?=[a-z])"  # or before one, inside a word: MacRoman has an apostrophe there
    r"|(?<![A-Za-zÀ-ÿŒœ])[Á-ÓÕ-Þ](?=[\s,;:!?])"  # a capital as a word, other than À and Ô
    r"|(?<=[a-z])[^\0-\x7fß-ÿœŸÀ-ÞŒ’‘´·ªº\xad](?=[a-zß-öø-ÿœ])"  # a sign inside a word
    r"|[ß-ÿœ]{3,}"  # accents without end: Cyrillic or Greek
)


class UnreadableText(ValueError):
    """The file holds no text that can be read; the message tells an editor what to do."""


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding, to show. Raise UnreadableText if it can't be told."""
    if len(data) > MAX_BYTES:
        raise UnreadableText(_("That is over 5 MB. Send the text alone, without pictures."))
    if not data.strip():
        raise UnreadableText(_("The file holds no text. Check that it is the right one."))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not data.startswith(codecs.BOM_UTF32_LE):
        return _checked(_strictly(data, "utf-16")), "UTF-16"
    _refuse_what_is_no_text(data)
    try:
        return _checked(data.decode("utf-8-sig")), "UTF-8"
    except UnicodeDecodeError:
        pass
    text = _strictly(data, "cp1252")
    high = len(_HIGH.findall(text))
    odd = sum(len(found) for found in _ODD.findall(text))
    if odd * 10 > high:
        raise _unknown_encoding()
    return _checked(text), "Windows-1252" if _HIGH_BYTE.search(data) else "Latin-1"


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unknown_encoding() from error


def _checked(text: str) -> str:
    if not text.strip().strip("\ufeff"):
        raise UnreadableText(_("The file holds no text. Check that it is the right one."))
    if sum(map(bool, map(str.strip, text.splitlines()))) > MAX_LINES:
        raise UnreadableText(_("The file has over 100,000 lines: that is no article. Send each article on its own."))
    return text


def _refuse_what_is_no_text(data: bytes) -> None:
    if data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableText(_("The file is in Rich Text Format. Save it as plain text (.txt) and send it again."))
    controls = len(_CONTROLS.findall(data))
    if data.startswith(_CONTAINERS) or b"\0" in data or controls > max(3, len(data) // 100):
        raise UnreadableText(
            _("The file is no plain text: a word processor's file, a PDF or a picture. Save it as plain text (.txt).")
        )


def _unknown_encoding() -> UnreadableText:
    return UnreadableText(_("The encoding of the file can't be told. Save it as UTF-8 and send it again."))
