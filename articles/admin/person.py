"""“People and rights”: who is of the desk, in which role and sections; chiefs see it and set it."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminEmailInputWidget, AdminTextInputWidget
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles import rights
from articles.admin import tree, welcome
from articles.admin.base import DeskAdmin, when
from articles.models import Person, Section, SectionRight
from articles.permissions import PUBLISHERS

NAMES = ["username", "first_name", "last_name", "email"]
SECTIONS_HELP = _(
    "Editors edit and approve in the sections that are ticked and in all below them. Publishers do so everywhere; "
    "writers write drafts of their own in any section."
)


class SectionBoxes(forms.CheckboxSelectMultiple):
    """The sections as the tree they are, a box each."""

    template_name = "admin/articles/person/section_boxes.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["rows"] = tree.rows(self.choices.queryset.all())
        context["chosen"] = set(value or [])
        return context


class RightsForm(forms.ModelForm):
    """What a person may do. `seen` is the mark of the rights the form was filled in on."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        choices=[(role, capfirst(words)) for role, words in rights.ROLES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    everywhere = forms.BooleanField(label=_("Every section"), required=False)
    sections = forms.ModelMultipleChoiceField(
        label=_("Sections"),
        queryset=Section.objects.all(),
        to_field_name="path",
        required=False,
        widget=SectionBoxes,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        has = rights.of(self.instance) if self.instance.pk else rights.Rights()
        self.initial |= {
            "seen": has.mark,
            "roles": list(has.roles),
            "everywhere": None in has.sections,
            "sections": Section.objects.filter(pk__in=[pk for pk in has.sections if pk]).values_list("path", flat=True),
        }

    @property
    def asked(self):
        sections = {section.pk for section in self.cleaned_data["sections"]}
        if self.cleaned_data["everywhere"]:
            sections.add(None)
        return rights.Rights(frozenset(self.cleaned_data["roles"]), frozenset(sections))


class NewPersonForm(RightsForm):
    class Meta:
        model = Person
        fields = NAMES
        widgets = {
            "username": AdminTextInputWidget(attrs={"autocapitalize": "none"}),
            "email": AdminEmailInputWidget,
        }

    def clean_username(self):
        """Refuse a name that differs from another's by capitals alone."""
        username = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError(_("Another person signs in by this name."))
        return username


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return rights.ROLES.items()

    def queryset(self, request, queryset):
        return queryset.filter(groups__name=self.value()) if self.value() in rights.ROLES else queryset


@admin.register(Person)
class PersonAdmin(welcome.Welcome, DeskAdmin):
    """Everybody who has an account of the desk. Accounts are closed, and superusers made, among Django's own."""

    list_display = ["name", "roles", "sections", "standing", "seen_last"]
    list_filter = [RoleFilter, "is_active"]
    ordering = ["-is_active", "username"]
    search_fields = ["username", "first_name", "last_name"]

    # --- who may -----------------------------------------------------------------------------------------------------

    def get_queryset(self, request):
        rows = SectionRight.objects.select_related("section").order_by("section__path")
        people = super().get_queryset(request).filter(is_staff=True)
        return people.prefetch_related("groups", Prefetch("section_rights", rows))

    def has_view_permission(self, request, obj=None):
        return rights.is_chief(request.user)

    has_add_permission = has_view_permission

    def has_change_permission(self, request, obj=None):
        return rights.may_change(request.user, obj) if obj else rights.is_chief(request.user)

    def has_delete_permission(self, request, obj=None):
        return False

    # --- the list ----------------------------------------------------------------------------------------------------

    @admin.display(description=_("name"), ordering="username")
    def name(self, person):
        return format_html("{}<br><small>{}</small>", person, person.username)

    @admin.display(description=_("roles"))
    def roles(self, person):
        held = {group.name for group in person.groups.all()}
        words = [str(words) for role, words in rights.ROLES.items() if role in held]
        return ", ".join([str(_("superuser"))] * person.is_superuser + words) or "—"

    @admin.display(description=_("sections"))
    def sections(self, person):
        if person.is_superuser or any(group.name == PUBLISHERS for group in person.groups.all()):
            return _("every section")
        return ", ".join(str(right.section or _("every section")) for right in person.section_rights.all()) or "—"

    @admin.display(description=_("account"))
    def standing(self, person):
        if not person.is_active:
            return _("closed")
        return _("waits for a password") if welcome.is_awaited(person) else _("active")

    @admin.display(description=_("last signed in"), ordering="last_login")
    def seen_last(self, person):
        return when(person.last_login) or _("never")

    def changelist_view(self, request, extra_context=None):
        context = {
            "title": _("People and rights"),
            "roles": rights.ROLES.values(),
            "abilities": rights.abilities(),
        }
        return super().changelist_view(request, context | (extra_context or {}))

    # --- the form ----------------------------------------------------------------------------------------------------

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **kwargs | {"form": RightsForm if obj else NewPersonForm})

    def get_fieldsets(self, request, obj=None):
        read = obj and not self.has_change_permission(request, obj)
        may = ["roles", "sections"] if read else ["roles", "everywhere", "sections", "seen"]
        return [
            (None, {"fields": [("name", "email"), ("standing", "seen_last")] if obj else NAMES}),
            (_("What this person may do"), {"fields": may, "description": SECTIONS_HELP}),
        ]

    def get_readonly_fields(self, request, obj=None):
        return ["name", "email", "standing", "seen_last"] if obj else []

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["roles"], context["abilities"] = rights.ROLES.values(), rights.abilities()
        context["may_open_account"] = change and request.user.has_perm("auth.change_user")
        if change and self.has_change_permission(request, obj) and welcome.is_awaited(obj):
            context |= {"welcome": request.build_absolute_uri(welcome.link(obj)), "welcome_days": welcome.DAYS}
        return super().render_change_form(request, context, add, change, form_url, obj)

    # --- saving ------------------------------------------------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        if not change:
            obj.is_staff = True
            obj.set_unusable_password()
            obj.save()
        seen = form.cleaned_data["seen"] if change else rights.Rights().mark
        before = rights.change(obj, form.asked, by=request.user, seen=seen)
        told = rights.in_words(form.asked)
        if change:
            told = f"{rights.in_words(before)} → {told}" if before != form.asked else ""
        obj.told = told

    def construct_change_message(self, request, form, formsets, add=False):
        return form.instance.told

    def log_change(self, request, obj, message):
        return super().log_change(request, obj, message) if message else None

    def response_add(self, request, obj, post_url_continue=None):
        """Show the person, whose page has the link by which they choose a password."""
        words = _("%(name)s is of the desk now: give them the link to choose a password.") % {"name": obj}
        self.message_user(request, words, messages.SUCCESS)
        return redirect("admin:articles_person_change", obj.pk)
