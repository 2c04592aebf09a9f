"""A tag: what is filed under it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from articles.models import EditionTag, Tag
from articles.views.base import moved
from articles.views.lists import ListPage


class TagDetail(ListPage):
    """There only while readers see something under it: the tag of a draft tells of the draft."""

    template_name = "articles/tag_detail.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        tag = Tag.objects.filter(slug=slug).first()
        if tag is None:
            return moved(request)
        return self.list_page(request, EditionTag.objects.filter(tag=tag), tag=tag)
