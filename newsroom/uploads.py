"""Files on their way in."""

from __future__ import annotations

import logging
from typing import Any

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

logger = logging.getLogger(__name__)


class CarefulUploadHandler(TemporaryFileUploadHandler):
    """Leave out a file for which this machine's disk has no room: the form says that it has not come, and is kept."""

    def new_file(self, *args: Any, **options: Any) -> None:
        self._carefully(super().new_file, *args, **options)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._carefully(super().receive_data_chunk, raw_data, start)

    def _carefully(self, act: Any, *args: Any, **options: Any) -> None:
        try:
            act(*args, **options)
        except OSError as error:
            logger.exception("An upload can't be kept on this machine's disk")
            raise SkipFile from error
