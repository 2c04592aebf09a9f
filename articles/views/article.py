"""One article, as readers see it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404

from articles import body as bodies
from articles import structured
from articles.models import Byline, Edition
from articles.views.base import ReaderView, canonical
from articles.views.cards import Card, cards_of
from articles.views.lookup import Pointed, look_up
from articles.views.nearby import nearby
from images.models import Picture

# From how many words and subheads on an article has a table of contents.
LONG_READ = 800
HEADINGS = 3


@dataclass(frozen=True)
class ShownPart:
    """A part of the body, its placeholder filled: exactly one of html, picture and card is there."""

    html: str = ""
    picture: Picture | None = None
    card: Card | None = None
    align: str = ""
    caption: str = ""


class ArticleDetail(ReaderView):
    """The id is the truth: a stale section or slug leads to the canonical address."""

    template_name = "articles/article_detail.html"

    def get(self, request: HttpRequest, path: str, slug: str, public_id: str) -> HttpResponse:
        edition = shown_edition(public_id, self.at)
        if edition.get_absolute_url() != request.path_info:
            return HttpResponsePermanentRedirect(edition.get_absolute_url())
        return self.render(edition.language, **self.context_of(edition))

    def context_of(self, edition: Edition) -> dict[str, Any]:
        """Return all that the page shows, in four queries."""
        compiled = edition.compiled or {"parts": [], "words": 0}
        pointed = look_up(edition, compiled["parts"], self.at)
        known = {*pointed.related, *(one.article.public_id for one in pointed.translations)}
        near = nearby(edition, pointed.tags, self.at, leave_out=known)
        shown = [edition, *pointed.related.values(), *near.editions]
        prefetch_related_objects(shown, Prefetch("bylines", Byline.objects.select_related("author__picture")))
        card, *cards = cards_of(shown, self.at, self.frame)
        by_id = {card.edition.pk: card for card in cards}
        bylines = edition.bylines.all()
        headings = bodies.headings(compiled["parts"]) if compiled["words"] >= LONG_READ else []
        trail = self.frame.trail(edition.section_id)
        poster = edition.poster_path if edition.section_id else ""
        address = canonical(self.request)
        about = structured.article(
            edition,
            address,
            bylines=bylines,
            tags=pointed.tags,
            corrections=pointed.corrections,
            translations=pointed.translations,
            notes=card.notes,
            words=compiled["words"],
            poster=poster,
        )
        way = structured.breadcrumbs(trail, (edition.headline, address))
        return {
            "structured": structured.graph(about, way, structured.organisation(self.frame)),
            "card": card,
            "edition": edition,
            "accent": self.frame.accent(edition.section_id),
            "poster": poster,
            "trail": trail,
            "bylines": bylines,
            "bios": [byline.author for byline in bylines if byline.author.bio or byline.author.links],
            "parts": _fill(compiled["parts"], pointed, cards),
            "minutes": bodies.reading_minutes(compiled["words"]),
            "tags": pointed.tags,
            "corrections": pointed.corrections,
            "translations": pointed.translations,
            "headings": headings if len(headings) >= HEADINGS else [],
            "alike": [by_id[one.pk] for one in near.alike],
            "older": by_id[near.older.pk] if near.older else None,
            "newer": by_id[near.newer.pk] if near.newer else None,
        }


def shown_edition(public_id: str, at: datetime) -> Edition:
    """Return the edition that readers see at `at`; raise Http404 where they see none."""
    editions = Edition.objects.live(at).select_related("article", "section", "lead_picture")
    return get_object_or_404(editions, article__public_id=public_id)


def _fill(parts: list[bodies.Part], pointed: Pointed, cards: list[Card]) -> list[ShownPart]:
    """Put pictures and related articles in their places; leave out what is not there, or not for readers now."""
    by_public_id = {card.edition.article.public_id: card for card in cards}
    filled = []
    for part in parts:
        if "html" in part:
            filled.append(ShownPart(html=part["html"]))
        elif picture := pointed.pictures.get(part.get("picture", "")):
            caption = part["caption"] or picture.caption
            filled.append(ShownPart(picture=picture, align=part["align"], caption=caption))
        elif card := by_public_id.get(part.get("article", "")):
            filled.append(ShownPart(card=card))
    return filled
