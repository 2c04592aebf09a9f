"""Feeds of the site, of a section, an author and a tag: what their pages list, for readers' programs."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag

from articles.addresses import absolute
from articles.feeds import FORMATS, Channel, Item, whole
from articles.models import Author, Byline, Edition, EditionSection, EditionTag, Tag
from articles.querysets import WindowQuerySet
from articles.views.base import ReaderView
from articles.views.cards import PAGE_SIZE, Card, cards_of
from images.models import Picture

SECONDS = 300  # that a program may keep a feed before it asks again


class Feed(ReaderView):
    """The newest articles of a list; of the site's own here."""

    shows_other_times = False  # programs read what is new
    may_be_empty = True

    def get(self, request: HttpRequest, format: str, place: str = "") -> HttpResponse:
        title, description, page, rows = self.channel(place)
        rows = rows.newest().live(self.at).for_cards()[:PAGE_SIZE]
        editions = [rows.edition_of(row) for row in rows]
        prefetch_related_objects(
            editions, Prefetch("tag_rows", EditionTag.objects.select_related("tag").order_by("id"))
        )
        cards = cards_of(editions, self.at, self.frame)
        if not cards and not self.may_be_empty:
            raise Http404
        name = f"{title} — {self.frame.site_name}" if title else self.frame.site_name
        address = absolute(page)
        write, kind = FORMATS[format]
        contents = self._contents(cards) if self.frame.site.full_feeds else {}
        items = [Item.of(card.edition, card.notes, contents.get(card.edition.pk, "")) for card in cards]
        site = self.frame.site
        channel = Channel(name, description, f"{address}{format}/", address, site.language, site.name)
        content = write(channel, items)
        response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
        if settings.WEBSUB_HUB:  # where WebSub looks first, and alone in JSON
            response.headers["Link"] = f'<{settings.WEBSUB_HUB}>; rel="hub", <{address}{format}/>; rel="self"'
        patch_cache_control(response, public=True, max_age=SECONDS)
        set_response_etag(response)
        return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response

    def _contents(self, cards: list[Card]) -> dict[int, str]:
        """Return the whole articles by their editions' primary keys, in two queries."""
        stored = Edition.objects.filter(pk__in=[card.edition.pk for card in cards]).values_list("pk", "compiled")
        parts = {pk: (compiled or {"parts": []})["parts"] for pk, compiled in stored}
        wanted = {part["picture"] for listed in parts.values() for part in listed if "picture" in part}
        pictures = {str(picture.uuid): picture for picture in Picture.objects.filter(uuid__in=wanted)}
        return {card.edition.pk: whole(card.edition, parts[card.edition.pk], pictures, card.notes) for card in cards}

    def channel(self, place: str) -> tuple[str, str, str, WindowQuerySet]:
        """Return what the feed is of, what that is, the page with the same list, and its rows."""
        return "", self.frame.site.summary, "/", Edition.objects.all()


class SectionFeed(Feed):
    def channel(self, place: str) -> tuple[str, str, str, WindowQuerySet]:
        section = self.frame.by_path.get(place)
        if section is None:
            raise Http404
        rows = EditionSection.objects.filter(section=section)
        return section.name, section.description, section.get_absolute_url(), rows


class AuthorFeed(Feed):
    may_be_empty = False

    def channel(self, place: str) -> tuple[str, str, str, WindowQuerySet]:
        author = Author.objects.filter(slug=place).first()
        if author is None:
            raise Http404
        return author.name, author.bio, author.get_absolute_url(), Byline.objects.filter(author=author)


class TagFeed(Feed):
    may_be_empty = False

    def channel(self, place: str) -> tuple[str, str, str, WindowQuerySet]:
        tag = Tag.objects.filter(slug=place).first()
        if tag is None:
            raise Http404
        return tag.name, "", tag.get_absolute_url(), EditionTag.objects.filter(tag=tag)
