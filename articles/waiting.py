"""What waits for somebody at the desk: short lists, each one index range however large the archive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles import permissions
from articles.models import Edition, Transition
from articles.querysets import EditionQuerySet
from articles.states import Status, Verb

ROWS = 7


@dataclass(frozen=True)
class Waiting:
    """A list under its name: editions, and for each that was returned what was said of it."""

    name: str | Promise
    editions: list[Edition]


def waiting(user: User, at: datetime) -> list[Waiting]:
    """Return what this person is to read, write, publish and know of at `at`; lists with nothing in them are left out.

    At most six queries. An edition that was returned to its writer has the line of the log as `returned`.
    """
    editions = cast("EditionQuerySet", permissions.readable(user, Edition.objects.all()))
    unpublished = editions.filter(live_from=None)
    mine = Q(created_by=user) | Q(updated_by=user)
    drafts = _first(unpublished.filter(mine, status=Status.DRAFT).order_by("-updated_at"))
    _tell_returned(drafts)
    lists = [Waiting(_("Your drafts"), drafts)]
    if user.has_perm("articles.approve_edition"):
        theirs = permissions.approvable(user, Edition.objects.filter(live_from=None))
        to_review = theirs.filter(status=Status.IN_REVIEW).order_by("updated_at")
        lists.insert(0, Waiting(_("To review"), _first(to_review)))
    if user.has_perm("articles.publish_edition"):
        approved = unpublished.filter(status=Status.APPROVED).order_by("updated_at")
        lists.insert(1, Waiting(_("To publish"), _first(approved)))
    lists += [
        Waiting(_("Scheduled next"), _first(editions.scheduled(at).order_by("live_from"))),
        Waiting(_("Live last"), _first(editions.live(at).order_by("-live_from"))),
    ]
    return [found for found in lists if found.editions]


def _first(editions: QuerySet[Edition]) -> list[Edition]:
    return list(editions.select_related("section", "updated_by").defer("body", "compiled")[:ROWS])


def _tell_returned(drafts: Iterable[Edition]) -> None:
    lines = Transition.objects.filter(edition__in=drafts).order_by("id")
    last = {line.edition_id: line for line in lines}
    for draft in drafts:
        line = last.get(draft.pk)
        draft.returned = line if line and line.verb == Verb.REQUEST_CHANGES else None  # type: ignore[attr-defined]
