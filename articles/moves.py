"""The moves an edition can make, as data: the admin draws its buttons from this table, the tests their cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles import permissions
from articles.models import Edition
from articles.states import Phase, Status, Verb


@dataclass(frozen=True)
class Move:
    """One verb: from which phases, to which status (None: it stays), who may, and what it asks for."""

    verb: Verb
    label: str | Promise
    sources: frozenset[Phase]
    target: Status | None
    allowed: Callable[[User | None, Edition], bool]
    needs_comment: bool = False
    takes_time: bool = False


def _move(verb: Verb, label: str | Promise, sources: set[Phase], *rest: object, **options: object) -> Move:
    return Move(verb, label, frozenset(sources), *rest, **options)  # type: ignore[arg-type]


_BEFORE = {Phase.DRAFT, Phase.IN_REVIEW, Phase.APPROVED}
_AFTER = {Phase.LIVE, Phase.SUPERSEDED, Phase.EXPIRED, Phase.WITHDRAWN}

MOVES: dict[Verb, Move] = {
    move.verb: move
    for move in [
        _move(Verb.SUBMIT, _("Send for review"), {Phase.DRAFT}, Status.IN_REVIEW, permissions.may_submit),
        _move(Verb.APPROVE, _("Approve"), {Phase.IN_REVIEW}, Status.APPROVED, permissions.may_approve),
        _move(
            Verb.REQUEST_CHANGES,
            _("Ask for changes"),
            {Phase.IN_REVIEW, Phase.APPROVED},
            Status.DRAFT,
            permissions.may_approve,
            needs_comment=True,
        ),
        _move(Verb.PUBLISH, _("Publish"), _BEFORE, Status.PUBLISHED, permissions.may_publish, takes_time=True),
        _move(Verb.UNSCHEDULE, _("Unschedule"), {Phase.SCHEDULED}, Status.APPROVED, permissions.may_publish),
        _move(
            Verb.RESCHEDULE,
            _("Change the time"),
            {Phase.SCHEDULED},
            Status.PUBLISHED,
            permissions.may_publish,
            takes_time=True,
        ),
        _move(Verb.WITHDRAW, _("Withdraw"), {Phase.LIVE}, None, permissions.may_publish),
        _move(Verb.DISCARD, _("Discard"), _BEFORE, Status.DISCARDED, permissions.may_edit),
        _move(Verb.RESTORE, _("Publish this again"), _AFTER - {Phase.LIVE}, None, permissions.may_publish),
        _move(
            Verb.REDACT,
            _("Redact"),
            {Phase.SUPERSEDED, Phase.EXPIRED, Phase.WITHDRAWN, Phase.DISCARDED},
            None,
            permissions.may_redact,
            needs_comment=True,
        ),
    ]
}


def available(edition: Edition, user: User | None, at: datetime) -> list[Move]:
    """Return the moves this person can make with this edition at `at`."""
    phase = edition.phase(at)
    return [move for move in MOVES.values() if phase in move.sources and move.allowed(user, edition)]
