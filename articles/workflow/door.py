"""The door that every verb goes through: the lock, the clock, what is checked before and written after."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import keys, preflight
from articles.models import Article, Byline, Edition, EditionSection, EditionTag, Transition
from articles.moves import MOVES
from articles.signals import announce
from articles.states import Status, Verb

TICK = timedelta(microseconds=1)  # the finest step both databases store


class TransitionError(ValidationError):
    """The move can't be made; the message says why and what to do instead."""


class EditConflict(TransitionError):
    """Somebody else saved this draft since it was read."""


class PreflightError(TransitionError):
    """Blocking problems stand between the edition and its readers."""

    def __init__(self, problems: list[preflight.Problem]):
        super().__init__([problem.message for problem in problems])
        self.problems = problems


def lock(edition: Edition) -> tuple[Article, Edition]:
    """Lock the edition's article; return it, and the edition as it is now."""
    article = Article.objects.select_for_update().get(pk=edition.article_id)
    return article, Edition.objects.select_related("article", "section").get(pk=edition.pk)


def read_clock(article: Article) -> datetime:
    """Read the clock, under the lock: no earlier than anything done to the article, and on none of its edges.

    The log's own times stand in for a clock that is ahead of ours, so that what was published a moment ago on
    another machine lies in the past here too.
    """
    logged = Transition.objects.filter(edition__article=article).aggregate(last=Max("at"))["last"]
    now = max(timezone.now(), logged) if logged else timezone.now()
    edges = article.editions.published()
    while edges.filter(live_from=now).exists() or edges.filter(live_until=now).exists():
        now += TICK
    return now


def enter(verb: Verb, edition: Edition, by: User | None, comment: str) -> tuple[Article, Edition, datetime]:
    """Lock the article, read the edition and the clock afresh, and check that the move is legal and allowed."""
    article, current = lock(edition)
    now = read_clock(article)
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


def leave(edition: Edition) -> Edition:
    """Bring the caller's instance up to date."""
    edition.refresh_from_db()
    return edition


def set_status(edition: Edition, status: Status | None) -> None:
    if status is not None:
        Edition.objects.filter(pk=edition.pk).lay(status=status)
        edition.status = status


def set_head(article: Article) -> None:
    """Point the article at its newest edition that is not discarded, else at its newest."""
    kept = article.editions.exclude(status=Status.DISCARDED).order_by("-number").first()
    article.head = kept or article.editions.order_by("-number").first()
    article.save(update_fields=["head"])


def name_of(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


def record(edition: Edition, verb: Verb, before: str, by: User | None, at: datetime, comment: str = "") -> None:
    """Write a line of the audit log: the edition went from status `before` to the one it now has."""
    status = Edition.objects.values_list("status", flat=True).get(pk=edition.pk)
    Transition.objects.create(
        edition=edition,
        verb=verb,
        from_status=before,
        to_status=status,
        by=by,
        by_name=name_of(by),
        at=at,
        comment=comment,
    )


def announce_article(article: Article) -> None:
    """Announce every key under which a page may show this article, or may have shown it before."""
    changed = {keys.FRONT, keys.FEED, keys.article(article.public_id)}
    sections = EditionSection.objects.filter(edition__article=article)
    changed |= {keys.section(path) for path in sections.values_list("section__path", flat=True)}
    bylines = Byline.objects.filter(edition__article=article)
    changed |= {keys.author(slug) for slug in bylines.values_list("author__slug", flat=True)}
    tags = EditionTag.objects.filter(content_object__article=article)
    changed |= {keys.tag(slug) for slug in tags.values_list("tag__slug", flat=True)}
    changed |= {keys.article(public_id) for public_id in article.translated().values_list("public_id", flat=True)}
    announce(changed)
