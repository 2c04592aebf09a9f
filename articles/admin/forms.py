"""The form of an edition: the words as the page reads, and who signs."""

import re
from copy import copy
from math import inf

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles import permissions
from articles.admin.fields import DeskAutocompleteMultiple, RowsField
from articles.models import Byline, Edition, SponsorshipNote, check_tag


class EditionForm(forms.ModelForm):
    """An edition's words. `user` is set by EditionAdmin."""

    user = None

    seen_version = forms.CharField(required=False, widget=forms.HiddenInput)
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=2000,
        widget=AdminTextInputWidget,
        help_text=_("Names, separated by commas."),
    )
    notes = RowsField(
        label=_("Sponsorship notes"),
        queryset=SponsorshipNote.objects.select_related("sponsor"),
        required=False,
        widget=DeskAutocompleteMultiple(Edition._meta.get_field("notes"), admin.site),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"seen_version": self.instance.lock_version, "tags": "", "notes": []}
        if self.instance.pk:
            rows = self.instance.tag_rows.select_related("tag").order_by("id")
            self.initial["tags"] = ", ".join(row.tag.name for row in rows)
            self.initial["notes"] = list(self.instance.notes.order_by("edition_rows__id"))

    def is_multipart(self):
        """Let browsers send the words as they are: with each letter's bytes spelt out, 5 MB took seven seconds."""
        return True

    def clean_seen_version(self):
        """Return the version the words were written on; -1, which none has, for what is no number."""
        seen = self.cleaned_data["seen_version"]
        return int(seen) if seen.isdecimal() and len(seen) < 10 else -1

    def clean_headline(self):
        """Return one line: the box is as high as its words need, and takes a line break where they were pasted."""
        return re.sub(r" *[\r\n]+ *", " ", self.cleaned_data["headline"])

    def clean_tags(self):
        names = [" ".join(name.split()) for name in self.cleaned_data["tags"].split(",")]
        names = [name for name in names if name]
        for name in names:
            check_tag(name)
        return names

    def clean(self):
        super().clean()
        for name, value in self.cleaned_data.items():
            if isinstance(value, str):  # browsers send lines as CR LF, which would make a change of every text
                self.cleaned_data[name] = value.replace("\r\n", "\n")
        self._check_section()

    def _check_section(self):
        section = self.cleaned_data.get("section")
        if self.instance.pk is None or section == self.instance.section:
            return
        moved = copy(self.instance)
        moved.section = section
        if permissions.may_edit(self.user, self.instance) and not permissions.may_edit(self.user, moved):
            self.add_error("section", _("You may not edit in that section: choose one of yours."))


class BylineForm(forms.ModelForm):
    """One line of signature. A line without an author is no line."""

    class Meta:
        model = Byline
        fields = ["author", "role", "position"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.initial.get("author"):
            self.initial["position"] = None  # a new line comes last, unless it is told where
        self.fields["author"].required = False
        self.fields["position"].required = False
        for field in self.fields.values():  # a line of a table: the column's heading is no label
            widget = getattr(field.widget, "widget", field.widget)  # the admin wraps that of a foreign key
            widget.attrs["aria-label"] = capfirst(field.label)

    def validate_unique(self):
        """Leave it to the formset: the stored lines are about to be replaced."""

    def validate_constraints(self):
        """Likewise."""


class BylineFormSet(forms.BaseInlineFormSet):
    """All the lines, written anew at each save: none is an edit of a stored row, whatever the browser says."""

    def initial_form_count(self):
        return 0

    def validate_unique(self):
        """See clean()."""

    def clean(self):
        authors = [author for author, _role in self.signed()]
        for author in authors:
            if authors.count(author) > 1:
                raise ValidationError(_("%(name)s signs twice: keep one of the lines."), params={"name": author.name})

    def signed(self):
        """Return (author, role) in order of position; the page's order decides where there is none, or the same."""
        lines = [form.cleaned_data for form in self.forms if form.is_valid() and not self._should_delete_form(form)]
        lines = [line for line in lines if line.get("author")]
        lines.sort(key=lambda line: inf if line.get("position") is None else line["position"])
        return [(line["author"], line["role"]) for line in lines]
