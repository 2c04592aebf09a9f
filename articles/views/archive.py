"""All that is live, by the month it was published in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from articles.models import Edition
from articles.views.base import ReaderView
from articles.views.lists import ListPage
from articles.zones import start_of


class ArchiveIndex(ReaderView):
    """The months from the first article to the newest, year by year."""

    template_name = "articles/archive_index.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        newest = Edition.objects.live(self.at).newest().values_list("published_at", flat=True).first()
        oldest = _oldest(self.at)
        months = _months_back(timezone.localdate(newest), oldest) if newest and oldest else ()
        years = [(year, list(group)) for year, group in groupby(months, key=lambda month: month.year)]
        return self.render(years=years)


class ArchiveMonth(ListPage):
    """There from the month of the first article on, until that which is now."""

    template_name = "articles/archive_month.html"
    may_be_empty = True

    def get(self, request: HttpRequest, year: int, month: int) -> HttpResponse:
        first, oldest = date(year, month, 1), _oldest(self.at)
        if oldest is None or not oldest <= first <= timezone.localdate(self.at):
            raise Http404
        after = _after(first)
        rows = Edition.objects.filter(published_at__gte=start_of(first), published_at__lt=start_of(after))
        beside = {
            "before": _before(first) if first > oldest else None,
            "after": after if after <= timezone.localdate(self.at) else None,
        }
        return self.list_page(request, rows, month=first, beside=beside, feed="")


def _oldest(at: datetime) -> date | None:
    """Return the first day of the month of the oldest article."""
    dates = Edition.objects.live(at).newest().reverse().values_list("published_at", flat=True)
    oldest = dates.first()
    return timezone.localdate(oldest).replace(day=1) if oldest else None


def _months_back(newest: date, oldest: date) -> Iterator[date]:
    """Yield the first days of the months, from the newest to the oldest."""
    month = newest.replace(day=1)
    while month >= oldest:
        yield month
        month = _before(month)


def _before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def _after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
