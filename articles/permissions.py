"""Who may do what: predicates over (user, object). None is the system itself (imports, the seed): it may."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from articles.models import Edition, Section, SectionRight
from articles.states import OPEN, Status

WRITERS, EDITORS, PUBLISHERS, COMMERCIAL = "writers", "editors", "publishers", "commercial"


def covers(user: User, section: Section | None) -> bool:
    """Tell whether the user's section rights reach this section. No section yet: any right will do."""
    paths = list(SectionRight.objects.filter(user=user).values_list("section__path", flat=True))
    if section is None:
        return bool(paths)
    return any(path is None or f"{section.path}/".startswith(f"{path}/") for path in paths)


def _is_own(user: User, edition: Edition) -> bool:
    return user.pk is not None and user.pk in (edition.created_by_id, edition.article.created_by_id)


def may_start(user: User | None) -> bool:
    return user is None or user.has_perm("articles.add_edition")


def may_edit(user: User | None, edition: Edition) -> bool:
    """Publishers everywhere, editors in their sections, writers on their own drafts until they are approved."""
    if user is None:
        return True
    if edition.status not in OPEN or not user.has_perm("articles.change_edition"):
        return False
    if user.has_perm("articles.publish_edition"):
        return True
    if user.has_perm("articles.approve_edition") and covers(user, edition.section):
        return True
    return _is_own(user, edition) and edition.status != Status.APPROVED


def may_submit(user: User | None, edition: Edition) -> bool:
    return user is None or (user.has_perm("articles.submit_edition") and may_edit(user, edition))


def may_approve(user: User | None, edition: Edition) -> bool:
    if user is None or user.has_perm("articles.publish_edition"):
        return True
    return user.has_perm("articles.approve_edition") and covers(user, edition.section)


def may_publish(user: User | None, edition: Edition) -> bool:
    return user is None or user.has_perm("articles.publish_edition")


def may_redact(user: User | None, edition: Edition) -> bool:
    return user is None or user.has_perm("articles.redact_edition")


def may_read(user: User | None, edition: Edition) -> bool:
    """Tell who may open an edition at the desk: the newsroom reads all, a writer what is published or their own."""
    if user is None or may_approve(user, edition):
        return True
    return user.has_perm("articles.view_edition") and (edition.status == Status.PUBLISHED or _is_own(user, edition))


def readable(user: User, editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Keep the editions the user may open: may_read() as a query."""
    if not (user.has_perm("articles.view_edition") or user.has_perm("articles.publish_edition")):
        return editions.none()
    condition = _approvable(user)
    if condition is None:
        return editions
    mine = Q(status=Status.PUBLISHED) | Q(created_by=user) | Q(article__created_by=user)
    return editions.filter(mine | condition)


def approvable(user: User, editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Keep the editions whose approval is the user's to give: may_approve() as a query."""
    condition = _approvable(user)
    return editions if condition is None else editions.filter(condition)


def _approvable(user: User) -> Q | None:
    """Return what the editions meet whose approval is the user's to give; None: nothing, all are."""
    nothing = Q(pk__in=[])
    if user.has_perm("articles.publish_edition"):
        return None
    if not user.has_perm("articles.approve_edition"):
        return nothing
    paths = set(SectionRight.objects.filter(user=user).values_list("section__path", flat=True))
    if None in paths:
        return None
    if not paths:
        return nothing
    below = Q(path__in=paths)
    for path in paths:
        below |= Q(path__startswith=f"{path}/")
    # Named, and not joined to: a list of articles asks this in several subqueries, and PostgreSQL weighs eight joins.
    return Q(section__in=list(Section.objects.filter(below).values_list("pk", flat=True))) | Q(section=None)
