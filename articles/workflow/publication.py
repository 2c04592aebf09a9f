"""The verbs that readers notice: what is shown from when until when, and what is erased."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles import copying, disclosures, keys, preflight
from articles.models import Edition, EditionNote, Revision
from articles.signals import announce
from articles.states import CorrectionKind, Status, Verb
from articles.workflow.door import (
    PreflightError,
    TransitionError,
    announce_article,
    enter,
    leave,
    record,
)
from articles.workflow.embargo import recheck_scheduled
from articles.workflow.laying import lay, lay_rows
from articles.workflow.pictures import hold
from articles.workflow.writing import start_edition


class _Inherit:
    """The expiry as it stands."""


INHERIT = _Inherit()


@transaction.atomic
def publish(
    edition: Edition,
    *,
    by: User | None,
    at: datetime | None = None,
    until: datetime | _Inherit | None = INHERIT,
    correction: tuple[str, str] | None = None,
    comment: str = "",
) -> Edition:
    """Freeze the edition and open its window now, or at `at` in the future.

    `until` closes it again (None: never); left out, the edition's own `expires_at` holds, which a new edition
    inherits from the one it is based on. `correction` is what readers of the text before it are told: a
    CorrectionKind and the words; left out, the edition's own answer holds. Raise PreflightError when blocking
    problems stand in the way.
    """
    article, current, now = enter(Verb.PUBLISH, edition, by, comment)
    live_from = now if at is None else at
    if live_from < now:
        raise TransitionError(_("That time has passed: choose a later one, or publish now."))
    expires_at = current.expires_at if isinstance(until, _Inherit) else until
    if expires_at is not None and expires_at <= live_from:
        raise TransitionError(_("It would expire before readers could see it: choose a later expiry, or none."))
    if article.editions.published().filter(live_from=live_from).exists():
        raise TransitionError(
            _("Another edition opens at that very time: unschedule it first, or choose another time.")
        )
    current.expires_at = expires_at
    if correction is not None:
        current.correction_kind, current.correction_text = CorrectionKind(correction[0]), correction[1].strip()
        # Who answered stays on record; the words don't: no redaction would reach them in the log.
        comment = " — ".join(filter(None, [str(current.get_correction_kind_display()), comment]))
    hold(current)
    problems = preflight.blocking(current, live_from)
    if problems:
        raise PreflightError(problems)
    EditionNote.objects.bulk_create(
        [EditionNote(edition=current, note=note) for note in disclosures.inherited(current, live_from)],
        ignore_conflicts=True,
    )
    current.sync_rows()  # update() may have changed the draft past save()
    before = current.status
    current.status, current.live_from = Status.PUBLISHED, live_from
    current.compiled = current.compile()
    lay(article, opened=current)
    record(current, Verb.PUBLISH, before, by, now, comment)
    announce_article(article)
    recheck_scheduled(article.editions.scheduled(live_from))  # they will follow another text than they were to
    return leave(edition)


@transaction.atomic
def unschedule(edition: Edition, *, by: User | None, comment: str = "") -> Edition:
    """Take a scheduled edition back to approved, before its window opens."""
    article, current, now = enter(Verb.UNSCHEDULE, edition, by, comment)
    _unschedule(current, by, now, comment)
    lay(article)
    announce_article(article)
    recheck_scheduled(article.editions.scheduled(now))
    return leave(edition)


@transaction.atomic
def reschedule(
    edition: Edition,
    *,
    by: User | None,
    at: datetime | None = None,
    until: datetime | _Inherit | None = INHERIT,
    comment: str = "",
) -> Edition:
    """Open a scheduled edition's window at another time, or now. Where that is refused, it keeps the time it had."""
    article, current, now = enter(Verb.RESCHEDULE, edition, by, comment)
    _unschedule(current, by, now, comment, Verb.RESCHEDULE)
    lay(article)
    return publish(edition, by=by, at=at, until=until)


def _unschedule(edition: Edition, by: User | None, now: datetime, comment: str, verb: Verb = Verb.UNSCHEDULE) -> None:
    empty = {"live_from": None, "live_until": None, "published_at": None}
    Edition.objects.filter(pk=edition.pk).lay(status=Status.APPROVED, compiled=None, **empty)
    lay_rows(edition, **empty)
    record(edition, verb, Status.PUBLISHED, by, now, comment)


@transaction.atomic
def withdraw(edition: Edition, *, by: User | None, comment: str = "") -> Edition:
    """Close the live edition's window now, and unschedule everything of the article that was to follow."""
    article, current, now = enter(Verb.WITHDRAW, edition, by, comment)
    for scheduled in article.editions.scheduled(now):
        _unschedule(scheduled, by, now, _("The article was withdrawn."))
    Edition.objects.filter(pk=current.pk).lay(withdrawn_at=now)
    lay(article)
    record(current, Verb.WITHDRAW, Status.PUBLISHED, by, now, comment)
    announce_article(article)
    return leave(edition)


@transaction.atomic
def restore(
    edition: Edition,
    *,
    by: User | None,
    at: datetime | None = None,
    until: datetime | _Inherit | None = INHERIT,
    correction: tuple[str, str] | None = None,
    comment: str = "",
) -> Edition:
    """Publish an old edition's content again, as a new edition, which is returned.

    `until` left out, the expiry of what readers see now holds, else the old edition's own; one that has passed by the
    time it opens is none. `correction` is the new edition's, as publish() takes it: the old one's own was of its time.
    """
    article, current, now = enter(Verb.RESTORE, edition, by, comment)
    if isinstance(until, _Inherit):
        standing = next((one for one in article.editions.opened(now) if one.is_live(now)), current)
        expires_at = standing.expires_at
        until = expires_at if expires_at is not None and expires_at > (at or now) else None
    record(current, Verb.RESTORE, current.status, by, now, comment)
    again = start_edition(current, by=by)
    return publish(again, by=by, at=at, until=until, correction=correction, comment=comment)


@transaction.atomic
def redact(edition: Edition, *, by: User | None, comment: str) -> Edition:
    """Erase an old edition's words for good: the one exception to permanence.

    Search forgets them. Its revisions go too, and those of the article's other published editions, which may hold the
    same words and serve nothing any more. The row, its window and the log stay, with `comment` as the reason. What is
    live is withdrawn first; what is in other editions is redacted there.
    """
    article, current, now = enter(Verb.REDACT, edition, by, comment)
    blank = copying.blank()
    if current.is_frozen:
        blank |= {"headline": _("Redacted"), "slug": "redacted", "compiled": {"parts": [], "words": 0}}
    Edition.objects.filter(pk=current.pk).lay(**blank)
    current.refresh_from_db()
    current.sync_rows()
    current.revisions.all().delete()
    Revision.objects.filter(edition__in=article.editions.published()).delete()
    record(current, Verb.REDACT, current.status, by, now, comment)
    announce({keys.article(article.public_id)})
    return leave(edition)
