"""The whole address of what the site serves. Pure."""

from __future__ import annotations

from django.conf import settings


def absolute(address: str) -> str:
    """Return the whole address of a path of the site's; one that is whole stays as it is."""
    return f"{settings.SITE_URL}{address}" if address.startswith("/") and not address.startswith("//") else address
