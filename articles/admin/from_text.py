"""“New from text”: paste plain-text copy or choose a file, see how it is read, make a draft of it."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles import workflow
from articles.admin import reading
from articles.admin.fields import DeskAutocomplete, SectionField
from articles.importing import make_draft, read_copy
from articles.manuscript import MAX_BYTES, RemarkKind, UnreadableText, decode
from articles.models import Author, Byline, Section
from articles.permissions import may_start
from articles.states import Language

TOLD = 12  # remarks shown above the new draft


class TextForm(forms.Form):
    text = forms.CharField(label=_("Text"), required=False, strip=False, widget=AdminTextareaWidget(attrs={"rows": 20}))
    file = forms.FileField(label=_("Or a file"), required=False, help_text=_("Plain text (.txt), 5 MB at most."))
    section = SectionField(
        label=_("Section"),
        queryset=Section.objects.order_by("path"),
        required=False,
        empty_label=_("as the text says"),
    )
    author = forms.ModelChoiceField(
        label=_("Signed by"),
        queryset=Author.objects.all(),
        required=False,
        widget=DeskAutocomplete(Byline._meta.get_field("author"), admin.site),
        help_text=_("Leave empty if the text says it."),
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("as the words tell")), *Language.choices]
    )

    def clean(self):
        cleaned = super().clean()
        text, file = cleaned.get("text") or "", cleaned.get("file")
        if text.strip() and file:
            raise ValidationError(_("Paste a text or choose a file, not both."))
        if not text.strip() and not file:
            if "file" not in self.errors:  # an empty file has been told of
                raise ValidationError(_("Paste a text, or choose a file."))
            return cleaned
        try:
            cleaned["text"] = decode(file.read(MAX_BYTES + 1) if file else text.encode())[0]
        except UnreadableText as refusal:
            raise ValidationError(str(refusal)) from refusal
        return cleaned

    def with_the_text(self):
        """Return the form to show again: what came as a file is in the box, to be corrected there."""
        return TextForm(initial=self.cleaned_data | {"file": None}) if self.cleaned_data.get("file") else self


class FromText:
    """The page, for the admin of editions."""

    def get_urls(self):
        page = self.admin_site.admin_view(self.from_text_view)
        return [path("from-text/", page, name="articles_edition_from_text"), *super().get_urls()]

    def from_text_view(self, request):
        if not may_start(request.user):
            raise PermissionDenied
        form = TextForm(request.POST or None, request.FILES or None)
        copy = None
        if request.method == "POST" and form.is_valid():
            asked = form.cleaned_data
            copy = read_copy(
                asked["text"],
                by=request.user,
                section=asked["section"],
                authors=[asked["author"]] if asked["author"] else [],
                language=asked["language"],
            )
            if "_make" in request.POST:
                try:
                    return self._make_draft(request, copy)
                except workflow.TransitionError as refusal:
                    form.add_error(None, refusal.messages)
            form = form.with_the_text()
        context = {
            **self.admin_site.each_context(request),
            "title": _("New from text"),
            "opts": self.opts,
            "media": self.media + form.media,
            "form": form,
        }
        if copy is not None:
            context |= {"copy": copy, "edition": copy.edition(), "read_body": reading.body(copy.edition())}
        return render(request, "admin/articles/edition/from_text.html", context)

    def _make_draft(self, request, copy):
        draft = make_draft(copy, by=request.user)
        self.message_user(request, _("The article is begun, as a draft."), messages.SUCCESS)
        told = [remark for remark in copy.remarks if remark.kind != RemarkKind.FOUND]
        for remark in told[:TOLD]:
            words = f" “{Truncator(remark.words).chars(100)}”" if remark.words else ""
            self.message_user(request, f"{remark.message}{words}", messages.WARNING)
        return redirect("admin:articles_edition_change", draft.pk)
