"""Telling others at once what is new: a WebSub hub of our feeds, and search engines of articles by IndexNow.

Both are off until the settings name them: WEBSUB_HUB, INDEXNOW_KEY. A worker does it, after the answer (`manage.py
db_worker`). A window that opens or closes by itself is told too, of every article that has been told of before.
What is asked of publishers: https://pubsubhubbub.github.io/PubSubHubbub/pubsubhubbub-core-0.4.html (7.1), which WebSub
leaves to hubs, and https://www.indexnow.org/documentation.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from http.client import HTTPException
from itertools import batched
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q
from django.tasks import task
from django.utils import timezone

from articles.addresses import absolute
from articles.feeds import FORMATS
from articles.models import Article, Byline, Edition, EditionTag
from articles.querysets import WindowQuerySet
from articles.signals import content_changed
from articles.workflow.door import announce_article

logger = logging.getLogger(__name__)
SECONDS = 10  # that one who is told may take
TRIES = 5  # each twice as long after the last, from a minute: after that it is news no more
MOST = 10_000  # addresses at once, as IndexNow has it

Message = tuple[str, str, str]  # to which address, of what type, the words

# Where keys are seen (see keys.py): the page whose feeds depend on them, and the rows without which it is not there.
PAGES: dict[str, tuple[str, WindowQuerySet | None, str]] = {
    "feed": ("/", None, ""),
    "section": ("/{}/", None, ""),
    "author": ("/authors/{}/", Byline.objects.all(), "author__slug"),
    "tag": ("/tags/{}/", EditionTag.objects.all(), "tag__slug"),
}


def queue(keys: frozenset[str], **_kwargs: Any) -> None:
    """Have others told of what has changed, if there are any."""
    if settings.WEBSUB_HUB or settings.INDEXNOW_KEY:
        tell.enqueue(sorted(keys))


@task
def tell(changed: list[str]) -> None:
    """Work out who is told what of these keys, and come back when the windows of those articles next open or close."""
    now = timezone.now()
    public_ids = [key.partition(":")[2] for key in changed if key.startswith("article:")]
    for message in [*_to_hub(changed, now), *_to_search_engines(public_ids, now)]:
        post.enqueue(*message)
    _come_back(public_ids, now)


@task
def post(address: str, kind: str, words: str, tries: int = 1) -> bool:
    """Send a message, again later where that fails. Return whether it has arrived."""
    try:
        request = Request(address, words.encode(), {"Content-Type": kind, "User-Agent": "Newsroom"})  # noqa: S310
        urlopen(request, timeout=SECONDS).close()  # noqa: S310  # https or http: the settings see to it
    except (OSError, HTTPException) as error:
        logger.warning("%s has not been told at try %s of %s: %s", address, tries, TRIES, error)
        if tries < TRIES:
            later = timezone.now() + timedelta(minutes=2 ** (tries - 1))
            post.using(run_after=later).enqueue(address, kind, words, tries + 1)
        return False
    return True


@task
def pass_edge(public_id: str) -> None:
    """Announce an article whose window has opened or closed by itself."""
    announce_article(Article.objects.get(public_id=public_id))


def _to_hub(changed: Iterable[str], at: datetime) -> Iterator[Message]:
    feeds = [absolute(f"{page}{end}/") for page in _pages(changed, at) for end in FORMATS]
    if settings.WEBSUB_HUB and feeds:
        words = urlencode([("hub.mode", "publish"), *(("hub.url", feed) for feed in feeds)])
        yield settings.WEBSUB_HUB, "application/x-www-form-urlencoded", words


def _pages(changed: Iterable[str], at: datetime) -> Iterator[str]:
    """Yield the pages with feeds that are there: an author or a tag of drafts alone is nobody's business."""
    for key in changed:
        kind, _colon, name = key.partition(":")
        if kind in PAGES:
            page, rows, path = PAGES[kind]
            if rows is None or rows.filter(**{path: name}).live(at).exists():
                yield page.format(name)


def _to_search_engines(public_ids: list[str], at: datetime) -> Iterator[Message]:
    """Name the articles that readers see, or have seen: what is gone is to be looked for in vain."""
    if not settings.INDEXNOW_KEY:
        return
    opened = Edition.objects.opened(at).filter(
        Q(article__embargo_until=None) | Q(article__embargo_until__lte=at), article__public_id__in=public_ids
    )
    editions = opened.select_related("article", "section").only("slug", "article__public_id", "section__path")
    newest = {edition.article_id: edition for edition in editions.order_by("live_from")}
    for batch in batched(newest.values(), MOST):
        letter = {
            "host": urlsplit(settings.SITE_URL).netloc,
            "key": settings.INDEXNOW_KEY,
            "keyLocation": absolute(f"/{settings.INDEXNOW_KEY}.txt"),
            "urlList": [absolute(edition.get_absolute_url()) for edition in batch],
        }
        yield settings.INDEXNOW_ENDPOINT, "application/json; charset=utf-8", json.dumps(letter)


def _come_back(public_ids: list[str], at: datetime) -> None:
    """Queue what is to be told at the next edge of each article, once however often the article changes before."""
    later = Q(live_from__gt=at) | Q(live_until__gt=at) | Q(article__embargo_until__gt=at)
    waiting = Edition.objects.published().filter(later, article__public_id__in=public_ids)
    for public_id in set(waiting.values_list("article__public_id", flat=True)):
        edge = Edition.objects.published().filter(article__public_id=public_id).next_edge(at)
        if edge and cache.add(f"edge:{public_id}:{edge.timestamp()}", True, (edge - at).total_seconds() + 60):
            pass_edge.using(run_after=edge).enqueue(public_id)


content_changed.connect(queue, dispatch_uid="articles.pinging")
