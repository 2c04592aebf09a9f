"""A pool of body blocks, each sanitised and compiled once: bodies of any number are put together from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from random import Random
from typing import Any

from articles import body as bodies
from articles.management.archive import prose
from articles.words import fold

LANGUAGE = "fr"
PARAGRAPHS, QUOTES, LISTS = 1500, 200, 60
VIDEOS = ("https://vimeo.com/76979871", "https://www.youtube.com/watch?v=aqz-KE-bpKQ")


@dataclass(frozen=True)
class Block:
    """Some HTML as it is stored, what readers are served of it, its length, its folded words, what it points at."""

    html: str
    parts: tuple[bodies.Part, ...]
    words: int
    folded: str
    references: tuple[bodies.Reference, ...]

    @classmethod
    def of(cls, html: str) -> Block:
        stored = bodies.sanitise(html)
        return cls(
            stored,
            tuple(bodies.compile(stored, LANGUAGE)),
            bodies.word_count(stored),
            fold(bodies.plain_text(stored)),
            tuple(bodies.references(stored)),
        )


@dataclass
class Pool:
    """Blocks of each kind. Headings differ from each other, so that a body may hold any of them together."""

    paragraphs: list[Block]
    quotes: list[Block]
    headings: list[Block]
    lists: list[Block]
    videos: list[Block]
    pictures: list[Block] = field(default_factory=list)
    related: list[Block] = field(default_factory=list)

    def body(self, dice: Random) -> list[Block]:
        """Return the blocks of one article: some 250 to 900 words."""
        blocks = dice.choices(self.paragraphs, k=dice.randint(2, 4))
        for heading in dice.sample(self.headings, k=dice.randint(1, 4)):
            blocks.append(heading)
            blocks += dice.choices(self.paragraphs, k=dice.randint(1, 3))
        for kind, share in (
            (self.quotes, 0.4),
            (self.lists, 0.1),
            (self.videos, 0.03),
            (self.pictures, 0.15),
            (self.related, 0.2),
        ):
            if kind and dice.random() < share:
                blocks.insert(dice.randint(1, len(blocks)), dice.choice(kind))
        return blocks


def make_pool(dice: Random, pictures: Sequence[str] = (), related: Sequence[str] = ()) -> Pool:
    """Make the pool. `pictures` are uuids and `related` public ids that bodies may point at."""
    return Pool(
        paragraphs=[Block.of(f"<p>{escape(prose.sentences(dice, 2, 5))}</p>") for _i in range(PARAGRAPHS)],
        quotes=[_quote(dice) for _i in range(QUOTES)],
        headings=[Block.of(f"<h2>{escape(theme)}</h2>") for theme in prose.THEMES],
        lists=[_list(dice) for _i in range(LISTS)],
        videos=[Block.of(f'<figure class="embed" data-url="{url}"></figure>') for url in VIDEOS],
        pictures=[Block.of(f'<figure class="picture" data-picture="{uuid}"></figure>') for uuid in pictures],
        related=[Block.of(f'<figure class="related" data-article="{name}"></figure>') for name in related],
    )


def _quote(dice: Random) -> Block:
    return Block.of(
        f'<figure class="pull-quote"><blockquote><p>{escape(dice.choice(prose.UTTERANCES))}</p></blockquote>'
        f"<figcaption><cite>{prose.person(dice)}</cite><span>{dice.choice(prose.ROLES)}</span></figcaption></figure>"
    )


def _list(dice: Random) -> Block:
    items = "".join(f"<li>{escape(prose.upper_first(prose.happening(dice)))}</li>" for _i in range(3))
    return Block.of(f"<ul>{items}</ul>")


def joined(blocks: Sequence[Block]) -> bodies.Sanitised:
    """Return the body: blocks that are as stored make a body that is."""
    return bodies.Sanitised("".join(block.html for block in blocks))


def compiled(blocks: Sequence[Block]) -> dict[str, Any]:
    """Return what Edition.compile() makes of the same body."""
    parts: list[bodies.Part] = []
    for block in blocks:
        for part in block.parts:
            if "html" in part and parts and "html" in parts[-1]:
                parts[-1] = {"html": parts[-1]["html"] + part["html"]}
            else:
                parts.append(part)
    return {"parts": parts, "words": sum(block.words for block in blocks)}


def references(blocks: Sequence[Block]) -> list[bodies.Reference]:
    """Return what bodies.references() finds in the same body."""
    return list(dict.fromkeys(reference for block in blocks for reference in block.references))


def folded(blocks: Sequence[Block]) -> str:
    """Return what words.fold() makes of the same body's plain text."""
    return " ".join(filter(None, (block.folded for block in blocks)))
