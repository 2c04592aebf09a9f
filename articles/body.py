"""The body: what editors' tools write goes in through sanitise(), what readers get comes out of compile().

The schema is in markup.py, how anything is made to fit it in parsing.py, French spaces in typography.py: pure like this
module, they are imported from here only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from itertools import groupby
from typing import Any, NamedTuple

from django.db import models
from django.utils.text import slugify

from articles.markup import TEXT_BLOCKS, Node, provider
from articles.parsing import parse
from articles.typography import typeset, typeset_pieces

__all__ = [
    "Block",
    "BodyField",
    "Part",
    "Reference",
    "blocks",
    "compile",
    "headings",
    "links",
    "passages",
    "pictures",
    "plain_text",
    "reading_minutes",
    "references",
    "sanitise",
    "typeset",
    "with_pictures",
    "word_count",
]

WORDS_PER_MINUTE = 230
TABLE_LABEL = {"fr": "Tableau", "en": "Table"}
_TARGETS = {"picture": "data-picture", "related": "data-article", "embed": "data-url"}
_HEADING = re.compile('<h2 id="([^"]+)">(.*?)</h2>')
_TAG = re.compile("<[^>]*>")
_BLOCK_END = re.compile("</(?:p|h2|h3|li|t[hdr]|cite|span|figcaption)>")

Part = dict[str, str]


class Reference(NamedTuple):
    """What a body points at. `kind` is one of ReferenceKind's values."""

    kind: str
    target: str


class Block(NamedTuple):
    """A block as it is stored. `kind` is its tag, or pull-quote, picture, fact-box, embed or related."""

    kind: str
    html: str


class Sanitised(str):
    """A body that sanitise() made, as SafeString is a text that was escaped: it need not be made again."""

    __slots__ = ()


class BodyField(models.TextField):
    """A text that can't be stored but in the schema, whichever door it comes by."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return str(sanitise(value)) if isinstance(value, str) else value


def sanitise(html: str) -> Sanitised:
    """Return the body in the stored schema (markup.py). Idempotent: the only way in.

    Words are kept, in order, but for what scripts, styles, frames and templates hold and for characters that HTML
    forbids; runs of white space become one space.
    """
    return html if isinstance(html, Sanitised) else Sanitised(parse(html).inner_html)


def blocks(html: str) -> list[Block]:
    """Return the stored blocks in order; joined they are the stored body."""
    return [Block(node.kind, str(node)) for node in parse(html)]


def references(html: str) -> list[Reference]:
    """Return what the body points at, each once, in order of appearance."""
    found = (
        Reference("article" if node.kind == "related" else node.kind, node.attrs[_TARGETS[node.kind]])
        for node in parse(html)
        if node.kind in _TARGETS
    )
    return list(dict.fromkeys(found))


def pictures(html: str) -> list[str]:
    """Return the uuids of the pictures in the body, each once, in order."""
    return [target for kind, target in references(html) if kind == "picture"]


def with_pictures(html: str, others: Mapping[str, str]) -> Sanitised:
    """Return the body with other pictures in place of those that `others` names, by uuid; captions stay."""
    body = parse(html)
    for node in body:
        if node.kind == "picture":
            uuid = node.attrs["data-picture"]
            node.attrs["data-picture"] = others.get(uuid, uuid)
    return Sanitised(body.inner_html)


def links(html: str) -> list[str]:
    """Return the addresses that the body's words link to, each once, in order."""
    return list(dict.fromkeys(node.attrs["href"] for node in parse(html).walk() if node.tag == "a"))


def plain_text(html: str) -> str:
    """Return the words of the body, a line for each paragraph, item, row and caption.

    A pull quote reads “text — speaker, role”. No typography is applied.
    """
    return "\n".join(line for node in parse(html) for line in _lines(node))


def passages(stored: str) -> list[str]:
    """Return the words of a body as it is stored, a text for each paragraph, in a twentieth of plain_text()'s time."""
    return [unescape(_TAG.sub("", block)) for block in _BLOCK_END.split(stored) if block]


def _lines(node: Node) -> Iterator[str]:
    if node.kind == "pull-quote":
        quote = " ".join(paragraph.text for paragraph in node.walk() if paragraph.tag == "p")
        byline = ", ".join(filter(None, [node.words_of("cite"), node.words_of("span")]))
        yield f"{quote} — {byline}" if byline else quote
    elif node.tag == "tr":
        yield "\t".join(" ".join(line for child in cell for line in _lines(child)) for cell in node)
    elif node.tag in TEXT_BLOCKS or node.tag == "figcaption":
        yield node.text
    else:
        for child in node:
            yield from _lines(child)


def headings(parts: Sequence[Part]) -> list[tuple[str, str]]:
    """Return the subheads of what compile() made: (id, words)."""
    found = _HEADING.findall("".join(part.get("html", "") for part in parts))
    return [(name, unescape(_TAG.sub("", words))) for name, words in found]


def word_count(html: str) -> int:
    """Count the words as word processors do: l’homme and porte-monnaie are one, a dash on its own is none."""
    return sum(any(char.isalnum() for char in token) for token in plain_text(html).split())


def reading_minutes(words: int) -> int:
    return max(1, round(words / WORDS_PER_MINUTE))


def compile(html: str, language: str, *, sponsored: bool = False) -> list[Part]:
    """Return what readers are served, as parts ready for JSON, in order:

    {"html": "…"}                                           blocks that stand for themselves
    {"picture": uuid, "align": "left|right|wide|", "caption": "plain text, may be empty"}
    {"article": public_id}                                  a related article; neighbours come one by one

    The html is safe whatever `html` holds: it is sanitised again. It has French spaces where `language` begins with
    "fr"; an id (h-…) on each h2; rel="noopener" on links that leave the site, and rel="sponsored" if somebody paid for
    the article; tables in a region that scrolls; link cards for embeds, so that no reader's browser calls another host.
    """
    reader = _Reader(language, sponsored)
    parts: list[Part] = []
    for is_html, run in groupby(map(reader.part, parse(html)), key=lambda part: "html" in part):
        if is_html:
            parts.append({"html": "".join(part["html"] for part in run)})
        else:
            parts.extend(run)
    return parts


class _Reader:
    """Turn stored blocks into reader markup, one after the other.

    Each shape was tried in a page of ours on Readability 0.6 (Firefox's reader view), trafilatura 2.3, newspaper4k
    0.9, readability-lxml 0.9 and goose3 3.1. What decided:

    pull quote   One paragraph, `<p><q>…</q><br>— <span>speaker</span>, <span>role</span></p>`: all five keep quote,
                 speaker and role, and none can keep the one without the other. `<blockquote>` is lost in goose3, with
                 the speaker in a `<p>` in it or after it; with `<footer>`, Readability and trafilatura keep the quote
                 and drop its speaker; `<figure>` is lost in trafilatura, newspaper4k and goose3, `<aside>` in all but
                 readability-lxml; `<cite>` is lost in goose3 even in a paragraph.
    fact box     `<section>`: an `<aside>` is dropped by all but readability-lxml, and its facts stand nowhere else.
    link card    `<p class="link-card">`: of class "embed", trafilatura drops it; of two paragraphs in a `<div>`,
                 newspaper4k does.
    """

    def __init__(self, language: str, sponsored: bool) -> None:
        self.language = language
        self.rel = "noopener sponsored" if sponsored else "noopener"
        self.ids: set[str] = set()
        self.tables = 0

    def part(self, node: Node) -> Part:
        self._typeset(node)
        if node.kind == "picture":
            return {
                "picture": node.attrs["data-picture"],
                "align": node.attrs.get("data-align", ""),
                "caption": node.words_of("figcaption"),
            }
        if node.kind == "related":
            return {"article": node.attrs["data-article"]}
        block = self._block(node)
        for link in block.walk():
            if link.attrs.get("href", "").lower().startswith(("http:", "https:")):
                link.attrs["rel"] = self.rel
        return {"html": str(block)}

    def _typeset(self, node: Node) -> None:
        for block in node.walk():
            if block.tag in TEXT_BLOCKS or block.tag == "figcaption":
                places = list(block.places())
                pieces = typeset_pieces([text for _part, _index, text in places], self.language)
                for (part, index, _text), piece in zip(places, pieces, strict=True):
                    part.children[index] = piece

    def _block(self, node: Node) -> Node:
        match node.kind:
            case "h2" | "h3":
                return self._heading(node)
            case "table":
                self.tables += 1
                label = f"{TABLE_LABEL.get(self.language[:2], TABLE_LABEL['en'])} {self.tables}"
                return Node(
                    "div", {"class": "table-scroll", "role": "region", "aria-label": label, "tabindex": "0"}, [node]
                )
            case "pull-quote":
                return self._pull_quote(node)
            case "fact-box":
                parts = [self._level(child) for child in node]
                return Node("section", {"class": "fact-box"}, [*parts])
            case "embed":
                return self._link_card(node)
            case _:
                return node

    def _level(self, node: Node) -> Node:
        """Make an h3 that no h2 stands above an h2: the page's own heading is an h1, and levels aren't skipped."""
        return Node("h2", node.attrs, node.children) if node.tag == "h3" and not self.ids else node

    def _heading(self, node: Node) -> Node:
        if node.tag == "h2":
            slug = f"h-{slugify(node.text) or 'section'}"
            unique = slug
            number = 1
            while unique in self.ids:
                number += 1
                unique = f"{slug}-{number}"
            self.ids.add(unique)
            node.attrs["id"] = unique
        return node if node.tag == "h2" else self._level(node)

    def _pull_quote(self, node: Node) -> Node:
        quote: list[Node | str] = []
        for paragraph in node.walk():
            if paragraph.tag == "p":
                quote += [*([Node("br")] if quote else []), *paragraph.children]
        children: list[Node | str] = [Node("q", children=quote)]
        if speaker := node.words_of("cite"):
            children += [Node("br"), "— ", Node("span", {"class": "speaker"}, [speaker])]
        if role := node.words_of("span"):
            children += [", ", Node("span", {"class": "role"}, [role])]
        return Node("p", {"class": "pull-quote"}, children)

    def _link_card(self, node: Node) -> Node:
        url = node.attrs["data-url"]
        name = provider(url)
        caption = node.words_of("figcaption")
        children: list[Node | str] = [Node("a", {"href": url}, [caption or name])]
        if caption:
            children += [Node("br"), Node("span", children=[name])]
        return Node("p", {"class": "link-card"}, children)
