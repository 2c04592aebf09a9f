"""All that is live, by the month it was published in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from articles.models import Edition
from articles.views.base import ReaderView
from articles.views.lists import ListPage

FIRST, LAST = 1000, 2999  # years that have an address


class ArchiveIndex(ReaderView):
    """The months from the first article to the newest, years in columns."""

    template_name = "articles/archive_index.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        live = Edition.objects.live(self.at)
        newest = live.newest().values_list("published_at", flat=True).first()
        oldest = live.newest().reverse().values_list("published_at", flat=True).first()
        months = list(_months_back(newest, oldest)) if newest and oldest else []
        years = [(year, list(group)) for year, group in groupby(months, key=lambda month: month.year)]
        return self.render(years=years)


class ArchiveMonth(ListPage):
    template_name = "articles/archive_month.html"
    may_be_empty = True

    def get(self, request: HttpRequest, year: int, month: int) -> HttpResponse:
        try:
            start = timezone.make_aware(datetime(year, month, 1))
        except (ValueError, OverflowError):
            raise Http404 from None
        if start > self.at:
            raise Http404
        end = _next(start)
        rows = Edition.objects.filter(published_at__gte=start, published_at__lt=end)
        beside = {
            "before": _previous(start) if start.year > FIRST or month > 1 else None,
            "after": end if end <= self.at and end.year <= LAST else None,
        }
        return self.list_page(request, rows, month=start, beside=beside, feed="")


def _months_back(newest: datetime, oldest: datetime) -> Iterator[datetime]:
    """Yield the beginnings of the months, in the site's time zone, from the newest to the oldest."""
    month = timezone.localtime(newest).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    last = timezone.localtime(oldest)
    while (month.year, month.month) >= (last.year, last.month):
        yield month
        month = _previous(month)


def _previous(month: datetime) -> datetime:
    year, number = (month.year, month.month - 1) if month.month > 1 else (month.year - 1, 12)
    return timezone.make_aware(datetime(year, number, 1))


def _next(month: datetime) -> datetime:
    year, number = (month.year, month.month + 1) if month.month < 12 else (month.year + 1, 1)
    return timezone.make_aware(datetime(year, number, 1))
