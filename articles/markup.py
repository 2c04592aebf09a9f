"""The body's schema: what may stand in what, as a tree that writes itself as HTML. Pure.

    body        p h2 h3 ul ol hr table blockquote, and the five blocks of ours
    p h2 h3     text, br, and strong em sub sup a, none inside its like
    ul ol       li, each holding p ul ol; a lone p goes without its tags (so do those of cells)
    table       thead tbody of tr of th td, which hold what a li holds
    blockquote  p ul ol

    <figure class="pull-quote"><blockquote><p>Text</p></blockquote>
        <figcaption><cite>Speaker</cite><span>Role</span></figcaption></figure>
    <figure class="picture" data-picture="UUID" data-align="left|right|wide"><figcaption>Caption</figcaption></figure>
    <figure class="embed" data-url="https://…"><figcaption>What it is</figcaption></figure>
    <figure class="related" data-article="PUBLICID"></figure>
    <aside class="fact-box"><h3>Title</h3><p>…</p><ul>…</ul></aside>

Speaker, role and captions are plain text and may be absent.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

PROVIDERS = {
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "vimeo.com": "Vimeo",
    "dailymotion.com": "Dailymotion",
    "soundcloud.com": "SoundCloud",
    "datawrapper.dwcdn.net": "Datawrapper",
    "x.com": "X",
    "twitter.com": "X",
    "bsky.app": "Bluesky",
    "instagram.com": "Instagram",
    "arte.tv": "Arte",
    "ina.fr": "INA",
    "radiofrance.fr": "Radio France",
}
MAX_URL = 500  # characters, as in the table of references

INLINE = frozenset({"strong", "em", "sub", "sup", "a"})
LISTS = frozenset({"ul", "ol"})
CELLS = frozenset({"td", "th"})
TEXT_BLOCKS = frozenset({"p", "h2", "h3", "cite", "span"})
FIGURES = frozenset({"pull-quote", "picture", "embed", "related"})
_FLOW = frozenset({"p", "ul", "ol"})
ADMITS: dict[str, frozenset[str]] = {
    "body": _FLOW | FIGURES | {"h2", "h3", "hr", "table", "blockquote", "fact-box"},
    "blockquote": _FLOW,
    "fact-box": _FLOW | {"h3"},
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "li": _FLOW,
    "table": frozenset({"thead", "tbody"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tr": CELLS,
    "td": _FLOW,
    "th": _FLOW,
    "pull-quote": frozenset({"quote", "byline", "p"}),
    "quote": frozenset({"p"}),
    "byline": frozenset({"cite", "span", "p"}),
    "picture": frozenset({"caption"}),
    "embed": frozenset({"caption"}),
    "caption": frozenset({"p"}),
    "related": frozenset(),
}

_LINK = re.compile(r"https?://[^\s/\\?#]|mailto:[^\s@]+@|tel:[+\d(]|/(?![/\\])|#", re.IGNORECASE)
_EMBED = re.compile(r"https://([a-z0-9.-]+)(?:[/?#][^\s\\\"'<>]*)?", re.IGNORECASE)


@dataclass(slots=True)
class Node:
    """An element. `kind` is its tag, or the name of a block of ours (pull-quote, fact-box …)."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)
    kind: str = ""

    def __post_init__(self) -> None:
        self.kind = self.kind or self.tag

    def __iter__(self) -> Iterator[Node]:
        """Yield the child elements."""
        return (child for child in self.children if isinstance(child, Node))

    def walk(self) -> Iterator[Node]:
        """Yield the element and all below it."""
        yield self
        for child in self:
            yield from child.walk()

    def places(self) -> Iterator[tuple[Node, int, str]]:
        """Yield each text in it, in order, with the element that holds it and where."""
        for index, child in enumerate(self.children):
            if isinstance(child, str):
                yield self, index, child
            else:
                yield from child.places()

    @property
    def text(self) -> str:
        """The words, with line breaks; no space is put between blocks."""
        if self.tag == "br":
            return "\n"
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def find(self, tag: str) -> Node | None:
        return next((node for node in self.walk() if node.tag == tag), None)

    def words_of(self, tag: str) -> str:
        found = self.find(tag)
        return found.text if found else ""

    def __str__(self) -> str:
        attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in self.attrs.items())
        if self.tag in ("br", "hr"):
            return f"<{self.tag}{attributes}>"
        return f"<{self.tag}{attributes}>{self.inner_html}</{self.tag}>"

    @property
    def inner_html(self) -> str:
        children = self.children
        if self.tag == "li" or self.tag in CELLS:
            paragraphs = [child for child in self if child.tag == "p"]
            if len(paragraphs) == 1 and paragraphs[0] is children[0]:
                children = paragraphs[0].children + children[1:]
        return "".join(html.escape(child, quote=False) if isinstance(child, str) else str(child) for child in children)


def provider(url: str) -> str:
    """Return the name of the provider that may be embedded from `url`, or nothing."""
    match = _EMBED.fullmatch(url)
    if not match or len(url) > MAX_URL:
        return ""
    host = match[1].lower()
    return next((name for known, name in PROVIDERS.items() if host == known or host.endswith(f".{known}")), "")


def safe_link(href: str) -> str:
    """Return the address as browsers read it if a link may lead there, or nothing."""
    href = re.sub(r"[\t\n\f\r]", "", href).strip(" ").replace(" ", "%20")
    return href if _LINK.match(href) else ""
