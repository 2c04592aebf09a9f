"""Pictures in an S3-compatible store: django-storages, that gives up on a store before the editor does."""

from __future__ import annotations

from typing import Any

from botocore.config import Config
from storages.backends.s3 import S3Storage

SECONDS = 5  # to connect; an answer may take six times as long


class PictureStore(S3Storage):
    def get_default_settings(self) -> dict[str, Any]:
        patience = Config(connect_timeout=SECONDS, read_timeout=6 * SECONDS, retries={"total_max_attempts": 2})
        return super().get_default_settings() | {"client_config": patience, "file_overwrite": True}
