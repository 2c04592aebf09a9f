"""Pages for what went wrong. They look like the site and tell nothing of what is behind it."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page, to the byte, for what is not there yet, not there any more, and never was."""
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        text = _("Go back: your words are still there. Send them in parts.")
        return _alone(413, _("That is more than can be sent at once"), text)
    return _alone(400, _("This address makes no sense"), _("Something in it is not as it should be."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _alone(403, _("You may not enter here"), _("This page is not open to everybody."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer although the database, the cache or the static files may be what failed."""
    heading, text = _("Something broke on our side"), _("We have been told. Please try again in a few minutes.")
    try:
        return _alone(500, heading, text)
    except Exception:
        page = f'<!doctype html><meta charset="utf-8"><title>{heading}</title><h1>{heading}</h1><p>{text}</p>'
        return HttpResponse(page, status=500)


def _alone(status: int, heading: str, text: str) -> HttpResponse:
    """Render without context processors: the frame is the site's name and nothing else."""
    context = {"frame": {"site_name": settings.SITE_NAME}, "heading": heading, "text": text}
    return HttpResponse(loader.get_template("error.html").render(context), status=status)
