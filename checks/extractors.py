"""Five tools that take an article out of its page, and what each recovers of it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from checks.report import Result
from checks.site import PYTHON, ROOT, TOOLS, Site, call

# What readers are shown with other marks than editors write: French quotes, quotes within quotes, apostrophes.
_MARKS = str.maketrans({"’": "'", **dict.fromkeys('«»“”„"', " ")})
NEAR = 60  # characters within which a speaker's name follows the quote


def plain(text: str) -> str:
    """Return the words without what typography makes of them."""
    return re.sub(r"\s+([,.])", r"\1", " ".join(unicodedata.normalize("NFKC", text).translate(_MARKS).split()))


def check(site: Site) -> Iterator[Result]:
    """Title, text and quotes with their speakers from each; authors, date and language where the tool tells them."""
    page = site.read(site.pages["article"]).decode()
    address = f"{site.url}{site.pages['article']}"
    said_by = json.loads(call("node", ROOT / "checks" / "readability.mjs", TOOLS, address, given=page))
    said_by |= json.loads(call(PYTHON, ROOT / "checks" / "readers.py", "article", address, given=page))
    for tool, found in said_by.items():
        for fact, (said, fault) in compare(found, site.article).items():
            yield Result(tool, fact, said, [fault] if fault else [])


def compare(found: dict[str, Any], told: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Return what to show of each fact that the tool tells and, if it is not what the newspaper told, the fault."""
    text = plain(found["text"])
    lost = [paragraph for paragraph in map(plain, told["paragraphs"]) if paragraph not in text]
    mute = [quote for quote, speaker in told["quotes"] if not _is_spoken(plain(quote), plain(speaker), text)]
    title = plain(found["title"] or "")
    results = {
        "title": ("ok", "") if title == plain(told["title"]) else (title, f"{title!r} is not {told['title']!r}"),
        "text": _share(told["paragraphs"], lost, "paragraph"),
        "quotes": _share(told["quotes"], mute, "quote with its speaker"),
    }
    if "authors" in found:
        names = plain(found["authors"] or "")
        missing = [name for name in told["authors"] if plain(name) not in names]
        results["authors"] = (names or "none", f"{', '.join(missing)} not in {names!r}" if missing else "")
    if "date" in found:
        date = found["date"] or "none"
        results["date"] = (date, "" if is_same_time(date, told["date"]) else f"{date} is not {told['date']}")
    if "language" in found:
        language = found["language"] or "none"
        is_same = language.split("-")[0] == told["language"].split("-")[0]
        results["language"] = (language, "" if is_same else f"{language} is not {told['language']}")
    return results


def _share(all_: list[Any], lost: list[str], what: str) -> tuple[str, str]:
    return f"{len(all_) - len(lost)} of {len(all_)}", "".join(f"no {what}: {words} " for words in lost).strip()


def _is_spoken(quote: str, speaker: str, text: str) -> bool:
    """Tell whether the quote is somewhere in the text with the speaker's name right after it."""
    quote = quote.rstrip(". ")
    return any(speaker in text[found.end() : found.end() + NEAR] for found in re.finditer(re.escape(quote), text))


def is_same_time(date: str, told: str) -> bool:
    """Compare an instant where the tool tells one, the newspaper's day where it tells a day."""
    try:
        found, right = datetime.fromisoformat(date), datetime.fromisoformat(told)
    except ValueError:
        return False
    return found == right if found.tzinfo else found.date() == right.date()
