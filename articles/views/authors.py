"""Those who sign what readers see, in the order of their names."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from articles.models import Author, Byline
from articles.views.base import ReaderView

AT_ONCE = 120  # authors on a page


class AuthorList(ReaderView):
    """Turned by key: `?after=<slug>` goes on behind an author."""

    template_name = "articles/author_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        signed = Byline.objects.filter(author=OuterRef("pk")).live(self.at)
        authors: QuerySet[Author] = (
            Author.objects.filter(Exists(signed)).select_related("picture").order_by("name", "pk")
        )
        after = str(request.GET.get("after", ""))
        if after:
            last = authors.filter(slug=after).first() if "\x00" not in after else None  # of others nobody learns here
            if last is None:
                raise Http404
            authors = authors.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
        found = list(authors[: AT_ONCE + 1])
        if after and not found:
            raise Http404
        context: dict[str, Any] = {"authors": found[:AT_ONCE], "is_first": not after}
        return self.render(**context, older=f"?after={found[AT_ONCE - 1].slug}" if len(found) > AT_ONCE else "")
