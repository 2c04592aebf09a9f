"""Addresses that have moved: redirects that always lead somewhere in one step."""

from __future__ import annotations

from django.test import TestCase

from articles.models import OldPath, Tag
from tests.factories import make_author, make_section


class OldPathTest(TestCase):
    def assert_redirects(self, **redirects: str) -> None:
        self.assertEqual(dict(OldPath.objects.values_list("old_path", "new_path")), redirects)

    def test_a_chain_is_shortened(self):
        for old, new in [("a", "b"), ("b", "c"), ("c", "d")]:
            OldPath.objects.remember(old, new)
        self.assert_redirects(a="d", b="d", c="d")

    def test_a_way_back_leaves_no_circle(self):
        OldPath.objects.remember("a", "b")
        OldPath.objects.remember("b", "a")
        self.assert_redirects(b="a")
        for old, new in [("a", "c"), ("c", "a")]:
            OldPath.objects.remember(old, new)
        self.assert_redirects(b="a", c="a")

    def test_an_address_that_is_used_again_redirects_no_more(self):
        OldPath.objects.remember("a", "b")
        OldPath.objects.remember("x", "a")
        self.assert_redirects(x="a")

    def test_the_last_move_counts(self):
        OldPath.objects.remember("a", "b")
        OldPath.objects.remember("a", "c")
        self.assert_redirects(a="c")

    def test_sections_authors_and_tags_leave_redirects(self):
        section, author, tag = make_section(slug="s"), make_author(slug="a"), Tag.objects.create(name="t")
        for thing in (section, author, tag):
            thing.save()
        self.assert_redirects()
        for slug in ("one", "two"):
            for thing in (section, author, tag):
                thing.slug = slug
                thing.save()
        self.assert_redirects(
            **{
                "s": "two",
                "one": "two",
                "authors/a": "authors/two",
                "authors/one": "authors/two",
                "tags/t": "tags/two",
                "tags/one": "tags/two",
            }
        )
