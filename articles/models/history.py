"""What happened: revisions of drafts, the audit log of verbs, and addresses that have moved."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.querysets import AppendOnlyQuerySet, FrozenError
from articles.states import Status, Verb


class Revision(models.Model):
    """A draft's content as it was at one save, for undo and diff."""

    edition = models.ForeignKey("articles.Edition", models.PROTECT, related_name="revisions", verbose_name=_("edition"))
    content = models.JSONField(_("content"))
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        ordering = ["-id"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")

    def __str__(self) -> str:
        return f"{self.edition} — {self.saved_at:%Y-%m-%d %H:%M}"


class Transition(models.Model):
    """One line of the audit log: who did what to an edition, when, and why. Append-only."""

    edition = models.ForeignKey(
        "articles.Edition", models.PROTECT, related_name="transitions", verbose_name=_("edition")
    )
    verb = models.CharField(_("verb"), max_length=16, choices=Verb)
    from_status = models.CharField(_("from"), max_length=10, choices=Status, blank=True)
    to_status = models.CharField(_("to"), max_length=10, choices=Status)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    by_name = models.CharField(_("name"), max_length=301, blank=True)  # survives the account; both names and a space
    at = models.DateTimeField(_("at"))
    comment = models.TextField(_("comment"), blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["-id"]
        verbose_name = _("transition")
        verbose_name_plural = _("transitions")

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_verb_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FrozenError(gettext("The audit log is append-only."))
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FrozenError(gettext("The audit log is append-only."))


class OldPathManager(models.Manager["OldPath"]):
    def remember(self, old: str, new: str) -> None:
        """Redirect `old` to `new` for good, and whatever led to `old` with it. Paths have no outer slashes."""
        self.filter(old_path=new).delete()  # the address is in use again
        self.filter(new_path=old).update(new_path=new)
        self.update_or_create(old_path=old, defaults={"new_path": new})


class OldPath(models.Model):
    """A permanent redirect from where a section, author or tag used to be."""

    old_path = models.CharField(_("old path"), max_length=255, unique=True)
    new_path = models.CharField(_("new path"), max_length=255, db_index=True)

    objects = OldPathManager()

    class Meta:
        ordering = ["old_path"]
        verbose_name = _("old path")
        verbose_name_plural = _("old paths")

    def __str__(self) -> str:
        return f"/{self.old_path}/ → /{self.new_path}/"
