"""What machines ask: whether the site is well, what crawlers may fetch, and whether it is we who tell them."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import View

from articles.addresses import absolute


class Health(View):
    """“ok” while the database answers, else 503: for load balancers and monitors."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return self._say("the database does not answer", 503)
        return self._say("ok", 200)

    def _say(self, text: str, status: int) -> HttpResponse:
        return HttpResponse(text, status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})


class Robots(View):
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        lines = [
            "User-agent: *",
            "Disallow: /admin/",
            "Disallow: /search/",
            "",
            *(f"Sitemap: {absolute(path)}" for path in ("/sitemap.xml", "/news-sitemap.xml")),
        ]
        return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


class IndexNowKey(View):
    """The word by which search engines know that the site itself tells them what is new."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        if key != settings.INDEXNOW_KEY:
            raise Http404
        return HttpResponse(key, content_type="text/plain")
