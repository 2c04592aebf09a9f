"""Sections at the desk, and who may edit in them."""

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.admin.fields import SectionField
from articles.models import Section, SectionRight


class SectionRightForm(forms.ModelForm):
    def validate_constraints(self):
        """Say in words what the constraint of the right to every section can't."""
        super().validate_unique()
        right = self.instance
        if right.section_id is None and right.user_id is not None:
            if SectionRight.objects.filter(user=right.user_id, section=None).exclude(pk=right.pk).exists():
                self.add_error("section", ValidationError(_("This person has the right to every section already.")))


class SectionRightInline(admin.TabularInline):
    model = SectionRight
    form = SectionRightForm
    extra = 0
    show_change_link = False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.related_model is Section:
            kwargs |= {"form_class": SectionField, "queryset": Section.objects.order_by("path")}
        else:
            kwargs["queryset"] = desk_people()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def desk_people():
    return User.objects.filter(is_staff=True).order_by("username")


@admin.register(Section)
class SectionAdmin(DeskAdmin):
    list_display = ["tree_name", "path", "position"]
    search_fields = ["name", "path"]
    ordering = ["path"]
    fields = ["name", "slug", "parent", "description", "position"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [SectionRightInline]

    @admin.display(description=_("name"), ordering="path")
    def tree_name(self, section):
        return "— " * section.path.count("/") + section.name

    def delete_model(self, request, section):
        """Nothing stands in the section, or the database would refuse: its rights go with it."""
        section.delete()


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
