"""The audit log and the revisions, to read; old addresses, to mend."""

import re

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from articles import body as bodies
from articles import permissions
from articles.admin.base import DeskAdmin, ReadOnlyAdmin, person, when
from articles.models import Edition, OldPath, Revision, Transition

_PATH = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)*")


class OfReadableEditions(ReadOnlyAdmin):
    """Rows of editions: those of an edition one may not read are not there."""

    list_display_links = None
    list_select_related = ["edition"]

    def get_queryset(self, request):
        readable = permissions.readable(request.user, Edition.objects.order_by())
        rows = super().get_queryset(request).filter(edition__in=readable)
        return rows.select_related("edition__article").defer("edition__body", "edition__compiled")

    @admin.display(description=_("edition"))
    def edition_link(self, row):
        url = reverse("admin:articles_edition_change", args=[row.edition_id])
        return format_html('<a href="{}">{}</a> ({})', url, row.edition, row.edition.number)


@admin.register(Transition)
class TransitionAdmin(OfReadableEditions):
    list_display = ["moment", "edition_link", "verb", "from_status", "to_status", "by_name", "comment"]
    list_filter = ["verb"]
    fields = ["moment", "edition_link", "verb", "from_status", "to_status", "by_name", "comment"]
    readonly_fields = fields
    search_fields = ["by_name", "comment"]
    ordering = ["-id"]

    @admin.display(description=_("at"))
    def moment(self, transition):
        url = reverse("admin:articles_transition_change", args=[transition.pk])
        return format_html('<a href="{}">{}</a>', url, when(transition.at))


@admin.register(Revision)
class RevisionAdmin(OfReadableEditions):
    list_display = ["moment", "edition_link", "saved_by"]
    list_select_related = ["edition", "saved_by"]
    fields = ["moment", "edition_link", "saver", "words"]
    readonly_fields = fields
    ordering = ["-id"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("saved_by")

    @admin.display(description=_("saved at"))
    def moment(self, revision):
        url = reverse("admin:articles_revision_change", args=[revision.pk])
        return format_html('<a href="{}">{}</a>', url, when(revision.saved_at))

    @admin.display(description=_("saved by"))
    def saver(self, revision):
        return person(revision.saved_by)

    @admin.display(description=_("content"))
    def words(self, revision):
        """Show what was saved, a line each; the body as the sanitiser lets it through."""
        lines = [
            (name, mark_safe(bodies.sanitise(value)) if name == "body" else value)  # noqa: S308  # sanitised here
            for name, value in revision.content.items()
            if value not in ("", None, [], False)
        ]
        return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", lines))


class OldPathForm(forms.ModelForm):
    def clean_old_path(self):
        return self._clean_path("old_path")

    def clean_new_path(self):
        return self._clean_path("new_path")

    def _clean_path(self, name):
        path = self.cleaned_data[name].strip().strip("/")
        if not _PATH.fullmatch(path):
            raise ValidationError(_("Write the path of an address of this site: authors/ann-lee."))
        return path

    def clean(self):
        super().clean()
        old, new = self.cleaned_data.get("old_path"), self.cleaned_data.get("new_path")
        if old and old == new:
            raise ValidationError(_("It would lead to itself."))
        others = OldPath.objects.exclude(pk=self.instance.pk)
        if new and (on := others.filter(old_path=new).first()):
            self.add_error("new_path", _("This address leads on to /%(path)s/: give that one.") % {"path": on.new_path})
        if old and others.filter(new_path=old).exists():
            self.add_error("old_path", _("Another old address leads to this one: change that one first."))


@admin.register(OldPath)
class OldPathAdmin(DeskAdmin):
    form = OldPathForm
    list_display = ["old_path", "new_path"]
    search_fields = ["old_path", "new_path"]
