"""Pages that list articles, newest first: what fronts, months and the pages of authors and tags share."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from articles.disclosures import section_notes
from articles.models import Section
from articles.querysets import EditionQuerySet, ListRowQuerySet
from articles.views.base import ReaderView
from articles.views.cards import FirstPage, is_first, turn


class ListPage(ReaderView):
    """A list turned by key. Subclasses find what it lists, and say what stands above it."""

    may_be_empty = False  # whether there is a page while readers see nothing on it

    def list_page(
        self,
        request: HttpRequest,
        rows: EditionQuerySet | ListRowQuerySet,
        *,
        section: Section | None = None,
        **context: Any,
    ) -> HttpResponse:
        """Show the page of `rows` that the request asks for, with the notes that stand on `section`, or on the site."""
        try:
            page = turn(rows, request.GET, self.at, self.frame)
        except FirstPage:
            return HttpResponseRedirect(request.path)
        if not page.cards and not self.may_be_empty:
            raise Http404
        notes = section_notes(section, self.at)
        told = {
            "notes": notes,
            "section": section,
            "accent": self.frame.accent(section.pk if section else None),
            "feed": f"{request.path}feed/",
        } | context
        return self.render(page=page, is_first=is_first(request.GET), **told)
