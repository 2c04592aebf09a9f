"""The pictures of a draft: held while it is saved or published, and exchanged for what has taken their place."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from articles import body as bodies
from articles.models import Edition
from articles.workflow.door import TransitionError
from images.models import Picture


def hold(edition: Edition) -> list[Picture]:
    """Lock the pictures that the edition shows, and return them as they are now.

    Until what follows from that is committed, none of them is deleted, replaced or given other rights.
    """
    inside = bodies.pictures(edition.body)
    if not inside and edition.lead_picture_id is None:
        return []
    return _locked(Q(pk=edition.lead_picture_id) | Q(uuid__in=inside))


def renew(edition: Edition) -> bool:
    """Let a draft show what has taken the place of its pictures, captions kept. Return whether anything has.

    The draft is not saved. Raise TransitionError where its lead picture was deleted since it was chosen.
    """
    held = hold(edition)
    if edition.lead_picture_id is not None and all(picture.pk != edition.lead_picture_id for picture in held):
        raise TransitionError(_("The lead picture is not in the library any more: choose another."))
    replaced = {picture.replaced_by_id for picture in held} - {None}
    new = {picture.pk: picture for picture in _locked(Q(pk__in=replaced))}
    others = {old: new[old.replaced_by_id] for old in held if old.replaced_by_id in new}
    if not others:
        return False
    edition.body = bodies.with_pictures(edition.body, {str(old.uuid): str(new.uuid) for old, new in others.items()})
    lead = edition.lead_picture
    if lead is not None and lead in others:
        edition.lead_picture = others[lead]
    return True


def _locked(which: Q) -> list[Picture]:
    return list(Picture.objects.filter(which).select_for_update(no_key=True).order_by("pk"))
