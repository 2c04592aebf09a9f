"""The desk itself: Django's admin under the newspaper's name."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import JsonResponse
from django.utils.translation import gettext_lazy as _


class Desk(AdminSite):
    index_title = _("Desk")
    site_title = site_header = settings.SITE_NAME

    def get_urls(self):
        """Leave out the redirect from any row to its page: it would tell everybody the address of every draft."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def autocomplete_view(self, request):
        if "\x00" in request.GET.get("term", ""):  # PostgreSQL has no such character, and fails
            return JsonResponse({"results": [], "pagination": {"more": False}})
        return super().autocomplete_view(request)
