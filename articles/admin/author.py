"""Authors at the desk."""

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.admin.fields import LinksField
from articles.models import Author


class AuthorForm(forms.ModelForm):
    links = LinksField(
        label=_("Links"), required=False, help_text=_("A line each: the label, then the address. Mastodon https://…")
    )


@admin.register(Author)
class AuthorAdmin(DeskAdmin):
    form = AuthorForm
    list_display = ["name", "job_title", "slug"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["picture"]

    def get_fields(self, request, obj=None):
        """Show the account to publishers: who has one is nobody else's business."""
        account = ["user"] if request.user.has_perm("articles.publish_edition") else []
        return ["name", "slug", "job_title", "bio", "picture", "links", *account]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(is_staff=True).order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
