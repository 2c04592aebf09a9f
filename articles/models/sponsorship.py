"""Sponsors and what readers are told of them. Which note is in force is decided in disclosures.py."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import keys
from articles.models.base import NaturalKeyManager, NaturalKeyModel, validate_slug
from articles.querysets import FrozenError, NoteQuerySet
from articles.signals import announce
from articles.states import PAID_KINDS, NoteKind

validate_web_address = URLValidator(schemes=["http", "https"])


def web_address(name: str) -> models.CheckConstraint:
    """Return the constraint that keeps a table's `url` from being anything a link could run."""
    return models.CheckConstraint(
        name=name,
        condition=Q(url="") | Q(url__startswith="https://") | Q(url__startswith="http://"),
        violation_error_message=_("The link begins with https:// or http://."),
    )


class Sponsor(NaturalKeyModel):
    """Who pays."""

    natural_key_fields = ("slug",)

    name = models.CharField(_("name"), max_length=120)
    slug = models.CharField(_("slug"), max_length=120, unique=True, validators=[validate_slug])
    url = models.URLField(_("web site"), blank=True, validators=[validate_web_address])
    logo = models.ForeignKey(
        "images.Picture", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )

    objects = NaturalKeyManager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("sponsor")
        verbose_name_plural = _("sponsors")
        constraints = [web_address("sponsor_url_is_of_the_web")]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        announce({keys.FRAME})


class SponsorshipNote(NaturalKeyModel):
    """What readers are told of a payment, or a house notice.

    It stands on a section, an author or the whole site from `starts_at` until `ends_at`, or on the editions that
    carry it (EditionNote) for as long as they are live. Once shown, its wording is replaced, never edited.
    """

    natural_key_fields = ("uuid",)
    # What stays as it was once readers have been shown it.
    SHOWN_FIELDS = frozenset(
        {"kind", "sponsor", "label", "text", "url", "contact", "section", "author", "everywhere", "starts_at"}
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=NoteKind)
    sponsor = models.ForeignKey(
        Sponsor, models.PROTECT, null=True, blank=True, related_name="notes", verbose_name=_("sponsor")
    )
    label = models.CharField(_("label"), max_length=80, help_text=_("The few words readers always see: Paid content."))
    text = models.TextField(_("text"), blank=True, help_text=_("Plain text: who pays, for what, who wrote it."))
    url = models.URLField(_("link"), blank=True, validators=[validate_web_address])
    contact = models.EmailField(_("contact"), blank=True)
    section = models.ForeignKey(
        "articles.Section", models.PROTECT, null=True, blank=True, related_name="notes", verbose_name=_("section")
    )
    author = models.ForeignKey(
        "articles.Author", models.PROTECT, null=True, blank=True, related_name="notes", verbose_name=_("author")
    )
    everywhere = models.BooleanField(_("on the whole site"), default=False)
    starts_at = models.DateTimeField(_("starts at"), default=timezone.now)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="replacement"
    )
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True, editable=False)

    objects = NaturalKeyManager.from_queryset(NoteQuerySet)()

    class Meta:
        base_manager_name = "objects"
        ordering = ["-starts_at", "-id"]
        verbose_name = _("sponsorship note")
        verbose_name_plural = _("sponsorship notes")
        constraints = [
            models.CheckConstraint(
                name="note_stands_in_one_place",
                condition=Q(section=None, author=None)
                | Q(section=None, everywhere=False)
                | Q(author=None, everywhere=False),
                violation_error_message=_("A note stands on a section, an author or the whole site: choose one."),
            ),
            models.CheckConstraint(
                name="note_ends_after_it_starts",
                condition=Q(ends_at=None) | Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("The note ends before it starts."),
            ),
            models.CheckConstraint(
                name="note_names_who_pays",
                condition=~Q(kind__in=[NoteKind.PAID, NoteKind.SUPPORTED]) | Q(sponsor__isnull=False),
                violation_error_message=_("Say which sponsor pays."),
            ),
            web_address("note_url_is_of_the_web"),
        ]

    def __str__(self) -> str:
        return f"{self.label} — {self.sponsor}" if self.sponsor else self.label

    @property
    def is_paid(self) -> bool:
        return self.kind in PAID_KINDS

    def clean(self) -> None:
        super().clean()
        self._check_wording(timezone.now())

    def _check_wording(self, at: datetime) -> None:
        shown = SponsorshipNote.objects.filter(pk=self.pk).shown(at).first()
        if shown and any(getattr(shown, name) != getattr(self, name) for name in self.SHOWN_FIELDS):
            raise FrozenError.note()

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        self._check_wording(timezone.now())
        super().save(*args, **kwargs)
        announce({keys.FRAME})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if SponsorshipNote.objects.filter(pk=self.pk).shown(timezone.now()).exists():
            raise FrozenError.note()
        return super().delete(*args, **kwargs)

    @transaction.atomic
    def replace(self, **wording: Any) -> SponsorshipNote:
        """End this note now and put one with new wording in its place, on every edition that carries it too."""
        note = SponsorshipNote.objects.select_for_update().get(pk=self.pk)
        if note.replaced_at:
            raise ValidationError(_("A newer note has replaced this one already: open that one."))
        now = timezone.now()
        kept = {name: getattr(note, name) for name in ("kind", "sponsor", "label", "text", "url", "contact")}
        new = SponsorshipNote(**kept | wording, replaces=note)
        new.starts_at = max(now, note.starts_at)
        if note.ends_at is None or note.ends_at > new.starts_at:  # else only the editions that carry it still show it
            new.section, new.author, new.everywhere = note.section, note.author, note.everywhere
            new.ends_at = note.ends_at
        new.full_clean()
        new.save()
        SponsorshipNote.objects.filter(pk=note.pk).update(replaced_at=new.starts_at)
        through: Any = self._meta.apps.get_model("articles", "EditionNote")
        rows = through.objects.filter(note=note)
        through.objects.lay_rows([through(edition_id=row.edition_id, note=new) for row in rows])
        self.refresh_from_db()
        return new
