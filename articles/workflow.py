"""The verbs: the only place that changes an edition's status or window.

Every verb goes through one door: lock the article's row, read the clock after the lock, check that the move is legal
and allowed, make it, write the audit log, and announce the keys of what changed once the transaction is committed.
`by=None` is the system itself. Times are aware datetimes. TransitionError says in an editor's words why not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Max
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles import copying, disclosures, keys, permissions, preflight
from articles.models import Article, Byline, Edition, EditionNote, EditionSection, EditionTag, Revision, Transition
from articles.moves import MOVES
from articles.signals import announce
from articles.states import CorrectionKind, Status, Verb

_TICK = timedelta(microseconds=1)  # the finest step both databases store


class TransitionError(ValidationError):
    """The move can't be made; the message says why and what to do instead."""


class EditConflict(TransitionError):
    """Somebody else saved this draft since it was read."""


class PreflightError(TransitionError):
    """Blocking problems stand between the edition and its readers."""

    def __init__(self, problems: list[preflight.Problem]):
        super().__init__([problem.message for problem in problems])
        self.problems = problems


class _Inherit:
    """The expiry as the edition has it."""


INHERIT = _Inherit()


# --- writing ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def start_article(*, by: User | None, **content: Any) -> Edition:
    """Begin a new article: return its first draft. `content` takes Edition.CONTENT_FIELDS."""
    if not permissions.may_start(by):
        raise TransitionError(_("You may not write articles: ask a chief for the right."))
    article = Article.objects.create(created_by=by)
    return _new_draft(article, Edition(**content), by)


@transaction.atomic
def start_edition(based_on: Edition, *, by: User | None) -> Edition:
    """Begin a new draft with the content of `based_on`. Readers see nothing of it until it is published."""
    article = _lock(based_on)
    based_on = Edition.objects.select_related("article", "section").get(pk=based_on.pk)
    if not permissions.may_start(by) or not permissions.may_read(by, based_on):
        raise TransitionError(_("You may not write a new edition of this article."))
    draft = copying.content_of(based_on)
    draft.based_on = based_on
    return _new_draft(article, draft, by, rows_of=based_on)


def _new_draft(article: Article, draft: Edition, by: User | None, rows_of: Edition | None = None) -> Edition:
    last = article.editions.aggregate(last=Max("number"))["last"] or 0
    draft.article, draft.number, draft.created_by, draft.updated_by = article, last + 1, by, by
    draft.save()
    if rows_of is not None:
        copying.copy_rows(rows_of, draft)
    _record(draft, Verb.START, "", by, _now(article))
    _set_head(article)
    return draft


@transaction.atomic
def save_draft(
    edition: Edition,
    *,
    by: User | None,
    bylines: Sequence[tuple[Any, str]] | None = None,
    tags: Sequence[Any] | None = None,
    notes: Sequence[Any] | None = None,
) -> Edition:
    """Save an editor's words and return the edition that holds them.

    `bylines` are (author, role) in order, `tags` names or tags, `notes` sponsorship notes; None leaves them be.
    Words that arrive after the edition was frozen become a new draft; an approved draft goes back to review.
    Raise EditConflict when somebody else saved the draft since `edition` was read.
    """
    article = _lock(edition)
    before = Edition.objects.select_related("article", "section").get(pk=edition.pk)
    if before.is_frozen or before.status == Status.DISCARDED:
        draft = start_edition(before, by=by)
        for name in (*Edition.CONTENT_FIELDS, *Edition.ANSWER_FIELDS):
            setattr(draft, name, getattr(edition, name))
        rows = {"bylines": bylines, "tags": tags, "notes": notes}
        return save_draft(draft, by=by, **rows)
    if not permissions.may_edit(by, before) or not permissions.may_edit(by, edition):
        raise TransitionError(_("You may not change this draft."))
    if before.lock_version != edition.lock_version:
        raise EditConflict(
            _("%(name)s saved this draft after you opened it: open it again and bring your words over.")
            % {"name": before.updated_by or _("Somebody")}
        )
    now = _now(article)
    edition.status = before.status
    edition.lock_version += 1
    edition.updated_by, edition.updated_at = by, now
    edition.save()
    copying.set_rows(edition, bylines=bylines, tags=tags, notes=notes)
    Revision.objects.create(edition=edition, content=copying.snapshot(edition), saved_by=by, saved_at=now)
    if before.status == Status.APPROVED:
        _set_status(edition, Status.IN_REVIEW)
        _record(edition, Verb.REOPEN, Status.APPROVED, by, now)
    return edition


# --- review ----------------------------------------------------------------------------------------------------------


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
    _set_head(edition.article)
    return edition


def _step(verb: Verb, edition: Edition, by: User | None, comment: str) -> Edition:
    article, current, now = _enter(verb, edition, by, comment)
    before = current.status
    _set_status(current, MOVES[verb].target)
    _record(current, verb, before, by, now, comment)
    return _leave(edition)


# --- publication -----------------------------------------------------------------------------------------------------


@transaction.atomic
def publish(
    edition: Edition,
    *,
    by: User | None,
    at: datetime | None = None,
    until: datetime | None | _Inherit = INHERIT,
    comment: str = "",
) -> Edition:
    """Freeze the edition and open its window now, or at `at` in the future.

    `until` closes it again (None: never); left out, the edition's own `expires_at` holds, which a new edition
    inherits from the one it is based on. Raise PreflightError when blocking problems stand in the way.
    """
    article, current, now = _enter(Verb.PUBLISH, edition, by, comment)
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
    problems = preflight.blocking(current, live_from)
    if problems:
        raise PreflightError(problems)
    EditionNote.objects.bulk_create(
        [EditionNote(edition=current, note=note) for note in disclosures.inherited(current, live_from)],
        ignore_conflicts=True,
    )
    before = current.status
    current.status, current.live_from, current.expires_at = Status.PUBLISHED, live_from, expires_at
    current.compiled = current.compile()
    _lay_windows(article, opening=current)
    _record(current, Verb.PUBLISH, before, by, now, comment)
    _announce(current)
    return _leave(edition)


@transaction.atomic
def unschedule(edition: Edition, *, by: User | None, comment: str = "") -> Edition:
    """Take a scheduled edition back to approved, before its window opens."""
    article, current, now = _enter(Verb.UNSCHEDULE, edition, by, comment)
    _unschedule(current, by, now, comment)
    _lay_windows(article)
    return _leave(edition)


def _unschedule(edition: Edition, by: User | None, now: datetime, comment: str) -> None:
    empty = {"live_from": None, "live_until": None, "published_at": None}
    Edition.objects.filter(pk=edition.pk).lay(status=Status.APPROVED, compiled=None, **empty)
    for rows in (edition.section_rows, edition.tag_rows, edition.bylines):
        rows.all().lay(**empty)
    _record(edition, Verb.UNSCHEDULE, Status.PUBLISHED, by, now, comment)
    _announce(edition)


@transaction.atomic
def withdraw(edition: Edition, *, by: User | None, comment: str = "") -> Edition:
    """Close the live edition's window now, and unschedule everything of the article that was to follow."""
    article, current, now = _enter(Verb.WITHDRAW, edition, by, comment)
    for scheduled in article.editions.scheduled(now):
        _unschedule(scheduled, by, now, _("The article was withdrawn."))
    Edition.objects.filter(pk=current.pk).lay(withdrawn_at=now)
    _lay_windows(article)
    _record(current, Verb.WITHDRAW, Status.PUBLISHED, by, now, comment)
    _announce(current)
    return _leave(edition)


@transaction.atomic
def restore(
    edition: Edition,
    *,
    by: User | None,
    at: datetime | None = None,
    until: datetime | None = None,
    comment: str = "",
) -> Edition:
    """Publish an old edition's content again, as a new edition, which is returned."""
    _article, current, now = _enter(Verb.RESTORE, edition, by, comment)
    _record(current, Verb.RESTORE, current.status, by, now, comment)
    return publish(start_edition(current, by=by), by=by, at=at, until=until, comment=comment)


@transaction.atomic
def redact(edition: Edition, *, by: User | None, comment: str) -> Edition:
    """Erase an old edition's words for good, revisions included: the one exception to permanence.

    The row, its window and the log stay, with `comment` as the reason. What is live is withdrawn first.
    """
    article, current, now = _enter(Verb.REDACT, edition, by, comment)
    blank = copying.blank()
    if current.is_frozen:
        blank |= {"headline": _("Redacted"), "slug": "redacted", "compiled": {"parts": [], "words": 0}}
    Edition.objects.filter(pk=current.pk).lay(**blank, correction_kind=CorrectionKind.UNASKED, correction_text="")
    current.references.all()._raw_delete(current.references.db)
    current.revisions.all().delete()
    _record(current, Verb.REDACT, current.status, by, now, comment)
    announce({keys.article(article.public_id)})
    return _leave(edition)


@transaction.atomic
def set_embargo(
    article: Article, until: datetime | None, *, by: User | None, source: str = "", reason: str = ""
) -> list[preflight.Problem]:
    """Set or lift the article's embargo. Return, and tell the publishers, what it now blocks among what is scheduled."""
    if not permissions.may_publish(by, Edition(article=article)):
        raise TransitionError(_("Only publishers set and lift embargoes."))
    if until is not None and not (source.strip() and reason.strip()):
        raise TransitionError(_("Say who asked for the embargo, and why."))
    locked = Article.objects.select_for_update().get(pk=article.pk)
    locked.embargo_until, locked.embargo_source, locked.embargo_reason = until, source, reason
    locked.save(update_fields=["embargo_until", "embargo_source", "embargo_reason"])
    now = _now(locked)
    head = locked.head or locked.editions.order_by("-number").first()
    if head is not None:
        when = formats.date_format(timezone.localtime(until), "DATETIME_FORMAT") if until else _("lifted")
        _record(head, Verb.EMBARGO, head.status, by, now, f"{when} — {source} — {reason}" if until else when)
        _announce(head)
    for name in ("embargo_until", "embargo_source", "embargo_reason"):
        setattr(article, name, getattr(locked, name))
    return recheck_scheduled(locked, now)


def recheck_scheduled(article: Article, now: datetime) -> list[preflight.Problem]:
    """Run preflight again on what is scheduled, and mail the publishers what would now stand in the way."""
    found: list[preflight.Problem] = []
    for edition in article.editions.scheduled(now).select_related("article", "section"):
        problems = preflight.blocking(edition, edition.live_from)
        found += problems
        if problems:
            lines = [str(edition), *(problem.message for problem in problems)]
            _tell_publishers(_("A scheduled article needs you"), "\n".join(lines))
    return found


def _tell_publishers(subject: str, message: str) -> None:
    addresses = list(
        User.objects.filter(groups__name=permissions.PUBLISHERS, is_active=True)
        .exclude(email="")
        .values_list("email", flat=True)
    )
    if addresses:
        transaction.on_commit(lambda: send_mail(subject, message, settings.DEFAULT_FROM_EMAIL, addresses))


# --- windows ---------------------------------------------------------------------------------------------------------


def lay_windows(article: Article) -> int:
    """Lay the article's windows anew from what was asked for; return how many editions changed. For `rebuild`."""
    with transaction.atomic():
        return _lay_windows(Article.objects.select_for_update().get(pk=article.pk))


def windows(editions: Sequence[Edition]) -> dict[int, tuple[datetime, datetime | None]]:
    """Return (published_at, live_until) of each published edition by primary key; `editions` by live_from.

    A window ends at the first of: the next edition's opening, the expiry asked for, the withdrawal.
    """
    laid = {}
    for edition, following in zip(editions, [*editions[1:], None], strict=True):
        ends = [edition.expires_at, edition.withdrawn_at, following and following.live_from]
        laid[edition.pk] = (editions[0].live_from, min((end for end in ends if end), default=None))
    return laid


def _lay_windows(article: Article, opening: Edition | None = None) -> int:
    """Derive every live_until and published_at, and the article's first_published_at, from what was asked for.

    `opening` is an edition about to be frozen: its status, live_from, expires_at and compiled are written with its
    window. Return how many editions changed.
    """
    editions = list(article.editions.published().only(*_WINDOW_FIELDS))
    if opening is not None:
        editions.append(opening)
    editions.sort(key=lambda edition: edition.live_from)
    laid = windows(editions)
    changed = [edition for edition in editions if (edition.published_at, edition.live_until) != laid[edition.pk]]
    # What shrinks goes first and what opens last, so that no two windows overlap even between two statements.
    for edition in sorted(changed, key=lambda edition: (edition is opening, not _shrinks(edition, *laid[edition.pk]))):
        published_at, live_until = laid[edition.pk]
        window = {"published_at": published_at, "live_from": edition.live_from, "live_until": live_until}
        frozen = (
            {name: getattr(edition, name) for name in ("status", "expires_at", "compiled")}
            if edition is opening
            else {}
        )
        Edition.objects.filter(pk=edition.pk).lay(**window, **frozen)
        for model, name in ((Byline, "edition"), (EditionTag, "content_object"), (EditionSection, "edition")):
            model.objects.filter(**{name: edition.pk}).lay(**window)
    article.first_published_at = editions[0].live_from if editions else None
    article.save(update_fields=["first_published_at"])
    _set_head(article)
    return len(changed)


_WINDOW_FIELDS = ("article_id", "published_at", "live_from", "live_until", "expires_at", "withdrawn_at")


def _shrinks(edition: Edition, _published_at: datetime, live_until: datetime | None) -> bool:
    return live_until is not None and (edition.live_until is None or live_until < edition.live_until)


# --- the door --------------------------------------------------------------------------------------------------------


def _lock(edition: Edition) -> Article:
    return Article.objects.select_for_update().get(pk=edition.article_id)


def _now(article: Article) -> datetime:
    """Read the clock, under the lock: later than anything done to the article and than its last past edge.

    The log's own times stand in for a clock that is ahead of ours, so that what was published a moment ago on
    another machine lies in the past here too.
    """
    logged = Transition.objects.filter(edition__article=article).aggregate(last=Max("at"))["last"]
    now = max(timezone.now(), logged + _TICK) if logged else timezone.now()
    edges = article.editions.published()
    while edges.filter(live_from=now).exists() or edges.filter(live_until=now).exists():
        now += _TICK
    return now


def _enter(verb: Verb, edition: Edition, by: User | None, comment: str) -> tuple[Article, Edition, datetime]:
    """Lock the article, read the edition and the clock afresh, and check that the move is legal and allowed."""
    article = _lock(edition)
    current = Edition.objects.select_related("article", "section").get(pk=edition.pk)
    now = _now(article)
    move = MOVES[verb]
    phase = current.phase(now)
    if phase not in move.sources:
        raise TransitionError(
            _("“%(verb)s” is not possible: this edition is %(phase)s.") % {"verb": move.label, "phase": phase.label}
        )
    if not move.allowed(by, current):
        raise TransitionError(_("You may not do this: “%(verb)s”.") % {"verb": move.label})
    if move.needs_comment and not comment.strip():
        raise TransitionError(_("Say why, in a sentence."))
    return article, current, now


def _leave(edition: Edition) -> Edition:
    """Bring the caller's instance up to date."""
    edition.refresh_from_db()
    return edition


def _set_status(edition: Edition, status: Status | None) -> None:
    Edition.objects.filter(pk=edition.pk).lay(status=status)
    edition.status = status or edition.status


def _set_head(article: Article) -> None:
    """Point the article at its newest edition that is not discarded, else at its newest."""
    kept = article.editions.exclude(status=Status.DISCARDED).order_by("-number").first()
    article.head = kept or article.editions.order_by("-number").first()
    article.save(update_fields=["head"])


def _record(edition: Edition, verb: Verb, before: str, by: User | None, at: datetime, comment: str = "") -> None:
    status = Edition.objects.values_list("status", flat=True).get(pk=edition.pk)
    name = (by.get_full_name() or by.get_username()) if by else ""
    Transition.objects.create(
        edition=edition, verb=verb, from_status=before, to_status=status, by=by, by_name=name, at=at, comment=comment
    )


def _announce(edition: Edition) -> None:
    """Announce every key under which a page may show this edition, or may have shown the one it follows."""
    changed = {keys.FRONT, keys.FEED, keys.article(edition.article.public_id)}
    of = {"edition__article": edition.article_id}
    changed |= {
        keys.section(path) for path in EditionSection.objects.filter(**of).values_list("section__path", flat=True)
    }
    changed |= {keys.author(slug) for slug in Byline.objects.filter(**of).values_list("author__slug", flat=True)}
    tags = EditionTag.objects.filter(content_object__article=edition.article_id)
    changed |= {keys.tag(slug) for slug in tags.values_list("tag__slug", flat=True)}
    announce(changed)
