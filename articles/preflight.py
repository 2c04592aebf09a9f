"""The checks that stand between a draft and its readers. Each rule is one function from an edition to problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles import body as bodies
from articles import disclosures, frame
from articles.models import Edition
from articles.states import NoteKind


class Severity(StrEnum):
    BLOCKING = "blocking"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """What is wrong, in words for an editor, and the form field to mend it in."""

    severity: Severity
    field: str
    message: str


Rule = Callable[[Edition, datetime], Iterator[Problem]]
RULES: list[Rule] = []


def rule(function: Rule) -> Rule:
    RULES.append(function)
    return function


def check(edition: Edition, at: datetime) -> list[Problem]:
    """Return the problems the edition would have if its window opened at `at`, blocking ones first."""
    found = [problem for function in RULES for problem in function(edition, at)]
    return sorted(found, key=lambda problem: problem.severity != Severity.BLOCKING)


def blocking(edition: Edition, at: datetime) -> list[Problem]:
    return [problem for problem in check(edition, at) if problem.severity == Severity.BLOCKING]


@rule
def has_headline(edition: Edition, at: datetime) -> Iterator[Problem]:
    if not edition.headline.strip():
        yield Problem(Severity.BLOCKING, "headline", _("Write a headline."))
    elif not edition.slug:
        yield Problem(Severity.BLOCKING, "slug", _("Write a slug: the headline gives none."))


@rule
def has_section(edition: Edition, at: datetime) -> Iterator[Problem]:
    if edition.section is None:
        yield Problem(Severity.BLOCKING, "section", _("Choose a section."))


@rule
def has_byline(edition: Edition, at: datetime) -> Iterator[Problem]:
    if not edition.bylines.all():
        yield Problem(Severity.BLOCKING, "bylines", _("Say who signs it: add a byline."))


@rule
def has_body(edition: Edition, at: datetime) -> Iterator[Problem]:
    if not bodies.plain_text(edition.body).strip():
        yield Problem(Severity.BLOCKING, "body", _("The body is empty."))


@rule
def paid_content_says_so(edition: Edition, at: datetime) -> Iterator[Problem]:
    if not edition.sponsored:
        return
    notes = disclosures.disclosures(edition, at, frame.load())
    if not any(note.kind in (NoteKind.PAID, NoteKind.SUPPORTED) for note in notes):
        yield Problem(
            Severity.BLOCKING, "notes", _("This is paid content: add the sponsorship note that tells readers who pays.")
        )


@rule
def embargo_is_lifted(edition: Edition, at: datetime) -> Iterator[Problem]:
    until = edition.article.embargo_until
    if until is not None and at < until:
        when = formats.date_format(timezone.localtime(until), "DATETIME_FORMAT")
        yield Problem(
            Severity.BLOCKING,
            "embargo_until",
            _("Under embargo until %(when)s: publish it for then or later.") % {"when": when},
        )


@rule
def builds_on_what_readers_see(edition: Edition, at: datetime) -> Iterator[Problem]:
    """Warn where publishing would silently undo an edition that opened after this draft was begun."""
    before = edition.article.editions.opened(at).exclude(pk=edition.pk).order_by("-live_from").first()
    if before is not None and edition.based_on_id is not None and before.number > edition.number:
        yield Problem(
            Severity.WARNING,
            "based_on",
            _("Edition %(number)d went live after this draft was begun: make sure its changes are in here too.")
            % {"number": before.number},
        )


@rule
def keeps_the_expiry(edition: Edition, at: datetime) -> Iterator[Problem]:
    """Warn where an article that was to end would go on for longer: the draft was begun before that was decided."""
    before = edition.article.editions.opened(at).exclude(pk=edition.pk).order_by("-live_from").first()
    if before is None or before.expires_at is None or not before.is_live(at):
        return
    if edition.expires_at is None or edition.expires_at > before.expires_at:
        when = formats.date_format(timezone.localtime(before.expires_at), "DATETIME_FORMAT")
        yield Problem(
            Severity.WARNING,
            "expires_at",
            _("Edition %(number)d expires on %(when)s, and this one later or never: make sure that is meant.")
            % {"number": before.number, "when": when},
        )
