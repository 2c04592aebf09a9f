"""What becomes of a picture that is used: where it stands, what takes its place, and whether it may go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, NamedTuple, cast

from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, Count, Q, Value, When
from django.db.models.signals import post_save
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from articles import keys, permissions, workflow
from articles.models import Author, Edition, EditionReference, Site, Sponsor
from articles.querysets import EditionQuerySet
from articles.signals import announce
from articles.states import OPEN, ReferenceKind, Status
from images import library
from images.models import Picture

MOST = 100  # editions told of: those that matter most come first

WORDS = ("alt", "caption", "credit", "source", "copyright", "licence", "rights_until", "people", "tags")
# What stands between a picture and its readers: when it changes, what is scheduled is checked again.
CHECKED = frozenset({"file", "alt", "credit", "rights_until"})


def showing(picture: Picture) -> EditionQuerySet:
    """Return the editions that show a picture, as their lead or in the body."""
    lead = Edition.objects.order_by().filter(lead_picture=picture).values("pk")
    inside = EditionReference.objects.order_by().filter(kind=ReferenceKind.PICTURE, target=str(picture.uuid))
    # Each from an index of its own: asked with “or”, every edition there is would be looked at.
    return cast("EditionQuerySet", Edition.objects.filter(pk__in=lead.union(inside.values("edition"))))


# --- where it is used ------------------------------------------------------------------------------------------------


def _phases(at: datetime) -> dict[str, Q]:
    """Return what the editions meet that are live, to come, being written and past at `at`: in this order they matter.

    What is under an embargo counts as live in its window: this is about what is decided.
    """
    ends = Q(live_until=None) | Q(live_until__gt=at)
    return {
        "live": Q(ends, status=Status.PUBLISHED, live_from__lte=at),
        "scheduled": Q(status=Status.PUBLISHED, live_from__gt=at),
        "drafts": Q(status__in=OPEN),
        "past": Q(status=Status.PUBLISHED, live_until__lte=at),
    }


class Counts(NamedTuple):
    """How many editions show a picture."""

    live: int
    scheduled: int
    drafts: int
    past: int


def count(picture: Picture, at: datetime) -> Counts:
    counted = {name: Count("pk", filter=condition) for name, condition in _phases(at).items()}
    return Counts(**showing(picture).order_by().aggregate(**counted))


@dataclass(frozen=True)
class Uses:
    """Where a picture is used, as far as somebody may read it; `hidden` drafts of others, they may not."""

    editions: list[Edition]  # without bodies: what is live, then scheduled, being written, past; the newest first
    more: bool
    hidden: int
    authors: list[Author]
    sponsors: list[Sponsor]

    def __bool__(self) -> bool:
        return bool(self.editions or self.hidden or self.authors or self.sponsors)


def uses(picture: Picture, *, by: User, at: datetime) -> Uses:
    """Return where a picture is used at `at`: four queries and what it takes to know whose drafts one may read."""
    mattering = Case(*(When(condition, then=Value(place)) for place, condition in enumerate(_phases(at).values())))
    shown = showing(picture).exclude(status=Status.DISCARDED)
    readable = permissions.readable(by, shown)
    told = readable.select_related("article", "section").defer("body", "compiled").order_by(mattering, "-pk")
    editions = list(told[: MOST + 1])
    return Uses(
        editions=editions[:MOST],
        more=len(editions) > MOST,
        hidden=shown.open().exclude(pk__in=readable.values("pk")).count(),
        authors=list(Author.objects.filter(picture=picture)[:MOST]),
        sponsors=list(Sponsor.objects.filter(logo=picture)[:MOST]),
    )


def is_public(picture: Picture, at: datetime) -> bool:
    """Tell whether readers see a picture at `at`, or will."""
    phases = _phases(at)
    return (
        showing(picture).filter(phases["live"] | phases["scheduled"]).exists()
        or Author.objects.filter(picture=picture).exists()
        or Sponsor.objects.filter(logo=picture).exists()
        or Site.objects.filter(logo=picture).exists()
    )


# --- what takes its place --------------------------------------------------------------------------------------------


def may_replace_everywhere(by: User | None, picture: Picture, at: datetime) -> bool:
    """Tell who may exchange a picture's file: what readers get to see of it at once, publishers alone decide."""
    if by is None or by.has_perm("articles.publish_edition"):
        return True
    return by.has_perm("images.change_picture") and not is_public(picture, at)


def replace_everywhere(
    picture: Picture, file: IO[bytes], *, name: str, by: User | None, words: Mapping[str, Any] | None = None
) -> Picture:
    """Exchange the file of a picture: every edition shows the new one at once, past and live ones too.

    `words` are fields of the picture that change with it. Raise library.Refused for a file that is not taken.
    """

    def within(row: Picture) -> None:
        _check_may_replace_everywhere(by, row)
        told = {"old": row.name, "new": name} | count(row, timezone.now())._asdict()
        message = _("Everywhere another file: %(new)s for %(old)s. Live articles: %(live)d, scheduled: %(scheduled)d.")
        _log(by, row, CHANGE, message % told)

    _check_may_replace_everywhere(by, picture)  # before the file is read, too
    return library.replace(picture, file, name=name, by=by, words=words, within=within)


def _check_may_replace_everywhere(by: User | None, picture: Picture) -> None:
    if not may_replace_everywhere(by, picture, timezone.now()):
        raise ValidationError(_("Readers see it, or will: only publishers exchange it everywhere."))


class Replaced(NamedTuple):
    """What took a picture's place, whether it is new in the library, and how many drafts show it now."""

    picture: Picture
    is_new: bool
    drafts: int


def replace_from_now_on(
    picture: Picture, file: IO[bytes], *, name: str, by: User | None, words: Mapping[str, Any] | None = None
) -> Replaced:
    """Let another picture take the place of this one in drafts. What is published or scheduled keeps it.

    The new one has the old one's words, or those of `words`; a file that is in the library already has its own. Drafts
    that can't be saved now show the new one when they are saved next. Raise library.Refused for a file that is not
    taken.
    """
    if by is not None and not by.has_perms(["images.add_picture", "images.change_picture"]):
        raise ValidationError(_("You may not replace pictures: ask a chief for the right."))
    _check_not_replaced(picture)
    new, is_new = library.add(file, name=name, by=by)
    if new.pk == picture.pk:
        raise library.Refused(_("This is the file that the picture has. Send another."))
    try:
        _hand_over(picture, new, by, words if is_new else None)
    except ValidationError:
        if is_new:
            library.remove(new)
        raise
    # Each in a transaction of its own: whoever saves or publishes locks the article before its pictures.
    drafts = list(showing(picture).open().order_by("pk"))
    return Replaced(new, is_new, sum(workflow.renew_pictures(draft, by=by) for draft in drafts))


@transaction.atomic
def _hand_over(picture: Picture, new: Picture, by: User | None, words: Mapping[str, Any] | None) -> None:
    old = Picture.objects.select_for_update().get(pk=picture.pk)
    _check_not_replaced(old)
    if words is not None:
        inherited = {field: getattr(old, field) for field in WORDS} | dict(words)
        for field, value in inherited.items():
            setattr(new, field, value)
        new.save(update_fields=list(inherited))
    Picture.objects.filter(Q(pk=old.pk) | Q(replaced_by=old)).update(replaced_by=new)
    _log(by, old, CHANGE, _("From now on replaced by “%(picture)s” (%(name)s).") % {"picture": new, "name": new.name})


def _check_not_replaced(picture: Picture) -> None:
    if picture.replaced_by_id is not None:
        raise ValidationError(_("This picture has been replaced already: replace the new one."))


# --- whether it may go -----------------------------------------------------------------------------------------------


def may_delete(by: User | None) -> bool:
    return by is None or by.has_perm("images.delete_picture")


_KEPT = (  # as Counts has them
    ngettext_lazy(
        "Readers see it in %d article: what is public is kept. To show another file there, replace it everywhere.",
        "Readers see it in %d articles: what is public is kept. To show another file there, replace it everywhere.",
    ),
    ngettext_lazy(
        "%d scheduled edition shows it: unschedule that, and choose another picture.",
        "%d scheduled editions show it: unschedule them, and choose another picture.",
    ),
    ngettext_lazy(
        "%d draft shows it: choose another picture there.", "%d drafts show it: choose another picture there."
    ),
    ngettext_lazy(
        "%d past edition showed it to readers: what was public is kept, unless that is redacted.",
        "%d past editions showed it to readers: what was public is kept, unless they are redacted.",
    ),
)


def reasons_to_keep(picture: Picture, at: datetime) -> list[str]:
    """Return in words why a picture can't be deleted, and what to do first; nothing where it can.

    What was public stays as it was, pictures too: only redaction takes them out of the past. A discarded draft is no
    reason.
    """
    reasons = [str(words % n) for words, n in zip(_KEPT, count(picture, at), strict=True) if n]
    for name in Author.objects.filter(picture=picture).values_list("name", flat=True)[:MOST]:
        reasons.append(_("It is the portrait of %(name)s: choose another there.") % {"name": name})
    for name in Sponsor.objects.filter(logo=picture).values_list("name", flat=True)[:MOST]:
        reasons.append(_("It is the logo of %(name)s: choose another there.") % {"name": name})
    for site in Site.objects.filter(logo=picture):
        reasons.append(_("It is the logo of %(name)s: choose another there.") % {"name": site.name})
    return reasons


@transaction.atomic
def delete(picture: Picture, *, by: User | None) -> None:
    """Delete a picture that nothing shows and, once that holds, its files. Raise ValidationError with the reasons.

    Whoever saves or publishes an edition holds its pictures meanwhile: see workflow/pictures.py.
    """
    if not may_delete(by):
        raise ValidationError(_("You may not delete pictures: ask a publisher."))
    row = Picture.objects.select_for_update().filter(pk=picture.pk).first()
    if row is None:
        return
    if reasons := reasons_to_keep(row, timezone.now()):
        raise ValidationError(reasons)
    Edition.objects.filter(status=Status.DISCARDED, lead_picture=row).update(lead_picture=None)
    Picture.objects.filter(replaced_by=row).update(replaced_by=row.replaced_by_id)
    _log(by, row, DELETION)
    library.remove(row)


# --- what is told of it ----------------------------------------------------------------------------------------------


def _log(by: User | None, picture: Picture, flag: int, message: str = "") -> None:
    """Write what was done into the picture's history at the desk. The system itself has no line there."""
    if by is not None:
        LogEntry.objects.log_actions(by.pk, [picture], flag, message)


def tell(instance: Picture, created: bool, raw: bool, update_fields: frozenset[str] | None, **_kwargs: Any) -> None:
    """Announce a picture that was saved; check scheduled editions again where it may not be what was checked before."""
    announce({keys.picture(instance.uuid)})
    if not created and not raw and (update_fields is None or update_fields & CHECKED):
        workflow.recheck_scheduled(showing(instance).scheduled(timezone.now()).order_by("live_from", "pk"))


post_save.connect(tell, sender=Picture, dispatch_uid="articles.pictures")
