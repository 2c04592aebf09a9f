"""The newspaper's own name, looks and pages at the desk. Each form shows what would become of it before it is saved."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from articles import body as bodies
from articles.admin.base import DeskAdmin, person, when
from articles.admin.editor import BodyEditor
from articles.admin.modules import WithModules
from articles.admin.picture_field import HoldsPicture
from articles.models import Page, Site
from articles.views.preview import PagePreview, SitePreview


class Previewed:
    """An admin whose form has a button more: it sends what was typed to `preview/`, which saves nothing."""

    change_form_template = "admin/articles/previewed_form.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        return [path("preview/", self.admin_site.admin_view(self.preview_view), name=name), *super().get_urls()]

    def render_change_form(self, request, context, *args, **kwargs):
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_preview")
        return super().render_change_form(request, context | {"preview_address": address}, *args, **kwargs)

    def preview_view(self, request):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = self.get_object(request, request.POST.get("previewed") or None)
        if not (self.has_change_permission(request, row) if row else self.has_add_permission(request)):
            raise PermissionDenied
        form = self.get_form(request, row, change=row is not None)(request.POST, instance=row)
        if not form.is_valid():  # told where it would be told by saving, which is what its button does then
            form_page = f"admin:{self.opts.app_label}_{self.opts.model_name}"
            address = reverse(f"{form_page}_change", args=[row.pk]) if row else reverse(f"{form_page}_add")
            return self.changeform_view(request, str(row.pk) if row else None, form_url=address)
        view = self.preview_class()
        view.setup(request)
        response = view.preview(form.save(commit=False))
        response.headers["X-Robots-Tag"] = "noindex"
        return response


@admin.register(Site)
class SiteAdmin(Previewed, HoldsPicture, WithModules, DeskAdmin):
    """One form, and no list to find it in."""

    preview_class = SitePreview
    picture_name = "logo"
    fieldsets = [
        (None, {"fields": ["own_name", "tagline", "description", "logo"]}),
        (_("Looks"), {"fields": ["accent", "paper"]}),
        (_("Words"), {"fields": ["language", "footer", "full_feeds"]}),
    ]

    def has_add_permission(self, request):
        return self.has_change_permission(request)

    def get_model_perms(self, request):
        return super().get_model_perms(request) | {"add": False}

    def render_change_form(self, request, context, *args, **kwargs):
        return super().render_change_form(request, context | {"show_save_and_add_another": False}, *args, **kwargs)

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if Site.objects.exists():
            return redirect("admin:articles_site_change", Site.ONLY)
        return redirect("admin:articles_site_add")

    def add_view(self, request, form_url="", extra_context=None):
        if self.has_add_permission(request) and Site.objects.exists():
            return redirect("admin:articles_site_change", Site.ONLY)
        return super().add_view(request, form_url, extra_context)

    def view_on_site(self, obj):
        return "/"


@admin.register(Page)
class PageAdmin(Previewed, WithModules, DeskAdmin):
    preview_class = PagePreview
    list_display = ["title", "language", "in_footer", "updated"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["earlier"]

    def get_fieldsets(self, request, obj=None):
        earlier = [(_("Earlier versions"), {"fields": ["earlier"], "classes": ["collapse"]})] if obj else []
        return [
            (None, {"fields": ["title", "body"], "classes": ["desk-words"]}),  # as an edition's, for editor.css
            (_("Where it stands"), {"fields": ["language", "in_footer", "position", "slug"]}),
            *earlier,
        ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "body":
            kwargs["widget"] = BodyEditor(attrs={"rows": 20})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        obj.save(by=request.user)

    @admin.display(description=_("updated at"), ordering="updated_at")
    def updated(self, page):
        return when(page.updated_at)

    @admin.display(description=_("what it said"))
    def earlier(self, page):
        """Show every version that was saved, the newest first."""
        versions = (
            (when(one.saved_at), person(one.saved_by), one.title, mark_safe(bodies.sanitise(one.body)))  # noqa: S308
            for one in page.versions.select_related("saved_by")
        )
        return format_html_join(
            "", '<details><summary>{} — {}</summary><h3>{}</h3><div class="read-body">{}</div></details>', versions
        ) or format_html("<p>{}</p>", _("none yet"))
