"""The one signal: what readers may see has changed, under these keys (see keys.py)."""

from collections.abc import Iterable

from django.db import transaction
from django.dispatch import Signal

content_changed = Signal()  # sent with keys: frozenset[str]


def announce(keys: Iterable[str]) -> None:
    """Send content_changed(keys) once the transaction that changed the content has been committed.

    A receiver that fails is logged: what was committed holds, and caches age.
    """
    changed = frozenset(keys)
    transaction.on_commit(lambda: content_changed.send(sender=None, keys=changed), robust=True)
