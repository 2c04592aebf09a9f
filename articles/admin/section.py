"""Sections at the desk (the tree of them is in tree.py), and who may edit in them."""

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin, DeskFields
from articles.admin.naming import NamedForm
from articles.admin.tree import SectionTree
from articles.models import Section, SectionRight

EVERYWHERE_TWICE = _("This person has the right to every section already.")


class SectionRightForm(forms.ModelForm):
    def validate_constraints(self):
        """Say in words what the constraint on the right to every section can't."""
        right = self.instance
        everywhere = SectionRight.objects.filter(user=right.user_id, section=None).exclude(pk=right.pk)
        if right.section_id is None and right.user_id is not None and everywhere.exists():
            self.add_error("section", ValidationError(EVERYWHERE_TWICE))
        else:
            super().validate_constraints()


class SectionRightFormSet(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        kept = [form.cleaned_data for form in self.forms if form.is_valid() and not self._should_delete_form(form)]
        everywhere = [data["user"] for data in kept if data and "section" in data and not data["section"]]
        if len(everywhere) != len(set(everywhere)):
            raise ValidationError(EVERYWHERE_TWICE)


class SectionRightInline(DeskFields, admin.TabularInline):
    model = SectionRight
    form = SectionRightForm
    formset = SectionRightFormSet
    extra = 0

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.related_model is User:
            kwargs["queryset"] = desk_people()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def desk_people():
    return User.objects.filter(is_staff=True).order_by("username")


@admin.register(Section)
class SectionAdmin(SectionTree, DeskAdmin):
    form = NamedForm
    search_fields = ["name", "path"]
    ordering = ["path"]
    fields = ["name", "parent", "description", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [SectionRightInline]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.empty_label, field.help_text = _("the main menu"), ""
        return field

    def save_model(self, request, obj, form, change):
        """Put what comes to stand below a section last there: its order is changed in the tree."""
        super().save_model(request, obj, form, change)
        if "parent" in form.changed_data or not change:
            obj.move(obj.parent)


@admin.register(SectionRight)
class SectionRightAdmin(DeskAdmin):
    form = SectionRightForm
    list_display = ["user", "everywhere_or_section"]
    list_select_related = ["user", "section"]
    ordering = ["user__username", "section__path"]

    @admin.display(description=_("section"))
    def everywhere_or_section(self, right):
        return right.section or _("every section")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.related_model is User:
            kwargs["queryset"] = desk_people()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
