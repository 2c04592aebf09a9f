"""A form's field for one picture of the library, and what the scripts that choose and take in pictures need to know."""

import json

from django.core.exceptions import ValidationError
from django.forms import Script, TextInput
from django.urls import reverse
from django.utils.translation import gettext as _
from js_asset import Media

from articles.admin.modules import IMPORTMAP
from images.admin.uploads import told
from images.library import MAX_BYTES, too_large
from images.models import Picture

FORMATS = "image/jpeg,image/png,image/webp,image/avif,image/gif,image/tiff,image/heic,image/heif,.heic,.heif"


class PictureInput(TextInput):
    """The number of a picture, which articles/editor/picture-field.js shows and lets be chosen. `logo` lets SVGs in."""

    template_name = "admin/widgets/picture.html"

    def __init__(self, *, logo=False, attrs=None):
        super().__init__((attrs or {}) | ({"data-logo": "", "data-formats": ".svg"} if logo else {}))
        self.logo = logo

    @property
    def media(self):
        return Media(
            importmap=IMPORTMAP,
            css={"all": ["articles/editor.css"]},
            js=[Script("articles/editor/picture-field.js", type="module")],
        )

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        number = str(value or "")
        picture = Picture.objects.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
        context["widget"]["attrs"] |= {
            "data-picture": json.dumps(picture and told(picture), ensure_ascii=False),
            "data-picture-desk": json.dumps(picture_desk(logo=self.logo), ensure_ascii=False),
            "inputmode": "numeric",
            "size": 8,
        }
        return context | {"chosen": picture}


class HoldsPicture:
    """An admin whose form chooses a picture in the field `picture_name`."""

    picture_name = "picture"

    def save_model(self, request, obj, form, change):
        """Hold the picture until it is chosen for good: one that is deleted meanwhile is refused in words."""
        chosen = getattr(obj, f"{self.picture_name}_id")
        held = Picture.objects.select_for_update(no_key=True).filter(pk=chosen).first()
        if chosen is not None and held is None:
            raise ValidationError(_("This picture is not in the library any more."))
        super().save_model(request, obj, form, change)


def picture_desk(*, may_add=True, logo=False):
    """Return what the modules about pictures need. Who may not add any is offered no way in."""
    return {
        "pictures": reverse("admin:articles_edition_choose_picture"),
        "upload": reverse("admin:images_picture_upload") if may_add else "",
        "pictureWords": reverse("admin:images_picture_words"),
        "library": reverse("admin:images_picture_changelist"),
        "formats": f"{FORMATS},image/svg+xml" if logo else FORMATS,
        "largestFile": MAX_BYTES,
        "longest": {name: Picture._meta.get_field(name).max_length for name in ("alt", "caption", "credit")},
        "texts": {
            "picture": _("Picture"),
            "pictureMissing": _("There is no such picture."),
            "pictureCaption": _("Caption; leave empty for the picture’s own"),
            "searchPictures": _("In the library: words of the description, the caption, the credit or the tags"),
            "choosePicture": _("Choose a picture…"),
            "chooseAnother": _("Choose another"),
            "fromDevice": _("From this device…"),
            "orDrop": _("or drop pictures here, or paste one"),
            "uploads": _("Pictures on their way in"),
            "waiting": _("Waiting"),
            "known": _("This picture is in the library already: %(title)s"),
            "notUploaded": _(
                "The server did not take it. Try again; if your session has ended, sign in in another tab first."
            ),
            "tooLarge": too_large(),
            "tooMany": _("That was more than fifty: the first fifty were taken. Send the others after them."),
            "alt": _("Alternative text: what it shows, for who does not see it"),
            "caption": _("Caption"),
            "credit": _("Credit"),
            "kept": _("Kept."),
            "insertPicture": _("Use this picture"),
            "insertAll": _("Use all %(count)s"),
            "openPicture": _("Focal point, rights and more"),
            "showInLibrary": _("Show them in the library"),
            "added": _("%(name)s: added"),
            "removed": _("%(name)s: removed"),
            "remove": _("Remove"),
            "cancel": _("Cancel"),
            "close": _("Close"),
            "tryAgain": _("Try again"),
            "found": _("Found"),
            "nothingFound": _("Nothing found."),
            "searchFailed": _("The search did not answer. Try again."),
        },
    }
