"""What people who want to sponsor have written to the commercial team."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.states import Language

LONGEST_MESSAGE = 5000  # characters


class Inquiry(models.Model):
    """A message and who wrote it. It goes by its number, so that its deletion leaves no name in any log."""

    name = models.CharField(gettext_lazy("name"), max_length=120)
    organisation = models.CharField(gettext_lazy("organisation"), max_length=120, blank=True)
    email = models.EmailField(gettext_lazy("email"))
    message = models.TextField(gettext_lazy("message"), max_length=LONGEST_MESSAGE)
    language = models.CharField(gettext_lazy("language"), max_length=5, choices=Language)  # that it was sent in
    created_at = models.DateTimeField(gettext_lazy("written at"), default=timezone.now)
    mailed_at = models.DateTimeField(gettext_lazy("mailed at"), null=True, blank=True)
    answered_at = models.DateTimeField(gettext_lazy("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("answered by"),
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = gettext_lazy("sponsorship inquiry")
        verbose_name_plural = gettext_lazy("sponsorship inquiries")
        indexes = [models.Index(fields=["-created_at", "-id"], name="inquiry_newest")]

    def __str__(self) -> str:
        return _("Inquiry %(number)s") % {"number": self.pk}
