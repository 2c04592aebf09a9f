"""Pages for what went wrong. They look like the site and tell nothing of what is behind it."""

from __future__ import annotations

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils import translation
from django.utils.translation import gettext as _

from articles import frame

RETRY_AFTER = 30  # seconds


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page, to the byte, for what is not there yet, not there any more, and never was."""
    with translation.override(frame.get().site.language):
        return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        text = _("Go back: your words are still there. Send them in parts.")
        return _alone(413, _("That is more than can be sent at once"), text)
    return _alone(400, _("This address makes no sense"), _("Something in it is not as it should be."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _alone(403, _("You may not enter here"), _("This page is not open to everybody."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer although the database, the cache or the static files may be what failed.

    A database that does not answer is a matter of time: 503 says so to search engines, which come back.
    """
    status, heading = 500, _("Something broke on our side")
    text = _("We have been told. Please try again in a few minutes.")
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        status, heading = 503, _("We will be back in a moment")
        text = _("The newspaper can’t be read just now. Please try again in a few minutes.")
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"} if status == 503 else {}
    try:
        response = _alone(status, heading, text)
    except Exception:
        page = f'<!doctype html><meta charset="utf-8"><title>{heading}</title><h1>{heading}</h1><p>{text}</p>'
        response = HttpResponse(page, status=status)
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _alone(status: int, heading: str, text: str) -> HttpResponse:
    """Render without context processors: the frame is the site's name and nothing else."""
    context = {"frame": {"site_name": settings.SITE_NAME}, "heading": heading, "text": text}
    return HttpResponse(loader.get_template("error.html").render(context), status=status)
