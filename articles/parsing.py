"""HTML from anywhere becomes a tree that fits the body's schema (markup.py). Pure.

nh3 reads it as browsers do and throws away what is not allowed at all; the builder then puts each thing where the
schema has a place for it. What has no place is unwrapped: its words stay, in order.
"""

from __future__ import annotations

import re
import uuid
from html.parser import HTMLParser

import nh3

from articles.markup import ADMITS, CELLS, FIGURES, INLINE, LISTS, TEXT_BLOCKS, Node, provider, safe_link

MAX_NESTING = 250  # open tags in the input
LONG_TEXT = 10_000  # characters between two tags, or in a whole body, above which nh3 gets help
MAX_DEPTH = 12  # open containers: lists in lists in lists
MAX_SPAN = 100  # columns or rows of one cell
ALIGNMENTS = frozenset({"left", "right", "wide"})
BYLINE_DASHES = "—–- \u00a0\u202f"  # written before a speaker's name; the reader's markup has its own

ALIASES = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "tfoot": "tbody"}
LESSER = {"h2": "h3", "h3": "p"}  # what a heading becomes where it can't stand
# Not of the schema, but their words are no part of the paragraph before them.
_BREAKS = {
    *("address", "article", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset", "footer", "form"),
    *("header", "hgroup", "legend", "main", "nav", "option", "pre", "section", "summary"),
}
_TAGS = {
    *(_BREAKS | INLINE | TEXT_BLOCKS | LISTS | CELLS | set(ALIASES)),
    *("br", "hr", "li", "table", "thead", "tbody", "tr", "blockquote", "figure", "figcaption", "aside"),
}
# Tags that stand alone or that the next of their kind closes.
_UNNESTED = {"br", "col", "dd", "dt", "hr", "img", "input", "li", "option", "p", "source", "td", "th", "tr", "wbr"}
_ATTRIBUTES = {
    "a": {"href"},
    "figure": {"class", "data-picture", "data-align", "data-url", "data-article"},
    "aside": {"class"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_UNREAD = {"script", "style", "iframe", "noembed", "noframes"}  # what stands in these is no part of the text
_SCHEMES = {"http", "https", "mailto", "tel"}

# No text holds these: control characters, halves of surrogate pairs, what Unicode says is no character.
_ILLEGAL = re.compile(
    "[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
_SPACES = re.compile(r"[ \t\n\f\r]+")
_TAG = re.compile(r"<(/?)([a-z][^\s/>]*)", re.IGNORECASE)
_LONG_TEXT = re.compile(rf"(?<![^>])[^<>]{{{LONG_TEXT},}}+")
_CUT = re.compile(rf".{{{LONG_TEXT}}}[#\w]{{0,32}}+;?", re.DOTALL)  # not in the middle of an entity
_PUBLIC_ID = re.compile(r"[a-z0-9]{10}")


def parse(markup: str) -> Node:
    """Return the tree of a body, whatever it is given. Its text is clean and its attributes are safe to show."""
    cleaned = nh3.clean(
        _tamed(_ILLEGAL.sub("", markup)),
        tags=_TAGS,
        clean_content_tags=_UNREAD,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    builder = _Builder()
    builder.feed(_ILLEGAL.sub("", cleaned))  # again: what was written as &#1; is a character now
    return builder.finish()


def _tamed(markup: str) -> str:
    """Return the same words in a form for which nh3 does not take the square of its length.

    That is what it takes for very deep nesting, so that tags below MAX_NESTING become line breaks, and for the text
    between two tags, so that those of very long ones are cut by a tag that it throws away.
    """
    if len(markup) < LONG_TEXT:
        return markup
    depth = 0

    def flatten(match: re.Match[str]) -> str:
        nonlocal depth
        if match[2].lower() in _UNNESTED:
            return match[0]
        closing = bool(match[1])
        depth = max(0, depth - closing)
        kept = depth < MAX_NESTING
        depth += not closing
        return match[0] if kept else "<br"

    return _LONG_TEXT.sub(lambda text: _CUT.sub(r"\g<0><wbr>", text[0]), _TAG.sub(flatten, markup))


class _Builder(HTMLParser):
    """Build the tree from what nh3 wrote: balanced tags and escaped text.

    Containers stand open in `flow`, one text block in `block`, and the marks (strong, a …) that its last text had in
    `marks`. Input elements leave how deep `flow` was in `opened`, so that their end tags close what they opened.
    A node joins its parent when it closes, if there is anything in it.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.flow = [Node("body")]
        self.block: Node | None = None
        self.home = self.flow[0]  # where the block goes
        self.marks: list[Node] = []
        self.wanted: list[tuple[str, dict[str, str]]] = []  # the marks of the input's open elements
        self.opened: list[tuple[int, bool]] = []  # depth of `flow` (0: not a block), whether it wanted a mark
        self.spaced = True  # nothing or a space stands before: another space says nothing

    def finish(self) -> Node:
        self.close()
        self._close_to(1)
        return self.flow[0]

    # --- the input's events -------------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = ALIASES.get(tag, tag)
        allowed = _ATTRIBUTES.get(tag, ())  # nh3 lets lang and title pass everywhere
        attributes = {name: value or "" for name, value in attrs if name in allowed}
        if tag == "br":
            self._break_line()
        elif tag == "hr":
            self._close_block()
            if "hr" in ADMITS[self.flow[-1].kind]:
                self.flow[-1].children.append(Node("hr"))
        elif tag in INLINE:
            self.opened.append((0, self._want(tag, attributes)))
        elif tag in ("cite", "span") and self.flow[-1].kind != "byline":
            self.opened.append((0, False))
        else:
            self._close_block()
            self.opened.append((len(self.flow), False))
            self._open(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        depth, marked = self.opened.pop()
        if marked:
            self.wanted.pop()
        if depth:
            self._close_to(depth)

    def handle_data(self, data: str) -> None:
        text = _SPACES.sub(" ", data)
        if self.spaced:
            text = text.removeprefix(" ")
        if not text:
            return
        if self.block is None:
            self._open_block("p", next(node for node in reversed(self.flow) if "p" in ADMITS[node.kind]))
        self._inline(text, self.wanted if text != " " else [])
        self.spaced = text.endswith(" ")

    # --- inline -------------------------------------------------------------------------------------------------------

    def _want(self, tag: str, attributes: dict[str, str]) -> bool:
        if tag == "a":
            attributes["href"] = safe_link(attributes.get("href", ""))
        if any(tag == other for other, _attributes in self.wanted) or attributes.get("href") == "":
            return False
        self.wanted.append((tag, attributes))
        return True

    def _inline(self, piece: Node | str, wanted: list[tuple[str, dict[str, str]]]) -> None:
        """Put a piece into the block, under the marks it wants: those that are open go on, so that like joins like."""
        assert self.block is not None  # noqa: S101
        kept = 0
        while kept < min(len(self.marks), len(self.wanted)) and self.wanted[kept] == (
            self.marks[kept].tag,
            self.marks[kept].attrs,
        ):
            kept += 1
        del self.marks[kept:]
        for tag, attributes in wanted[kept:]:
            mark = Node(tag, dict(attributes))
            (self.marks[-1] if self.marks else self.block).children.append(mark)
            self.marks.append(mark)
        (self.marks[-1] if self.marks else self.block).children.append(piece)

    def _break_line(self) -> None:
        if self.block is not None and self.block.children:
            self._inline(Node("br"), [])
            self.spaced = True

    # --- blocks -------------------------------------------------------------------------------------------------------

    def _open_block(self, tag: str, home: Node) -> None:
        self.block, self.home, self.marks, self.spaced = Node(tag), home, [], True

    def _close_block(self) -> None:
        if self.block is not None:
            _trim(self.block)
            if self.block.text.strip():
                self.home.children.append(self.block)
        self.block, self.spaced = None, True

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        """Open the element if it may stand here; else it is as if it were not there."""
        parent = self.flow[-1]
        if tag in LISTS and parent.tag in LISTS:  # a list right inside a list belongs to the item before it
            last = parent.children.pop() if parent.children else Node("li")
            assert isinstance(last, Node)  # noqa: S101
            self.flow.append(last)
            parent = last
        kind = _kind(tag, attributes, parent)
        while kind in LESSER and kind not in ADMITS[parent.kind]:
            kind = LESSER[kind]
        if kind not in ADMITS[parent.kind] or (kind in LISTS and len(self.flow) >= MAX_DEPTH):
            return
        if kind in TEXT_BLOCKS:
            self._open_block(kind, parent)
        else:
            self.flow.append(Node(tag, attributes, kind=kind))

    def _close_to(self, depth: int) -> None:
        self._close_block()
        while len(self.flow) > depth:
            node = self.flow.pop()
            self.flow[-1].children.extend(_finished(node))


def _kind(tag: str, attributes: dict[str, str], parent: Node) -> str:
    if tag == "figure":
        return next((name for name in attributes.get("class", "").split() if name in FIGURES), tag)
    if tag == "aside":
        return "fact-box" if "fact-box" in attributes.get("class", "").split() else tag
    if tag == "figcaption":
        return "byline" if parent.kind == "pull-quote" else "caption"
    return "quote" if tag == "blockquote" and parent.kind == "pull-quote" else tag


def _trim(node: Node) -> None:
    """Take spaces and line breaks off the end."""
    while node.children:
        last = node.children.pop()
        if isinstance(last, str):
            last = last.rstrip(" ")
        elif last.tag == "br":
            continue
        else:
            _trim(last)
        if last if isinstance(last, str) else last.children:
            node.children.append(last)
            return


def _finished(node: Node) -> list[Node]:
    """Return what a container is once all of it is there: itself in its one right form, its words, or nothing."""
    if node.kind in FIGURES:
        captions = [_line(line) for part in node if part.kind in ("caption", "byline") for line in part]
        captions = [caption for caption in captions if any(char.isalnum() for char in caption)]
        figure = _pull_quote(node, captions) if node.kind == "pull-quote" else _reference(node, " ".join(captions))
        return [figure] if figure else [Node("p", children=[caption]) for caption in captions]
    if node.kind == "fact-box":
        node.attrs = {"class": "fact-box"}
    elif node.tag in CELLS:
        node.attrs = _cell_attributes(node.attrs)
        return [node]
    elif node.tag == "table" and not node.text.strip():
        return []
    return [node] if node.children else []


def _line(node: Node) -> str:
    return _SPACES.sub(" ", node.text).strip()


def _pull_quote(node: Node, captions: list[str]) -> Node | None:
    quote: list[Node | str] = [p for part in node for p in (part if part.kind == "quote" else [part]) if p.tag == "p"]
    if not quote:
        return None
    figure = Node("figure", {"class": "pull-quote"}, [Node("blockquote", children=quote)], "pull-quote")
    if captions:
        named = node.find("cite")
        speaker = _line(named) if named and _line(named) in captions else captions[0]
        captions.remove(speaker)
        byline: list[Node | str] = [Node("cite", children=[speaker.strip(BYLINE_DASHES)])]
        if captions:
            byline.append(Node("span", children=[" ".join(captions)]))
        figure.children.append(Node("figcaption", children=byline))
    return figure


def _reference(node: Node, caption: str) -> Node | None:
    """Return the figure with the attributes it has to have, or a plain link for an embed of another's."""
    attributes = {"class": node.kind}
    if node.kind == "picture":
        try:
            attributes["data-picture"] = str(uuid.UUID(node.attrs.get("data-picture", "")))
        except ValueError:
            return None
        if node.attrs.get("data-align") in ALIGNMENTS:
            attributes["data-align"] = node.attrs["data-align"]
    elif node.kind == "embed":
        url = node.attrs.get("data-url", "").strip()
        if not provider(url):
            link = safe_link(url)
            paragraph = Node("p", children=[Node("a", {"href": link}, [caption or link])])
            return next(iter(parse(str(paragraph))), None) if link else None  # for nh3 to look at the address
        attributes["data-url"] = url
    else:
        public_id = node.attrs.get("data-article", "")
        if not _PUBLIC_ID.fullmatch(public_id):
            return None
        attributes["data-article"] = public_id
    children: list[Node | str] = [Node("figcaption", children=[caption])] if caption else []
    return Node("figure", attributes, children, node.kind)


def _cell_attributes(attributes: dict[str, str]) -> dict[str, str]:
    kept = {}
    for name in ("colspan", "rowspan"):
        value = attributes.get(name, "")
        if value.isascii() and value.isdigit() and 1 < int(value[:4]) <= MAX_SPAN:
            kept[name] = str(int(value[:4]))
    if attributes.get("scope") in ("row", "col", "rowgroup", "colgroup"):
        kept["scope"] = attributes["scope"]
    return kept
