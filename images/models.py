"""The picture library: one row a picture, shared by every edition that shows it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from images.fields import PictureField


class PictureManager(models.Manager["Picture"]):
    def get_by_natural_key(self, uuid: str) -> Picture:
        return self.get(uuid=uuid)


class Picture(models.Model):
    """An original with what readers are told of it. Width and height are in pixels, read from the file."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = PictureField(_("file"), upload_to="pictures/%Y/%m", width_field="width", height_field="height")
    width = models.PositiveIntegerField(_("width"), editable=False, default=0)
    height = models.PositiveIntegerField(_("height"), editable=False, default=0)
    alt = models.CharField(
        _("alternative text"), max_length=300, help_text=_("What the picture shows, for readers who do not see it.")
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=200, help_text=_("Who made it: Photo: Jane Doe / Agency."))
    rights_until = models.DateField(
        _("rights until"),
        null=True,
        blank=True,
        help_text=_("The last day on which it may be published anew. Leave empty for no end."),
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    objects = PictureManager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.alt

    def natural_key(self) -> tuple[str]:
        return (str(self.uuid),)
