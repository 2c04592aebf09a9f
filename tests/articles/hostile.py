"""What the body must survive: attacks and odd strings that others collected. And a check that knows nothing of ours."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"

# What readers may be served of a body, by tag; href is checked on its own.
_BARE = "h3 ul ol li strong em sub sup br hr q blockquote table thead tbody tr"
READER_MARKUP: dict[str, set[str]] = {
    **{tag: set() for tag in _BARE.split()},
    **{tag: {"class"} for tag in ("p", "span", "section")},
    "h2": {"id"},
    "a": {"href", "rel"},
    "div": {"class", "role", "aria-label", "tabindex"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
STORED_MARKUP: dict[str, set[str]] = {
    **{tag: set() for tag in (_BARE + " p h2 figcaption cite span").split() if tag != "q"},
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "figure": {"class", "data-picture", "data-align", "data-url", "data-article"},
    "aside": {"class"},
}
_HREF = re.compile(r"(https?://[^/\\]|mailto:|tel:|/(?![/\\])|#)[^\x00-\x20]*", re.IGNORECASE)


def cases(path: str) -> Path:
    """Return a file of the shared cases, or skip the test where they are not at hand."""
    file = CASES / path
    if not file.exists():
        pytest.skip(f"the shared cases are not here: {path}")
    return file


def payloads() -> list[str]:
    """Return the script injections: each line as text, in an attribute's place, in a link and in our own blocks."""
    lines = (
        cases("xss/payloadbox-xss-payload-list.txt").read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    )
    found = []
    for line in lines:
        found += [
            line,
            f'<p title="{line}">a</p>',
            f'<a href="{line}">b</a>',
            f'<figure class="embed" data-url="{line}"><figcaption>{line}</figcaption></figure>',
            f'<figure class="pull-quote"><p>{line}</p><figcaption><cite>{line}</cite></figcaption></figure>',
        ]
    return found


def naughty_strings() -> list[str]:
    return json.loads(cases("strings/blns.json").read_text(encoding="utf-8"))


class _Inspector(HTMLParser):
    def __init__(self, allowed: dict[str, set[str]]) -> None:
        super().__init__()
        self.allowed = allowed
        self.offences: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.allowed:
            self.offences.append(f"<{tag}>")
        for name, value in attrs:
            if name not in self.allowed.get(tag, set()):
                self.offences.append(f"<{tag} {name}>")
            if name in ("href", "data-url") and not _HREF.fullmatch(value or ""):
                self.offences.append(f"{name}={value}")

    def _no_such_thing(self, text: str) -> None:
        self.offences.append(text)

    handle_comment = handle_decl = handle_pi = unknown_decl = _no_such_thing


def offences(html: str, allowed: dict[str, set[str]]) -> list[str]:
    """Return what stands in `html` and may not: tags, attributes, addresses, comments."""
    inspector = _Inspector(allowed)
    inspector.feed(html)
    inspector.close()
    return inspector.offences
