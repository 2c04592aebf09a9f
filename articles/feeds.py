"""Feeds: the newest articles as RSS 2.0, Atom and JSON Feed, with who wrote them and who paid for them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import format_html

from articles.addresses import absolute
from articles.body import Part
from articles.disclosures import Notes
from articles.models import Edition
from articles.states import BylineRole
from articles.xml import writable
from images.models import Picture

MEDIA = "http://search.yahoo.com/mrss/"  # https://www.rssboard.org/media-rss
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"


@dataclass(frozen=True)
class Channel:
    """What a feed is of. `address` and `page` are whole addresses: its own, and that of the page with the same list."""

    title: str
    description: str
    address: str
    page: str
    language: str
    site_name: str


@dataclass(frozen=True)
class Item:
    """An article in a feed. Who paid for it stands before its headline: programs show little else."""

    id: str
    title: str
    address: str
    summary: str
    language: str
    writers: list[str]
    subjects: list[str]
    published_at: datetime
    updated_at: datetime
    picture: Picture | None
    content: str = ""  # the whole of it as HTML, where feeds have that

    @classmethod
    def of(cls, edition: Edition, notes: Notes, content: str = "") -> Item:
        """Tell of an edition with its section, its bylines and its tags fetched."""
        labels = notes.labels(edition.sponsored)
        assert edition.published_at is not None and edition.live_from is not None  # noqa: S101  # it is live
        return cls(
            id=edition.article.uuid.urn,
            title=" – ".join([*labels, edition.headline]),
            address=absolute(edition.get_absolute_url()),
            summary=edition.standfirst,
            language=edition.language,
            writers=[byline.author.name for byline in edition.bylines.all() if byline.role == BylineRole.TEXT],
            subjects=[*labels, edition.section.name, *(row.tag.name for row in edition.tag_rows.all())],  # type: ignore[union-attr]
            published_at=edition.published_at,
            updated_at=max(edition.published_at, edition.live_from),
            picture=edition.lead_picture,
            content=content,
        )

    @property
    def image(self) -> dict[str, Any] | None:
        """The picture that social networks are given, too: address and size."""
        social = self.picture.social if self.picture else None
        if social is None:
            return None
        width, height = social.fallback
        return {
            "url": absolute(social.src),
            "type": "image/jpeg",
            "medium": "image",
            "width": str(width),
            "height": str(height),
        }


def whole(edition: Edition, parts: Iterable[Part], pictures: Mapping[str, Picture], notes: Notes) -> str:
    """Return an article as HTML that stands anywhere: who paid for it on top, every address whole."""
    told = [
        format_html("<p><strong>{}</strong> {} {}</p>", note.label, note.sponsor or "", note.text)
        for note in notes.disclosures
    ] or [format_html("<p><strong>{}</strong></p>", label) for label in notes.labels(edition.sponsored)]
    shown = [_figure(edition.lead_picture, edition.caption)] if edition.lead_picture else []
    for part in parts:
        if "html" in part:
            shown.append(part["html"].replace('href="/', f'href="{settings.SITE_URL}/'))
        elif picture := pictures.get(part.get("picture", "")):
            shown.append(_figure(picture, part["caption"] or picture.caption))
    return "".join([*told, *shown])


def _figure(picture: Picture, caption: str) -> str:
    shown = picture.shown("full")
    if shown is None:
        return ""
    words = " — ".join(filter(None, [caption, picture.credit]))
    image = '<figure><img src="{}" alt="{}" width="{}" height="{}"><figcaption>{}</figcaption></figure>'
    return format_html(image, absolute(shown.src), picture.alt, *shown.fallback, words)


class _WithMedia:
    """The picture of an item, with its words."""

    def add_picture(self, handler: Any, item: Item) -> None:
        if not item.image or not item.picture:
            return
        handler.startElement("media:content", item.image)
        if item.picture.alt:
            handler.addQuickElement("media:description", writable(item.picture.alt), {"type": "plain"})
        if item.picture.credit:
            handler.addQuickElement("media:credit", writable(item.picture.credit))
        handler.endElement("media:content")


class Rss(_WithMedia, Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": CONTENT,
            "xmlns:dc": DUBLIN_CORE,
            "xmlns:media": MEDIA,
        }

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if settings.WEBSUB_HUB:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": settings.WEBSUB_HUB})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["told"].writers:
            handler.addQuickElement("dc:creator", name)
        if item["told"].content:
            handler.addQuickElement("content:encoded", item["told"].content)
        self.add_picture(handler, item["told"])


class Atom(_WithMedia, Atom1Feed):
    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | {"xmlns:media": MEDIA}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if settings.WEBSUB_HUB:
            handler.addQuickElement("link", None, {"rel": "hub", "href": settings.WEBSUB_HUB})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["told"].writers or [self.feed["site_name"]]:  # Atom asks for one
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        if item["told"].content:
            handler.addQuickElement("content", item["told"].content, {"type": "html"})
        self.add_picture(handler, item["told"])


def _xml(kind: Callable[..., Any], channel: Channel, items: Iterable[Item]) -> str:
    channel = _writable(channel)
    feed = kind(
        title=channel.title,
        link=channel.page,
        description=channel.description or channel.title,  # RSS asks for one
        language=channel.language,
        feed_url=channel.address,
        feed_guid=channel.page,
        site_name=channel.site_name,
    )
    for item in map(_writable, items):
        feed.add_item(
            title=item.title,
            link=item.address,
            description=item.summary,
            unique_id=item.id,
            unique_id_is_permalink=False,
            categories=item.subjects,
            pubdate=item.published_at,
            updateddate=item.updated_at,
            told=item,
        )
    written: str = feed.writeString("utf-8")
    return written


def _writable[Told: (Channel, Item)](told: Told) -> Told:
    """Return what is told with every text of it as XML can hold it."""
    values = {field.name: getattr(told, field.name) for field in fields(told)}
    clean: dict[str, Any] = {name: writable(value) for name, value in values.items() if isinstance(value, str)}
    clean |= {name: [writable(text) for text in value] for name, value in values.items() if isinstance(value, list)}
    return replace(told, **clean)


def _json(channel: Channel, items: Iterable[Item]) -> str:
    """Return a JSON Feed, https://www.jsonfeed.org/version/1.1/."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "description": channel.description,
        "home_page_url": channel.page,
        "feed_url": channel.address,
        "language": channel.language,
        "hubs": [{"type": "WebSub", "url": settings.WEBSUB_HUB}] if settings.WEBSUB_HUB else [],
    }
    told = {name: value for name, value in feed.items() if value}
    return json.dumps(told | {"items": [dict(_facts(item)) for item in items]}, ensure_ascii=False)


def _facts(item: Item) -> Iterator[tuple[str, Any]]:
    yield "id", item.id
    yield "url", item.address
    yield "title", item.title
    if item.content:
        yield "content_html", item.content
        yield "summary", item.summary or item.title
    else:
        yield "content_text", item.summary or item.title  # of which one is asked for
    yield "date_published", item.published_at.isoformat()
    yield "date_modified", item.updated_at.isoformat()
    yield "language", item.language
    yield "tags", item.subjects
    if item.writers:
        yield "authors", [{"name": name} for name in item.writers]
    if item.image:
        yield "image", item.image["url"]


# By the end of the address: what is written, and as what it is served.
FORMATS: dict[str, tuple[Callable[[Channel, Iterable[Item]], str], str]] = {
    "feed": (lambda channel, items: _xml(Rss, channel, items), "application/rss+xml"),
    "feed/atom": (lambda channel, items: _xml(Atom, channel, items), "application/atom+xml"),
    "feed/json": (_json, "application/feed+json"),
}
