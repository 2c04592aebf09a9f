"""A section's front: what is new in it and in the sections below it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from articles import structured
from articles.models import EditionSection
from articles.views.base import canonical, moved
from articles.views.lists import ListPage


class SectionFront(ListPage):
    template_name = "articles/section_front.html"
    may_be_empty = True

    def get(self, request: HttpRequest, path: str) -> HttpResponse:
        section = self.frame.by_path.get(path)
        if section is None:
            return moved(request)
        trail = self.frame.trail(section.pk)
        about = structured.collection(section.name, section.description, canonical(request), self.frame.site.language)
        return self.list_page(
            request,
            EditionSection.objects.filter(section=section),
            section=section,
            trail=trail,
            above=trail[:-1],
            structured=structured.graph(about, structured.breadcrumbs(trail)),
            subsections=self.frame.children(section),
        )
