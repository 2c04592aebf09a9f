"""What every table has in common at the desk."""

from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.shortcuts import redirect
from django.utils.text import capfirst

from articles.admin.fields import DeskAutocomplete, DeskDateTimeField, SectionField
from articles.admin.moments import MomentInput
from articles.admin.picture_field import PictureInput
from articles.models import Section
from articles.states import Phase
from articles.templatetags.desk import when, when_planned  # noqa: F401  # so do lists tell moments
from articles.workflow import EditConflict
from images.models import Picture


def phase_words(edition, at):
    """Say what the edition is at `at`; for a scheduled one, when it opens."""
    phase = edition.phase(at)
    return f"{phase.label} ({when_planned(edition.live_from)})" if phase == Phase.SCHEDULED else phase.label


def person(user):
    return (user.get_full_name() or user.get_username()) if user else "—"


class DeskFields:
    """The fields of a form at the desk, in a page or in a line of one."""

    formfield_overrides = {models.DateTimeField: {"form_class": DeskDateTimeField, "widget": MomentInput}}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.related_model is Section:
            kwargs |= {"form_class": SectionField, "queryset": Section.objects.order_by("path")}
        elif db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = DeskAutocomplete(db_field, self.admin_site)
        elif db_field.related_model is Picture:
            kwargs["widget"] = PictureInput(logo=db_field.name == "logo")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Leave what is chosen alone: a form may add a row to choose, and changes or deletes none."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            widget = field.widget
            widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
            widget.can_add_related = widget.can_add_related and db_field.related_model not in (Section, Picture)
        return field


class DeskAdmin(DeskFields, admin.ModelAdmin):
    """No actions of Django's, since they pass by what models and workflow check; refusals are told in the form."""

    class Media:
        js = ["articles/admin.js"]

    actions = None
    list_per_page = 50
    show_full_result_count = False

    def changelist_view(self, request, extra_context=None):
        """Name the page by what it lists."""
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title} | (extra_context or {}))

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj is not None and hasattr(obj, "get_absolute_url") else None

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show what the domain refuses as an error of the form, with everything that was typed still in it."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refusal:  # nothing was saved: the view is one transaction
            request.refusal, request.conflict = refusal.messages, isinstance(refusal, EditConflict)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as refusal:
            for message in refusal.messages:
                self.message_user(request, message, messages.ERROR)
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", object_id)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Answer words with a refusal, with which the desk holds them: Django's redirect would lose them."""
        if request.method == "POST":
            raise Http404
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        refusal = getattr(request, "refusal", None)
        if refusal is None:
            return form

        class RefusedForm(form):
            def clean(self):
                super().clean()
                raise ValidationError(refusal)

        return RefusedForm


class ReadOnlyAdmin(DeskAdmin):
    """Rows that the newsroom writes by itself."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
