"""What every reader's page shares: one reading of the clock, one frame, and no method but GET and HEAD."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.generic import View

from articles import frame
from articles.addresses import absolute
from articles.models import OldPath
from articles.views.chosen import ChosenTime, time_of
from articles.views.errors import not_found


@method_decorator(gzip_page, name="dispatch")  # no page for all holds a secret that its length could tell
@method_decorator(csrf_exempt, name="dispatch")  # a POST is refused; but for one, which has guards of its own
class ReaderView(View):
    """A page that shows what readers see at `self.at`, in `self.frame`: now, or when the desk chooses to look."""

    http_method_names = ["get", "head"]
    template_name = ""
    shows_other_times = True
    is_preview = False
    at: datetime
    chosen: ChosenTime | None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        request.encoding = "utf-8"  # which every page is in: a header that names another may name what is no charset
        self.chosen = time_of(request) if self.shows_other_times else None
        self.at = (self.chosen and self.chosen.at) or timezone.now()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with self.surroundings():
            if self.chosen is None:
                return super().dispatch(request, *args, **kwargs)
            try:
                response = super().dispatch(request, *args, **kwargs)
            except Http404:  # that page too has the way on, and back to now
                response = not_found(request)
            return self.chosen.dress(response)

    @contextmanager
    def surroundings(self) -> Iterator[None]:
        """Speak the site's language and tell its time: at the desk, the editor's are in force."""
        zone = timezone.override(timezone.get_default_timezone())
        with zone, translation.override(self.frame.site.language):
            yield

    @cached_property
    def frame(self) -> frame.Frame:
        return frame.get()

    def render(self, language: str = "", **context: Any) -> HttpResponse:
        """Render the page with its furniture in `language`, or in the site's."""
        own = self.frame.site.language
        language = language or own
        context |= {
            "frame": self.frame,
            "canonical": canonical(self.request),
            "is_preview": self.is_preview,
            "frame_language": own if own != language else "",  # of the names of sections, where the page's is another
        }
        with translation.override(language):
            return render(self.request, self.template_name, context)


def canonical(request: HttpRequest) -> str:
    """Return the page's own address, without what others hang onto it (utm_source …)."""
    keys = [(name, request.GET[name]) for name in ("before", "after") if name in request.GET]
    query = "&".join(f"{name}={value}" for name, value in keys)
    return absolute(request.path) + (f"?{query}" if query else "")


def moved(request: HttpRequest) -> HttpResponsePermanentRedirect:
    """Redirect from where a section, author or tag used to be; raise Http404 where nothing ever was."""
    old = OldPath.objects.filter(old_path=request.path_info.strip("/")).first()
    if old is None:
        raise Http404
    return HttpResponsePermanentRedirect(f"/{old.new_path}/")
