"""Sponsors and sponsorship notes at the desk: a note's wording is replaced once readers have been shown it."""

from django.contrib import admin
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin, when_planned
from articles.admin.modules import WithModules
from articles.admin.naming import FindByName, NamedForm
from articles.admin.picture_field import HoldsPicture
from articles.models import Sponsor, SponsorshipNote

WORDING = ["sponsor", "label", "text", "url", "contact"]
PLACE = ["section", "author", "everywhere"]
PLACE_HELP = _(
    "In a section with all below it, on what an author signs, or on the whole site. "
    "With none of them it stands on the articles that are given it, one by one."
)
WHEN_HELP = _("An article that carries the note keeps it after its end.")


# What a note is at a moment, as far as its own dates tell, with the phase of an edition whose colour it takes.
STATES = {
    "coming": (_("to come"), "scheduled"),
    "in-force": (_("in force"), "live"),
    "ended": (_("ended"), "expired"),
    "replaced": (_("replaced"), "superseded"),
}


def state(note, at):
    if note.replaced_at:
        return "replaced"
    if note.starts_at > at:
        return "coming"
    return "ended" if note.ends_at and note.ends_at <= at else "in-force"


class NoteStateFilter(admin.SimpleListFilter):
    """state() as a query."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(value, words) for value, (words, _phase) in STATES.items()]

    def queryset(self, request, queryset):
        if self.value() not in STATES:
            return queryset
        if self.value() == "replaced":
            return queryset.exclude(replaced_at=None)
        now = timezone.now()
        return queryset.filter(replaced_at=None).filter(
            {
                "coming": Q(starts_at__gt=now),
                "in-force": Q(starts_at__lte=now) & (Q(ends_at=None) | Q(ends_at__gt=now)),
                "ended": Q(starts_at__lte=now, ends_at__lte=now),
            }[self.value()]
        )


class SponsorForm(NamedForm):
    slug_help = _("Its short name in exports. Leave empty to take it from the name.")


@admin.register(Sponsor)
class SponsorAdmin(FindByName, HoldsPicture, WithModules, DeskAdmin):
    form = SponsorForm
    fields = ["name", "url", "logo", "slug"]
    picture_name = "logo"
    list_display = ["name", "url"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(SponsorshipNote)
class SponsorshipNoteAdmin(DeskAdmin):
    """`add/?replaces=<id>` writes the note that takes another's place."""

    change_form_template = "admin/articles/sponsorshipnote/change_form.html"
    list_display = ["label", "state", "kind", "sponsor", "place", "from_moment", "until_moment"]
    list_filter = [NoteStateFilter, "kind"]
    list_select_related = ["sponsor", "section", "author"]
    search_fields = ["label", "sponsor__name"]
    autocomplete_fields = ["sponsor", "author"]

    @admin.display(description=_("state"))
    def state(self, note):
        words, phase = STATES[state(note, timezone.now())]
        return format_html('<span class="phase phase-{}">{}</span>', phase, words)

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

    def get_fieldsets(self, request, obj=None):
        if self._replaced(request):
            return [(None, {"fields": WORDING})]
        return [
            (_("What readers are told"), {"fields": ["kind", *WORDING]}),
            (_("Where it stands"), {"fields": PLACE, "description": PLACE_HELP}),
            (_("When"), {"fields": [*(["state"] if obj else []), "starts_at", "ends_at"], "description": WHEN_HELP}),
        ]

    def get_readonly_fields(self, request, obj=None):
        if obj is None or not _was_shown(obj):
            return ["state"]
        return ["state", "kind", *WORDING, *PLACE, "starts_at", *(["ends_at"] if obj.replaced_at else [])]

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
