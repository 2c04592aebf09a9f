"""What XML can hold: fewer characters than texts, which are pasted from anywhere."""

from __future__ import annotations

import re

_UNWRITABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # word processors break lines with one


def writable(text: str) -> str:
    """Return the text with a space for each character that would end an XML document in an error."""
    return _UNWRITABLE.sub(" ", text)
