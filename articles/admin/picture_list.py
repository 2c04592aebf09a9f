"""The list of the picture library: what each picture is, what it lacks, and what the list is narrowed to."""

import json

from django.contrib import admin
from django.db.models import Q
from django.forms import Script
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override
from js_asset import Media

from articles import zones
from articles.admin.base import person, when
from articles.admin.filters import ArticleChangeList, Filter
from articles.admin.modules import IMPORTMAP, content_policy
from articles.admin.picture_field import picture_desk
from articles.preflight import SOON
from images.models import Picture

_ENTRANCE = Media(
    importmap=IMPORTMAP,
    css={"all": ["articles/editor.css"]},
    js=[Script("articles/editor/library.js", type="module")],
)


class PictureChangeList(ArticleChangeList):
    key_field = "pk"


def today():
    """Return the day on the newspaper's calendar, by which rights end."""
    return zones.ours(timezone.now()).date()


class ToDoFilter(Filter):
    title = _("what is to be done")
    parameter_name = "todo"

    def lookups(self, request, model_admin):
        return [
            ("describe", _("to be described or credited")),
            ("ended", _("rights ended")),
            ("ending", _("rights end within 30 days")),
            ("replaced", _("replaced")),
        ]

    def queryset(self, request, queryset):
        day = today()
        match self.value():
            case None:
                return queryset
            case "describe":
                return queryset.filter(Q(alt="") | Q(credit=""))
            case "ended":
                return queryset.filter(rights_until__lt=day)
            case "ending":
                return queryset.filter(rights_until__gte=day, rights_until__lte=day + SOON)
            case "replaced":
                return queryset.exclude(replaced_by=None)
            case _unknown:
                return queryset.none()


class WhoseFilter(Filter):
    title = _("whose")
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("mine", _("mine: added by me"))]

    def queryset(self, request, queryset):
        return queryset.filter(created_by=request.user) if self.value() == "mine" else queryset


def rights(picture):
    """Return (a phase whose colour it takes, words) of what is left of the rights; None where they have no end."""
    last = picture.rights_until
    if last is None:
        return None
    day = formats.date_format(last, "SHORT_DATE_FORMAT")
    if last < today():
        return "withdrawn", _("ended on %(day)s") % {"day": day}
    return "approved" if last <= today() + SOON else "", _("until %(day)s") % {"day": day}


class PictureList:
    """For the admin of pictures. The list is turned by key: it opens as fast on a million as on a hundred."""

    change_list_template = "admin/articles/picture/change_list.html"
    list_display = ["look", "described", "credited", "rights", "added"]
    list_display_links = None
    list_filter = [ToDoFilter, WhoseFilter]
    list_select_related = ["created_by"]
    ordering = ["-pk"]
    sortable_by = ()
    show_facets = admin.ShowFacets.NEVER
    search_fields = Picture.SEARCHED
    search_help_text = _("Words of the description, the caption, the credit, the source, people, tags or the file name")

    def changelist_view(self, request, extra_context=None):
        """Let pictures be dropped onto the list by who may add some."""
        context = {"is_nav_sidebar_enabled": False} | (extra_context or {})
        if self.has_add_permission(request):
            context |= {"picture_desk": json.dumps(picture_desk(), ensure_ascii=False), "media": self.media + _ENTRANCE}
        return csp_override(content_policy())(super().changelist_view)(request, context)

    def get_list_display(self, request):
        return self.list_display

    def get_changelist(self, request, **kwargs):
        return PictureChangeList

    @admin.display(description=_("picture"))
    def look(self, picture):
        """Show it small. The words beside it lead where it does, so that it is no second stop for the keyboard."""
        url = reverse("admin:images_picture_change", args=[picture.pk])
        return format_html('<a href="{}" tabindex="-1" aria-hidden="true">{}</a>', url, thumbnail(picture))

    @admin.display(description=_("description"))
    def described(self, picture):
        url = reverse("admin:images_picture_change", args=[picture.pk])
        chips = []
        if not picture.alt:
            chips.append(("approved", _("to be described")))
        if picture.replaced_by_id:
            chips.append(("superseded", _("replaced")))
        words = format_html_join(" ", '<span class="phase phase-{}">{}</span>', chips)
        about = " · ".join(filter(None, [f"{picture.width} × {picture.height}", picture.alt and picture.name]))
        return format_html('<a href="{}">{}</a> {} <span class="quiet">{}</span>', url, picture, words, about)

    @admin.display(description=_("credit"))
    def credited(self, picture):
        return picture.credit or format_html('<span class="phase phase-approved">{}</span>', _("no credit"))

    @admin.display(description=_("rights"))
    def rights(self, picture):
        told = rights(picture)
        return format_html('<span class="phase phase-{}">{}</span>', *told) if told else "—"

    @admin.display(description=_("added"))
    def added(self, picture):
        return format_html("{} <br>{}", when(picture.created_at), person(picture.created_by))


def thumbnail(picture):
    """Return the picture as small as a list shows it; a place for it where it has not been made yet."""
    if not picture.thumbnail:
        return format_html('<span class="thumbnail">{}</span>', _("being made"))
    return format_html('<img class="thumbnail" src="{}" alt="" loading="lazy">', picture.thumbnail)
