"""How a new person chooses their first password: by a link a chief hands over, since mail may not be set up."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.contrib.messages.views import SuccessMessageMixin
from django.urls import path, reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

DAYS = settings.PASSWORD_RESET_TIMEOUT // (24 * 3600)


def is_awaited(person):
    """Tell whether a person has yet to choose a first password: nobody else's is set by a link."""
    fresh = person.last_login is None and not person.has_usable_password()
    return fresh and person.is_active and person.is_staff and not person.is_superuser


def link(person):
    """Return the path at which the person chooses a password, once and within DAYS."""
    key = urlsafe_base64_encode(force_bytes(person.pk))
    return reverse("admin:articles_person_welcome", args=[key, default_token_generator.make_token(person)])


class ChooseFirstPassword(SuccessMessageMixin, PasswordResetConfirmView):
    template_name = "admin/articles/person/welcome.html"
    success_url = reverse_lazy("admin:index")
    success_message = _("Your password is set: sign in with it.")

    def get_user(self, uidb64):
        user = super().get_user(uidb64)
        return user if user is not None and is_awaited(user) else None

    def get_context_data(self, **kwargs):
        return super().get_context_data(**admin.site.each_context(self.request), **kwargs)


class Welcome:
    """The page, for the admin of people: the one of the desk that is there for who has not signed in."""

    def get_urls(self):
        page = ChooseFirstPassword.as_view()
        return [path("welcome/<uidb64>/<token>/", page, name="articles_person_welcome"), *super().get_urls()]
