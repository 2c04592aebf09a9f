"""What search looks through: the folded words of each edition. See articles/words.py and articles/search.py."""

from __future__ import annotations

from typing import Any

from django.db import models

from articles import body as bodies
from articles.models.edition import Edition
from articles.models.rows import DerivedRowManager, EditionRow
from articles.words import fold, searchable


class SearchTextManager(DerivedRowManager):
    def key(self, row: SearchText) -> tuple[Any, ...]:
        return (row.edition_id, row.text)

    def expected(self, editions: list[Edition]) -> dict[tuple[Any, ...], Any]:
        rows = [SearchText(edition=edition, text=text_of(edition)) for edition in editions]
        return {self.key(row): row for row in rows}


class SearchText(EditionRow):
    """An edition's words. Derived; the database itself keeps its full-text index of them up to date."""

    natural_key_fields = ("edition__article__uuid", "edition__number")

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="search_text")
    text = models.TextField()

    objects = SearchTextManager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.text[:60]


def text_of(edition: Edition, body: str | None = None) -> str:
    """Return what is indexed of an edition; `body` is its folded body, where that is known already."""
    folded = fold(bodies.plain_text(edition.body)) if body is None else body
    return searchable(edition.headline, edition.standfirst, folded)
