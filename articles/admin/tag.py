"""Tags at the desk. How two become one is in merging.py."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.admin.merging import TagMerge, may_merge
from articles.models import Tag, check_tag, fold
from articles.models.base import validate_slug


class TagForm(forms.ModelForm):
    may_merge = False  # set by TagAdmin

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
            raise ValidationError(self._told(same))
        return name

    def _told(self, same):
        """Say that the tag is there, and lead whoever may merge to where the two become one."""
        words = _("This tag is there already, as “%(name)s”.") % {"name": same.name}
        if not self.instance.pk or not self.may_merge:
            return words
        url = reverse("admin:articles_tag_merge", args=[self.instance.pk], query={"into": same.pk})
        return format_html('{} <a href="{}">{}</a>', words, url, _("Merge this tag into it"))

    def clean(self):
        """Keep the slug that is there where none is given; a new tag's is taken from its name."""
        super().clean()
        if not self.cleaned_data.get("slug") and self.instance.pk:
            self.cleaned_data["slug"] = self.initial["slug"]


@admin.register(Tag)
class TagAdmin(TagMerge, DeskAdmin):
    form = TagForm
    fields = ["name", "slug"]
    list_display = ["name", "slug"]
    search_fields = ["folded"]
    ordering = ["folded"]

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"may_merge": may_merge(request.user)})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["may_merge"] = change and may_merge(request.user)
        return super().render_change_form(request, context, add, change, form_url, obj)
