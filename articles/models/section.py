"""Sections (rubriques): a tree whose paths are the site's addresses, and who may edit in them."""

from __future__ import annotations

from itertools import batched
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from articles import keys
from articles.models.base import NaturalKeyManager, NaturalKeyModel, stored, validate_slug, validate_unreserved
from articles.models.history import OldPath
from articles.signals import announce
from articles.states import Accent

LONGEST_PATH = 255  # characters


class SectionManager(NaturalKeyManager["Section"]):
    def lock(self) -> None:
        """Let nobody else move a section until the transaction ends: two that move below each other hang every page."""
        list(self.select_for_update().order_by("pk").values_list("pk"))


class Section(NaturalKeyModel):
    """A place in the newspaper. `path` is derived: the slugs from the root down, joined by slashes."""

    natural_key_fields = ("path",)

    name = models.CharField(_("name"), max_length=80)
    slug = models.CharField(_("slug"), max_length=60, validators=[validate_slug, validate_unreserved])
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
        help_text=_("Leave empty for a section of the main menu."),
    )
    description = models.CharField(_("description"), max_length=300, blank=True)
    accent = models.CharField(
        _("colour"),
        max_length=8,
        choices=Accent,
        blank=True,
        help_text=_("Leave empty for that of the section above, or of the site."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    path = models.CharField(_("path"), max_length=LONGEST_PATH, unique=True, editable=False)

    objects = SectionManager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            models.CheckConstraint(
                name="section_slug_is_no_article",
                condition=~Q(slug__contains="_") & ~Q(slug="") & ~Q(slug__contains="/"),
                violation_error_message=_("A section's slug holds no “_”."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/{self.path}/"

    def ancestors(self) -> list[Section]:
        """Return the sections above this one, root first. One query a level unless they are loaded."""
        above: list[Section] = []
        section = self.parent
        while section is not None:
            above.insert(0, section)
            section = section.parent
        return above

    def with_descendants(self) -> models.QuerySet[Section]:
        return Section.objects.filter(Q(pk=self.pk) | Q(path__startswith=f"{self.path}/"))

    def clean(self) -> None:
        super().clean()
        parent = self.parent
        while parent is not None:
            if parent.pk == self.pk and self.pk is not None:
                raise ValidationError({"parent": _("A section can't stand below itself.")})
            parent = parent.parent
        self._check_address(stored(self, "path").get("path"))

    def _check_address(self, old: str | None) -> None:
        """Refuse an address that another section has, or that is too long; so would be those below, now below `old`."""
        path = self.derived_path()
        if len(path) > LONGEST_PATH:
            raise ValidationError({"slug": _("The section's address is too long: choose a shorter slug.")})
        below = Section.objects.filter(path__startswith=f"{old}/").annotate(length=Length("path"))
        if old and below.filter(length__gt=LONGEST_PATH - len(path) + len(old)).exists():
            words = _("The address of a section below this one would be too long: choose a shorter slug.")
            raise ValidationError({"slug": words})
        if Section.objects.filter(path=path).exclude(pk=self.pk).exists():
            raise ValidationError({"slug": _("Another section has this address.")})

    def derived_path(self) -> str:
        """Return the path that follows from the slug and from where the section is to stand."""
        return f"{self.parent.path}/{self.slug}" if self.parent else self.slug

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the derived path. A new path moves everything below it and leaves redirects behind."""
        if self.pk:
            Section.objects.lock()
        before = stored(self, "path", "parent_id")
        if self.parent_id:
            self.parent = Section.objects.get(pk=self.parent_id)  # it may have moved since it was read
        self.path = self.derived_path()
        if before and self.parent and f"{self.parent.path}/".startswith(f"{before['path']}/"):
            raise ValidationError({"parent": _("A section can't stand below itself.")})
        if before.get("path") != self.path:
            self._check_address(before.get("path"))
        super().save(*args, **kwargs)
        if before and before["path"] != self.path:
            for section in Section.objects.filter(path__startswith=f"{before['path']}/"):
                moved = self.path + section.path.removeprefix(before["path"])
                OldPath.objects.remember(section.path, moved)
                Section.objects.filter(pk=section.pk).update(path=moved)
            OldPath.objects.remember(before["path"], self.path)
        if before and before["parent_id"] != self.parent_id:
            _relist(self)
        announce({keys.FRAME, keys.section(self.path), *([keys.section(before["path"])] if before else [])})

    @transaction.atomic
    def move(self, parent: Section | None, before: Section | None = None) -> None:
        """Let the stored section stand below `parent` (None: in the main menu), before one there or as the last."""
        Section.objects.lock()
        self.refresh_from_db()
        if parent != self.parent:
            self.parent = parent
            self.full_clean()
            self.save()
        beside = [section for section in Section.objects.filter(parent=parent) if section != self]
        beside.insert(beside.index(before) if before in beside else len(beside), self)
        _number(beside)

    @transaction.atomic
    def step(self, places: int) -> None:
        """Move the stored section among those beside it, as far as they reach: by -1 one up."""
        Section.objects.lock()
        self.refresh_from_db()
        beside = list(Section.objects.filter(parent=self.parent_id))
        place = beside.index(self)
        beside.insert(max(place + places, 0), beside.pop(place))
        _number(beside)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        announce({keys.FRAME})
        return super().delete(*args, **kwargs)


def _number(beside: list[Section]) -> None:
    """Number the sections of one parent in the order given."""
    moved = []
    for position, section in enumerate(beside):
        if section.position != position:
            section.position = position
            moved.append(section)
    if moved:
        Section.objects.bulk_update(moved, ["position"])
        announce({keys.FRAME})


def _relist(section: Section) -> None:
    """List the editions below a moved section under its new ancestors."""
    edition_model = section._meta.apps.get_model("articles", "Edition")
    edition_section = section._meta.apps.get_model("articles", "EditionSection")
    editions = edition_model.objects.filter(section__in=section.with_descendants()).defer("body", "compiled")
    for batch in batched(editions.order_by("pk").iterator(), 1000):
        edition_section.objects.sync(batch)


class SectionRight(models.Model):
    """An editor's right to edit and approve in a section and everything below it; without a section, everywhere."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="section_rights", verbose_name=_("user")
    )
    section = models.ForeignKey(
        Section,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="rights",
        verbose_name=_("section"),
        help_text=_("Leave empty for every section."),
    )

    class Meta:
        verbose_name = _("section right")
        verbose_name_plural = _("section rights")
        constraints = [
            models.UniqueConstraint(fields=["user", "section"], name="section_right_once"),
            models.UniqueConstraint(fields=["user"], condition=Q(section=None), name="section_right_everywhere_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.section or _('every section')}"
