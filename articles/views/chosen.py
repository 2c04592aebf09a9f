"""The site at a chosen time, for the desk: any reader's page with `?at=`. For everybody else there is no such thing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from html import unescape
from typing import cast
from urllib.parse import urlencode, urljoin, urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.html import escape

from articles import clocks, zones

NAME = "at"

_LINK = re.compile(r'(<a\b(?:[^">]|"[^"]*")*?\shref=")([^"]*)"')
_MASTHEAD = '<header class="masthead">'
_PLUS = re.compile(r"(?<=:\d\d) (?=\d\d:?\d\d\Z)")  # what becomes of an offset's sign that is typed into an address


@dataclass(frozen=True)
class ChosenTime:
    """What somebody of the desk asks for: a moment; or none yet, or what can't be one, and the page shows now."""

    request: HttpRequest
    zone: tzinfo
    text: str = ""
    at: datetime | None = None
    problem: str = ""
    either: list[tuple[str, str]] = field(default_factory=list)  # address and words of the two that it may be

    @property
    def local(self) -> str:
        """Return what a browser's field shows: the moment, or what was typed in its stead."""
        return f"{self.at.astimezone(self.zone):%Y-%m-%dT%H:%M}" if self.at else self.text

    @property
    def place(self) -> str:
        return clocks.place(self.at.astimezone(self.zone)) if self.at else str(self.zone)

    @property
    def is_elsewhere(self) -> bool:
        """Tell whether the newspaper's clocks show another time."""
        return self.at is not None and not zones.is_ours(self.at.astimezone(self.zone))

    @property
    def rest(self) -> list[tuple[str, str]]:
        """Return what else the address asks for: which page of a list."""
        return [(name, str(value)) for name, value in self.request.GET.items() if name != NAME]

    @property
    def now(self) -> str:
        """Return the address of the page as it is now."""
        return f"{self.request.path}?{urlencode(self.rest)}" if self.rest else self.request.path

    def dress(self, response: HttpResponseBase) -> HttpResponseBase:
        """Keep the answer out of caches and indexes, put the bar on top of it, and the moment into where it leads."""
        for name in ("ETag", "Expires", "Last-Modified"):
            response.headers.pop(name, None)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex"
        if "Location" in response.headers:
            response.headers["Location"] = self._lead(response.headers["Location"])
        elif isinstance(response, HttpResponse) and response.headers["Content-Type"].startswith("text/html"):
            bar = render_to_string("articles/_chosen.html", {"chosen": self})
            page = _LINK.sub(self._relink, response.content.decode())
            response.content = page.replace(_MASTHEAD, bar + _MASTHEAD, 1)
        return response

    def _relink(self, link: re.Match[str]) -> str:
        return f'{link[1]}{escape(self._lead(unescape(link[2])))}"'

    def _lead(self, url: str) -> str:
        """Return the address with the moment in it if it is that of a reader's page; else as it is."""
        if self.at is None or not _is_readers(url, self.request):
            return url
        return _with(url, self.at)


def time_of(request: HttpRequest) -> ChosenTime | None:
    """Return what the desk asks for; None where nothing is asked for, and for everybody else."""
    if NAME not in request.GET or not _is_of_the_desk(request):
        return None
    zone = zones.of_browser(request.COOKIES) or timezone.get_default_timezone()
    text = _PLUS.sub("+", str(request.GET[NAME]).strip())
    if not text:
        return ChosenTime(request, zone)
    try:
        found = clocks.read(text, zone, bare_day=True)
    except ValidationError as refusal:
        return ChosenTime(request, zone, text, problem=refusal.messages[0])
    if len(found) == 1:
        return ChosenTime(request, zone, text, found[0])
    now = ChosenTime(request, zone).now
    either = [(_with(now, at), words) for at, words in zip(found, clocks.either(found, zone), strict=True)]
    return ChosenTime(request, zone, text, problem=clocks.twice(found, zone), either=either)


def _is_of_the_desk(request: HttpRequest) -> bool:
    """Tell whether a member of the desk asks. Nobody else learns, by a header or a cookie, that it was looked at."""
    session_key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if session_key is None:
        return False
    user = cast("User", request.user)
    if user.is_active and user.is_staff and user.has_perm("articles.view_edition"):
        return True
    request.session = type(request.session)(session_key)  # one that nobody has opened
    return False


def _is_readers(url: str, request: HttpRequest) -> bool:
    """Tell whether a link of the page leads to a page of ours that can show another time."""
    if url.startswith("#"):
        return False
    try:
        parts = urlsplit(urljoin(f"{settings.SITE_URL}{request.get_full_path()}", url))
        view = resolve(parts.path).func
    except (Resolver404, ValueError):
        return False
    ours = f"{parts.scheme}://{parts.netloc}" == settings.SITE_URL
    return ours and getattr(getattr(view, "view_class", None), "shows_other_times", False)


def _with(url: str, at: datetime) -> str:
    parts = urlsplit(url)
    query = f"{NAME}={at.replace(tzinfo=None).isoformat()}Z"
    return parts._replace(query=f"{parts.query}&{query}" if parts.query else query).geturl()
