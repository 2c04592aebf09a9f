"""Lists are turned by key: nothing is lost or comes twice, however many items share a date."""

from __future__ import annotations

import itertools
from typing import Any

from django.db.models import QuerySet
from django.test import TestCase

from articles.models import Byline, Edition, EditionSection, EditionTag
from articles.querysets import WindowQuerySet
from tests.factories import DAY, HOUR, NOW, make_article, make_author, make_draft, make_picture, make_section


class KeysetTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.author, cls.section, cls.picture = make_author(), make_section(), make_picture()
        listed = {"section": cls.section, "bylines": [(cls.author, "text")], "tags": ["Mer"]}
        listed["lead_picture"] = cls.picture
        cls.editions = [make_article(published_at=NOW - DAY - HOUR * (number // 12), **listed) for number in range(50)]
        make_draft(**listed)
        make_article(at=NOW + 9000 * DAY, **listed)
        make_article()
        # Dates are tied, on editions and rows alike: twelve items share each.
        for number, edition in enumerate(cls.editions):
            date = NOW - DAY - HOUR * (number // 12)
            Edition.objects.filter(pk=edition.pk).lay(published_at=date)
            for model, field in ((Byline, "edition"), (EditionTag, "content_object"), (EditionSection, "edition")):
                model.objects.filter(**{field: edition}).lay(published_at=date)
        cls.newest = sorted(
            (edition.pk for edition in cls.editions),
            key=lambda pk: (-(cls.editions.index(Edition(pk=pk)) // 12), pk),
            reverse=True,
        )
        cls.lists: dict[str, WindowQuerySet] = {
            "site": Edition.objects.filter(section=cls.section),
            "author": Byline.objects.filter(author=cls.author),
            "tag": EditionTag.objects.filter(tag__slug="mer"),
            "section": EditionSection.objects.filter(section=cls.section),
        }

    @staticmethod
    def key(row: Any) -> tuple[Any, int]:
        name = row.edition_field if not isinstance(row, Edition) else ""
        return row.published_at, getattr(row, f"{name}_id") if name else row.pk

    def pages(self, rows: WindowQuerySet, size: int) -> list[list[Any]]:
        pages = [list(rows.newest()[:size])]
        while page := list(rows.newest().older_than(*self.key(pages[-1][-1]))[:size]):
            pages.append(page)
        return pages

    def test_older_meets_every_item_once_and_newer_leads_back_the_same_way(self):
        for name, rows in self.lists.items():
            for size in (1, 7, 12, 50):
                with self.subTest(name, size=size):
                    pages = self.pages(rows.live(NOW), size)
                    self.assertEqual([self.key(row)[1] for page in pages for row in page], self.newest)
                    for page, following in itertools.pairwise(pages):
                        back = list(rows.live(NOW).newer_than(*self.key(following[0]))[:size])
                        self.assertEqual(back[::-1], page)
                    self.assertEqual(list(rows.live(NOW).newer_than(*self.key(pages[0][0]))), [])

    def test_a_new_item_shifts_nothing(self):
        rows = self.lists["section"].live(NOW)
        first = list(rows.newest()[:7])
        late = make_article(section=self.section, published_at=NOW - HOUR)
        self.assertEqual(rows.newest()[0].edition, late)
        second = list(rows.newest().older_than(*self.key(first[-1]))[:7])
        self.assertEqual([row.edition_id for row in second], self.newest[7:14])

    def test_cards_take_three_queries_with_one_item_or_thirty(self):
        for name, rows in self.lists.items():
            for count in (1, 30):
                with self.subTest(name, count=count), self.assertNumQueries(3):
                    self.read(rows.live(NOW).newest().for_cards()[:count], count)

    def read(self, rows: QuerySet, count: int) -> None:
        """Read all that a card shows."""
        editions = [row if isinstance(row, Edition) else getattr(row, row.edition_field) for row in rows]
        self.assertEqual([edition.pk for edition in editions], self.newest[:count])
        for edition in editions:
            self.assertEqual(edition.get_absolute_url(), f"/{self.section.path}/{edition.slug}_{edition.article}/")
            self.assertEqual([byline.author for byline in edition.bylines.all()], [self.author])
            self.assertEqual(edition.lead_picture, self.picture)
            self.assertEqual(edition.get_deferred_fields(), {"body", "compiled"})
