"""Embargoes: whatever its windows say, readers see nothing of an article before its embargo ends."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _

from articles import clocks, permissions, preflight
from articles.models import Article, Edition
from articles.querysets import EditionQuerySet
from articles.states import Verb
from articles.workflow.door import TransitionError, announce_article, read_clock, record


@transaction.atomic
def set_embargo(
    article: Article, until: datetime | None, *, by: User | None, source: str = "", reason: str = ""
) -> list[preflight.Problem]:
    """Set or lift the article's embargo. Return, and tell the publishers, what it now blocks of what is scheduled."""
    if not permissions.may_publish(by, Edition(article=article)):
        raise TransitionError(_("Only publishers set and lift embargoes."))
    if until is not None and not (source.strip() and reason.strip()):
        raise TransitionError(_("Say who asked for the embargo, and why."))
    locked = Article.objects.select_for_update().get(pk=article.pk)
    locked.embargo_until, locked.embargo_source, locked.embargo_reason = until, source, reason
    locked.save(update_fields=["embargo_until", "embargo_source", "embargo_reason"])
    now = read_clock(locked)
    head = locked.head or locked.editions.order_by("-number").first()
    if head is not None:
        when = clocks.ours(until) if until else _("lifted")
        record(head, Verb.EMBARGO, head.status, by, now, f"{when} — {source} — {reason}" if until else when)
    announce_article(locked)
    for name in ("embargo_until", "embargo_source", "embargo_reason"):
        setattr(article, name, getattr(locked, name))
    return recheck_scheduled(locked.editions.scheduled(now))


def recheck_scheduled(editions: EditionQuerySet) -> list[preflight.Problem]:
    """Run preflight again on scheduled editions, and mail the publishers what would now stand in the way."""
    found: list[preflight.Problem] = []
    for edition in editions.select_related("article", "section"):
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
        # What was decided holds, even where the mail server is down: then the log says so.
        transaction.on_commit(lambda: send_mail(subject, message, settings.DEFAULT_FROM_EMAIL, addresses), robust=True)
