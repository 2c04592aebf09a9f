"""The process that knows the newspaper: it prints, as JSON, which pages to check and what the article among them says.

What the extractors are held to comes from the database, not from the page that they read.
"""

from __future__ import annotations

import json
from typing import Any

import django

django.setup()

from django.urls import reverse  # noqa: E402  # Django is set up first
from django.utils import timezone  # noqa: E402
from lxml import html  # noqa: E402

from articles import body  # noqa: E402
from articles.models import Edition, Section  # noqa: E402

ARTICLE = "pyongyang"  # a part of its slug
SEARCH = "corée"


def told(edition: Edition) -> dict[str, Any]:
    """Return what a reader's tool should recover of an edition."""
    blocks = [(block.kind, html.fromstring(block.html)) for block in body.blocks(edition.body)]
    return {
        "title": edition.headline,
        "authors": [byline.author.name for byline in edition.bylines.select_related("author")],
        "date": timezone.localtime(edition.published_at).isoformat(),
        "language": edition.language,
        "paragraphs": [block.text_content() for kind, block in blocks if kind == "p"],
        "quotes": [
            [block.find(".//p").text_content(), block.find(".//cite").text_content()]
            for kind, block in blocks
            if kind == "pull-quote"
        ],
    }


def main() -> None:
    live = Edition.objects.live(timezone.now()).newest()
    article = live.get(slug__contains=ARTICLE)
    revised = live.order_by("-number")[0]
    author = article.bylines.all()[0].author
    section = reverse("section", args=[Section.objects.get(editions=article).path])
    plain = [edition for edition in live.filter(lead_picture=None) if not body.pictures(edition.body)]
    feeds = ["feed", "feed/atom", "feed/json"]
    facts = {
        "pages": {
            "front": reverse("front"),
            "section": section,
            "article": article.get_absolute_url(),
            "author": author.get_absolute_url(),
            "search": reverse("search", query={"q": SEARCH}),
            "history": f"{revised.get_absolute_url()}history/",
        },
        "without_pictures": [edition.get_absolute_url() for edition in plain],
        "feeds": [f"{place}{feed}/" for place in ("/", section) for feed in feeds],
        "article": told(article),
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
