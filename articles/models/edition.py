"""Editions: one complete version of an article's content, with the window in which readers see it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NoReturn

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles import body as bodies
from articles.models.article import Article
from articles.models.base import NaturalKeyManager, NaturalKeyModel, stored, validate_slug
from articles.models.section import Section
from articles.models.sponsorship import SponsorshipNote
from articles.models.tag import EditionTagManager
from articles.querysets import EditionQuerySet, FrozenError
from articles.states import CorrectionKind, Genre, Language, Phase, Status

SLUG_LENGTH = 120


def default_language() -> str:
    return settings.LANGUAGE_CODE.split("-")[0]


class Edition(NaturalKeyModel):
    """One version of an article. Written as a draft; frozen from the moment it is scheduled or published."""

    natural_key_fields = ("article__uuid", "number")

    # What the workflow alone writes.
    STATE_FIELDS = frozenset({"status", "published_at", "live_from", "live_until", "withdrawn_at", "compiled"})
    # What an editor writes, and a copy of the edition takes along (with bylines, tags and notes).
    CONTENT_FIELDS = (
        "kicker",
        "headline",
        "slug",
        "standfirst",
        "body",
        "section",
        "genre",
        "language",
        "lead_picture",
        "lead_caption",
        "sponsored",
        "search_title",
        "search_description",
        "social_title",
        "social_description",
        "expires_at",
    )
    # What belongs to this edition alone.
    OWN_FIELDS = ("ednote", "correction_kind", "correction_text")

    article = models.ForeignKey(
        Article, models.PROTECT, db_index=False, related_name="editions", verbose_name=_("article")
    )
    number = models.PositiveIntegerField(_("number"), editable=False)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="successors"
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)

    kicker = models.CharField(_("kicker"), max_length=120, blank=True)
    headline = models.CharField(_("headline"), max_length=250, blank=True)
    slug = models.CharField(
        _("slug"),
        max_length=SLUG_LENGTH,
        blank=True,
        validators=[validate_slug],
        help_text=_("In the address. Leave empty to take it from the headline."),
    )
    standfirst = models.TextField(_("standfirst"), blank=True)
    body = bodies.BodyField(_("body"), blank=True)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="editions", verbose_name=_("section")
    )
    genre = models.CharField(_("genre"), max_length=12, choices=Genre, default=Genre.NEWS)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=default_language)
    lead_picture = models.ForeignKey(
        "images.Picture", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead picture")
    )
    lead_caption = models.CharField(
        _("lead caption"), max_length=500, blank=True, help_text=_("Leave empty to use the picture's own.")
    )
    sponsored = models.BooleanField(
        _("paid content"), default=False, help_text=_("Somebody paid for this article: it needs a note that says so.")
    )
    search_title = models.CharField(_("title for search engines"), max_length=120, blank=True)
    search_description = models.CharField(_("description for search engines"), max_length=300, blank=True)
    social_title = models.CharField(_("title for social networks"), max_length=120, blank=True)
    social_description = models.CharField(_("description for social networks"), max_length=300, blank=True)
    ednote = models.TextField(_("note to the desk"), blank=True, help_text=_("Readers never see it."))
    correction_kind = models.CharField(
        _("correction"), max_length=13, choices=CorrectionKind, default=CorrectionKind.UNASKED, blank=True
    )
    correction_text = models.TextField(_("what readers are told of it"), blank=True)
    tags = TaggableManager(_("tags"), through="articles.EditionTag", manager=EditionTagManager, blank=True)
    notes = models.ManyToManyField(
        SponsorshipNote,
        through="articles.EditionNote",
        related_name="editions",
        verbose_name=_("sponsorship notes"),
        blank=True,
    )

    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    live_from = models.DateTimeField(_("live from"), null=True, editable=False, db_index=True)
    live_until = models.DateTimeField(_("live until"), null=True, editable=False, db_index=True)
    expires_at = models.DateTimeField(
        _("expires at"), null=True, blank=True, help_text=_("When readers stop seeing it. Leave empty for never.")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    compiled = models.JSONField(_("compiled"), null=True, editable=False)

    lock_version = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    updated_at = models.DateTimeField(_("updated at"), default=timezone.now, editable=False)

    objects = NaturalKeyManager.from_queryset(EditionQuerySet)()

    class Meta:
        base_manager_name = "objects"  # Django’s own doors (add() on a relation) obey it too
        ordering = ["-id"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        permissions = [
            ("submit_edition", _("Can submit an edition for review")),
            ("approve_edition", _("Can approve an edition or ask for changes")),
            ("publish_edition", _("Can publish, schedule and withdraw editions")),
            ("redact_edition", _("Can redact an edition")),
        ]
        indexes = [
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                # What live() looks at, so that a look at all that is live reads no edition: bodies are large.
                "live_from",
                "live_until",
                "article",
                name="edition_newest",
            ),
            models.Index(fields=["article"], condition=Q(withdrawn_at__isnull=False), name="edition_withdrawn"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="edition_number_once"),
            models.CheckConstraint(
                name="edition_window_iff_published",
                condition=Q(status=Status.PUBLISHED, live_from__isnull=False, published_at__isnull=False)
                | ~Q(status=Status.PUBLISHED)
                & Q(live_from=None, live_until=None, published_at=None, withdrawn_at=None),
                violation_error_message=_("A published edition has a window, and no other has."),
            ),
            models.CheckConstraint(
                name="edition_window_opens_before_it_closes",
                condition=Q(live_until=None) | Q(live_until__gt=F("live_from")),
                violation_error_message=_("The window closes before it opens."),
            ),
            models.CheckConstraint(
                name="edition_dated_no_later_than_live",
                condition=Q(published_at=None) | Q(published_at__lte=F("live_from")),
                violation_error_message=_("The date readers see is later than the window's opening."),
            ),
            models.CheckConstraint(
                name="edition_expires_after_opening",
                condition=Q(live_from=None) | Q(expires_at=None) | Q(expires_at__gt=F("live_from")),
                violation_error_message=_("It expires before it opens."),
            ),
            models.CheckConstraint(
                name="edition_published_is_complete",
                condition=~Q(status=Status.PUBLISHED)
                | Q(section__isnull=False, compiled__isnull=False) & ~Q(headline="") & ~Q(slug=""),
                violation_error_message=_("A published edition has a section, a headline and a slug."),
            ),
            models.CheckConstraint(
                name="edition_slug_is_no_id",
                condition=~Q(slug__contains="_") & ~Q(slug__contains="/"),
                violation_error_message=_("A slug holds no “_”."),
            ),
            models.CheckConstraint(
                name="edition_correction_has_words",
                condition=Q(correction_kind__in=[CorrectionKind.UNASKED, CorrectionKind.NONE]) | ~Q(correction_text=""),
                violation_error_message=_("Say in a sentence what was corrected: readers will see it."),
            ),
        ]

    def __str__(self) -> str:
        return self.headline or gettext("(no headline yet)")

    def get_absolute_url(self) -> str:
        """Return the canonical path. Needs section and article loaded, and a section."""
        return f"/{self.section.path}/{self.slug}_{self.article.public_id}/"  # type: ignore[union-attr]

    @property
    def poster_path(self) -> str:
        """The path of the picture made of its words, for where it has none."""
        return f"{self.get_absolute_url()}card-{self.number}.png"

    @property
    def is_frozen(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def caption(self) -> str:
        """The lead picture's caption: this edition's own, else the picture's."""
        return self.lead_caption or (self.lead_picture.caption if self.lead_picture else "")

    @property
    def updated(self) -> datetime | None:
        """When readers got this version, where that is later than the first publication."""
        return self.live_from if self.live_from != self.published_at else None

    def is_live(self, at: datetime) -> bool:
        """Tell whether the window is open. Whether readers see it is asked of live(at), which knows of embargoes."""
        return self.live_from is not None and self.live_from <= at and (not self.live_until or at < self.live_until)

    def phase(self, at: datetime) -> Phase:
        """Tell what the edition is at `at`, from its own row."""
        if self.live_from is None:
            return Phase(self.status)
        if at < self.live_from:
            return Phase.SCHEDULED
        if self.live_until is None or at < self.live_until:
            return Phase.LIVE
        if self.live_until == self.withdrawn_at:
            return Phase.WITHDRAWN
        return Phase.EXPIRED if self.live_until == self.expires_at else Phase.SUPERSEDED

    def compile(self) -> dict[str, Any]:
        """Return what readers are served of the body: its parts and its length in words."""
        return {
            "parts": bodies.compile(self.body, self.language, sponsored=self.sponsored),
            "words": bodies.word_count(self.body),
        }

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a draft with what derives from it. Refuse to touch a frozen edition, a status or a window."""
        self._check_state()
        self.derive()
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.sync_rows()

    def sync_rows(self) -> None:
        """Write the rows that follow from the content: section listings, references and what search looks through."""
        self.section_rows.sync([self])
        self.references.sync([self])
        self._meta.apps.get_model("articles", "SearchText").objects.sync([self])

    def derive(self) -> None:
        """Set what follows from the words: the slug, unless an editor gave one, and the body as it is stored."""
        self.slug = self.slug or slugify(self.headline.replace("_", " "))[:SLUG_LENGTH].strip("-")
        self.body = bodies.sanitise(self.body)

    def _check_state(self) -> None:
        before = stored(self, *self.STATE_FIELDS) or self.fresh_state()
        if before["status"] == Status.PUBLISHED:
            raise FrozenError.content()
        if self.differs_from(before):
            raise FrozenError.state()

    @classmethod
    def fresh_state(cls) -> dict[str, Any]:
        """Return the status and window of a draft that nobody has saved yet."""
        fields = [field for field in cls._meta.concrete_fields if field.name in cls.STATE_FIELDS]
        return {field.name: field.get_default() for field in fields}

    def differs_from(self, state: dict[str, Any]) -> bool:
        return any(getattr(self, name) != value for name, value in state.items())

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FrozenError(gettext("Editions are never deleted: discard the draft, or withdraw what is live."))
