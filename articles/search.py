"""Search: the one way to look for editions by their words, for the desk and for readers.

Give it the editions the asker may see (permissions.readable(user, …), live(at)): what is not among them is neither
found nor counted. What people may write, and how words are folded, is in words.py; what is looked through is
SearchText, which the database indexes as it is written: SQLite by FTS5, PostgreSQL by a tsvector and GIN.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL

from articles.models import Edition
from articles.words import Query, Term, split

CANDIDATES = 2_000  # matches that are ranked: a common word has a million, and to rank those took a second or two
FEW = 2_000  # matches that are named one by one
HEADLINE, STANDFIRST, BODY = 10, 4, 1  # what a word weighs there
SATURATION = 2.0  # the tenth time that a text says a word tells less than the second


def matching(editions: QuerySet[Edition], query: str) -> QuerySet[Edition]:
    """Keep the editions that hold every word and phrase of `query` and none that it excludes. Any text is a query.

    It is a filter: the order is the caller's, newest() or another. A query without a word to look for finds nothing.
    """
    asked = Query.parse(query)
    if not asked.terms:
        return editions.none()
    # No planner knows how rare a word is, least of all one that is half typed: where matches are few, we say which.
    # Where they are many, editions are taken in the caller's order and each is looked for among the matches; SQLite
    # would fetch and sort all that match, were it not for the sum, which is no key.
    keys = _few(asked, editions.db)
    if keys is not None:
        return editions.filter(pk__in=keys)
    if connections[editions.db].vendor == "sqlite":
        return editions.alias(match=F("pk") + 0).filter(match__in=RawSQL(*_on_sqlite(asked)))  # noqa: S611
    return editions.filter(pk__in=RawSQL(*_on_postgresql(asked)))  # noqa: S611


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


def index_differs(database: str = DEFAULT_DB_ALIAS) -> bool:
    """Tell whether SQLite's index says something else than the texts. It reads all of both; PostgreSQL's can't differ.

    It may where somebody wrote to the table without its triggers.
    """
    if connections[database].vendor != "sqlite":
        return False
    try:
        with transaction.atomic(using=database), connections[database].cursor() as cursor:
            cursor.execute(
                "INSERT INTO articles_searchindex (articles_searchindex, rank) VALUES ('integrity-check', 1)"
            )
    except DatabaseError:
        return True
    return False


def reindex(database: str = DEFAULT_DB_ALIAS) -> None:
    """Make SQLite's index anew from the texts."""
    with connections[database].cursor() as cursor:
        cursor.execute("INSERT INTO articles_searchindex (articles_searchindex) VALUES ('rebuild')")


# --- the databases' own languages: words are letters and digits alone, so that nothing needs to be escaped ----------


def _few(asked: Query, database: str) -> list[int] | None:
    """Return the keys of the editions that match, or None where they are more than FEW."""
    sql, params = (_on_sqlite if connections[database].vendor == "sqlite" else _on_postgresql)(asked)
    with connections[database].cursor() as cursor:
        cursor.execute(f"{sql} LIMIT %s", [*params, FEW + 1])
        keys = [key for (key,) in cursor.fetchall()]
    return keys if len(keys) <= FEW else None


def _on_sqlite(asked: Query) -> tuple[str, list[str]]:
    return "SELECT rowid FROM articles_searchindex WHERE articles_searchindex MATCH %s", [_fts5(asked)]


def _fts5(asked: Query) -> str:
    def phrase(term: Term) -> str:
        return f'"{" ".join(term.words)}"{"*" if term.prefix else ""}'

    wanted = " AND ".join(map(phrase, asked.terms))
    return f"({wanted})" + "".join(f" NOT {phrase(term)}" for term in asked.excluded)


def _on_postgresql(asked: Query) -> tuple[str, list[str]]:
    """Ask by the words through the index, by the text itself where they must be one after the other.

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
    return f"SELECT edition_id FROM articles_searchtext WHERE {' AND '.join(where)}", params  # noqa: S608
