"""An article: an identity and a chain of editions. It has no text."""

from __future__ import annotations

import secrets
import uuid
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models.base import NaturalKeyManager, NaturalKeyModel
from articles.querysets import FrozenError

PUBLIC_ID_LENGTH = 10
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0 1 i l o: read aloud and typed without mistakes


def new_public_id() -> str:
    """Return a random id that tells nothing of what else is unpublished."""
    return "".join(secrets.choice(ALPHABET) for _i in range(PUBLIC_ID_LENGTH))


class Article(NaturalKeyModel):
    natural_key_fields = ("uuid",)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=new_public_id, editable=False)
    first_published_at = models.DateTimeField(_("first published at"), null=True, blank=True, editable=False)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True, db_index=True)
    embargo_source = models.CharField(_("who asked for the embargo"), max_length=200, blank=True)
    embargo_reason = models.CharField(_("reason for the embargo"), max_length=300, blank=True)
    head = models.ForeignKey(
        "articles.Edition", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    translation_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="translations",
        verbose_name=_("translation of"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [
            models.CheckConstraint(
                name="article_public_id_shape",
                condition=models.Q(public_id__regex=rf"^[a-z0-9]{{{PUBLIC_ID_LENGTH}}}$"),
                violation_error_message=_("A public id is ten lower-case letters and digits."),
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def original(self) -> int:
        """The primary key of the article that this one, or those beside it, are translations of: maybe its own."""
        return self.translation_of_id or self.pk

    def translated(self) -> models.QuerySet[Article]:
        """Return the articles that say the same in other languages."""
        together = models.Q(pk=self.original) | models.Q(translation_of=self.original)
        return Article.objects.filter(together).exclude(pk=self.pk)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FrozenError(gettext("Articles are never deleted: discard the draft, or withdraw what is live."))
