"""Verbs for several articles at once: which edition of each is meant, what stands in the way, what became of it."""

from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import Action, ActionLocation
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import permissions, preflight, workflow
from articles.admin.base import phase_words
from articles.admin.fields import DeskDateTimeField
from articles.admin.rows import edition_link, head, readable_editions
from articles.admin.verbs import BUTTONS, Comment, Reason
from articles.models import Article, Edition
from articles.moves import MOVES, Move
from articles.preflight import Problem, Severity
from articles.states import Phase, Verb
from articles.workflow.door import lock

MOST = 50  # articles at once: a page of the list
# What means the same for each of several. The others are about one edition: another time for it, its words again.
VERBS = (
    Verb.SUBMIT,
    Verb.APPROVE,
    Verb.REQUEST_CHANGES,
    Verb.PUBLISH,
    Verb.UNSCHEDULE,
    Verb.WITHDRAW,
    Verb.DISCARD,
)


def offered(user):
    """Return the moves that the user could make with some edition: with one of their own, in a section of theirs."""
    theirs = Edition(created_by=user, article=Article(created_by=user))
    return [MOVES[verb] for verb in VERBS if MOVES[verb].allowed(user, theirs)]


class When(Comment):
    at = DeskDateTimeField(
        label=gettext_lazy("Date and time"), required=False, help_text=gettext_lazy("Leave empty for now.")
    )
    field_order = ["at", "comment"]

    def clean_at(self):
        at = self.cleaned_data["at"]
        if at and at <= timezone.now():
            raise ValidationError(_("That time has passed: choose a later one, or publish now."))
        return at


def asking(move: Move) -> type[forms.Form]:
    return When if move.takes_time else Reason if move.needs_comment else Comment


@dataclass
class Choice:
    """A chosen article, told by the edition that is meant; or by another, and `why` none is."""

    told: Edition
    words: str  # what that one is
    why: str = ""
    candidates: list[tuple[Edition, str]] = field(default_factory=list)  # where it is not clear which one is meant
    problems: list[Problem] = field(default_factory=list)
    seen: str = ""

    @property
    def may_be_done(self) -> bool:
        return not self.why and all(problem.severity != Severity.BLOCKING for problem in self.problems)


def choose(article, move, user, at):
    """Tell which edition of the article the verb means to this user at `at`: the only one that it could mean."""
    meant = [edition for edition in article.shown if edition.phase(at) in move.sources]
    told = meant[0] if len(meant) == 1 else head(article)
    choice = Choice(told, phase_words(told, at))
    if not meant:
        phases = get_text_list([phase.label for phase in Phase if phase in move.sources])
        choice.why = _("It has no edition that is: %(phases)s.") % {"phases": phases}
    elif len(meant) > 1:
        choice.why = _("It is not clear which one is meant: open it.")
        choice.candidates = [(edition, phase_words(edition, at)) for edition in meant]
    elif move.allowed(user, told):
        choice.seen = as_seen(told, at)
    elif user.has_perm("articles.approve_edition") and not permissions.covers(user, told.section):
        choice.why = _("It is in a section of others.")
    else:
        choice.why = _("You may not do this: “%(verb)s”.") % {"verb": move.label}
    return choice


def as_seen(edition, at):
    """Return which edition it is, and how: what somebody saw is done, or nothing."""
    return f"{edition.pk}:{edition.lock_version}:{edition.phase(at).value}"


class Bulk:
    """The verbs, for the admin of articles. One is chosen in the list, and done on a page that says what it will do.

    Nobody does here what the buttons of an edition's page hide from them: the same moves are asked, and the workflow.
    """

    def get_urls(self):
        page = self.admin_site.admin_view(self.bulk_view)
        return [path("together/<slug:verb>/", page, name="articles_article_bulk"), *super().get_urls()]

    # --- in the list -------------------------------------------------------------------------------------------------

    def get_actions(self, request, action_location=ActionLocation.CHANGE_LIST):
        if action_location != ActionLocation.CHANGE_LIST:
            return {}
        if not hasattr(request, "offered"):
            request.offered = offered(request.user)
        return {
            move.verb.value: Action(self.bulk_view, move.verb.value, move.label, move.label, [action_location])
            for move in request.offered
        }

    def action_checkbox(self, article):
        attrs = {"class": "action-select", "aria-label": str(head(article))}
        return forms.CheckboxInput(attrs, lambda value: False).render(ACTION_CHECKBOX_NAME, str(article.pk))

    def response_action(self, request, queryset, action_location=ActionLocation.CHANGE_LIST):
        """Lead to the verb's page with those chosen. Nothing is chosen “across” pages: that would count them."""
        verb = request.POST.get("action", "")
        if verb not in self.get_actions(request):
            self.message_user(request, _("Choose what to do with them."), messages.WARNING)
            return None
        chosen = _numbers(request.POST.getlist(ACTION_CHECKBOX_NAME))
        if len(chosen) > MOST:
            self.message_user(request, _("Choose %(most)d at most.") % {"most": MOST}, messages.WARNING)
            return None
        asked = [("article", key) for key in chosen]
        url = f"{reverse('admin:articles_article_bulk', args=[verb])}?{urlencode(asked)}"
        preserved = self.get_preserved_filters(request)
        return redirect(f"{url}&{preserved}" if preserved else url)

    # --- the page of a verb ------------------------------------------------------------------------------------------

    def bulk_view(self, request, verb):
        move = next((move for move in offered(request.user) if move.verb == verb), None)
        if move is None:
            self.message_user(request, _("You may not do this, or the desk knows no such verb."), messages.ERROR)
            return redirect(self._list(request))
        form = asking(move)(request.POST or None)
        at = checked = None
        if request.method == "POST" and form.is_valid():
            at = form.cleaned_data.get("at")
            checked = request.POST.get("checked", "") == _moment(at)
            if checked:
                self._do_all(request, move, request.POST.getlist("edition")[:MOST], form.cleaned_data)
                return redirect(self._list(request))
        choices = self._choices(request, move, at or timezone.now())
        if not choices:
            self.message_user(request, _("None of them is there, or yours to read."), messages.WARNING)
            return redirect(self._list(request))
        context = {
            **self.admin_site.each_context(request),
            "title": move.label,
            "opts": self.opts,
            "media": self.media + form.media,
            "form": form,
            "button": BUTTONS[move.verb.value],
            "can": [choice for choice in choices if choice.may_be_done],
            "cannot": [choice for choice in choices if not choice.may_be_done],
            "at": at,
            "checked": _moment(at),
            "back": self._list(request),
        }
        return render(request, "admin/articles/article/bulk.html", context)

    def _list(self, request):
        filters = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return add_preserved_filters(filters, reverse("admin:articles_article_changelist"))

    def _choices(self, request, move, at):
        """Return a choice for each article asked for that is there for this person, as things will stand at `at`."""
        keys = _numbers(request.GET.getlist("article"))[:MOST]
        now = timezone.now()
        articles = self.get_queryset(request).filter(pk__in=keys).order_by("-head_id")
        choices = [choose(article, move, request.user, now) for article in articles]
        if move.verb == Verb.PUBLISH:
            whole = Edition.objects.select_related("article", "section", "lead_picture")
            whole = whole.in_bulk([choice.told.pk for choice in choices if not choice.why])
            for choice in choices:
                if not choice.why:
                    choice.problems = preflight.check(whole[choice.told.pk], at)
        return choices

    def _do_all(self, request, move, seen, asked):
        """Make the move with each edition that is still as it was seen, each for itself, and tell how it went."""
        done: dict[str, list[Edition]] = {}
        for one in seen:
            found = readable_editions(request.user).filter(pk__in=_numbers(one.split(":")[:1])).first()
            if found is None:
                self.message_user(request, _("One of them is not there, or not yours to read."), messages.ERROR)
                continue
            try:
                edition = _do(move, found, one, request.user, asked)
            except ValidationError as refusal:
                words = format_html(_("“{}”: {}"), edition_link(found), " ".join(refusal.messages))
                self.message_user(request, words, messages.ERROR)
            else:
                done.setdefault(str(phase_words(edition, timezone.now())), []).append(edition)
        for phase, editions in done.items():
            links = format_html_join(", ", "{}", ((edition_link(edition),) for edition in editions))
            self.message_user(request, format_html(_("Now {}: {}"), phase, links), messages.SUCCESS)
        if not seen:
            self.message_user(request, _("Nothing was done."), messages.WARNING)


def _do(move, found, seen, user, asked):
    """Make the move, in a transaction of its own, unless a colleague has changed or moved the edition since."""
    with transaction.atomic():
        _article, edition = lock(found)
        if as_seen(edition, timezone.now()) != seen:
            raise workflow.TransitionError(_("A colleague has changed or moved it since: it was left as it is."))
        return getattr(workflow, move.verb)(edition, by=user, **asked)


def _moment(at):
    return at.isoformat() if at else ""


def _numbers(values):
    """Return the values that can be a row's key, each once."""
    return list(dict.fromkeys(int(value) for value in values if value.isdecimal() and len(value) < 19))
