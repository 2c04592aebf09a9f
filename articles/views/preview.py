"""What the desk has not published yet, as readers would see it, for who may read it. Nobody else learns of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from articles import frame, permissions
from articles.models import Edition, Page, Site
from articles.views.article import ArticleDetail
from articles.views.front import Front
from articles.views.page import PageDetail

IN_OUR_FRAMES: Any = settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF]}


@method_decorator([never_cache, xframe_options_sameorigin, csp_override(IN_OUR_FRAMES)], name="dispatch")
class EditionPreview(ArticleDetail):
    """The desk shows it in a frame beside the form."""

    shows_other_times = False  # a draft has no window for a time to lie in
    is_preview = True

    def get(self, request: HttpRequest, number: int) -> HttpResponse:  # type: ignore[override]  # another address
        editions = Edition.objects.select_related("article", "section", "lead_picture")
        edition = editions.filter(pk=number).first()
        user = cast("User", request.user)  # an anonymous one has no permission either
        if edition is None or not permissions.may_read(user, edition):
            raise Http404
        phase = edition.phase(self.at).label
        edition.compiled = edition.compiled or edition.compile()
        edition.published_at = edition.published_at or self.at
        edition.live_from = edition.live_from or self.at
        response = self.render(edition.language, **self.context_of(edition), phase=phase)
        response.headers["X-Robots-Tag"] = "noindex"
        return response


class SitePreview(Front):
    shows_other_times = False
    is_preview = True

    def preview(self, site: Site) -> HttpResponse:
        """Show the front as it would be with these settings, which nobody has saved."""
        self.frame = replace(frame.get(), site=site)
        with self.surroundings():
            return self.get(self.request)


class PagePreview(PageDetail):
    shows_other_times = False
    is_preview = True

    def preview(self, page: Page) -> HttpResponse:
        """Show the page with these words, which nobody has saved."""
        with self.surroundings():
            return self.show(page)
