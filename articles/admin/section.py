"""The form of a section. The list of them is a tree: see tree.py."""

from django.contrib import admin
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from articles import rights
from articles.admin.base import DeskAdmin
from articles.admin.naming import NamedForm
from articles.admin.tree import SectionTree
from articles.models import Person, Section


@admin.register(Section)
class SectionAdmin(SectionTree, DeskAdmin):
    form = NamedForm
    search_fields = ["name", "path"]
    ordering = ["path"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["editors"]

    def get_fields(self, request, obj=None):
        editors = ["editors"] if obj and rights.is_chief(request.user) else []
        return ["name", "parent", "description", "accent", "slug", *editors]

    @admin.display(description=_("edited by"))
    def editors(self, section):
        """Name those whose right to it, or to a section above, or to every one, is theirs by name."""
        above = [section, *section.ancestors()]
        here = Q(section_rights__section__in=above) | Q(section_rights__isnull=False, section_rights__section=None)
        people = Person.objects.filter(here, is_staff=True, is_active=True).distinct().order_by("username")
        links = ((reverse("admin:articles_person_change", args=[one.pk]), one) for one in people)
        return format_html_join(", ", '<a href="{}">{}</a>', links) or _("publishers alone")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.empty_label, field.help_text = _("the main menu"), ""
        return field

    def save_model(self, request, obj, form, change):
        """Put what comes to stand below a section last there: its order is changed in the tree."""
        super().save_model(request, obj, form, change)
        if "parent" in form.changed_data or not change:
            obj.move(obj.parent)
