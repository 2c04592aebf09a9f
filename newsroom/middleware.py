"""What Django has no setting for: two headers, and a desk that speaks the editor's language and tells their time."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import timezone

from articles import zones


class PolicyHeadersMiddleware:
    """Say which browser features no page here uses, and that only our own pages may load what we serve."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class DeskLocaleMiddleware(LocaleMiddleware):
    """Follow the editor's language at the desk. Readers' pages follow the site's, so that they are the same for all."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path.startswith(reverse("admin:index")):
            super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith(reverse("admin:index")):
            return super().process_response(request, response)
        return response


class DeskZoneMiddleware:
    """Ask for times at the desk, and show them, in the zone of the editor's browser where that has told it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(reverse("admin:index")):
            return self.get_response(request)
        with timezone.override(zones.of_browser(request.COOKIES) or timezone.get_default_timezone()):
            return self.get_response(request)
