"""The picture library at the desk. It is registered in articles/admin/picture.py, which knows where one is used."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _


class PictureAdmin(admin.ModelAdmin):
    actions = None
    list_display = ["thumbnail", "alt", "credit", "size"]
    list_display_links = ["thumbnail", "alt"]
    list_per_page = 50
    ordering = ["-id"]
    search_fields = ["alt", "caption", "credit"]
    show_full_result_count = False

    def get_fields(self, request, obj=None):
        words = ["alt", "caption", "credit", "rights_until"]
        return ["shown", "size", *words] if obj else ["file", *words]

    def get_readonly_fields(self, request, obj=None):
        """Keep the file of a picture that is there: published pages show it. Another file is another picture."""
        return ["shown", "size"] if obj else []

    def has_delete_permission(self, request, obj=None):
        """Keep pictures: bodies name them by uuid, so that no foreign key tells where one is shown."""
        return False

    @admin.display(description=_("picture"))
    def thumbnail(self, picture):
        return _image(picture, "thumbnail")

    @admin.display(description=_("picture"))
    def shown(self, picture):
        return _image(picture, "preview")

    @admin.display(description=_("size"))
    def size(self, picture):
        return f"{picture.width} × {picture.height}"


def _image(picture, css_class):
    return format_html(
        '<img class="{}" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        css_class,
        picture.file.url,
        picture.alt,
        picture.width,
        picture.height,
    )
