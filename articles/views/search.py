"""Search: what readers see now, by its words, its section, its author, its tag and its date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import body as bodies
from articles import search, spelling
from articles.excerpts import Piece, excerpt, highlight
from articles.frame import Frame
from articles.models import Author, Byline, Edition, EditionSection, EditionTag, Tag
from articles.models.tag import fold
from articles.querysets import WindowQuerySet
from articles.views import chosen
from articles.views.base import ReaderView
from articles.views.cards import PAGE_SIZE, Card, FirstPage, Page, cards_of, turn
from articles.words import LONGEST_QUERY, Query
from articles.zones import start_of

SECONDS = 2.0  # that one search may take
FEW_RESULTS = 3  # below which a mistake is looked for
RELEVANCE, NEWEST = "best", "newest"
_WRITTEN = ("headline", "standfirst", "body")


class _Day(forms.DateField):
    """A day that clocks can show in any time zone."""

    def __init__(self, **options: Any):
        super().__init__(
            required=False,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d"],
            validators=[
                MinValueValidator(date(1000, 1, 1), gettext_lazy("Nothing is that old: choose a later day.")),
                MaxValueValidator(date(3000, 1, 1), gettext_lazy("That is too far ahead: choose an earlier day.")),
            ],
            **options,
        )


class SearchForm(forms.Form):
    """What readers may ask for. An error tells in its field, and nothing is looked for until it is mended."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False)
    section = forms.ChoiceField(label=gettext_lazy("Section"), required=False)
    author = forms.CharField(label=gettext_lazy("Author"), required=False, max_length=120)
    tag = forms.CharField(label=gettext_lazy("Tag"), required=False, max_length=100)
    since = _Day(label=gettext_lazy("From"))
    until = _Day(label=gettext_lazy("To"))
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=[(RELEVANCE, gettext_lazy("Best first")), (NEWEST, gettext_lazy("Newest first"))],
    )

    def __init__(self, data: QueryDict, frame: Frame):
        super().__init__(data, label_suffix="")
        depth = {section.pk: len(frame.trail(section.pk)) - 1 for section in frame.sections}
        choices = [(section.path, "– " * depth[section.pk] + section.name) for section in _in_menu_order(frame)]
        self.fields["section"].choices = [("", _("All sections")), *choices]  # type: ignore[attr-defined]
        for name in ("q", "author", "tag"):
            self.fields[name].widget.attrs["maxlength"] = LONGEST_QUERY if name == "q" else 120

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        since, until = told.get("since"), told.get("until")
        if since and until and until < since:
            self.add_error("until", _("It is before the day you look from: choose a later one."))
        return told


def _in_menu_order(frame: Frame, parent: Any = None) -> list[Any]:
    return [found for child in frame.children(parent) for found in (child, *_in_menu_order(frame, child))]


@dataclass(frozen=True)
class Asked:
    """A search, read: words as they were typed, and the rows of which authors, tags, section and days to look in."""

    words: str = ""
    section: str = ""
    author: str = ""
    tag: str = ""
    since: date | None = None
    until: date | None = None
    sort: str = RELEVANCE

    @property
    def narrows(self) -> bool:
        return bool(self.section or self.author or self.tag or self.since or self.until)

    def rows(self, frame: Frame) -> WindowQuerySet:
        """Return the rows to look in: those that list the fewest editions first, other conditions asked of each."""
        conditions: list[tuple[Any, dict[str, Any]]] = []
        if self.author:
            named = Author.objects.filter(Q(slug=slugify(self.author)) | Q(name__iexact=self.author))
            conditions.append((Byline, {"author__in": [author.pk for author in named[:10]]}))
        if self.tag:
            tags = Tag.objects.filter(Q(slug=slugify(self.tag)) | Q(folded=fold(self.tag)))
            conditions.append((EditionTag, {"tag__in": [tag.pk for tag in tags[:10]]}))
        if self.section:
            conditions.append((EditionSection, {"section": frame.by_path[self.section]}))
        rows: WindowQuerySet = Edition.objects.all()
        for index, (model, wanted) in enumerate(conditions):
            if index == 0:
                rows = model.objects.filter(**wanted)
            else:
                key = f"{rows.edition_field}_id"
                name = f"{model.edition_field}_id"
                rows = rows.filter(Exists(model.objects.order_by().filter(**wanted, **{name: OuterRef(key)})))
        if self.since:
            rows = rows.filter(published_at__gte=start_of(self.since))
        if self.until:
            rows = rows.filter(published_at__lt=start_of(self.until + timedelta(days=1)))
        return rows


@dataclass(frozen=True)
class Result:
    """A card with what of it answers."""

    card: Card
    headline: list[Piece]
    passage: list[Piece]


class SearchPage(ReaderView):
    template_name = "articles/search.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = SearchForm(request.GET, self.frame)
        form.is_valid()
        told = form.cleaned_data
        asked = Asked(told.pop("q", ""), sort=told.pop("sort", "") or RELEVANCE, **told)
        query = Query.parse(asked.words)
        has_asked = bool(query.terms or (asked.narrows and not asked.words)) and not form.errors
        page, more, too_much = Page([]), "", False
        if has_asked:
            try:
                with search.within(SECONDS):
                    page = self._page(asked, bool(query.terms))
            except FirstPage:
                return HttpResponseRedirect(self._address())
            except search.TooMuch:
                too_much = True
        if asked.sort == RELEVANCE and query.terms and len(page.cards) == PAGE_SIZE:
            more = self._address(sort=NEWEST)
        meant = "" if too_much or not query.terms or len(page.cards) >= FEW_RESULTS else self._meant(asked, page)
        filters = any(name in form.errors for name in form.fields if name != "q") or asked.narrows
        return self.render(
            form=form,
            asked=asked,
            has_asked=has_asked,
            shows_filters=filters or asked.sort != RELEVANCE,
            no_words=bool(asked.words) and not query.terms,
            results=_results(page.cards, query),
            page=replace(page, older=self._turned(page.older), newer=self._turned(page.newer)),
            more=more,
            too_much=too_much,
            meant=meant,
            meant_address=self._address(q=meant) if meant else "",
        )

    def _page(self, asked: Asked, has_words: bool) -> Page:
        rows = asked.rows(self.frame)
        if has_words and asked.sort == RELEVANCE:
            best = search.ranked(rows.live(self.at), asked.words, PAGE_SIZE)
            found = Edition.objects.live(self.at).filter(pk__in=best).for_cards().in_bulk()
            return Page(cards_of([found[key] for key in best if key in found], self.at, self.frame))
        if has_words:
            rows = search.matching(rows, asked.words)
        return turn(rows, self.request.GET, self.at, self.frame)

    def _meant(self, asked: Asked, page: Page) -> str:
        """Return other words that find more, if the reader may have meant them."""
        if self.chosen:
            return ""
        meant = spelling.suggestion(asked.words, self.at)
        try:
            with search.within(SECONDS):
                rows = replace(asked, words=meant).rows(self.frame).live(self.at)
                written = search.matching(rows, meant).values_list(*map(rows.path, _WRITTEN))
                found = list(written[: FEW_RESULTS + 1]) if meant else []
        except search.TooMuch:
            return ""
        return spelling.as_written(meant, " ".join(chain(*found))) if len(found) > len(page.cards) else ""

    def _address(self, **changed: str) -> str:
        """Return the address of the first page of the search, with something else asked for."""
        query = self.request.GET.copy()
        for name in ("before", "after", chosen.NAME):
            query.pop(name, None)
        for name, value in changed.items():
            query[name] = value
        return f"{self.request.path}?{query.urlencode()}"

    def _turned(self, key: str) -> str:
        return f"{self._address()}&{key.removeprefix('?')}" if key else ""


def _results(cards: list[Card], query: Query) -> list[Result]:
    """Return the cards with what answers in them, in one query: for the bodies, which cards come without."""
    stored = dict(Edition.objects.filter(pk__in=[card.edition.pk for card in cards]).values_list("pk", "body"))
    results = []
    for card in cards:
        edition = card.edition
        set_ = [bodies.typeset(text, edition.language) for text in (edition.headline, edition.standfirst)]
        passage = excerpt([set_[1], *bodies.passages(stored[edition.pk])], query)
        results.append(Result(card, highlight(set_[0], query), passage or [Piece(set_[1], False)]))
    return results
