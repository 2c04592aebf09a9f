"""Files into the storages and out of them: whole, or not at all. Storages fail with whatever their client raises."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import Storage, default_storage
from django.utils.translation import gettext as _
from PIL import Image

from images.fields import originals
from images.reading import Refused

logger = logging.getLogger(__name__)

# By extension. Any lower quality can be seen beside the original.
_OPTIONS: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 60, "speed": 8},
    "webp": {"format": "WEBP", "quality": 78, "method": 4},
    "jpg": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True},
}


class StoreFailed(Refused):
    """A storage that is full, or does not answer."""


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        logger.exception("A picture's storage failed")
        raise StoreFailed(
            _("The picture can’t be kept: the store is full or does not answer. Nothing was saved. Try again later.")
        ) from error


class Shelf:
    """Files that are kept together: when what they are kept for fails, none stays.

    with Shelf() as shelf:
        shelf.keep_original(…)
    """

    def __init__(self) -> None:
        self.kept: list[tuple[Storage, str]] = []

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, failed: type[BaseException] | None, *rest: object) -> None:
        if failed:
            for storage, name in self.kept:
                forget(storage, [name])

    def keep_original(self, name: str, file: IO[bytes]) -> str:
        """Keep the bytes that came, under `name` or one like it. Return that."""
        file.seek(0)
        return self._keep(originals(), name, file)

    def keep_rendition(self, name: str, image: Image.Image, exif: Image.Exif) -> None:
        """Keep a rendition in the format of its name's extension. What an interrupted try left there goes."""
        content = BytesIO()
        image.save(content, exif=exif, **_OPTIONS[name.rpartition(".")[2]])
        content.seek(0)
        with _said():
            if default_storage.exists(name):
                default_storage.delete(name)
        self._keep(default_storage, name, content)

    def _keep(self, storage: Storage, name: str, content: IO[bytes]) -> str:
        place = (storage, name)
        self.kept.append(place)  # before it is there: what a full disk leaves of it has to go too
        with _said():
            kept = storage.save(name, File(content, name))
        self.kept[self.kept.index(place)] = (storage, kept)
        return kept


def forget(storage: Storage, names: Iterable[str]) -> None:
    """Delete files. What can't be deleted now is found by `check_pictures`."""
    for name in names:
        try:
            storage.delete(name)
        except Exception:
            logger.exception("A picture's file stays in its storage: %s", name)


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """Open an original."""
    with _said_missing():
        file = originals().open(name)
    with file:
        yield file


@contextmanager
def _said_missing() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        logger.exception("A picture's original can't be read")
        raise StoreFailed(_("The original can’t be read: its store does not answer, or has lost it.")) from error
