"""What stands in front of Django's handler: renditions on this machine's disk, and a bound to what is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from wsgiref.headers import Headers

from django.conf import settings
from whitenoise import WhiteNoise

from images.library import MAX_BYTES, too_large

WORDS = 5_000_000  # bytes that a form may have beside its file


def with_limit(application: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse a body that is larger than the largest picture with its words, before any of it is written to a disk."""

    def limited(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        length = environ.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) <= MAX_BYTES + WORDS:
            return application(environ, start_response)
        start_response("413 Content Too Large", [("Content-Type", "text/plain; charset=utf-8")])
        return [too_large().encode()]

    return limited


def with_media(application: Callable[..., Any]) -> Callable[..., Any]:
    """Serve MEDIA_ROOT under MEDIA_URL, where the default storage keeps its files there.

    WhiteNoise looks each file up as it is asked for (autorefresh), since editors add pictures while we run.
    """
    if "FileSystemStorage" not in settings.STORAGES["default"]["BACKEND"]:
        return application
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    return WhiteNoise(
        application,
        root=settings.MEDIA_ROOT,
        prefix=settings.MEDIA_URL,
        autorefresh=True,
        allow_all_origins=False,
        add_headers_function=_harmless,
    )


def _harmless(headers: Headers, _path: str, _url: str) -> None:
    """Let a file be kept for good, since its name has a hash of it; and be looked at, never run."""
    headers["Cache-Control"] = "public, max-age=31536000, immutable"
    headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
