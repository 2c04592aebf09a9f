"""All that is live, by the month it was published in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from articles.models import Edition
from articles.views.base import ReaderView
from articles.views.lists import ListPage
from articles.zones import start_of

EARLIEST = date(1000, 1, 1)  # of the years that addresses have


class ArchiveIndex(ReaderView):
    """The months from the first article to the newest, year by year."""

    template_name = "articles/archive_index.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        dates = Edition.objects.live(self.at).newest().values_list("published_at", flat=True)
        newest, oldest = dates.first(), dates.reverse().first()
        months = _months_back(timezone.localdate(newest), timezone.localdate(oldest)) if newest and oldest else ()
        years = [(year, list(group)) for year, group in groupby(months, key=lambda month: month.year)]
        return self.render(years=years)


class ArchiveMonth(ListPage):
    template_name = "articles/archive_month.html"
    may_be_empty = True

    def get(self, request: HttpRequest, year: int, month: int) -> HttpResponse:
        first = date(year, month, 1)
        after = (first + timedelta(days=31)).replace(day=1)
        if start_of(first) > self.at:
            raise Http404
        rows = Edition.objects.filter(published_at__gte=start_of(first), published_at__lt=start_of(after))
        beside = {
            "before": _before(first) if first > EARLIEST else None,
            "after": after if start_of(after) <= self.at else None,
        }
        return self.list_page(request, rows, month=first, beside=beside, feed="")


def _months_back(newest: date, oldest: date) -> Iterator[date]:
    """Yield the first days of the months, from the newest to the oldest."""
    month = newest.replace(day=1)
    while month >= oldest.replace(day=1):
        yield month
        month = _before(month)


def _before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)
