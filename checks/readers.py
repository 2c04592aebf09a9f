"""Run by the extractors' own Python: it gets a document on standard input and prints, as JSON, what each tool read.

A fact is there when the tool tells such facts at all; its value may be empty all the same.
"""

import json
import logging
import sys
import warnings

warnings.simplefilter("ignore")
logging.disable()

import feedparser  # noqa: E402  # quiet before they load
import goose3  # noqa: E402
import newspaper  # noqa: E402
import readability  # noqa: E402
import trafilatura  # noqa: E402
from lxml import html  # noqa: E402


def article(page: str, address: str) -> dict[str, dict[str, str | None]]:
    by_trafilatura = trafilatura.bare_extraction(page, url=address, with_metadata=True)
    by_newspaper = newspaper.article(address, language="fr", input_html=page)
    by_readability = readability.Document(page, url=address)
    by_goose = goose3.Goose({"enable_image_fetching": False}).extract(raw_html=page)
    published = by_newspaper.publish_date
    return {
        "trafilatura": {
            "title": by_trafilatura.title,
            "text": by_trafilatura.text,
            "authors": by_trafilatura.author,
            "date": by_trafilatura.date,
        },
        "newspaper4k": {
            "title": by_newspaper.title,
            "text": by_newspaper.text,
            "authors": ", ".join(by_newspaper.authors),
            "date": published and published.isoformat(),
            "language": by_newspaper.meta_lang,
        },
        "readability-lxml": {
            "title": by_readability.short_title(),
            "text": html.fromstring(by_readability.summary()).text_content(),
            "authors": by_readability.author(),
        },
        "goose3": {
            "title": by_goose.title,
            "text": by_goose.cleaned_text,
            "authors": ", ".join(by_goose.authors),
            "date": by_goose.publish_date,
            "language": by_goose.meta_lang,
        },
    }


def feed(document: str) -> dict[str, list[str] | int]:
    read = feedparser.parse(document.encode())
    faults = [str(read.bozo_exception)] if read.bozo else []
    for entry in read.entries:
        lacking = [fact for fact in ("title", "link", "published_parsed", "id") if not entry.get(fact)]
        if lacking:
            faults.append(f"no {', '.join(lacking)}: {entry.get('title')}")
    return {"entries": len(read.entries), "faults": faults}


print(json.dumps({"article": article, "feed": feed}[sys.argv[1]](sys.stdin.read(), *sys.argv[2:])))
