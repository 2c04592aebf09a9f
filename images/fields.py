"""The file of a picture as it came: kept for the desk, never served to readers, whom renditions reach."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import FileField
from django.utils.functional import LazyObject


class Originals(LazyObject):
    """Where the settings keep originals: looked up when it is first asked, as Django's default_storage is."""

    def _setup(self) -> None:
        self._wrapped = storages["originals"]


_originals = Originals()


def originals() -> Storage:
    return _originals  # type: ignore[return-value]


class OriginalField(FileField):
    """A file that `loaddata` brings along: it is taken from settings.FIXTURE_MEDIA_DIRS.

    Raw saves skip pre_save(), so this is done where every save passes. What the storage has is never overwritten.
    """

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        name = super().get_db_prep_save(value, connection)
        if isinstance(name, str) and name:
            self._fetch(name)
        return name

    def _fetch(self, name: str) -> None:
        for folder in settings.FIXTURE_MEDIA_DIRS:
            shelf = FileSystemStorage(location=folder)
            if shelf.exists(name) and not self.storage.exists(name):
                with shelf.open(name) as file:
                    self.storage.save(name, file)
