"""A picture of the library at the desk: how it looks, its words and rights, its focal point, and where it is used."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import pictures, preflight
from articles.admin.base import DeskAdmin
from articles.admin.fields import DayInput
from articles.admin.picture_list import PictureList, rights
from articles.admin.picture_pages import PicturePages
from articles.admin.picture_uses import Shown, groups
from images import library
from images.admin import PictureAdmin as LibraryAdmin
from images.models import Picture

FOCUS = ["focus_x", "focus_y"]
FOCAL_POINT = _("Focal point")


class PictureForm(forms.ModelForm):
    focus_x = forms.IntegerField(label=_("across, in percent"), min_value=0, max_value=100)
    focus_y = forms.IntegerField(label=_("down, in percent"), min_value=0, max_value=100)

    class Meta:
        widgets = {
            "alt": AdminTextareaWidget(attrs={"rows": 2}),
            "caption": AdminTextareaWidget(attrs={"rows": 2}),
            "rights_until": DayInput,
            "taken_at": DayInput,
        }

    def clean(self):
        """Take lines as one, and leave what readers see neither mute nor without a credit."""
        super().clean()
        for name, value in self.cleaned_data.items():
            if isinstance(value, str):
                self.cleaned_data[name] = " ".join(value.split())
        emptied = [
            name for name in ("alt", "credit") if self.initial.get(name) and not self.cleaned_data.get(name, "x")
        ]
        if emptied and pictures.is_public(self.instance, timezone.now()):
            for name in emptied:
                self.add_error(name, _("Readers see this picture, or will: write something here."))


@admin.register(Picture)
class PictureAdmin(PicturePages, PictureList, DeskAdmin, LibraryAdmin):
    """The library's own admin takes pictures in; all that is known of one that is there is here."""

    add_form_template = "admin/change_form.html"
    change_form_template = "admin/articles/picture/change_form.html"

    class Media:
        css = {"all": ["articles/pictures.css"]}

    # --- the form ----------------------------------------------------------------------------------------------------

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is not None:
            kwargs["form"] = PictureForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return super().get_fieldsets(request, obj)
        return [
            (None, {"fields": ["alt", "caption", "credit"]}),
            (_("Rights"), {"fields": ["source", "copyright", "licence", "rights_until"]}),
            (_("To find it by"), {"fields": ["people", "tags", "taken_at"]}),
            (FOCAL_POINT, {"fields": [FOCUS]}),
        ]

    def get_readonly_fields(self, request, obj=None):
        return [] if obj is not None else super().get_readonly_fields(request, obj)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is None:
            return super().render_change_form(request, context, add, change, form_url, obj)
        # The form may have put refused words into obj: what is told about the picture is read afresh.
        picture = Picture.objects.select_related("created_by", "replaced_by").get(pk=obj.pk)
        now = timezone.now()
        uses = pictures.uses(picture, by=request.user, at=now)
        context |= {
            "picture": picture,
            "shown": Shown(picture),
            "focal_point": FOCAL_POINT,
            "rights": rights(picture),
            "uses": uses,
            "groups": groups(uses, picture, now),
            "subtitle": "",
            "is_nav_sidebar_enabled": False,
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    # --- saving ------------------------------------------------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        """Write what was changed and nothing else: renditions may be getting ready, a colleague may be writing too."""
        if not change:
            super().save_model(request, obj, form, change)
            return
        words = [name for name in form.changed_data if name not in FOCUS]
        if words:
            obj.save(update_fields=words)
        if set(FOCUS) & set(form.changed_data):
            library.refocus(obj, obj.focus)
        if pictures.CHECKED & set(words):
            self._tell_scheduled(request, obj)

    def _tell_scheduled(self, request, picture):
        """Tell of scheduled editions that can't go out with the picture as it is: publishers are told by mail."""
        for edition in pictures.showing(picture).scheduled(timezone.now()).select_related("article", "section"):
            for problem in preflight.blocking(edition, edition.live_from):
                words = _("A scheduled article needs you: %(problem)s") % {"problem": problem.message}
                self.message_user(request, words, messages.WARNING)
