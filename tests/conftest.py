"""What every test stands on: files in a temporary folder, quick passwords, and no skipping where nothing may skip."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest
from django.utils.functional import empty
from django.utils.translation import trans_real
from django.utils.translation.trans_real import DjangoTranslation

from images import fields

OUR_CATALOGUE = Path(__file__).resolve().parents[1] / "articles" / "locale"
NOTHING_MAY_SKIP = bool(os.environ.get("NOTHING_MAY_SKIP"))


@pytest.fixture(autouse=True)
def _surroundings(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.SITE_NAME = "Newsroom"
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "originals": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "originals"},
        },
    }
    fields.originals()._wrapped = empty  # to be looked up anew
    if settings.REDIS_URL:  # one for all workers: each test has names of its own
        settings.CACHES = {
            "default": settings.CACHES["default"]
            | {"BACKEND": "tests.caches.OwnRedisCache", "KEY_PREFIX": str(tmp_path)}
        }
    else:
        settings.CACHES = {
            "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
        }


@pytest.fixture(autouse=True, scope="session")
def _texts_as_written():
    """Let our texts stand as the code has them, beside Django's French: test_locale.py has ours."""
    read = DjangoTranslation._new_gnu_trans

    def read_all_but_ours(self, localedir, use_null_fallback=True):
        ours = Path(localedir).resolve() == OUR_CATALOGUE
        return gettext.NullTranslations() if ours else read(self, localedir, use_null_fallback)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DjangoTranslation, "_new_gnu_trans", read_all_but_ours)
        patch.setattr(trans_real, "_translations", {})
        patch.setattr(trans_real, "_default", None)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if NOTHING_MAY_SKIP and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"Skipped where nothing may skip: {report.longrepr}"
    return report
