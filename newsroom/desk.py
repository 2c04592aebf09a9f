"""The desk itself: Django's admin under the newspaper's name. Nothing that is posted to it is lost."""

from functools import wraps
from typing import cast

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import csrf
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from newsroom import kept

ENDED = _("Your session has ended. Sign in: your words are kept, and what you asked for will be done.")
REFUSED = _(
    "Nothing was done: this is gone by now, or not yours to change. Your words are kept: copy them, or sign in as "
    "somebody who may."
)
AGAIN = _("Nothing was done yet: somebody has signed in here since the page was opened. Your words are kept.")
LOST_FILE = _("The file could not be kept: choose it again.")


class Desk(admin.AdminSite):
    index_title = _("Desk")
    site_title = site_header = settings.SITE_NAME
    login_form = AdminAuthenticationForm

    def get_urls(self):
        """Leave out the redirect from any row to its page: it would tell everybody the address of every draft."""
        urls = [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
        return [path("session/", self.session_view, name="session"), *urls]

    def autocomplete_view(self, request):
        if "\x00" in request.GET.get("term", ""):  # PostgreSQL has no such character, and fails
            return JsonResponse({"results": [], "pagination": {"more": False}})
        return super().autocomplete_view(request)

    # --- who is signed in, and what is posted by those who are not ---------------------------------------------------

    def admin_view(self, view, cacheable=False):
        """Hold what is posted by somebody who is signed in no more, or who may not do it, where Django drops it."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        @csrf_protect  # before all else: what another site wrote is never held, so that no signing in completes it
        @sensitive_post_parameters()
        def hold(request, *args, **kwargs):
            if not kept.is_form(request) or request.path == reverse("admin:logout"):
                return guarded(request, *args, **kwargs)
            form, lost = None, []
            if kept.FIELD in request.POST:
                form = self._sign_in(request) if "username" in request.POST else None
                lost = kept.take_up(request)
            if not self.has_permission(request) or (form and form.errors):
                return self.held(request, REFUSED if request.user.is_authenticated else ENDED, form)
            if lost:
                messages.warning(request, LOST_FILE)
            try:
                return guarded(request, *args, **kwargs)
            except (PermissionDenied, Http404) as refusal:
                return self.held(request, REFUSED, status=404 if isinstance(refusal, Http404) else 403)

        return hold

    def held(self, request, why, form=None, status=403):
        """Show why nothing was done, with all that was posted in a form that signs in and does it.

        An error's status, for scripts: whoever posted by one would take anything else for done.
        """
        context = {
            **self.each_context(request),
            "title": _("Your words are kept"),
            "why": why,
            "form": None if why is AGAIN else form or self.login_form(request),
            "app_path": request.get_full_path(),
            **kept.carry(request),
        }
        request.current_app = self.name
        response = render(request, "admin/kept.html", context, status=status)
        add_never_cache_headers(response)
        return response

    def _sign_in(self, request):
        form = self.login_form(request, data=request.POST)
        if form.is_valid():
            login(request, form.get_user())
        return form

    @method_decorator([login_not_required, never_cache, csrf_protect, sensitive_post_parameters()])
    @method_decorator(require_http_methods(["GET", "POST"]))
    def session_view(self, request):
        """Tell a form that is open who is signed in, and the token for its next POST. A POST to here signs in."""
        errors = self._sign_in(request).errors if request.method == "POST" else {}
        signed_in = self.has_permission(request)
        return JsonResponse(
            {
                "signed_in": signed_in,
                "name": request.user.get_username() if signed_in else "",
                "token": get_token(request),
                "problems": [problem for problems in errors.values() for problem in problems],
            }
        )


def csrf_failure(request, reason=""):
    """Refuse as Django does, but hold the words of a form of the desk whose token is no longer good.

    That happens to honest forms: signing in changes the token, in another tab too, and a cookie may be lost. Another
    site has no token either; but it can't make a browser say that its form came from here, which is asked first. Nor
    does this weaken the token: nothing is done until somebody who sees the words, under this address and in no frame,
    sends them again with a good one.
    """
    match = request.resolver_match
    if match.namespaces != ["admin"] or not kept.is_form(request) or not kept.is_from_here(request):
        return csrf.csrf_failure(request, reason)
    if match.url_name == "login" and settings.CSRF_COOKIE_NAME in request.COOKIES:
        return redirect(request.get_full_path())  # signed in already, or asked for the password once more
    if match.url_name in ("login", "logout", "session", "articles_person_welcome"):
        return csrf.csrf_failure(request, reason)
    if kept.FIELD in request.POST:
        kept.take_up(request)
    desk = cast(Desk, admin.site)
    return desk.held(request, AGAIN if desk.has_permission(request) else ENDED)
