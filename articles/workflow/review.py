"""From draft to approved and back: readers see nothing of it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from articles.models import Edition
from articles.moves import MOVES
from articles.states import Verb
from articles.workflow.door import enter, leave, record, set_head, set_status


@transaction.atomic
def submit(edition: Edition, *, by: User | None, comment: str = "") -> Edition:
    """Send a draft for review."""
    return _step(Verb.SUBMIT, edition, by, comment)


@transaction.atomic
def approve(edition: Edition, *, by: User | None, comment: str = "") -> Edition:
    """Approve a draft in review for publication."""
    return _step(Verb.APPROVE, edition, by, comment)


@transaction.atomic
def request_changes(edition: Edition, *, by: User | None, comment: str) -> Edition:
    """Send a draft back to its writer, saying what to change."""
    return _step(Verb.REQUEST_CHANGES, edition, by, comment)


@transaction.atomic
def discard(edition: Edition, *, by: User | None, comment: str = "") -> Edition:
    """Put a draft aside for good. Its words stay: a new edition may be started from it."""
    edition = _step(Verb.DISCARD, edition, by, comment)
    set_head(edition.article)
    return edition


def _step(verb: Verb, edition: Edition, by: User | None, comment: str) -> Edition:
    _article, current, now = enter(verb, edition, by, comment)
    before = current.status
    set_status(current, MOVES[verb].target)
    record(current, verb, before, by, now, comment)
    return leave(edition)
