"""Sitemaps: what search engines are told there is. A sitemap that would list nothing is not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Max, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse

from articles import parts, sitemaps
from articles.models import Author, Byline, Edition, EditionSection, EditionTag, Section, Tag
from articles.querysets import EditionQuerySet, WindowQuerySet
from articles.sitemaps import Entry, News
from articles.states import NoteKind
from articles.views.base import ReaderView
from articles.views.cards import PAGE_SIZE

SECONDS = 300  # for which the index may be late: it takes a look at every author and tag
NEWS_AGE, MOST_NEWS = timedelta(days=2), 1000  # what search engines take for news
BLOCK = 10_000  # ids of authors or tags in a sitemap, whether or not they are all there: each stays in its own

# What pages list, by the word in the sitemap's address: the model, and the rows that list editions under it.
LISTS: dict[str, tuple[Any, WindowQuerySet, str]] = {
    "authors": (Author, Byline.objects.all(), "author"),
    "tags": (Tag, EditionTag.objects.all(), "tag"),
}


class SitemapView(ReaderView):
    shows_other_times = False  # search engines look for what is there

    def answer(self, content: str) -> HttpResponse:
        return HttpResponse(content, content_type="application/xml; charset=utf-8")

    def pages(self, entries: list[Entry]) -> HttpResponse:
        if not entries:
            raise Http404
        return self.answer(sitemaps.write_pages(entries))


class SitemapIndex(SitemapView):
    def get(self, request: HttpRequest) -> HttpResponse:
        entries = cache.get_or_set("sitemap-index", lambda: list(self.entries()), SECONDS)
        return self.answer(sitemaps.write_index(entries or []))

    def entries(self) -> Iterator[Entry]:
        """Yield each sitemap, with the newest change that it tells of."""
        yield Entry("/sitemap-sections.xml", _newest(sections(self.at)))
        for kind, (model, *_rows) in LISTS.items():
            last = model.objects.aggregate(last=Max("pk"))["last"] or 0
            for first in range(0, last + 1, BLOCK):
                if pages := listed(kind, first, self.at):
                    yield Entry(f"/sitemap-{kind}{f'-{first}' if first else ''}.xml", _newest(pages))
        for name, changed_at in parts.told(self.at):
            yield Entry(f"/sitemap-articles-{name}.xml", changed_at)


class ArticleSitemap(SitemapView):
    """A month's articles, or a part of them, with their pictures."""

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        part = parts.named(name, self.at)
        if part is None:
            raise Http404
        return self.pages([Entry.of(edition) for edition in _told(part.editions().live(self.at))])


class SectionSitemap(SitemapView):
    """The fronts: the site's own, and each section's."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.pages(sections(self.at))


class ListSitemap(SitemapView):
    """Authors or tags, of whom readers see something."""

    def get(self, request: HttpRequest, kind: str, first: int = 0) -> HttpResponse:
        if first % BLOCK:
            raise Http404
        return self.pages(listed(kind, first, self.at))


class NewsSitemap(SitemapView):
    """What was published in the last days, but for what was paid for; it may be empty."""

    def get(self, request: HttpRequest) -> HttpResponse:
        news = Edition.objects.filter(published_at__gt=self.at - NEWS_AGE, sponsored=False)
        news = news.exclude(note_rows__note__kind=NoteKind.PAID)
        editions = _told(news.newest().live(self.at)[:MOST_NEWS])
        return self.answer(
            sitemaps.write_news((Entry.of(edition), News.of(edition, self.frame.site_name)) for edition in editions)
        )


def sections(at: datetime) -> list[Entry]:
    """Return the fronts. A section with nothing in it has one too."""
    front = Edition.objects.filter(pk__in=Edition.objects.newest().live(at).values("pk")[:PAGE_SIZE])
    found = Section.objects.annotate(changed_at=_change(EditionSection.objects.all(), "section", at))
    return [
        Entry("/", front.last_change()),
        *(Entry(section.get_absolute_url(), section.changed_at) for section in found.order_by("pk")),
    ]


def listed(kind: str, first: int, at: datetime) -> list[Entry]:
    """Return the pages of a block of authors or tags: those on which readers see something."""
    model, rows, name = LISTS[kind]
    found = model.objects.filter(pk__gte=first, pk__lt=first + BLOCK).only("slug").order_by("pk")
    changes = found.annotate(changed_at=_change(rows, name, at))
    return [Entry(row.get_absolute_url(), row.changed_at) for row in changes if row.changed_at]


def _change(rows: WindowQuerySet, name: str, at: datetime) -> Subquery:
    """Return when readers last got something new on the page that lists `rows`: of what it shows first."""
    shown = rows.filter(**{name: OuterRef(OuterRef("pk"))}).newest().live(at).values("pk")[:PAGE_SIZE]
    return Subquery(
        rows.filter(pk__in=shown).order_by().values(name).annotate(last=Max(rows.seen_from())).values("last")
    )


def _told(editions: EditionQuerySet) -> EditionQuerySet:
    """Fetch what a sitemap tells of each edition, and nothing else."""
    return editions.select_related("article", "section", "lead_picture").only(
        "slug", "headline", "language", "published_at", "live_from",
        "article__public_id", "article__embargo_until", "section__path", "lead_picture__renditions",
    )  # fmt: skip


def _newest(entries: Iterable[Entry]) -> datetime | None:
    return max((entry.changed_at for entry in entries if entry.changed_at), default=None)
