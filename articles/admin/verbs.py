"""The verbs at the desk: a button each, what pressing it asks for, and what it does."""

from dataclasses import dataclass, field

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import moves, permissions, preflight, workflow
from articles.admin.fields import DeskDateTimeField
from articles.models import Edition
from articles.states import OPEN, CorrectionKind, Language, Phase, Verb


class Asked(forms.Form):
    """What a verb asks for. The fields stand in the edition's own form, under a prefix of the button's."""

    use_required_attribute = False  # a button that is not pressed requires nothing


class Comment(Asked):
    comment = forms.CharField(
        label=_("Why, for the log"),
        required=False,
        max_length=2000,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
    )


class Reason(Asked):
    comment = forms.CharField(
        label=_("Why, in a sentence"),
        max_length=2000,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        error_messages={"required": _("Say why, in a sentence.")},
    )


class Time(Asked):
    at = DeskDateTimeField(label=_("Date and time"), error_messages={"required": _("Say when.")})


class Translation(Asked):
    language = forms.ChoiceField(label=_("Into"), choices=Language)


class Again(Comment):
    at = DeskDateTimeField(label=_("From"), required=False, help_text=_("Leave empty for now."))
    until = DeskDateTimeField(label=_("Until"), required=False, help_text=_("Leave empty for ever."))
    correction_kind = forms.ChoiceField(label=_("What readers are told of it"), choices=CorrectionKind, required=False)
    correction_text = forms.CharField(
        label=_("In these words"), required=False, widget=AdminTextareaWidget(attrs={"rows": 2})
    )
    field_order = ["at", "until", "correction_kind", "correction_text", "comment"]


@dataclass(frozen=True)
class Button:
    """What is pressed: its value is what the form posts as `_verb`. Drawn with what it asks for, if it does."""

    value: str
    verb: Verb
    label: str | Promise
    asks: type[Asked] | None = None
    says: dict[str, object] = field(default_factory=dict)  # what pressing it says by itself
    harms: bool = False

    def form(self, data=None, initial=None):
        return self.asks and self.asks(data, prefix=self.value, initial=initial)


_ASKS = {
    Verb.REQUEST_CHANGES: Reason,
    Verb.RESCHEDULE: Time,
    Verb.WITHDRAW: Comment,
    Verb.DISCARD: Comment,
    Verb.RESTORE: Again,
    Verb.REDACT: Reason,
}
_HARM = {Verb.WITHDRAW, Verb.DISCARD, Verb.REDACT}


def _buttons():
    yield Button("start", Verb.START, _("Start a new edition"))
    yield Button("correct", Verb.START, _("Correct the live text"))
    yield Button("translate", Verb.START, _("Translate"), Translation)
    yield Button("catch_up", Verb.CATCH_UP, _("Bring in what readers have now"))
    for verb, move in moves.MOVES.items():
        yield Button(verb.value, verb, move.label, _ASKS.get(verb), harms=verb in _HARM)
        if verb == Verb.PUBLISH:
            nothing = {"correction": (CorrectionKind.NONE, "")}
            yield Button("publish_uncorrected", verb, _("Publish: nothing to correct"), says=nothing)
            yield Button("schedule", verb, _("Schedule"), Time)


BUTTONS = {button.value: button for button in _buttons()}


def available(edition, user, at):
    """Return the buttons this person may press on this edition at `at`."""
    verbs = {move.verb for move in moves.available(edition, user, at)}
    if edition.status not in OPEN and permissions.may_start(user):
        verbs.add(Verb.START)
    if permissions.may_edit(user, edition) and preflight.overtaken_by(edition, at):
        verbs.add(Verb.CATCH_UP)
    hidden = set()
    if edition.phase(at) != Phase.LIVE:
        hidden.add("correct")
    if Verb.START in verbs and not workflow.untranslated(edition):
        hidden.add("translate")
    if Verb.PUBLISH in verbs and not _may_owe_an_answer(edition, at):
        hidden.add("publish_uncorrected")
    return [button for button in BUTTONS.values() if button.verb in verbs and button.value not in hidden]


def _may_owe_an_answer(edition, at):
    """Tell whether readers see another edition now, and nobody has said yet what they are told of the change."""
    others = Edition.objects.live(at).filter(article=edition.article_id)
    return edition.correction_kind == CorrectionKind.UNASKED and others.exists()


def press(button, edition, user, asked):
    """Do what the button says; return the edition that is there afterwards, and what is to be seen to in words.

    `asked` is what its form was answered. Raise TransitionError where it can't be done.
    """
    if button.value == "translate":
        return workflow.start_translation(edition, asked["language"], by=user), []
    if button.verb == Verb.START:
        return workflow.start_edition(edition, by=user), []
    if button.verb == Verb.CATCH_UP:
        edition, conflicts = workflow.catch_up(edition, by=user)
        words = gettext("The changes are in. Where both say something else yours is kept: see the note to the desk.")
        return edition, [words] * bool(conflicts)
    options = asked | button.says
    kind, text = options.pop("correction_kind", ""), options.pop("correction_text", "")
    if kind:
        options["correction"] = (kind, text)
    return getattr(workflow, button.verb)(edition, by=user, **options), []


def find(value):
    """Return the button that was pressed; raise TransitionError where there is none of that name."""
    if value not in BUTTONS:
        raise workflow.TransitionError(gettext("The desk knows no such button."))
    return BUTTONS[value]
