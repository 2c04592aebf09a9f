"""Authors: the people who sign. A guest needs no account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from articles import keys
from articles.models.base import NaturalKeyManager, NaturalKeyModel, stored, validate_slug
from articles.models.history import OldPath
from articles.signals import announce

_is_link = URLValidator(schemes=["http", "https"])


def validate_links(links: object) -> None:
    """Accept a list of {"label": str, "url": str} whose addresses are http, https or mailto."""
    if not isinstance(links, list):
        raise ValidationError(_("Links are a list."))
    for link in links:
        if (
            not isinstance(link, dict)
            or set(link) != {"label", "url"}
            or not all(isinstance(v, str) for v in link.values())
        ):
            raise ValidationError(_("Each link has a label and a url."))
        if not link["url"].startswith("mailto:"):
            _is_link(link["url"])


class Author(NaturalKeyModel):
    natural_key_fields = ("slug",)

    name = models.CharField(_("name"), max_length=120)
    slug = models.CharField(_("slug"), max_length=120, unique=True, validators=[validate_slug])
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    bio = models.TextField(_("bio"), blank=True, help_text=_("Plain text. It closes the author's articles."))
    picture = models.ForeignKey(
        "images.Picture", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    links = models.JSONField(
        _("links"),
        default=list,
        blank=True,
        validators=[validate_links],
        help_text=_('As [{"label": "Mastodon", "url": "https://…"}].'),
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("account"),
    )

    objects = NaturalKeyManager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/authors/{self.slug}/"

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        before = stored(self, "slug")
        super().save(*args, **kwargs)
        if before and before["slug"] != self.slug:
            OldPath.objects.remember(f"authors/{before['slug']}", f"authors/{self.slug}")
        announce({keys.author(slug) for slug in {self.slug, before.get("slug", self.slug)}})
