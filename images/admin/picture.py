"""The picture library at the desk. It is registered in articles/admin/picture.py, which knows where one is used."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from images.admin.forms import AddForm
from images.admin.uploads import Uploads

admin.site.unregister(DBTaskResult)  # the queue is the operator's, who reads its log


class PictureAdmin(Uploads, admin.ModelAdmin):
    actions = None
    add_form = AddForm
    list_display = ["thumbnail", "title", "credit", "size"]
    list_display_links = ["thumbnail", "title"]
    list_per_page = 50
    ordering = ["-id"]
    search_fields = ["alt", "caption", "credit", "source", "people", "tags", "name"]
    show_full_result_count = False

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        form = super().get_form(request, obj, change, **kwargs | {"form": self.add_form, "fields": None})
        form.by = request.user
        return form

    def get_fields(self, request, obj=None):
        words = ["alt", "caption", "credit", "rights_until"]
        return ["shown", "size", *words] if obj else ["file", *words]

    def get_readonly_fields(self, request, obj=None):
        return ["shown", "size"] if obj else []

    def save_model(self, request, obj, form, change):
        """Write what was changed, and nothing that the worker may be writing meanwhile."""
        obj.save(
            update_fields=[
                name for name in form.cleaned_data if name != "file" and (name in form.changed_data or not change)
            ]
        )

    def has_delete_permission(self, request, obj=None):
        """Keep pictures: bodies name them by uuid, so that no foreign key tells where one is shown."""
        return False

    @admin.display(description=_("picture"))
    def thumbnail(self, picture):
        if not picture.thumbnail:
            return format_html('<span class="thumbnail"></span>')
        return format_html('<img class="thumbnail" src="{}" alt="" loading="lazy">', picture.thumbnail)

    @admin.display(description=_("description"))
    def title(self, picture):
        return str(picture)

    @admin.display(description=_("picture"))
    def shown(self, picture):
        shown = picture.shown("full")
        if shown is None:
            return _("It is being made ready.")
        width, height = shown.fallback
        return format_html(
            '<img class="preview" src="{}" alt="{}" width="{}" height="{}">', shown.src, picture.alt, width, height
        )

    @admin.display(description=_("size"))
    def size(self, picture):
        return f"{picture.width} × {picture.height}"
