"""The verbs in an edition's page: which buttons it has, and what becomes of the press of one."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin import verbs
from articles.admin.base import phase_words
from articles.states import Language


class Pressing:
    """For the admin of editions: words are saved before a button's verb is made, by who calls _do()."""

    def _buttons(self, request, edition, at):
        """Return each button with the form of what it asks for: as it was filled in, if that was just refused."""
        asked = getattr(request, "asked", {})
        found = []
        for button in verbs.available(edition, request.user, at):
            initial = _initial(edition)
            found.append((button, asked.get(button.value) or button.form(initial=initial), button.value in asked))
        return found

    def _press(self, request, object_id):
        """Do what a button of a page to read says."""
        edition = self.get_object(request, unquote(object_id))
        if edition is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return self._do(request, edition)

    def _do(self, request, edition):
        """Do what the button that was pressed says, and tell how it went."""
        try:
            button = verbs.find(request.POST["_verb"])
            form = button.form(request.POST)
            if form and not form.is_valid():
                raise ValidationError(_in_words(form))
            made, remarks = verbs.press(button, edition, request.user, form.cleaned_data if form else {})
        except ValidationError as refusal:
            for message in refusal.messages:
                self.message_user(request, message, messages.ERROR)
            return self._show_again(request, edition, *self._filled_in(request, edition))
        facts = {"number": made.number, "phase": phase_words(made, timezone.now())}
        words = _("Edition %(number)s is now: %(phase)s.") % facts
        self.message_user(request, words, messages.SUCCESS)
        for remark in remarks:
            self.message_user(request, remark, messages.WARNING)
        url = reverse("admin:articles_edition_change", args=[made.pk])
        return redirect(f"{url}#id_body" if button.value == "correct" else url)

    def _filled_in(self, request, edition):
        """Return the buttons whose forms have been filled in, or are wanted: nothing of it is lost without a word."""
        initial = _initial(edition)
        return [
            button
            for button in verbs.available(edition, request.user, timezone.now())
            if button.asks
            and (button.value == request.POST.get("_verb") or button.form(request.POST, initial).has_changed())
        ]

    def _show_again(self, request, edition, *filled):
        """Show the edition as it is stored, with what was asked for still in its fields."""
        request.asked = {button.value: button.form(request.POST) for button in filled}
        request.method = "GET"
        return self.changeform_view(request, str(edition.pk))


def _initial(edition):
    """Return what the buttons' forms propose."""
    other = next(language for language in Language if language != edition.language)
    return {"at": edition.live_from, "language": other}


def _in_words(form):
    """Return what is wrong with a form, a line each; the field is named where the error does not say it."""
    lines = []
    for name, errors in form.errors.items():
        wanted = form.fields[name].error_messages["required"]
        lines += [error if error == wanted else f"{form[name].label}: {error}" for error in errors]
    return lines
