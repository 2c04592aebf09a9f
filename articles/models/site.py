"""What the newspaper is called and looks like, and its pages that are no articles: all that stands in the frame."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import body as bodies
from articles import keys
from articles.models.base import NaturalKeyManager, NaturalKeyModel, stored, validate_slug
from articles.models.history import OldPath
from articles.signals import announce
from articles.states import Accent, Language, Paper, ReferenceKind

# Both as site.css has them by day.
PAPER_COLOURS: dict[str, str] = {Paper.CREAM: "#fdfcf8", Paper.WHITE: "#ffffff", Paper.SALMON: "#fff3ea"}
ACCENT_COLOURS: dict[str, str] = {
    Accent.RED: "#9b1c1f",
    Accent.BLUE: "#1d4e89",
    Accent.GREEN: "#1c5f38",
    Accent.TEAL: "#0b5a63",
    Accent.OCHRE: "#7a4a00",
    Accent.PLUM: "#5b2a86",
    Accent.ROSE: "#a01a58",
    Accent.INK: "#16181b",
}


class SiteManager(NaturalKeyManager["Site"]):
    def current(self) -> Site:
        """Return the site as an editor has set it, else as the environment names it: one query."""
        return self.select_related("logo").first() or Site()


def site_language() -> str:
    return settings.LANGUAGE_CODE


class Site(NaturalKeyModel):
    """The newspaper: one row, or none while nobody has set anything."""

    ONLY = 1  # its primary key
    natural_key_fields = ("id",)

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    own_name = models.CharField(
        _("name"), max_length=80, blank=True, help_text=_("Leave empty to use the one that the server was given.")
    )
    tagline = models.CharField(
        _("tagline"), max_length=120, blank=True, help_text=_("A line under the name, on the front.")
    )
    description = models.CharField(
        _("description"), max_length=300, blank=True, help_text=_("What search engines and feed readers say of it.")
    )
    logo = models.ForeignKey(
        "images.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("Shown in place of the name."),
    )
    accent = models.CharField(_("colour"), max_length=8, choices=Accent, default=Accent.RED)
    paper = models.CharField(_("paper"), max_length=8, choices=Paper, default=Paper.CREAM)
    language = models.CharField(
        _("language"),
        max_length=5,
        choices=Language,
        default=site_language,
        help_text=_("Of the front, of lists and menus. An article's page speaks the article's language."),
    )
    full_feeds = models.BooleanField(
        _("whole articles in feeds"), default=False, help_text=_("Else feeds have the standfirst alone.")
    )
    footer = models.TextField(
        _("footer"), blank=True, max_length=2000, help_text=_("Publisher, address, legal notices. Plain text.")
    )

    objects = SiteManager()

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("site")
        constraints = [
            models.CheckConstraint(
                name="site_is_one", condition=models.Q(id=1), violation_error_message=_("There is one site.")
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.own_name or settings.SITE_NAME

    @property
    def summary(self) -> str:
        """What is said of the newspaper where a line is asked for."""
        return self.description or self.tagline

    @property
    def paper_colour(self) -> str:
        return PAPER_COLOURS[self.paper]

    @property
    def looks(self) -> str:
        """The classes of site.css that colour a page; "" for its own colours."""
        accent = f"accent-{self.accent}" if self.accent != Accent.RED else ""
        paper = f"paper-{self.paper}" if self.paper != Paper.CREAM else ""
        return " ".join(filter(None, [accent, paper]))

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        announce({keys.FRAME})


class Page(NaturalKeyModel):
    """A page that is no article: about us, legal notices. Every version that was saved is kept."""

    natural_key_fields = ("slug",)
    WORDS = ("title", "body", "language")

    title = models.CharField(_("title"), max_length=120)
    slug = models.CharField(_("slug"), max_length=120, unique=True, validators=[validate_slug])
    body = bodies.BodyField(_("body"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=site_language)
    in_footer = models.BooleanField(_("in the footer"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    updated_at = models.DateTimeField(_("updated at"), default=timezone.now, editable=False)

    objects = NaturalKeyManager()

    class Meta:
        ordering = ["position", "title"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/pages/{self.slug}/"

    def clean(self) -> None:
        """Refuse what only an article's page can show: what it points at is looked after by its editions."""
        super().clean()
        if any(kind != ReferenceKind.EMBED for kind, _target in bodies.references(self.body)):
            raise ValidationError({"body": _("A page holds words only: take out its pictures and related articles.")})

    @transaction.atomic
    def save(self, *args: Any, by: Any = None, **kwargs: Any) -> None:
        """Save the page, and the version that it is from now on."""
        before = stored(self, *self.WORDS, "slug")
        old_slug = before.pop("slug", self.slug)
        if before and not self.versions.exists():  # it came in by another door
            self.versions.create(**before, saved_at=self.updated_at)
        self.body = bodies.sanitise(self.body)
        words = {name: getattr(self, name) for name in self.WORDS}
        if words != before:
            self.updated_at = timezone.now()
        super().save(*args, **kwargs)
        if words != before:
            self.versions.create(**words, saved_at=self.updated_at, saved_by=by)
        if old_slug != self.slug:
            OldPath.objects.remember(f"pages/{old_slug}", f"pages/{self.slug}")
        announce({keys.FRAME, keys.page(self.slug), keys.page(old_slug)})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        announce({keys.FRAME, keys.page(self.slug)})
        return super().delete(*args, **kwargs)


class PageVersion(models.Model):
    """What a page said from `saved_at` on."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="versions", verbose_name=_("page"))
    title = models.CharField(_("title"), max_length=120)
    body = bodies.BodyField(_("body"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=Language)
    saved_at = models.DateTimeField(_("saved at"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["-id"]
        verbose_name = _("earlier version")
        verbose_name_plural = _("earlier versions")

    def __str__(self) -> str:
        return self.title
