"""Beginning and saving drafts: readers see nothing of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, cast

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from articles import copying, permissions, preflight
from articles.merging import Conflict, merge
from articles.models import Article, Edition, Revision
from articles.states import OPEN, CorrectionKind, Language, Status, Verb
from articles.workflow import pictures
from articles.workflow.door import (
    EditConflict,
    TransitionError,
    lock,
    name_of,
    read_clock,
    record,
    set_head,
    set_status,
)


@transaction.atomic
def start_article(*, by: User | None, **content: Any) -> Edition:
    """Begin a new article: return its first draft. `content` takes Edition.CONTENT_FIELDS."""
    if not permissions.may_start(by):
        raise TransitionError(_("You may not write articles: ask a chief for the right."))
    article = Article.objects.create(created_by=by)
    draft, now = _new_draft(article, Edition(**content), by)
    _snapshot(draft, by, now)
    return draft


@transaction.atomic
def start_edition(based_on: Edition, *, by: User | None) -> Edition:
    """Begin a new draft with the content of `based_on`. Readers see nothing of it until it is published."""
    article, based_on = lock(based_on)
    if not permissions.may_start(by) or not permissions.may_read(by, based_on):
        raise TransitionError(_("You may not write a new edition of this article."))
    draft = copying.content_of(based_on)
    draft.based_on = based_on
    draft, _now = _new_draft(article, draft, by)
    copying.copy_rows(based_on, draft)
    return draft


@transaction.atomic
def start_translation(source: Edition, language: str, *, by: User | None) -> Edition:
    """Begin an article that says in `language` what `source` says: once both are live, each page leads to the other.

    Its draft has the source's words to write over, but for the headline, which makes the address.
    """
    article, source = lock(source)
    if not permissions.may_start(by) or not permissions.may_read(by, source):
        raise TransitionError(_("You may not translate this article."))
    if language in {source.language, *_languages(article)}:
        raise TransitionError(_("There is a translation into that language already."))
    embargo = {name: getattr(article, name) for name in ("embargo_until", "embargo_source", "embargo_reason")}
    translation = Article.objects.create(created_by=by, translation_of_id=article.original, **embargo)
    draft = copying.content_of(source)
    draft.language, draft.headline, draft.slug = language, "", ""
    draft.ednote = _("Translation of “%(headline)s”.") % {"headline": source.headline}
    draft, now = _new_draft(translation, draft, by)
    copying.copy_rows(source, draft)
    _snapshot(draft, by, now)
    return draft


def untranslated(edition: Edition) -> list[str]:
    """Return the languages in which nobody has begun to say what `edition` says."""
    taken = {edition.language, *_languages(edition.article)}
    return [language for language in Language if language not in taken]


def _languages(article: Article) -> set[str]:
    heads = Edition.objects.filter(article__in=article.translated()).exclude(status=Status.DISCARDED)
    return set(heads.values_list("language", flat=True))


def _new_draft(article: Article, draft: Edition, by: User | None) -> tuple[Edition, datetime]:
    last = article.editions.aggregate(last=Max("number"))["last"] or 0
    draft.article, draft.number, draft.created_by, draft.updated_by = article, last + 1, by, by
    pictures.renew(draft)
    draft.save()
    now = read_clock(article)
    record(draft, Verb.START, "", by, now)
    set_head(article)
    return draft, now


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
    In place of a picture that was replaced from now on stands the new one, whatever the editor's page still had.
    Raise EditConflict when somebody else saved the draft since `edition` was read.
    """
    article, before = lock(edition)
    if before.is_frozen or before.status == Status.DISCARDED:
        draft = start_edition(before, by=by)
        for name in (*Edition.CONTENT_FIELDS, *Edition.OWN_FIELDS):
            setattr(draft, name, getattr(edition, name))
        if before.is_frozen and _answer(draft) == _answer(before):
            draft.correction_kind, draft.correction_text = CorrectionKind.UNASKED, ""  # that one was for its readers
        return save_draft(draft, by=by, bylines=bylines, tags=tags, notes=notes)
    for name in Edition.STATE_FIELDS:  # it may have been unscheduled, or moved on, since it was read
        setattr(edition, name, getattr(before, name))
    if not permissions.may_edit(by, before) or not permissions.may_edit(by, edition):
        raise TransitionError(_("You may not change this draft."))
    if before.lock_version != edition.lock_version:
        raise EditConflict(
            _("%(name)s saved this draft after you opened it: keep yours as a draft of its own, or open it again.")
            % {"name": name_of(before.updated_by) or _("Somebody")}
        )
    pictures.renew(edition)
    now = read_clock(article)
    edition.lock_version += 1
    edition.updated_by, edition.updated_at = by, now
    edition.save()
    copying.set_rows(edition, bylines=bylines, tags=tags, notes=notes)
    _snapshot(edition, by, now)
    _reopen(edition, by, now)
    return edition


@transaction.atomic
def renew_pictures(edition: Edition, *, by: User | None) -> bool:
    """Save a draft with what has taken the place of its pictures; return whether it showed any that was replaced.

    None of its words change, so its version stays: whoever has it open saves as if nothing had happened. It stays
    theirs in the desk's lists, too: the revision says who did it.
    """
    article, draft = lock(edition)
    if draft.status not in OPEN or not pictures.renew(draft):
        return False
    now = read_clock(article)
    draft.save()
    _snapshot(draft, by, now)
    _reopen(draft, by, now, _("A picture was replaced."))
    return True


@transaction.atomic
def catch_up(edition: Edition, *, by: User | None) -> tuple[Edition, list[Conflict]]:
    """Bring into a draft what readers were given since it was begun; return it, based on that, and what contradicts.

    Where both say something else the draft's words stay, and the others are written into its note to the desk.
    """
    article, draft = lock(edition)
    now = read_clock(article)
    newer = preflight.overtaken_by(draft, now)
    if draft.status not in OPEN or newer is None:
        raise TransitionError(_("There is nothing to bring in: this draft has all that readers have been given."))
    base = copying.content(_common_ancestor(draft, newer) or cast("Edition", draft.based_on))
    merged, conflicts = merge(base, copying.content(draft), copying.content(newer))
    rows = {name: merged.pop(name) for name in ("bylines", "tags", "notes")}
    for name, value in merged.items():
        setattr(draft, name, value)
    draft.based_on = newer
    lines = [_("Edition %(number)d says here:") % {"number": newer.number} + f" {_told(one)}" for one in conflicts]
    draft.ednote = "\n".join(filter(None, [draft.ednote, *lines]))
    before = draft.status
    saved = save_draft(draft, by=by, **rows)
    record(saved, Verb.CATCH_UP, before, by, now, _("Edition %(number)d") % {"number": newer.number})
    return saved, conflicts


def _told(conflict: Conflict) -> str:
    name = str(Edition._meta.get_field(conflict.field).verbose_name)  # type: ignore[union-attr]
    return f"{name} — " + (conflict.theirs or _("(taken out)"))


def _common_ancestor(one: Edition, other: Edition) -> Edition | None:
    """Return the newest edition that both are based on, at however many removes."""
    above = {edition.pk for edition in _ancestors(other)}
    return next((edition for edition in _ancestors(one) if edition.pk in above), None)


def _ancestors(edition: Edition) -> Iterator[Edition]:
    while edition.based_on is not None:
        edition = edition.based_on
        yield edition


def _answer(edition: Edition) -> tuple[str, str]:
    return edition.correction_kind, edition.correction_text


def _reopen(edition: Edition, by: User | None, at: datetime, comment: str = "") -> None:
    """Send a draft that was approved before it changed back to review."""
    if edition.status == Status.APPROVED:
        set_status(edition, Status.IN_REVIEW)
        record(edition, Verb.REOPEN, Status.APPROVED, by, at, comment)


def _snapshot(edition: Edition, by: User | None, at: datetime) -> None:
    Revision.objects.create(edition=edition, content=copying.snapshot(edition), saved_by=by, saved_at=at)
