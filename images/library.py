"""The verbs of the picture library: the only place that takes files in, exchanges them and lets them go."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from functools import partial
from typing import IO, Any

from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from images import drawing, making, metadata, reading, recipe, tasks, tones
from images.fields import originals
from images.models import Picture
from images.reading import MAX_BYTES, Original, Refused
from images.store import Shelf, forget

__all__ = ["MAX_BYTES", "Refused", "add", "refocus", "remove", "replace", "too_large"]

_OF_THE_FILE = ["file", "name", "digest", "width", "height", "moves", "tone", "renditions"]
_NO_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def add(file: IO[bytes], *, name: str, by: User | None, logo: bool = False) -> tuple[Picture, bool]:
    """Take a picture in. Return it and whether it is new: the same bytes give the picture that has them.

    What the file says of itself becomes the picture's words. Its first rendition is ready, the others follow by task.
    A sponsor's logo may be an SVG, which is drawn once and kept as pixels. Raise Refused, and keep nothing.
    """
    file = _checked(file, logo)
    digest = reading.digest_of(file)
    if known := Picture.objects.in_use().filter(digest=digest).first():
        return known, False
    original = reading.examine(file)
    picture = Picture(created_by=by, **original.words)
    with Shelf() as shelf:
        _take(picture, file, name, original, shelf)
        with transaction.atomic():
            picture.save()
            _enqueue(picture)
    return picture, True


def replace(
    picture: Picture,
    file: IO[bytes],
    *,
    name: str,
    by: User | None,
    words: Mapping[str, Any] | None = None,
    within: Callable[[Picture], None] = lambda _row: None,
) -> Picture:
    """Exchange the original of a picture: all that shows it shows the new one. Raise Refused.

    `words` are fields that change with it; the others stay. `within` is called with the row once that is locked and
    before anything is written, in the same transaction: what it raises, the exchange does not survive.
    """
    file = _checked(file, logo=False)
    digest = reading.digest_of(file)
    if Picture.objects.in_use().filter(digest=digest).exists():
        raise Refused(_("This very file is in the library already. Choose that picture, or send another file."))
    original = reading.examine(file)
    with Shelf() as shelf:
        exchanged = Picture(uuid=picture.uuid, focus_x=picture.focus_x, focus_y=picture.focus_y)
        _take(exchanged, file, name, original, shelf)
        with transaction.atomic():
            row = Picture.objects.select_for_update().get(pk=picture.pk)
            within(row)
            _let_go(row, row.renditions)
            _after_commit(forget, originals(), [row.file.name])
            changed = {field: getattr(exchanged, field) for field in _OF_THE_FILE} | dict(words or {})
            for field, value in changed.items():
                setattr(row, field, value)
            row.recipe_version = 0
            row.save(update_fields=[*changed, "recipe_version"])
            _enqueue(row)
    return row


def refocus(picture: Picture, focus: tuple[int, int]) -> Picture:
    """Let the crops keep another point (percent from left and top). The old ones show until the new are made."""
    with transaction.atomic():
        row = Picture.objects.select_for_update().get(pk=picture.pk)
        if row.focus != focus:
            cropped = {name: ready for name, ready in row.renditions.items() if recipe.CROPS[name].ratio}
            _let_go(row, cropped)
            row.focus_x, row.focus_y = focus
            row.recipe_version = 0
            row.save(update_fields=["focus_x", "focus_y", "recipe_version"])
            _enqueue(row)
    return row


def remove(picture: Picture) -> None:
    """Delete a picture and, once that is committed, its files. Whether it may go, the caller has to know."""
    with transaction.atomic():
        row = Picture.objects.select_for_update().get(pk=picture.pk)
        _after_commit(forget, originals(), [row.file.name])
        _after_commit(forget, default_storage, list(row.rendition_names()))
        row.delete()


def _checked(file: IO[bytes], logo: bool) -> IO[bytes]:
    """Return the file, or the pixels of a logo's drawing."""
    if file.seek(0, 2) > MAX_BYTES:
        raise Refused(too_large())
    return drawing.drawn(file) if logo and drawing.is_drawing(file) else file


def too_large() -> str:
    return _("The file is over %(most)s MB. Make it smaller, and send it again.") % {"most": MAX_BYTES // 10**6}


def _take(picture: Picture, file: IO[bytes], name: str, original: Original, shelf: Shelf) -> None:
    """Keep the file and the picture's first rendition, and set all that follows from the file."""
    picture.name = _NO_NAME.sub("", re.split(r"[/\\]", name)[-1]).strip()[-200:]
    picture.digest, (picture.width, picture.height) = original.digest, original.size
    picture.moves = original.moves
    work = making.load_first(file, picture.size)
    picture.tone = tones.tone(work)
    place = f"{timezone.now():%Y/%m}/{secrets.token_hex(12)}.{original.extension}"  # nobody can guess, nobody has
    picture.file.name = shelf.keep_original(place, file)
    picture.renditions = making.first(picture, work, metadata.marks(original.words), shelf)


def _enqueue(picture: Picture) -> None:
    _after_commit(tasks.make_renditions.enqueue, picture.pk)


def _let_go(picture: Picture, renditions: dict[str, Any]) -> None:
    """Delete renditions that will not be shown any more, once pages that name them have gone from caches."""
    later = tasks.remove_renditions.using(run_after=timezone.now() + tasks.GRACE)
    for crop, ready in renditions.items():
        _after_commit(later.enqueue, picture.pk, crop, ready["key"], [width for width, _height in ready["sizes"]])


def _after_commit(act: Any, *arguments: Any) -> None:
    """Act once the change holds. If that fails it is logged: `make_renditions` and `check_pictures` find the rest."""
    transaction.on_commit(partial(act, *arguments), robust=True)
