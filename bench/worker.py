"""One archive's process: it is told a case and how often, and answers with the seconds each took. Lines of JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from typing import Any

import django

django.setup()

from django.core.handlers.base import BaseHandler  # noqa: E402  # Django is set up first
from django.db.models import Count, QuerySet  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles import workflow  # noqa: E402
from articles.models import (  # noqa: E402
    Article,
    Author,
    Byline,
    Edition,
    EditionNote,
    EditionReference,
    EditionSection,
    EditionTag,
    Revision,
    SearchText,
    Section,
    Tag,
    Transition,
)
from articles.views.cards import PAGE_SIZE, key_of  # noqa: E402

SAMPLE = 25  # articles read in turn
DEPTH = 0.9  # of a list: where its deep page is

requests = RequestFactory(headers={"host": "127.0.0.1"})
handler = BaseHandler()
handler.load_middleware()


def read(url: str) -> float:
    """Return the seconds that a page takes, from the request to the last byte."""
    request = requests.get(url)
    began = time.perf_counter()
    response = handler.get_response(request)
    seconds = time.perf_counter() - began
    assert response.status_code == 200, (url, response.status_code)  # noqa: S101
    return seconds


class Publication:
    """Publish a fresh draft, commit and all; tidy() leaves the archive as it was."""

    def __init__(self, section: Section, author: Author, tags: list[Tag]) -> None:
        self.section, self.author, self.tags = section, author, tags
        self.made: list[int] = []

    def __call__(self) -> float:
        body = "<p>Un paragraphe qui dit ce qui est arrivé, où, et à qui.</p>" * 8
        draft = workflow.start_article(by=None, headline="Une publication mesurée", section=self.section, body=body)
        draft = workflow.save_draft(draft, by=None, bylines=[(self.author, "text")], tags=self.tags)
        self.made.append(draft.article_id)
        began = time.perf_counter()
        workflow.publish(draft, by=None)
        return time.perf_counter() - began

    def tidy(self) -> None:
        """Take the rows away that no door of the newsroom deletes."""
        Article.objects.filter(pk__in=self.made).update(head=None)
        editions = list(Edition.objects.filter(article__in=self.made).values_list("pk", flat=True))
        for model in (
            Byline,
            EditionTag,
            EditionSection,
            EditionNote,
            EditionReference,
            SearchText,
            Transition,
            Revision,
        ):
            path = f"{getattr(model, 'edition_field', 'edition')}__in"
            QuerySet(model).filter(**{path: editions})._raw_delete("default")
        QuerySet(Edition).filter(pk__in=editions)._raw_delete("default")
        QuerySet(Article).filter(pk__in=self.made)._raw_delete("default")


def busiest(rows: Any, name: str) -> Any:
    return rows.order_by().values_list(name).annotate(rows=Count("pk")).order_by("-rows")[0][0]


def deep(rows: Any) -> str:
    """Return the query of a full page far down a list."""
    rows = rows.live(timezone.now()).newest()
    count = rows.count()
    row = rows[min(int(count * DEPTH), count - PAGE_SIZE - 2)]
    return f"?before={key_of(getattr(row, rows.edition_field) if rows.edition_field else row)}"


def cases() -> tuple[dict[str, Callable[[], float]], Publication]:
    """Find the addresses to read; they hang on what is busiest, so that the small archive has deep pages too."""
    now = timezone.now()
    leaf = Section.objects.get(pk=busiest(EditionSection.objects.filter(section__parent__isnull=False), "section"))
    top = Section.objects.get(pk=busiest(EditionSection.objects.filter(section__parent=None), "section"))
    author = Author.objects.get(pk=busiest(Byline.objects.filter(role="text"), "author"))
    tag = Tag.objects.get(pk=busiest(EditionTag.objects.all(), "tag"))
    lists = {
        "front": ("/", Edition.objects.all()),
        "top section": (f"/{top.path}/", EditionSection.objects.filter(section=top)),
        "leaf section": (f"/{leaf.path}/", EditionSection.objects.filter(section=leaf)),
        "author": (author.get_absolute_url(), Byline.objects.filter(author=author)),
        "tag": (f"/tags/{tag.slug}/", EditionTag.objects.filter(tag=tag)),
    }
    found: dict[str, Callable[[], float]] = {}
    for name, (url, rows) in lists.items():
        found[name] = partial(read, url)
        found[f"{name}, deep"] = partial(read, url + deep(rows))
    last = Article.objects.order_by("-pk").values_list("pk", flat=True)[0]
    live = Edition.objects.live(now).select_related("article", "section")
    spread = [live.filter(article__gte=last * part // SAMPLE).order_by("article")[0] for part in range(SAMPLE)]
    addresses = cycle([edition.get_absolute_url() for edition in spread])
    found["article"] = lambda: read(next(addresses))
    publication = Publication(leaf, author, [tag])
    found["publication"] = publication
    return found, publication


def orders() -> Iterator[dict[str, Any]]:
    for line in sys.stdin:
        yield json.loads(line)


def main() -> None:
    found, publication = cases()
    print(json.dumps(list(found)), flush=True)
    for order in orders():
        print(json.dumps([found[order["case"]]() for _time in range(order["times"])]), flush=True)
    publication.tidy()


if __name__ == "__main__":
    main()
