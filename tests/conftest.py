"""What every test stands on: files in a temporary folder, quick passwords, and no skipping where nothing may skip."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

NOTHING_MAY_SKIP = bool(os.environ.get("NOTHING_MAY_SKIP"))


@pytest.fixture(autouse=True)
def _surroundings(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.SITE_NAME = "Newsroom"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    if not settings.REDIS_URL:
        settings.CACHES = {
            "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
        }


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if NOTHING_MAY_SKIP and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"Skipped where nothing may skip: {report.longrepr}"
    return report
