"""Search: the one way to look for editions by their words, for the desk and for readers.

Give it the editions the asker may see (permissions.readable(user, …), live(at)): what is not among them is neither
found nor counted. What people may write, and how words are folded, is in words.py; what is looked through is
SearchText, which the database indexes as it is written: SQLite by FTS5, PostgreSQL by a tsvector and GIN.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connections
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL

from articles.models import Edition
from articles.words import Query, Term, split

CANDIDATES = 2_000  # matches that are ranked: a common word has a million, and to rank those took a second or two
FEW = 5_000  # matches that SQLite fetches in a moment
HEADLINE, STANDFIRST, BODY = 10, 4, 1  # what a word weighs there
SATURATION = 2.0  # the tenth time that a text says a word tells less than the second


def matching(editions: QuerySet[Edition], query: str) -> QuerySet[Edition]:
    """Keep the editions that hold every word and phrase of `query` and none that it excludes. Any text is a query.

    It is a filter: the order is the caller's, newest() or another. A query without a word to look for finds nothing.
    """
    asked = Query.parse(query)
    if not asked.terms:
        return editions.none()
    if connections[editions.db].vendor != "sqlite":
        return editions.filter(pk__in=_on_postgresql(asked))  # the planner knows how frequent words are
    # SQLite knows nothing of it and takes every match to be an edition to fetch and sort. Where they are many, it does
    # better to take the editions in their order and look for each among the matches: the sum is no key, and says so.
    if _are_few(asked, editions.db):
        return editions.filter(pk__in=_on_sqlite(asked))
    return editions.alias(match=F("pk") + 0).filter(match__in=_on_sqlite(asked))


def latest(editions: QuerySet[Edition], query: str) -> QuerySet[Edition]:
    """Return the matching editions, the newest by their keys first, to be sliced: what is beyond is not looked for."""
    asked = Query.parse(query)
    if not asked.terms or connections[editions.db].vendor != "sqlite":
        return matching(editions, query).order_by("-pk")
    # FTS5 tells matches newest first as it finds them, so that it can stop, where it is read first: a subquery would
    # be read to its end, and the plus keeps the planner from asking it about each edition.
    return editions.extra(
        tables=["articles_searchindex"],
        where=["articles_searchindex MATCH %s", "articles_edition.id = +articles_searchindex.rowid"],
        params=[_fts5(asked)],
        order_by=["-articles_searchindex.rowid"],
    )


def ranked(editions: QuerySet[Edition], query: str, limit: int) -> list[Edition]:
    """Return up to `limit` matching editions, best first; among equals the newest.

    Only the CANDIDATES latest matches are ranked: all there are, unless the words are common. Then an older edition is
    not among the best, however good it is; matching() finds it. What is ranked: how often a word stands in the
    headline, the standfirst and the body, for how long the text is. Rareness of words tells nothing, since every match
    holds them all.
    """
    found = latest(editions.filter(search_text__isnull=False), query)  # so that it is an inner join
    texts = dict(found.values_list("pk", "search_text__text")[:CANDIDATES])
    mean = sum(map(len, texts.values())) / (len(texts) or 1)
    terms = Query.parse(query).terms
    scores = {key: _score(f" {text} ", terms, mean) for key, text in texts.items()}
    best = sorted(scores, key=lambda key: (-scores[key], -key))[:limit]
    fetched = editions.in_bulk(best)
    return [fetched[key] for key in best if key in fetched]


def _score(text: str, terms: Sequence[Term], mean: float) -> float:
    """Return how well the text answers: the sum over the terms of BM25's frequency part, weighed by where they are."""
    headline, standfirst, body = split(text)
    halfway = SATURATION * (0.25 + 0.75 * len(text) / mean)
    score = 0.0
    for needle in (term.needle for term in terms):
        hits = HEADLINE * headline.count(needle) + STANDFIRST * standfirst.count(needle) + BODY * body.count(needle)
        score += hits / (hits + halfway)
    return score


# --- the databases' own languages: words are letters and digits alone, so that nothing needs to be escaped ----------


def _on_sqlite(asked: Query) -> RawSQL:
    return RawSQL("SELECT rowid FROM articles_searchindex WHERE articles_searchindex MATCH %s", [_fts5(asked)])


def _are_few(asked: Query, database: str) -> bool:
    with connections[database].cursor() as cursor:
        matches = "SELECT 1 FROM articles_searchindex WHERE articles_searchindex MATCH %s LIMIT %s"
        cursor.execute(f"SELECT count(*) FROM ({matches})", [_fts5(asked), FEW + 1])  # noqa: S608
        return cursor.fetchone()[0] <= FEW


def _fts5(asked: Query) -> str:
    def phrase(term: Term) -> str:
        return f'"{" ".join(term.words)}"{"*" if term.prefix else ""}'

    wanted = " AND ".join(map(phrase, asked.terms))
    return f"({wanted})" + "".join(f" NOT {phrase(term)}" for term in asked.excluded)


def _on_postgresql(asked: Query) -> RawSQL:
    """Return the keys: by the words through the index, by the text itself where they must be one after the other.

    The vector has no positions, since PostgreSQL keeps but 256 of a word's, and 16,383 of a text's.
    """
    lexemes = [f"'{word}'" for term in asked.terms for word in term.words[: -1 if term.prefix else None]]
    lexemes += [f"'{term.words[-1]}':*" for term in asked.terms if term.prefix]
    lexemes += [f"!'{term.words[0]}'" for term in asked.excluded if len(term.words) == 1]
    where, params = ["vector @@ %s::tsquery"], [" & ".join(lexemes)]
    for term in (*asked.terms, *asked.excluded):
        if len(term.words) > 1:
            where.append(f"strpos(' ' || text || ' ', %s) {'=' if term in asked.excluded else '>'} 0")
            params.append(term.needle)
    return RawSQL(f"SELECT edition_id FROM articles_searchtext WHERE {' AND '.join(where)}", params)  # noqa: S608, S611
