"""The pages beside a picture's form: another file, the original, deletion, and the rights that end."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import expiring, pictures
from articles.admin.fields import DayInput
from articles.admin.picture_field import FORMATS
from articles.admin.picture_uses import Shown, groups
from articles.preflight import SOON
from images import library
from images.fields import originals
from images.models import Picture

MOST_DAYS = 3650
RIGHTS = ["credit", "source", "copyright", "licence", "rights_until"]


class ReplaceForm(forms.ModelForm):
    """Another file for a picture, for whom it stands, and what else changes with it."""

    file = forms.FileField(label=gettext_lazy("New file"), widget=forms.FileInput(attrs={"accept": FORMATS}))
    how = forms.ChoiceField(
        label=gettext_lazy("Where it is shown"),
        choices=[
            ("later", gettext_lazy("only from now on")),
            ("everywhere", gettext_lazy("everywhere, at once")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ["file", "how", *RIGHTS]

    class Meta:
        model = Picture
        fields = RIGHTS
        widgets = {"rights_until": DayInput}

    def words(self):
        return {name: self.cleaned_data[name] for name in RIGHTS}


class PicturePages:
    """The pages, for the admin of pictures."""

    def get_urls(self):
        def page(view):
            return self.admin_site.admin_view(view)

        return [
            path("rights/", page(self.rights_view), name="images_picture_rights"),
            path("<int:pk>/replace/", page(self.replace_view), name="images_picture_replace"),
            path("<int:pk>/original/", page(self.original_view), name="images_picture_original"),
            *super().get_urls(),
        ]

    def _page(self, request, name, picture, **context):
        media = self.media + context["form"].media if "form" in context else self.media
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "is_nav_sidebar_enabled": False,
            "media": media,
            "picture": picture,
            "shown": Shown(picture) if picture else None,
            **context,
        }
        request.current_app = self.admin_site.name
        return render(request, f"admin/articles/picture/{name}.html", context)

    # --- another file ------------------------------------------------------------------------------------------------

    def replace_view(self, request, pk):
        picture = self.get_object(request, str(pk))
        if picture is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        if not self.has_change_permission(request, picture):
            raise PermissionDenied
        may_everywhere = pictures.may_replace_everywhere(request.user, picture, timezone.now())
        may_later = picture.replaced_by_id is None and self.has_add_permission(request)
        initial = {"how": "later" if may_later else "everywhere" if may_everywhere else ""}
        form = ReplaceForm(request.POST or None, request.FILES or None, instance=picture, initial=initial)
        if request.method == "POST" and form.is_valid():
            stored = Picture.objects.get(pk=pk)  # the form has put its words into the other
            try:
                return self._replace(request, stored, form)
            except library.Refused as refusal:
                form.add_error("file", str(refusal))
            except ValidationError as refusal:
                form.add_error("how", refusal)
        return self._page(
            request,
            "replace",
            picture,
            title=_("Replace the file"),
            form=form,
            counts=pictures.count(picture, timezone.now()),
            may_everywhere=may_everywhere,
            may_later=may_later,
        )

    def _replace(self, request, picture, form):
        file, options = form.cleaned_data["file"], {"by": request.user, "words": form.words()}
        if form.cleaned_data["how"] == "everywhere":
            pictures.replace_everywhere(picture, file, name=file.name, **options)
            words = _("The new file is shown everywhere. Check that the description still fits.")
            self.message_user(request, words, messages.SUCCESS)
            return redirect("admin:images_picture_change", picture.pk)
        new, is_new, drafts = pictures.replace_from_now_on(picture, file, name=file.name, **options)
        words = _("This picture takes the other's place from now on. Check its words: they are the other's.")
        if not is_new:
            words = _("This file was in the library already, with words of its own: it takes the other's place.")
        shown = ngettext("%d draft shows it now.", "%d drafts show it now.", drafts) % drafts if drafts else ""
        self.message_user(request, f"{words} {shown}".strip(), messages.SUCCESS)
        return redirect("admin:images_picture_change", new.pk)

    # --- the original ------------------------------------------------------------------------------------------------

    @method_decorator([require_safe, never_cache])
    def original_view(self, request, pk):
        """Give the file as it came, to be saved and not shown: it may be anything."""
        picture = self.get_object(request, str(pk))
        if picture is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        if not self.has_view_permission(request, picture):
            raise PermissionDenied
        try:
            file = originals().open(picture.file.name)
        except Exception:  # storages fail with whatever their client raises
            words = _("The original can’t be read: its store does not answer, or has lost it.")
            self.message_user(request, words, messages.ERROR)
            return redirect("admin:images_picture_change", pk)
        extension = picture.file.name.rpartition(".")[2]
        name = picture.name or f"{picture.uuid}.{extension}"
        response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response

    # --- deletion ----------------------------------------------------------------------------------------------------

    def has_delete_permission(self, request, obj=None):
        return pictures.may_delete(request.user)

    def delete_view(self, request, object_id, extra_context=None):
        """Say why it stays and where it is used, or ask whether it is to go."""
        picture = self.get_object(request, unquote(object_id))
        if picture is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_delete_permission(request, picture):
            raise PermissionDenied
        now = timezone.now()
        if request.method == "POST":
            try:
                pictures.delete(picture, by=request.user)
            except ValidationError as refusal:
                reasons = refusal.messages
            else:
                words = _("“%(picture)s” is deleted, with its files.") % {"picture": picture}
                self.message_user(request, words, messages.SUCCESS)
                return redirect("admin:images_picture_changelist")
        else:
            reasons = pictures.reasons_to_keep(picture, now)
        uses = pictures.uses(picture, by=request.user, at=now) if reasons else None
        title = _("It can't be deleted") if reasons else _("Delete this picture?")
        return self._page(
            request,
            "delete",
            picture,
            title=title,
            reasons=reasons,
            uses=uses,
            groups=groups(uses, picture, now) if uses else [],
        )

    # --- rights that end ---------------------------------------------------------------------------------------------

    @method_decorator(require_safe)
    def rights_view(self, request):
        if not self.has_view_permission(request) or not request.user.has_perm("articles.view_edition"):
            raise PermissionDenied
        asked = request.GET.get("days", "").strip() or str(SOON.days)
        days = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else MOST_DAYS + 1
        odd = asked[:20] if days > MOST_DAYS else ""
        if odd:
            days = SOON.days
        return self._page(
            request,
            "rights",
            None,
            title=_("Rights that end"),
            days=days,
            odd=odd,
            most_days=MOST_DAYS,
            report=expiring.report(days, by=request.user, at=timezone.now()),
        )
