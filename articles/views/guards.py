"""What keeps machines and other sites from a form whose page is the same for all: no cookie, no script, no puzzle."""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

YOUNGEST, OLDEST = timedelta(seconds=3), timedelta(days=1)  # between a page's rendering and the sending of its form
COUNTED = timedelta(hours=2)  # how long an hour's count is kept
_signer = Signer(salt="articles.views.guards")


def stamp(at: datetime) -> str:
    """Return the moment of a page's rendering, signed."""
    return _signer.sign(f"{at.timestamp():.0f}")


def age(stamped: str, at: datetime) -> timedelta | None:
    """Return how long ago a page was rendered; None where the stamp is not ours."""
    try:
        return at - datetime.fromtimestamp(int(_signer.unsign(stamped)), at.tzinfo)
    except BadSignature:
        return None


def renewed(stamped: str, at: datetime) -> str:
    """Return the stamp of a page that shows a form again: the same, or one that is good at once if it was ours."""
    since = age(stamped, at)
    if since is None:
        return stamp(at)
    return stamped if since <= OLDEST else stamp(at - YOUNGEST)


def is_from_here(request: HttpRequest) -> bool:
    """Tell whether the browser says that a page of this site sent the form. No page can write these headers itself."""
    if site := request.headers.get("Sec-Fetch-Site"):  # not sent over plain HTTP, nor by old browsers
        return site == "same-origin"
    here = {f"{request.scheme}://{request.get_host()}", settings.SITE_URL}
    return (request.headers.get("Origin") or _origin(request.headers.get("Referer", ""))) in here


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def sender(request: HttpRequest) -> str:
    """Return a name for the address that asks, which does not tell it. A home has a whole network of IPv6."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:  # which adds the address it was asked from to what it was told
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        prefix = 64 if ip_address(address).version == 6 else 32
        address = str(ip_network(f"{address}/{prefix}", strict=False))
    except ValueError:
        pass
    return salted_hmac("articles.views.guards", address, algorithm="sha256").hexdigest()


def is_too_many(name: str, most: int, at: datetime) -> bool:
    """Count one more under a name, and tell whether it is above what an hour of the clock may have."""
    key = f"guards:{name}:{at:%Y%m%d%H}"
    try:
        count = cache.incr(key)
        cache.touch(key, COUNTED.total_seconds())  # a cache in files gives what it counts five minutes
    except ValueError:
        count = 1
        cache.add(key, count, COUNTED.total_seconds())
    return count > most


def until_next_hour(at: datetime) -> int:
    """Return the seconds until everybody may write again."""
    return 3600 - at.minute * 60 - at.second
