"""A tag: what is filed under it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from articles import structured
from articles.models import EditionTag, Tag
from articles.views.base import canonical, moved
from articles.views.lists import ListPage


class TagDetail(ListPage):
    """There only while readers see something under it: the tag of a draft tells of the draft."""

    template_name = "articles/tag_detail.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        tag = Tag.objects.filter(slug=slug).first()
        if tag is None:
            return moved(request)
        about = structured.collection(tag.name, "", canonical(request), self.frame.site.language)
        rows = EditionTag.objects.filter(tag=tag)
        return self.list_page(request, rows, tag=tag, structured=structured.graph(about))
