"""Forms of the picture library."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from images import library
from images.models import Picture


class WordsForm(forms.ModelForm):
    """What is asked of a picture where it is taken in: the rest can wait for its own page."""

    class Meta:
        model = Picture
        fields = ["alt", "caption", "credit"]


class AddForm(forms.ModelForm):
    """A picture with its file. What is left empty is taken from what the file says of itself."""

    file = forms.FileField(label=_("File"), help_text=_("JPEG, PNG, WebP, AVIF, GIF, TIFF or HEIC."))

    class Meta:
        model = Picture
        fields = ["alt", "caption", "credit", "rights_until"]
        widgets = {"caption": AdminTextareaWidget(attrs={"rows": 2})}

    by = None  # who adds it: set by the page

    def clean(self):
        """Take the file in once nothing else is wrong, so that a refused form has kept nothing."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            picture, is_new = library.add(cleaned["file"], name=cleaned["file"].name, by=self.by)
        except library.Refused as refused:
            self.add_error("file", str(refused))
            return cleaned
        if not is_new:
            there = _('This picture is in the library already: <a href="{}">{}</a>.')
            self.add_error("file", format_html(str(there), f"../{picture.pk}/change/", str(picture)))
            return cleaned
        self.instance = picture
        return cleaned | {name: cleaned.get(name) or getattr(picture, name) for name in self.Meta.fields}
