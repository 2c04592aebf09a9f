"""Search: the one way to look for editions by their words, for the desk and for readers.

Give it the editions the asker may see (permissions.readable(user, …), live(at)): what is not among them is neither
found nor counted. What people may write, and how words are folded, is in words.py; what is looked through is
SearchText, which the database indexes as it is written: SQLite by FTS5, PostgreSQL by a tsvector and GIN.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, DatabaseError, OperationalError, connections, transaction
from django.db.models import Exists, F, OuterRef, QuerySet, TextField, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat, StrIndex
from django.db.models.lookups import Exact, GreaterThan

from articles.models import SearchText
from articles.querysets import EditionFieldQuerySet
from articles.words import Query, Term, split

CANDIDATES = 200  # matches that are ranked: a common word has a million, and to rank those took a second or two
FEW = 1_000  # matches that are named one by one
LATEST = 100  # editions that tell whether a word is common
HEADLINE, STANDFIRST, BODY = 10, 4, 1  # what a word weighs there
SATURATION = 2.0  # the tenth time that a text says a word tells less than the second


class TooMuch(Exception):
    """The time that a search was given has run out."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Give all searches in the block so much time together, about; raise TooMuch when it is over."""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        if connection.vendor == "sqlite":  # without a transaction: ours would wait for whoever writes, and stop them
            ends = time.monotonic() + seconds
            connection.ensure_connection()
            connection.connection.set_progress_handler(lambda: time.monotonic() > ends, 20_000)  # of its steps
            yield
            return
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {int(seconds * 1000)}")
            yield
    except OperationalError as error:
        # PostgreSQL says so in the language of its server, but with the same code in each.
        if "interrupted" in str(error) or getattr(error.__cause__, "sqlstate", "") == "57014":
            raise TooMuch from error
        raise
    finally:
        if connection.vendor == "sqlite" and connection.connection is not None:
            connection.connection.set_progress_handler(None, 0)


def matching[Rows: EditionFieldQuerySet](editions: Rows, query: str) -> Rows:
    """Keep the editions that hold every word and phrase of `query` and none that it excludes. Any text is a query.

    It is a filter, of editions or of rows that list them: the order is the caller's, newest() or another. A query
    without a word to look for finds nothing.
    """
    return _matching(editions, *_read(query, editions.db))


def latest(editions: EditionFieldQuerySet, query: str) -> EditionFieldQuerySet:
    """Return the matching editions, the newest by their keys first, to be sliced: what is beyond is not looked for."""
    return _latest(editions, *_read(query, editions.db))


def ranked(editions: EditionFieldQuerySet, query: str, limit: int) -> list[int]:
    """Return the keys of up to `limit` matching editions, best first; among equals the newest. Rows may list them.

    Only the CANDIDATES latest matches are ranked: all there are, unless the words are common. Then an older edition is
    not among the best, however good it is; matching() finds it. What is ranked: how often a word stands in the
    headline, the standfirst and the body, for how long the text is. Rareness of words tells nothing, since every match
    holds them all.
    """
    asked, keys = _read(query, editions.db)
    key = editions.path("pk")
    if editions.edition_field:
        found = _matching(editions, asked, keys).order_by(f"-{key}").values_list(key, flat=True)
    else:
        found = _latest(editions, asked, keys).values_list("pk", flat=True)
    candidates = list(found[:CANDIDATES])  # before their texts are read: a database may read them to sort them
    texts = dict(SearchText.objects.filter(edition__in=candidates).values_list("edition", "text"))
    mean = sum(map(len, texts.values())) / (len(texts) or 1)
    scores = {key: _score(f" {text} ", asked.terms, mean) for key, text in texts.items()}
    return sorted(scores, key=lambda key: (-scores[key], -key))[:limit]


def _read(query: str, database: str) -> tuple[Query, list[int] | None]:
    """Read a query; return with it the keys that match, or None where they are more than FEW.

    What may be the beginning of a word is a whole one where many editions have that.
    """
    asked = Query.parse(query)
    keys = _few(asked.whole, database)
    if keys is None or asked == asked.whole:
        return asked.whole, keys
    return asked, _few(asked, database)


def _matching[Rows: EditionFieldQuerySet](editions: Rows, asked: Query, keys: list[int] | None) -> Rows:
    key = editions.path("pk")
    # No planner knows how rare a word is, least of all one that is half typed: where matches are few, we say which.
    # Where they are many, editions are taken in the caller's order and each is looked for among the matches; SQLite
    # would fetch and sort all that match, were it not for the sum, which is no key. Where one edition in ten matches,
    # it takes longer to read all matches than each edition's text in turn.
    if keys is not None:
        return editions.filter(**{f"{key}__in": keys})
    if _is_common(asked, editions.db):
        return editions.filter(Exists(_answering(asked).filter(edition=OuterRef(key))))
    if connections[editions.db].vendor != "sqlite":
        return editions.filter(**{f"{key}__in": RawSQL(*_on_postgresql(asked))})  # noqa: S611
    return editions.alias(match=F(key) + 0).filter(match__in=RawSQL(*_on_sqlite(asked)))  # noqa: S611


def _latest(editions: EditionFieldQuerySet, asked: Query, keys: list[int] | None) -> EditionFieldQuerySet:
    if not asked.terms or connections[editions.db].vendor != "sqlite":
        return _matching(editions, asked, keys).order_by("-pk")
    # FTS5 tells matches newest first as it finds them, so that it can stop, where it is read first: a subquery would
    # be read to its end, and the plus keeps the planner from asking it about each edition.
    return editions.extra(  # type: ignore[return-value]  # the stubs forget the class
        tables=["articles_searchindex"],
        where=["articles_searchindex MATCH %s", "articles_edition.id = +articles_searchindex.rowid"],
        params=[_fts5(asked)],
        order_by=["-articles_searchindex.rowid"],
    )


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
    if not asked.terms:
        return []
    sql, params = (_on_sqlite if connections[database].vendor == "sqlite" else _on_postgresql)(asked)
    with connections[database].cursor() as cursor:
        cursor.execute(f"{sql} LIMIT %s", [*params, FEW + 1])
        keys = [key for (key,) in cursor.fetchall()]
    return keys if len(keys) <= FEW else None


def _is_common(asked: Query, database: str) -> bool:
    """Tell whether one in ten of the latest editions matches."""
    latest = SearchText.objects.using(database).order_by("-edition").values_list("text", flat=True)[:LATEST]
    return sum(map(asked.answers, latest)) * 10 >= LATEST


def _answering(asked: Query) -> QuerySet[SearchText]:
    """Return the texts that answer, read one by one: Query.answers() as a query."""
    padded = Concat(Value(" "), F("text"), Value(" "), output_field=TextField())
    texts = SearchText.objects.order_by()
    for term in asked.terms:
        texts = texts.filter(GreaterThan(StrIndex(padded, Value(term.needle)), 0))
    for term in asked.excluded:
        texts = texts.filter(Exact(StrIndex(padded, Value(term.needle)), 0))
    return texts


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
