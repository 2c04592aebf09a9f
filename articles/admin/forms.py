"""The forms in which editors write, and say what is to happen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Byline, Edition, SponsorshipNote
from articles.states import OPEN


class EditionForm(forms.ModelForm):
    """An edition's words. Its tags are names with commas between; bylines stand in a formset beside it."""

    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=1000,
        help_text=_("Separate them with commas. A tag that is new is made."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    notes = forms.ModelMultipleChoiceField(
        label=_("Sponsorship notes"),
        queryset=SponsorshipNote.objects.select_related("sponsor"),
        required=False,
        help_text=_("What readers are told of who pays. Paid content needs one."),
    )
    read_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Edition
        fields = (*Edition.CONTENT_FIELDS, *Edition.ANSWER_FIELDS)
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField headline"}),
            "standfirst": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
            "body": forms.Textarea(attrs={"rows": 24, "class": "vLargeTextField body"}),
            "correction_text": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound:
            self.initial["tags"] = ", ".join(self.instance.tag_rows.values_list("tag__name", flat=True))
            self.initial["notes"] = list(self.instance.note_rows.values_list("note_id", flat=True))
            self.initial["read_version"] = self.instance.lock_version

    def clean_headline(self) -> str:
        return " ".join(self.cleaned_data["headline"].split())

    def clean_tags(self) -> list[str]:
        names = [" ".join(name.split()) for name in self.cleaned_data["tags"].split(",") if name.strip()]
        long = [name for name in names if len(name) > 100]
        if long:
            raise forms.ValidationError(_("A tag has at most 100 characters: shorten “%(tag)s…”.") % {"tag": long[0][:40]})
        return names

    def clean(self) -> dict[str, Any]:
        """Refuse to write over a colleague's words. The article stays locked until the words are saved."""
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk:
            Article.objects.select_for_update().get(pk=self.instance.article_id)
            stored = Edition.objects.select_related("updated_by").get(pk=self.instance.pk)
            if stored.status in OPEN and stored.lock_version != cleaned.get("read_version"):
                name = stored.updated_by.get_full_name() or stored.updated_by.get_username() if stored.updated_by else ""
                raise forms.ValidationError(
                    _(
                        "%(name)s saved this draft after you opened it. Your words are still in this form: "
                        "open the draft in another window and bring them over."
                    )
                    % {"name": name or _("Somebody")}
                )
            self.instance.lock_version = stored.lock_version
        return cleaned


class BylineForm(forms.ModelForm):
    """One byline. The rows are set as a whole, so only those of the form are compared with each other."""

    class Meta:
        model = Byline
        fields = ("author", "role", "position")

    def validate_unique(self) -> None:
        pass

    def validate_constraints(self) -> None:
        pass


class VerbForm(forms.Form):
    """What a verb may ask for: a time, and why."""

    at = forms.SplitDateTimeField(
        label=_("Publish at"),
        required=False,
        widget=AdminSplitDateTime,
        help_text=_("Leave empty to publish now."),
    )
    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})
    )
