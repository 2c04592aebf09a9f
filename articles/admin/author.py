"""Authors at the desk."""

from django.contrib import admin
from django.contrib.auth.models import User
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin, person
from articles.admin.fields import LinksField
from articles.admin.modules import WithModules
from articles.admin.naming import FindByName, NamedForm
from articles.admin.picture_field import HoldsPicture
from articles.models import Author


class AuthorForm(NamedForm):
    links = LinksField(
        label=_("Links"), required=False, help_text=_("A line each: the label, then the address. Mastodon https://…")
    )


@admin.register(Author)
class AuthorAdmin(FindByName, HoldsPicture, WithModules, DeskAdmin):
    form = AuthorForm
    list_display_links = ["name"]
    list_select_related = ["picture", "user"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["shown_portrait", "shown_links"]

    def get_list_display(self, request):
        return ["portrait", "name", "job_title", *(["account"] if _sees_accounts(request.user) else [])]

    def get_fieldsets(self, request, obj=None):
        writes = self.has_change_permission(request, obj) if obj else True
        portrait = (["shown_portrait"] if obj else []) + (["picture"] if writes else [])
        account = [(_("Account"), {"fields": ["user"]})] if _sees_accounts(request.user) else []
        return [
            (None, {"fields": ["name", "job_title", "bio"]}),
            (_("Portrait"), {"fields": portrait}),
            (_("Elsewhere"), {"fields": ["links" if writes else "shown_links"]}),
            *account,
            (_("Address"), {"fields": ["slug"]}),
        ]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(is_staff=True).order_by("username")
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "user":
            field.empty_label = _("none: a guest")
            field.help_text = _("What they sign is among “mine” in their list, also when a colleague begins it.")
        return field

    @admin.display(description=_("portrait"))
    def portrait(self, author):
        if not author.picture:
            return ""
        return format_html('<img class="portrait" src="{}" alt="" loading="lazy">', author.picture.thumbnail)

    @admin.display(description=_("account"), ordering="user__username")
    def account(self, author):
        return person(author.user)

    @admin.display(description=_("as readers see it"))
    def shown_portrait(self, author):
        """Show the portrait with its credit: captions are for articles."""
        picture = author.picture
        if not picture:
            return _("none yet")
        return format_html(
            '<figure><img src="{}" alt="{}" width="{}" height="{}"><figcaption>{}</figcaption></figure>',
            picture.thumbnail, picture.alt, 320, 320, picture.credit,
        )  # fmt: skip

    @admin.display(description=_("links"))
    def shown_links(self, author):
        links = ((link["url"], link["label"]) for link in author.links)
        return format_html_join(", ", '<a href="{}" rel="noopener">{}</a>', links) or "—"


def _sees_accounts(user):
    """Tell who sees accounts: who has one is nobody's business but the publishers'."""
    return user.has_perm("articles.publish_edition")
