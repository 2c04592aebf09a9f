"""Renditions made, and told of in the picture's row: by one process at a time, from where another left off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import IO

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from PIL import Image

from images import metadata, reading, recipe
from images.models import Picture
from images.store import Shelf, opened

PATIENCE = timedelta(minutes=10)  # after which a claim is that of a process that died


def make(pk: int) -> bool:
    """Make what a picture lacks. Return whether it has all: not if another process is at it, or it is gone."""
    while picture := _claim(pk):
        try:
            if _make_all(picture):
                return True
        finally:
            Picture.objects.filter(pk=pk).update(making_since=None)
    return Picture.objects.filter(pk=pk, recipe_version=recipe.VERSION).exists()


def _claim(pk: int) -> Picture | None:
    now = timezone.now()
    free = Q(making_since=None) | Q(making_since__lt=now - PATIENCE)
    claimed = Picture.objects.incomplete().filter(free, pk=pk).update(making_since=now)
    return Picture.objects.filter(pk=pk).first() if claimed else None


def _make_all(picture: Picture) -> bool:
    """Return whether all is made of the picture as it was when this began: its file or focal point may have changed."""
    wanted = [crop for crop in recipe.CROPS.values() if not _is_ready(picture, crop)]
    if wanted:
        with opened(str(picture.file.name)) as file:
            exif = metadata.marks(reading.examine(file).words)
            work = reading.load(file, reading.scale_for(picture.size))
        for crop in wanted:
            for ready in _make_crop(picture, crop, work, exif):
                if not _tell(picture, renditions={crop.name: {"key": picture.key(crop), "sizes": ready}}):
                    return False
    return _tell(picture, version=recipe.VERSION)


def _is_ready(picture: Picture, crop: recipe.Crop) -> bool:
    ready = picture.renditions.get(crop.name)
    if not ready or ready["key"] != picture.key(crop):
        return False
    return [tuple(size) for size in ready["sizes"]] == crop.sizes(picture.size)


def _make_crop(picture: Picture, crop: recipe.Crop, work: Image.Image, exif: Image.Exif) -> Iterator[list[recipe.Size]]:
    """Yield the sizes that are ready, as they grow; where an older set is shown meanwhile, only all of them."""
    ready: list[recipe.Size] = []
    sizes = list(recipe.steps(crop, picture.size))
    shown = crop.name in picture.renditions and picture.renditions[crop.name]["key"] != picture.key(crop)
    for size, extensions in sizes:
        with Shelf() as shelf:
            make_size(picture, crop, work, size, extensions, exif, shelf)
        ready = sorted([*ready, size])
        if not shown or len(ready) == len(sizes):
            yield ready


def make_size(
    picture: Picture,
    crop: recipe.Crop,
    work: Image.Image,
    size: recipe.Size,
    extensions: tuple[str, ...],
    exif: Image.Exif,
    shelf: Shelf,
) -> None:
    """Cut one size from `work`, the whole picture at whatever scale, and keep it in each format."""
    scaled = work.resize(size, Image.Resampling.LANCZOS, box=crop.box(work.size, picture.focus))
    for extension in extensions:
        shelf.keep_rendition(recipe.name(crop.name, picture.key(crop), size[0], extension), scaled, exif)


def begin(pk: int) -> None:
    """Make the first rendition of a picture that has none: of one whose row came without its files."""
    picture = Picture.objects.get(pk=pk)
    with opened(str(picture.file.name)) as file:
        words = reading.examine(file).words
        work = load_first(file, picture.size)
    with Shelf() as shelf:
        _tell(picture, renditions=first(picture, work, metadata.marks(words), shelf))


def load_first(file: IO[bytes], size: recipe.Size) -> Image.Image:
    """Return the picture as large as its first rendition, for which little of a JPEG has to be decoded."""
    (width, _height), _extensions = next(recipe.steps(recipe.FULL, size))
    return reading.load(file, width / size[0])


def first(picture: Picture, work: Image.Image, exif: Image.Exif, shelf: Shelf) -> dict[str, object]:
    """Make the one size that a page can show at once. Return the `renditions` that tell of it."""
    crop = recipe.FULL
    size, extensions = next(recipe.steps(crop, picture.size))
    make_size(picture, crop, work, size, extensions, exif, shelf)
    return {crop.name: {"key": picture.key(crop), "sizes": [size]}}


def _tell(picture: Picture, *, renditions: dict[str, object] | None = None, version: int = 0) -> bool:
    """Write into the row what is made, and that its maker is still at it; not if it is of another picture by now."""
    with transaction.atomic():
        row = Picture.objects.select_for_update().filter(pk=picture.pk).first()
        if row is None or (row.digest, row.focus) != (picture.digest, picture.focus):
            return False
        row.making_since = row.making_since and timezone.now()
        row.renditions |= renditions or {}
        row.recipe_version = version
        row.save(update_fields=["making_since", "renditions", "recipe_version"])
    return True
