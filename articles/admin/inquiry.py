"""What would-be sponsors have written, at the desk: to read, to answer by mail, and to say that it is answered."""

from urllib.parse import quote

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles import inquiries
from articles.admin.base import DeskAdmin, person, when
from articles.models import Inquiry


class AnsweredFilter(admin.SimpleListFilter):
    title = _("answered")
    parameter_name = "answered"

    def lookups(self, request, model_admin):
        return [("no", _("not yet")), ("yes", _("answered"))]

    def queryset(self, request, queryset):
        if self.value() not in ("no", "yes"):
            return queryset
        return queryset.filter(answered_at__isnull=self.value() == "no")


@admin.register(Inquiry)
class InquiryAdmin(DeskAdmin):
    """Nothing of it is edited: two buttons say whether it is answered."""

    change_form_template = "admin/articles/inquiry/change_form.html"
    list_display = ["name", "organisation", "beginning", "written", "state"]
    list_filter = [AnsweredFilter]
    list_select_related = ["answered_by"]
    search_fields = ["name", "organisation", "email", "message"]
    ordering = ["-created_at", "-id"]
    fields = ["name", "organisation", "address", "message", "language", "written", "mailed", "state"]
    readonly_fields = fields

    @admin.display(description=_("message"))
    def beginning(self, inquiry):
        return Truncator(inquiry.message).chars(80)

    @admin.display(description=_("email"))
    def address(self, inquiry):
        return format_html('<a href="mailto:{}">{}</a>', quote(inquiry.email, safe="@"), inquiry.email)

    @admin.display(description=_("written at"), ordering="created_at")
    def written(self, inquiry):
        return when(inquiry.created_at)

    @admin.display(description=_("mailed at"))
    def mailed(self, inquiry):
        return when(inquiry.mailed_at) or _("not yet")

    @admin.display(description=_("answered"), ordering="answered_at")
    def state(self, inquiry):
        if inquiry.answered_at is None:
            return _("not yet")
        return format_html("{} <br>{}", when(inquiry.answered_at), person(inquiry.answered_by))

    def has_add_permission(self, request):
        return False

    # --- the buttons -------------------------------------------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        """Do what was pressed. What it did is for the log, and to be told; nothing where others were first."""
        obj.told = ""
        if "_answered" in request.POST and inquiries.answer(obj, by=request.user, at=timezone.now()):
            obj.told = _("Noted as answered.")
        if "_reopened" in request.POST and inquiries.reopen(obj):
            obj.told = _("Noted as not answered yet.")

    def construct_change_message(self, request, form, formsets, add=False):
        return str(form.instance.told)

    def log_change(self, request, obj, message):
        return super().log_change(request, obj, message) if message else None

    def response_change(self, request, obj):
        if obj.told:
            self.message_user(request, obj.told, messages.SUCCESS)
        else:
            self.message_user(request, _("Somebody else has done that already."), messages.WARNING)
        return self.response_post_save_change(request, obj)
