"""Pictures sent by the desk's scripts, one a request: taken in, told of as JSON, and given their words."""

from uuid import UUID

from django.http import JsonResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from images import library
from images.admin.forms import WordsForm
from images.models import Picture


class Uploads:
    """The addresses, for the admin of pictures. What is wrong comes as {"problem": a sentence}."""

    may_send_logos = "articles.change_sponsor"  # who may take in an SVG

    def get_urls(self):
        def view(answer):
            return self.admin_site.admin_view(require_POST(answer))

        return [
            path("upload/", view(self.upload), name="images_picture_upload"),
            path("words/", view(self.words), name="images_picture_words"),
            *super().get_urls(),
        ]

    def upload(self, request):
        """Take in `file`: {"picture": told(), "is_new": whether its bytes were not there before, "may_write"}."""
        if not self.has_add_permission(request):
            return _problem(_("You may not add pictures to the library."), 403)
        file = request.FILES.get("file")
        if file is None:
            return _problem(
                _("No file has come: choose it again. If that happens twice, the server’s disk may be full."), 200
            )
        logo = "logo" in request.POST and request.user.has_perm(self.may_send_logos)
        try:
            picture, is_new = library.add(file, name=file.name, by=request.user, logo=logo)
        except library.Refused as refused:
            return _problem(str(refused), 200)
        if is_new:
            self.log_addition(request, picture, [{"added": {}}])
        may_write = self.may_write(request, picture)
        return JsonResponse({"picture": told(picture), "is_new": is_new, "may_write": may_write})

    def may_write(self, request, picture):
        """Tell whether somebody may give a picture its words: who takes one in says what it shows."""
        return self.has_change_permission(request, picture) or picture.created_by_id == request.user.pk

    def words(self, request):
        """Give the picture with the uuid `id` its words: {"picture": told()} or {"problems": {field: [sentences]}}."""
        picture = Picture.objects.filter(uuid=_uuid(request.POST.get("id", ""))).first()
        if picture is None:
            return _problem(_("This picture is not in the library any more."), 404)
        if not self.may_write(request, picture):
            return _problem(_("You may not change pictures."), 403)
        form = WordsForm(request.POST, instance=picture)
        if not form.is_valid():
            return JsonResponse({"problems": form.errors})
        if form.changed_data:
            self.save_model(request, form.instance, form, change=True)
            self.log_change(request, picture, self.construct_change_message(request, form, []))
        return JsonResponse({"picture": told(picture)})


def told(picture):
    """Return what the scripts know of a picture."""
    return {
        "id": str(picture.uuid),
        "pk": picture.pk,
        "title": str(picture),
        "about": picture.credit,
        "image": picture.thumbnail,
        "alt": picture.alt,
        "caption": picture.caption,
        "credit": picture.credit,
    }


def _uuid(text):
    try:
        return UUID(text)
    except ValueError:
        return None


def _problem(words, status):
    return JsonResponse({"problem": words}, status=status)
