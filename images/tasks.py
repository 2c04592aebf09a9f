"""What is done for pictures after the answer: a worker takes it from the queue (`manage.py db_worker`)."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.core.files.storage import default_storage
from django.tasks import task
from django.utils import timezone

from images import making, recipe
from images.models import Picture
from images.reading import Refused
from images.store import forget

logger = logging.getLogger(__name__)
TRIES = 10  # each twice as long after the last, from a minute: a store that is down for a working day loses nothing
GRACE = timedelta(days=1)  # in which pages that were read before still find the renditions they name


@task
def make_renditions(pk: int, tries: int = 1) -> bool:
    """Make what a picture lacks. Return whether it has all."""
    try:
        return making.make(pk)
    except Refused as refusal:
        logger.warning("Picture %s: no renditions at try %s of %s. %s", pk, tries, TRIES, refusal)
        if tries < TRIES:
            later = timezone.now() + timedelta(minutes=2 ** (tries - 1))
            make_renditions.using(run_after=later).enqueue(pk, tries + 1)
        return False


@task
def make_missing(below: int | None = None) -> None:
    """Make what the newest picture lacks that was left by another process, or came without its files; then the next."""
    lacking = Picture.objects.incomplete().order_by("-pk")
    if below is not None:
        lacking = lacking.filter(pk__lt=below)
    if picture := lacking.first():
        make_renditions.call(picture.pk)
        make_missing.enqueue(picture.pk)


@task
def remove_renditions(pk: int, crop: str, key: str, widths: list[int]) -> bool:
    """Delete renditions that nothing names any more. Return whether that is so: a focal point can come back."""
    picture = Picture.objects.filter(pk=pk).first()
    if picture and picture.renditions.get(crop, {}).get("key") == key:
        return False
    extensions = (*recipe.CROPS[crop].formats, "jpg")
    forget(default_storage, (recipe.name(crop, key, width, extension) for width in widths for extension in extensions))
    return True
