"""What several tables share: slugs that fit an address, and natural keys for fixtures."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

M = TypeVar("M", bound=models.Model, covariant=True)

# The first word of an address that is not a section's. "feed" may follow any section.
RESERVED_SLUGS = frozenset(
    {"admin", "authors", "tags", "search", "feed", "sponsorship", "static", "media", "healthz"}
    | {"sitemap.xml", "news-sitemap.xml", "robots.txt"}
)

SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"  # also of the addresses: see urls.py
validate_slug = RegexValidator(rf"^{SLUG}\Z", _("Use lower-case letters without accents, digits and single hyphens."))


def validate_unreserved(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("“%(slug)s” is an address of the site's own: choose another."), params={"slug": slug})


class NaturalKeyManager(models.Manager[M]):
    def get_by_natural_key(self, *key: Any) -> M:
        fields: tuple[str, ...] = self.model.natural_key_fields  # type: ignore[attr-defined]
        return self.get(**dict(zip(fields, key, strict=True)))


class NaturalKeyModel(models.Model):
    """A table whose rows are named in fixtures by `natural_key_fields`, following relations with `__`."""

    natural_key_fields: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[Any, ...]:
        key = []
        for path in self.natural_key_fields:
            value: Any = self
            for name in path.split("__"):
                value = getattr(value, name)
            key.append(value if isinstance(value, int) else str(value))
        return tuple(key)


def stored(instance: models.Model, *fields: str) -> dict[str, Any]:
    """Return the row's values as the database holds them now; empty for a row that is not there yet."""
    if instance.pk is None:
        return {}
    model: type[models.Model] = type(instance)
    return model._base_manager.filter(pk=instance.pk).values(*fields).first() or {}
