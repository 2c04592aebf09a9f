"""Whole articles filed at once, with the history they had elsewhere: many rows in few queries, for archives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from articles import copying, keys
from articles.body import Reference
from articles.bulk import insert, insert_objects, prepared, reserve_ids
from articles.models import (
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
    SponsorshipNote,
    Tag,
    Transition,
)
from articles.models.searchtext import text_of
from articles.signals import announce
from articles.states import OPEN, Status, Verb
from articles.workflow.laying import head_of, opening, windows

_WINDOW = ("published_at", "live_from", "live_until")


class Line(NamedTuple):
    """A line of the audit log."""

    verb: Verb
    before: str  # a Status, or nothing
    after: Status
    at: datetime
    by_name: str = ""
    comment: str = ""


@dataclass
class Version:
    """An edition to file: its content, and what was asked for: its status, live_from, expires_at and withdrawn_at.

    `edition.compiled`, `references` and `words`, the body folded, are read from the body where they are None.
    """

    edition: Edition
    bylines: Sequence[tuple[Author, str]] = ()
    tags: Sequence[Tag] = ()
    notes: Sequence[SponsorshipNote] = ()
    references: Sequence[Reference] | None = None
    words: str | None = None
    log: list[Line] = field(default_factory=list)


@dataclass
class Chain:
    """An article to file and its versions, in order: each is based on the one before."""

    article: Article
    versions: list[Version]


@transaction.atomic
def file_articles(chains: Sequence[Chain]) -> None:
    """Add the articles with their past, present and future: all of them or none.

    Numbers, windows, listings and heads are derived as the verbs derive them, and the database's constraints hold.
    Neither permissions nor preflight are asked: this is for the system itself, and what was published was published.
    """
    versions = [version for filed in chains for version in filed.versions]
    for filed, key in zip(chains, reserve_ids(Article, len(chains)), strict=True):
        filed.article.pk = key
    for version, key in zip(versions, reserve_ids(Edition, len(versions)), strict=True):
        version.edition.pk = key
    for filed in chains:
        _derive(filed)
    insert_objects(Article, (filed.article for filed in chains))
    insert_objects(Edition, (version.edition for version in versions))
    _insert_rows(versions)
    _insert_history(versions)
    announce(set(_keys(chains)))


def _derive(filed: Chain) -> None:
    """Set numbers, slugs, what readers are served, windows and the head.

    Rows are tied by their keys, not by their objects: those would hold each other in memory.
    """
    editions = [version.edition for version in filed.versions]
    for number, edition in enumerate(editions, start=1):
        edition.article_id, edition.number = filed.article.pk, number
        edition.based_on_id = editions[number - 2].pk if number > 1 else None
        edition.derive()
        if edition.is_frozen and edition.compiled is None:
            edition.compiled = edition.compile()
    published = sorted((edition for edition in editions if edition.is_frozen), key=opening)
    for edition, (published_at, live_until) in zip(published, windows(published), strict=True):
        edition.published_at, edition.live_until = published_at, live_until
    filed.article.first_published_at = published[0].live_from if published else None
    head = head_of(editions)
    filed.article.head_id = head.pk if head else None


def _insert_rows(versions: list[Version]) -> None:
    """Insert what belongs to the editions, each row with a copy of its edition's window where it lists the edition."""
    bylines, tags, notes, references = [], [], [], []
    window: dict[int, Sequence[Any]] = {}
    for version in versions:
        edition = version.edition
        key = edition.pk
        window[key] = [prepared(getattr(edition, name)) for name in _WINDOW]
        for position, (author, role) in enumerate(version.bylines):
            bylines.append([key, author.pk, role, position, *window[key]])
        tags += [[key, tag.pk, *window[key]] for tag in version.tags]
        notes += [[key, note.pk] for note in version.notes]
        if version.references is not None:
            references += [[key, kind, target] for kind, target in version.references]
    places = EditionSection.objects.places([version.edition for version in versions])
    sections = [[edition.pk, section_id, *window[edition.pk]] for edition, section_id in places]
    insert(Byline, ["edition_id", "author_id", "role", "position", *_WINDOW], bylines)
    insert(EditionTag, ["content_object_id", "tag_id", *_WINDOW], tags)
    insert(EditionNote, ["edition_id", "note_id"], notes)
    insert(EditionSection, ["edition_id", "section_id", *_WINDOW], sections)
    insert(EditionReference, ["edition_id", "kind", "target"], references)
    insert(
        SearchText,
        ["edition_id", "text"],
        ([version.edition.pk, text_of(version.edition, version.words)] for version in versions),
    )
    EditionReference.objects.sync(version.edition for version in versions if version.references is None)


def _insert_history(versions: list[Version]) -> None:
    insert(
        Transition,
        ["edition_id", "verb", "from_status", "to_status", "at", "by_name", "comment"],
        [
            [version.edition.pk, line.verb, line.before, line.after, prepared(line.at), line.by_name, line.comment]
            for version in versions
            for line in version.log
        ],
    )
    Revision.objects.bulk_create(
        Revision(edition=edition, content=copying.snapshot(edition), saved_at=edition.updated_at)
        for edition in (version.edition for version in versions)
        if edition.status in OPEN
    )


def _keys(chains: Sequence[Chain]) -> Iterator[str]:
    yield from (keys.FRONT, keys.FEED)
    for filed in chains:
        yield keys.article(filed.article.public_id)
        for version in filed.versions:
            yield from (keys.author(author.slug) for author, _role in version.bylines)
            yield from (keys.tag(tag.slug) for tag in version.tags)
            if version.edition.section:
                names = version.edition.section.path.split("/")
                yield from (keys.section("/".join(names[:depth])) for depth in range(1, len(names) + 1))
