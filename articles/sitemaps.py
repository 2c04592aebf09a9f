"""Sitemaps: which pages there are, and when readers last got something new there, as search engines read it.

The formats: https://www.sitemaps.org/protocol.html, and Google's extensions for images and news (IMAGE, NEWS).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.utils.xmlutils import SimplerXMLGenerator

from articles.addresses import absolute
from articles.models import Edition
from articles.xml import writable

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
PLAIN: AttributesImpl[str] = AttributesImpl({})  # an element without attributes


@dataclass(frozen=True)
class Entry:
    """A page, or a sitemap in the index, by its path; `image` is a whole address."""

    path: str
    changed_at: datetime | None
    image: str = ""

    @classmethod
    def of(cls, edition: Edition) -> Entry:
        """Tell of a live edition with its article, section and lead picture fetched."""
        assert edition.live_from is not None  # noqa: S101
        changed_at = max(edition.live_from, edition.article.embargo_until or edition.live_from)  # as seen_from() has it
        return cls(edition.get_absolute_url(), changed_at, _image(edition))


@dataclass(frozen=True)
class News:
    """What a page's entry says beside that in a sitemap of news."""

    title: str
    language: str
    published_at: datetime
    paper: str  # the newspaper's name

    @classmethod
    def of(cls, edition: Edition, paper: str) -> News:
        assert edition.published_at is not None  # noqa: S101  # it is live
        return cls(edition.headline, edition.language, edition.published_at, paper)


def _image(edition: Edition) -> str:
    """Return the address of the lead picture's largest JPEG, which social networks are given too."""
    shown = edition.lead_picture.social if edition.lead_picture else None
    return absolute(shown.src) if shown else ""


def write_index(sitemaps: Iterable[Entry]) -> str:
    """Return an index of sitemaps."""
    with _Document("sitemapindex", {"xmlns": SITEMAP}) as document:
        for entry in sitemaps:
            document.startElement("sitemap", PLAIN)
            document.add_page(entry)
            document.endElement("sitemap")
    return document.text


def write_pages(pages: Iterable[Entry]) -> str:
    """Return a sitemap of pages with their pictures."""
    with _Document("urlset", {"xmlns": SITEMAP, "xmlns:image": IMAGE}) as document:
        for entry in pages:
            document.startElement("url", PLAIN)
            document.add_page(entry)
            document.add_image(entry)
            document.endElement("url")
    return document.text


def write_news(pages: Iterable[tuple[Entry, News]]) -> str:
    """Return a sitemap of what has just been published."""
    with _Document("urlset", {"xmlns": SITEMAP, "xmlns:image": IMAGE, "xmlns:news": NEWS}) as document:
        for entry, news in pages:
            document.startElement("url", PLAIN)
            document.add_page(entry)
            document.add_news(news)
            document.add_image(entry)
            document.endElement("url")
    return document.text


class _Document(SimplerXMLGenerator):
    """XML that is being written, within a root element; `text` is the whole of it afterwards."""

    def __init__(self, root: str, namespaces: dict[str, str]):
        self._written = StringIO()
        super().__init__(self._written, "utf-8")
        self._root, self._namespaces = root, namespaces

    def __enter__(self) -> _Document:
        self.startDocument()
        self.startElement(self._root, AttributesImpl(self._namespaces))
        return self

    def __exit__(self, *_error: object) -> None:
        self.endElement(self._root)
        self.endDocument()

    @property
    def text(self) -> str:
        return self._written.getvalue()

    def characters(self, content: str) -> None:
        super().characters(writable(content))

    def add_page(self, entry: Entry) -> None:
        self.addQuickElement("loc", absolute(entry.path))
        if entry.changed_at:
            self.addQuickElement("lastmod", _moment(entry.changed_at))

    def add_image(self, entry: Entry) -> None:
        if entry.image:
            self.startElement("image:image", PLAIN)
            self.addQuickElement("image:loc", entry.image)
            self.endElement("image:image")

    def add_news(self, news: News) -> None:
        self.startElement("news:news", PLAIN)
        self.startElement("news:publication", PLAIN)
        self.addQuickElement("news:name", news.paper)
        self.addQuickElement("news:language", news.language)
        self.endElement("news:publication")
        self.addQuickElement("news:publication_date", _moment(news.published_at))
        self.addQuickElement("news:title", news.title)
        self.endElement("news:news")


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
