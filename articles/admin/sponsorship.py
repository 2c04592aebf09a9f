"""Sponsors and sponsorship notes at the desk: a note's wording is replaced once readers have been shown it."""

from django.contrib import admin
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin, when_planned
from articles.models import Sponsor, SponsorshipNote

WORDING = ["sponsor", "label", "text", "url", "contact"]
PLACE = ["section", "author", "everywhere"]


@admin.register(Sponsor)
class SponsorAdmin(DeskAdmin):
    list_display = ["name", "url"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["logo"]


@admin.register(SponsorshipNote)
class SponsorshipNoteAdmin(DeskAdmin):
    """`add/?replaces=<id>` writes the note that takes another's place."""

    change_form_template = "admin/articles/sponsorshipnote/change_form.html"
    list_display = ["label", "kind", "sponsor", "place", "from_moment", "until_moment"]
    list_filter = ["kind"]
    list_select_related = ["sponsor", "section", "author"]
    search_fields = ["label", "sponsor__name"]
    autocomplete_fields = ["sponsor", "author"]

    @admin.display(description=_("stands on"))
    def place(self, note):
        return _("the whole site") if note.everywhere else note.section or note.author or _("its articles")

    @admin.display(description=_("starts at"), ordering="starts_at")
    def from_moment(self, note):
        return when_planned(note.starts_at)

    @admin.display(description=_("ends at"))
    def until_moment(self, note):
        return when_planned(min(filter(None, [note.ends_at, note.replaced_at]), default=None))

    def get_search_results(self, request, queryset, search_term):
        if request.resolver_match.url_name == "autocomplete":
            queryset = queryset.filter(replaced_at=None)  # nothing new can carry it
        return super().get_search_results(request, queryset, search_term)

    def get_fields(self, request, obj=None):
        if self._replaced(request):
            return WORDING
        return ["kind", *WORDING, *PLACE, "starts_at", "ends_at"]

    def get_readonly_fields(self, request, obj=None):
        if obj is None or not _was_shown(obj):
            return []
        return ["kind", *WORDING, *PLACE, "starts_at", *(["ends_at"] if obj.replaced_at else [])]

    def _replaced(self, request):
        """Return the note to be replaced; None but on its own page."""
        pk = request.GET.get("replaces", "")
        if request.resolver_match.url_name != "articles_sponsorshipnote_add" or not pk:
            return None
        return get_object_or_404(SponsorshipNote, pk=pk if pk.isdecimal() else 0)

    def get_changeform_initial_data(self, request):
        if note := self._replaced(request):
            return {name: getattr(note, name) for name in WORDING}
        return super().get_changeform_initial_data(request)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Give a replacement the kind of what it replaces, by which the form is checked."""
        form = super().get_form(request, obj, change, **kwargs)
        note = self._replaced(request)
        if note is None:
            return form

        class ReplacementForm(form):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, **kwargs)
                self.instance.kind = note.kind

        return ReplacementForm

    def save_model(self, request, obj, form, change):
        note = self._replaced(request)
        if note is None:
            super().save_model(request, obj, form, change)
            return
        obj.pk = note.replace(**{name: form.cleaned_data[name] for name in WORDING}).pk

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        may_write = self.has_add_permission(request)
        context["replaces"] = self._replaced(request)
        context["may_replace"] = bool(change and may_write and obj and _was_shown(obj) and not obj.replaced_at)
        return super().render_change_form(request, context, add, change, form_url, obj)


def _was_shown(note):
    return note.replaced_at is not None or note.starts_at <= timezone.now() or note.editions.exists()
