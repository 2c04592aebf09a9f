"""Tags at the desk."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.models import Tag, check_tag, fold
from articles.models.base import validate_slug


class TagForm(forms.ModelForm):
    slug = forms.CharField(
        label=_("Slug"),
        max_length=100,
        required=False,
        validators=[validate_slug],
        help_text=_("In the address. Leave empty to take it from the name."),
    )

    def clean_name(self):
        name = self.cleaned_data["name"]
        check_tag(name)
        same = Tag.objects.filter(folded=fold(name)).exclude(pk=self.instance.pk).first()
        if same is not None:
            raise ValidationError(_("This tag is there already, as “%(name)s”."), params={"name": same.name})
        return name

    def clean(self):
        """Keep the slug that is there where none is given; a new tag's is taken from its name."""
        super().clean()
        if not self.cleaned_data.get("slug") and self.instance.pk:
            self.cleaned_data["slug"] = self.initial["slug"]


@admin.register(Tag)
class TagAdmin(DeskAdmin):
    form = TagForm
    fields = ["name", "slug"]
    list_display = ["name", "slug"]
    search_fields = ["name", "folded"]
    ordering = ["folded"]
