"""The picture library: one row a picture, shared by every edition that shows it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from images import recipe
from images.fields import OriginalField, originals


class Shown(NamedTuple):
    """What a page needs to show a picture: the smallest first, sizes in pixels."""

    crop: str
    key: str
    sizes: list[tuple[int, int]]

    @property
    def prefix(self) -> str:
        """The address of each rendition up to its width. A storage is asked for no more: pages have hundreds."""
        return default_storage.url(recipe.name(self.crop, self.key, 0, "x")).removesuffix("0.x")

    def url(self, width: int, extension: str) -> str:
        return f"{self.prefix}{width}.{extension}"

    @property
    def fallback(self) -> tuple[int, int]:
        """The size that is there as JPEG."""
        crop = recipe.CROPS[self.crop]
        return next(size for size in self.sizes if "jpg" in crop.extensions(size[0], self.sizes))

    @property
    def src(self) -> str:
        return self.url(self.fallback[0], "jpg")


class PictureQuerySet(models.QuerySet["Picture"]):
    def in_use(self) -> PictureQuerySet:
        """Leave out what another has replaced."""
        return self.filter(replaced_by=None)

    def having(self, words: Iterable[str]) -> PictureQuerySet:
        """Return those that have every one of these words in what is known of them."""
        found = self
        for word in words:
            found = found.filter(
                reduce(or_, (models.Q(**{f"{name}__icontains": word}) for name in Picture.SEARCHED)),
            )
        return found

    def incomplete(self) -> PictureQuerySet:
        """Return those whose set of renditions is not made, or by an older recipe."""
        return self.exclude(recipe_version=recipe.VERSION)

    def get_by_natural_key(self, uuid: str) -> Picture:
        return self.get(uuid=uuid)


class Picture(models.Model):
    """An original, what is known of it, and which renditions are ready. Width and height are the upright picture's.

    `renditions` holds by crop what is ready: {"card": {"key": "0123456789abcdef", "sizes": [[320, 213], …]}}.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = OriginalField(_("file"), storage=originals, upload_to="%Y/%m", editable=False)
    name = models.CharField(_("file name"), max_length=200, blank=True, editable=False)
    digest = models.CharField(max_length=64, editable=False, default="", db_index=True)  # of the file's bytes: SHA-256
    width = models.PositiveIntegerField(_("width"), editable=False, default=0)
    height = models.PositiveIntegerField(_("height"), editable=False, default=0)
    moves = models.BooleanField(default=False, editable=False)  # an animation, of which readers see the first image
    tone = models.CharField(max_length=3, editable=False, default="aaa")  # see tones.py

    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for readers who do not see it. Needed before publication."),
    )
    caption = models.CharField(_("caption"), max_length=2000, blank=True)
    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("Who made it: Photo: Jane Doe / Agency. Needed before publication."),
    )
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Who it came from: an agency, a person, an archive.")
    )
    copyright = models.CharField(_("copyright notice"), max_length=300, blank=True)
    licence = models.CharField(
        _("licence"),
        max_length=200,
        blank=True,
        help_text=_("What may be done with it: CC BY 4.0, one use, online only."),
    )
    rights_until = models.DateField(
        _("rights until"),
        null=True,
        blank=True,
        help_text=_("The last day on which it may be published anew. Leave empty for no end."),
    )
    taken_at = models.DateField(_("taken on"), null=True, blank=True)
    people = models.CharField(
        _("people shown"), max_length=500, blank=True, help_text=_("Their names, separated by commas.")
    )
    tags = models.CharField(
        _("tags"), max_length=500, blank=True, help_text=_("Words to find it by, separated by commas.")
    )
    focus_x = models.PositiveSmallIntegerField(_("focal point: across"), default=50)
    focus_y = models.PositiveSmallIntegerField(_("focal point: down"), default=50)

    renditions = models.JSONField(default=dict, editable=False)
    recipe_version = models.PositiveSmallIntegerField(default=0, editable=False)  # of the whole set; 0 until it is made
    making_since = models.DateTimeField(null=True, editable=False)  # the claim of who makes renditions now
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="replaces", verbose_name=_("replaced by")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    SEARCHED = ("alt", "caption", "credit", "source", "people", "tags", "name")

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = [
            # Those whose rights end: asked for in order, of which the first that readers see are told.
            models.Index(
                fields=["rights_until", "id"], condition=models.Q(rights_until__isnull=False), name="images_rights_end"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="images_focus_within",
                condition=models.Q(focus_x__lte=100, focus_y__lte=100),
                violation_error_message=_("The focal point lies within the picture: from 0 to 100 percent."),
            )
        ]

    def __str__(self) -> str:
        return self.alt or self.name or str(self.uuid)

    def natural_key(self) -> tuple[str]:
        return (str(self.uuid),)

    @property
    def size(self) -> tuple[int, int]:
        return (self.width, self.height)

    @property
    def focus(self) -> tuple[int, int]:
        """The point that every crop keeps, in percent from the left and from the top."""
        return (self.focus_x, self.focus_y)

    def key(self, crop: recipe.Crop) -> str:
        """Return the hash that names this picture's renditions of a crop, ready or not."""
        return recipe.key(crop, self.uuid, self.digest, self.focus)

    def shown(self, crop: str) -> Shown | None:
        """Return what is ready of a crop, else of the whole picture, else nothing."""
        for name in (crop, recipe.FULL.name):
            if ready := self.renditions.get(name):
                return Shown(name, ready["key"], [(width, height) for width, height in ready["sizes"]])
        return None

    def rendition_names(self) -> Iterator[str]:
        """Yield the names of all files of renditions that are ready."""
        for name, ready in self.renditions.items():
            sizes = [(width, height) for width, height in ready["sizes"]]
            for width, _height in sizes:
                for extension in recipe.CROPS[name].extensions(width, sizes):
                    yield recipe.name(name, ready["key"], width, extension)

    @property
    def thumbnail(self) -> str:
        """The address of a small square for the desk's lists, or of the nearest to it; "" while there is none."""
        shown = self.shown(recipe.SQUARE.name)
        return shown.src if shown else ""

    @property
    def preview(self) -> str:
        """The address of the whole picture, as large as the desk shows it; "" while there is none."""
        shown = self.shown(recipe.FULL.name)
        return shown.src if shown else ""

    @property
    def social(self) -> Shown | None:
        """What social networks are given."""
        return self.shown(recipe.SOCIAL.name)
