"""Sections that two people move at once: nobody ends up below themselves."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.test import TransactionTestCase

from articles.models import OldPath, Section
from tests.factories import make_section


class SectionsAtOnceTest(TransactionTestCase):
    serialized_rollback = True  # else those that come after can’t load what the migrations made

    def move_at_once(self, *moves: tuple[Section, Section]) -> list[str]:
        """Move each section below another, all at once; return how each went, sorted."""

        def move(section: Section, parent: Section) -> None:
            section.parent = parent
            section.save()

        return self.at_once(move, *moves)

    def at_once(self, act: Callable[[Section, Any], None], *moves: tuple[Section, Any]) -> list[str]:
        gate = threading.Barrier(len(moves))
        outcomes: list[str] = []

        def run(pk: int, to: Any) -> None:
            try:
                section = Section.objects.get(pk=pk)
                gate.wait(timeout=30)
                act(section, to)
                outcomes.append("moved")
            except ValidationError:
                outcomes.append("refused")
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=(section.pk, to)) for section, to in moves]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return sorted(outcomes)

    def paths(self) -> set[str]:
        return set(Section.objects.values_list("path", flat=True))

    def test_below_each_other(self):
        a, b = make_section(slug="a"), make_section(slug="b")
        self.assertEqual(self.move_at_once((a, b), (b, a)), ["moved", "refused"])
        self.assertIn(self.paths(), [{"a", "a/b"}, {"b", "b/a"}])

    def test_a_section_and_the_one_above_it(self):
        top, other = make_section(slug="top"), make_section(slug="other")
        child = make_section(slug="child", parent=top)
        make_section(slug="leaf", parent=child)
        self.assertEqual(self.move_at_once((child, other), (top, other)), ["moved", "moved"])
        self.assertEqual(self.paths(), {"other", "other/top", "other/child", "other/child/leaf"})
        redirects = dict(OldPath.objects.values_list("old_path", "new_path"))
        self.assertEqual(
            {old: redirects[old] for old in ("top", "top/child", "top/child/leaf")},
            {"top": "other/top", "top/child": "other/child", "top/child/leaf": "other/child/leaf"},
        )

    def test_steps_among_the_same_sections(self):
        row = [make_section(slug=slug, position=position) for position, slug in enumerate("abcd")]
        self.at_once(Section.step, (row[0], 1), (row[1], 1), (row[3], -1), (row[2], -1))
        positions = [section.position for section in Section.objects.all()]
        self.assertEqual(positions, [0, 1, 2, 3])
