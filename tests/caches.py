"""The cache of tests on Redis, where all workers share one server."""

from __future__ import annotations

from django.core.cache.backends.redis import RedisCache


class OwnRedisCache(RedisCache):
    """Clears what its own test has put there: Django's empties the database, under the other workers too."""

    def clear(self) -> bool:
        client = self._cache.get_client(write=True)
        keys = list(client.scan_iter(match=f"{self.key_prefix}:*", count=1000))
        return bool(keys and client.delete(*keys))
