"""An author: who it is, and what they signed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from articles import structured
from articles.models import Author, Byline
from articles.views.base import canonical, moved
from articles.views.lists import ListPage


class AuthorDetail(ListPage):
    """There only while readers see something signed: a guest's name may tell of what is still to come."""

    template_name = "articles/author_detail.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        author = Author.objects.select_related("picture").filter(slug=slug).first()
        if author is None:
            return moved(request)
        about = structured.graph(structured.profile(author, canonical(request)))
        return self.list_page(request, Byline.objects.filter(author=author), author=author, structured=about)
