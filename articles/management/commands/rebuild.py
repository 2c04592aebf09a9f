"""`manage.py rebuild`: derive anew what save() and the workflow derive, for rows that came in by another door."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import transaction
from tqdm import tqdm

from articles import keys, search
from articles.models import (
    Article,
    Byline,
    Edition,
    EditionReference,
    EditionSection,
    EditionTag,
    OldPath,
    SearchText,
    Section,
    Tag,
)
from articles.models.tag import fold
from articles.signals import announce
from articles.workflow import head_of, lay_windows, windows

BATCH = 100  # articles at a time: what is held in memory, and how long their locks are


class Command(BaseCommand):
    """Say what differs from what it should be, one line each, and mend it; with --check only say it."""

    help = "Derive anew: section paths, folded tags, windows, compiled bodies, listings, references and search."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="Change nothing; fail if anything differs.")

    @no_translations
    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        found = 0
        # On a terminal alone: a bar in a log is noise. What differs is written above it.
        with tqdm(total=Article.objects.count(), unit=" articles", leave=False, disable=None) as bar:
            lines = chain(sections(not check), tags(not check), articles(not check, bar.update), index(not check))
            for line in lines:
                bar.clear()
                self.stdout.write(line)
                found += 1
        if check and found:
            raise CommandError(f"Differences: {found}. Run manage.py rebuild.")
        self.stdout.write(f"Differences mended: {found}." if found else "Everything is as it should be.")


@transaction.atomic
def sections(mend: bool) -> list[str]:
    """Derive every path from the slugs; a path that changes leaves a redirect behind."""
    known = {section.pk: section for section in Section.objects.order_by("pk")}
    paths = {section.pk: _path(section, known) for section in known.values()}
    wrong = [section for section in known.values() if section.path != paths[section.pk]]
    if mend and wrong:
        for section in wrong:  # out of each other's way first: two may have swapped their paths
            Section.objects.filter(pk=section.pk).update(path=f"_{section.pk}")
        for section in wrong:
            Section.objects.filter(pk=section.pk).update(path=paths[section.pk])
            if section.path and section.path not in paths.values():
                OldPath.objects.remember(section.path, paths[section.pk])
        announce({keys.FRAME})
    return [f"section {section.pk}: path “{section.path}” should be “{paths[section.pk]}”" for section in wrong]


def _path(section: Section, known: dict[int, Section]) -> str:
    slugs = [section.slug]
    above = section.parent_id
    while above is not None:
        if above == section.pk or len(slugs) > len(known):
            raise CommandError(f"Section {section.pk} (“{section}”) stands below itself: give it another parent first.")
        slugs.insert(0, known[above].slug)
        above = known[above].parent_id
    return "/".join(slugs)


def tags(mend: bool) -> Iterator[str]:
    """Fold every name. Two tags that turn out to be one are for an editor to tell apart."""
    for tag in Tag.objects.order_by("pk").iterator():
        folded = fold(tag.name)
        if tag.folded != folded:
            yield f"tag {tag.slug}: folded “{tag.folded}” should be “{folded}”"
            if mend:
                if other := Tag.objects.filter(folded=folded).first():
                    raise CommandError(f"Tags {tag.slug} and {other.slug} are the same: rename one of them first.")
                Tag.objects.filter(pk=tag.pk).update(folded=folded)


def articles(mend: bool, done: Callable[[int], object]) -> Iterator[str]:
    """Derive every window, compiled body, listing, reference and searched text, a batch of articles at a time.

    `done` is told how many more articles have been looked at.
    """
    last = 0
    while True:
        with transaction.atomic():
            following = Article.objects.filter(pk__gt=last).order_by("pk")
            batch = list((following.select_for_update() if mend else following)[:BATCH])
            lines = [*_chains(batch, mend), *_editions(batch, mend)]
        yield from lines
        done(len(batch))
        if len(batch) < BATCH:
            return
        last = batch[-1].pk


def _name(edition: Edition) -> str:
    return f"edition {edition.article.public_id}/{edition.number}"


def _chains(batch: list[Article], mend: bool) -> Iterator[str]:
    """Compare what workflow.lay_windows() writes: windows, the first publication and the head."""
    chains = defaultdict(list)
    found = Edition.objects.filter(article__in=batch).defer("body", "compiled").select_related("article")
    for edition in found.order_by("live_from", "number"):
        chains[edition.article_id].append(edition)
    for article in batch:
        lines = list(_chain_lines(article, chains[article.pk]))
        yield from lines
        if mend and lines:
            lay_windows(article)
            announce({keys.FRONT, keys.FEED, keys.article(article.public_id)})


def _chain_lines(article: Article, editions: list[Edition]) -> Iterator[str]:
    published = [edition for edition in editions if edition.is_frozen]
    for edition, window in zip(published, windows(published), strict=True):
        if (edition.published_at, edition.live_until) != window:
            yield f"{_name(edition)}: published_at or live_until differs"
    if article.first_published_at != (published[0].live_from if published else None):
        yield f"article {article.public_id}: first_published_at differs"
    head = head_of(editions)
    if article.head_id != (head.pk if head else None):
        yield f"article {article.public_id}: head differs"


def _editions(batch: list[Article], mend: bool) -> Iterator[str]:
    """Compare what an edition is the source of: its compiled body, listings, references, words and windows."""
    found = Edition.objects.filter(article__in=batch).select_related("article").order_by("pk")
    editions = {edition.pk: edition for edition in found}
    derive: list[Callable[[dict[int, Edition], bool], Iterator[tuple[Edition, str]]]] = [_compiled, _rows, _windows]
    for function in derive:
        for edition, line in function(editions, mend):
            yield f"{_name(edition)}: {line}"
            if mend:
                announce({keys.article(edition.article.public_id)})


def _compiled(editions: dict[int, Edition], mend: bool) -> Iterator[tuple[Edition, str]]:
    for edition in editions.values():
        compiled = edition.compile() if edition.is_frozen else None
        if edition.compiled != compiled:
            yield edition, "compiled differs"
            if mend:
                Edition.objects.filter(pk=edition.pk).lay(compiled=compiled)


def _rows(editions: dict[int, Edition], mend: bool) -> Iterator[tuple[Edition, str]]:
    for model in (EditionSection, EditionReference, SearchText):
        missing, surplus = model.objects.differences(editions.values())
        for word, rows in (("missing", missing), ("surplus", surplus)):
            for row in rows:
                yield editions[row.edition_id], f"{word} {model._meta.model_name} “{row}”"
        if mend and (missing or surplus):
            model.objects.sync(editions.values())


def _windows(editions: dict[int, Edition], mend: bool) -> Iterator[tuple[Edition, str]]:
    names = ("published_at", "live_from", "live_until")
    for model in (Byline, EditionTag, EditionSection):
        field = model.edition_field
        for row in model.objects.filter(**{f"{field}__in": list(editions)}).order_by("pk"):
            edition = editions[getattr(row, f"{field}_id")]
            window = {name: getattr(edition, name) for name in names}
            if {name: getattr(row, name) for name in names} != window:
                yield edition, f"window of {model._meta.model_name} {row.pk} differs"
                if mend:
                    model.objects.filter(pk=row.pk).lay(**window)


def index(mend: bool) -> Iterator[str]:
    """Compare the texts that search looks through with the database's own index of them."""
    if search.index_differs():
        yield "the index of searched words differs"
        if mend:
            search.reindex()
