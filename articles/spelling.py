"""“Did you mean”: words that readers may have meant, from the latest articles that they see."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime

from django.core.cache import cache
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from articles.models import Edition, SearchText
from articles.words import BREAK, LONGEST_QUERY, words

KEY = "spelling"
SECONDS = 900  # between two readings of the vocabulary
ARTICLES = 1_000  # the latest, whose words are known
SHORTEST = 4  # letters: a shorter word is near to many
PER_MISTAKE = 4  # letters for each that may be wrong
WORDS = 6  # of a query that are looked at


def vocabulary(at: datetime) -> Counter[str]:
    """Return how often each word stands in the latest articles live at `at`, from the cache."""
    known: Counter[str] | None = cache.get(KEY)
    if known is None:
        latest = list(Edition.objects.live(at).newest().values_list("pk", flat=True)[:ARTICLES])
        texts = SearchText.objects.filter(edition__in=latest).values_list("text", flat=True)
        counted = Counter(word for text in texts.iterator() for word in text.split())
        known = Counter({word: times for word, times in counted.items() if len(word) >= SHORTEST and word != BREAK})
        cache.set(KEY, known, SECONDS)
    return known


def suggestion(query: str, at: datetime) -> str:
    """Return the query with each word that is unknown replaced by the nearest known one; nothing if none is near.

    Whoever shows it first looks whether it finds something: a word may have been withdrawn since it was read.
    """
    asked = list(dict.fromkeys(words(query[:LONGEST_QUERY])))[:WORDS]
    if not any(len(word) >= SHORTEST for word in asked):
        return ""
    known = vocabulary(at)
    nearest = {word: _nearest(word, known) for word in asked if len(word) >= SHORTEST and word not in known}
    meant = [nearest.get(word) or word for word in asked]
    return " ".join(meant) if meant != asked else ""


def as_written(query: str, text: str) -> str:
    """Return a suggestion with its words as `text` writes them, accents and all."""
    written = {"".join(words(word)): word.lower() for word in re.findall(r"\w+", text)}
    return " ".join(written.get(word, word) for word in query.split())


def _nearest(word: str, known: Counter[str]) -> str:
    """Return the known word with the fewest letters wrong, left out, put in or swapped; of several the commonest."""
    allowed = min(len(word) // PER_MISTAKE, 3)
    found = extract(word, known.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=20)
    if not found:
        return ""
    return min(found, key=lambda match: (match[1], match[0][0] != word[0], -known[match[0]]))[0]
