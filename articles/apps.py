"""The newsroom's Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        """Stop with one line where a rule is named that there is none of; listen to what becomes of content."""
        preflight = import_module("articles.preflight")  # its models are loaded by now, and not before
        import_module("articles.pictures")
        import_module("articles.pinging")
        try:
            preflight.rules()
        except ImproperlyConfigured as error:
            raise SystemExit(str(error)) from None
