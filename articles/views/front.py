"""The site's front: the lead story, the day's others, the latest headlines, and the newest of each main section."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Value
from django.http import HttpRequest, HttpResponse

from articles import structured
from articles.disclosures import section_notes
from articles.frame import Frame
from articles.models import Edition, EditionSection, Section
from articles.views.cards import PAGE_SIZE, Card, Page, cards_of, is_first, key_of
from articles.views.lists import ListPage

TOP = 7  # the lead and what stands beside it
IN_BLOCK = 4

_LATEST = 0  # stands for the site in the place of a section's primary key


@dataclass(frozen=True)
class Block:
    """A main section's newest, but for what is on top of the page already."""

    section: Section
    cards: list[Card]
    accent: str = ""


class Front(ListPage):
    template_name = "articles/front.html"
    may_be_empty = True

    def get(self, request: HttpRequest) -> HttpResponse:
        if not is_first(request.GET):
            self.template_name = "articles/front_older.html"
            return self.list_page(request, Edition.objects.all())
        page, blocks = compose(self.at, self.frame)
        return self.render(
            page=page,
            lead=page.cards[:1],
            top=page.cards[1:TOP],
            latest=page.cards[TOP:],
            blocks=blocks,
            notes=section_notes(None, self.at),
            feed="/feed/",
            structured=structured.graph(structured.website(self.frame), structured.organisation(self.frame)),
        )


def compose(at: datetime, frame: Frame) -> tuple[Page, list[Block]]:
    """Return the newest of the site and of each main section: five queries, however many of either."""
    ids = _newest_ids(at, frame.menu())
    wanted = {edition_id for listed in ids.values() for edition_id in listed}
    found = sorted(
        Edition.objects.live(at).filter(pk__in=wanted).for_cards(),
        key=lambda edition: (edition.published_at, edition.pk),
        reverse=True,
    )
    cards = cards_of(found, at, frame)

    def cards_in(listed: set[int]) -> list[Card]:
        return [card for card in cards if card.edition.pk in listed]

    newest = cards_in(ids[_LATEST])
    older = f"?before={key_of(newest[PAGE_SIZE - 1].edition)}" if len(newest) > PAGE_SIZE else ""
    page = Page(newest[:PAGE_SIZE], older=older)
    on_top = {card.edition.pk for card in page.cards[:TOP]}
    blocks = [Block(section, cards_in(ids[section.pk] - on_top)[:IN_BLOCK], section.accent) for section in frame.menu()]
    return page, [block for block in blocks if block.cards]


def _newest_ids(at: datetime, sections: list[Section]) -> dict[int, set[int]]:
    """Return the ids of the newest editions by section, and of the whole site under _LATEST.

    Each is the beginning of one index range. They are subqueries since SQLite takes no LIMIT in an arm of a UNION.
    """
    site = Edition.objects.live(at).newest().values("pk")[: PAGE_SIZE + 1]
    arms: list[QuerySet] = [Edition.objects.order_by().filter(pk__in=site).values_list(Value(_LATEST), "pk")]
    for section in sections:
        rows = EditionSection.objects.filter(section=section).live(at).newest().values("pk")[: TOP + IN_BLOCK]
        arms.append(EditionSection.objects.order_by().filter(pk__in=rows).values_list("section_id", "edition_id"))
    ids: dict[int, set[int]] = {section_id: set() for section_id in (_LATEST, *(section.pk for section in sections))}
    for section_id, edition_id in arms[0].union(*arms[1:], all=True).order_by():
        ids[section_id].add(edition_id)
    return ids
