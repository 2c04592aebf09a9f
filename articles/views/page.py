"""A page that is no article: about us, legal notices."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from articles import body as bodies
from articles.models import Page
from articles.views.base import ReaderView, moved


class PageDetail(ReaderView):
    template_name = "articles/page_detail.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        page = Page.objects.filter(slug=slug).first()
        return self.show(page) if page else moved(request)

    def show(self, page: Page) -> HttpResponse:
        html = "".join(part.get("html", "") for part in bodies.compile(page.body, page.language))
        return self.render(page.language, page=page, html=html)
