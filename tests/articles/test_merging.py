"""Two versions made one: nothing of either is lost without a word."""

from __future__ import annotations

import re

from django.test import SimpleTestCase
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import body as bodies
from articles.merging import Conflict, merge

LINES = ["Un.", "Deux.", "Trois.", "Quatre."]


def page(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def merged(base: str, ours: str, theirs: str) -> tuple[str, list[str]]:
    content, conflicts = merge({"body": base}, {"body": ours}, {"body": theirs})
    return content["body"], [conflict.theirs for conflict in conflicts]


class BodyTest(SimpleTestCase):
    def test_each_side_keeps_what_it_changed(self):
        base = page(*LINES)
        self.assertEqual(
            merged(base, page("Un.", "2.", "Trois.", "Quatre."), page("Un.", "Deux.", "Trois.", "4.", "Cinq.")),
            (page("Un.", "2.", "Trois.", "4.", "Cinq."), []),
        )
        self.assertEqual(merged(base, page("2.", *LINES), page("Un.", "Trois.")), (page("2.", "Un.", "Trois."), []))

    def test_neighbours_are_changed_by_one_side_each(self):
        base = page(*LINES)
        self.assertEqual(
            merged(base, page("Un.", "2.", "Trois.", "Quatre."), page("Un.", "Deux.", "3.", "Quatre.")),
            (page("Un.", "2.", "3.", "Quatre."), []),
        )

    def test_two_words_of_one_paragraph(self):
        base = page("Le <strong>port</strong> dort à cinq heures.")
        ours = page("Le <strong>port</strong> dort déjà à cinq heures.")
        theirs = page("Le <strong>port</strong> dort à six heures.")
        self.assertEqual(merged(base, ours, theirs), (page("Le <strong>port</strong> dort déjà à six heures."), []))

    def test_where_they_contradict_ours_stays_and_theirs_is_told(self):
        base, ours = page("Le port dort.", "Fin."), page("Le port rêve.", "Fin.")
        for theirs, told in (
            (page("Le port veille.", "Fin."), "Le port veille."),
            (page("Le <em>port</em> dort.", "Fin."), "Le port dort."),
            (page("Fin."), ""),
        ):
            with self.subTest(told):
                self.assertEqual(merged(base, ours, theirs), (ours, [told]))

    def test_blocks_of_ours_move_whole(self):
        quote = '<figure class="pull-quote"><blockquote><p>Non.</p></blockquote></figure>'
        self.assertEqual(
            merged(page(*LINES), page(*LINES) + quote, page("1.", *LINES[1:])), (page("1.", *LINES[1:]) + quote, [])
        )


class FieldsTest(SimpleTestCase):
    def test_fields_are_taken_from_the_side_that_changed_them(self):
        base = {"headline": "A", "section": 1, "kicker": ""}
        self.assertEqual(
            merge(base, base | {"headline": "B"}, base | {"section": 2}),
            ({"headline": "B", "section": 2, "kicker": ""}, []),
        )
        self.assertEqual(
            merge(base, base | {"headline": "B"}, base | {"headline": "C"}),
            (base | {"headline": "B"}, [Conflict("headline", "C")]),
        )
        self.assertEqual(
            merge(base, base | {"headline": "B"}, base | {"headline": "B"}), (base | {"headline": "B"}, [])
        )

    def test_lists_are_merged_by_their_members(self):
        self.assertEqual(
            merge({"tags": ["Mer", "Port"]}, {"tags": ["Vent", "Mer", "Port"]}, {"tags": ["Port", "Sel"]}),
            ({"tags": ["Vent", "Port", "Sel"]}, []),
        )


lines = st.lists(st.sampled_from(["un", "deux", "trois", "un deux", "deux trois", "quatre"]), max_size=6)
bodies_of = lines.map(lambda found: page(*found))


def words(html: str) -> list[str]:
    return re.findall(r"\w+", bodies.plain_text(html))


class LawsTest(SimpleTestCase):
    @settings(max_examples=60, deadline=None)
    @given(bodies_of, bodies_of)
    def test_who_changed_nothing_takes_what_the_other_made(self, base: str, other: str):
        self.assertEqual(merged(base, base, other), (other, []))
        self.assertEqual(merged(base, other, base), (other, []))
        self.assertEqual(merged(base, other, other), (other, []))

    @settings(max_examples=120, deadline=None)
    @given(bodies_of, bodies_of, bodies_of)
    def test_no_word_is_lost_without_being_told(self, base: str, ours: str, theirs: str):
        body, left_out = merged(base, ours, theirs)
        self.assertEqual(bodies.sanitise(body), body)
        told = words(body) + [word for text in left_out for word in re.findall(r"\w+", text)]
        added = [word for side in (ours, theirs) for word in words(side) if word not in words(base)]
        self.assertEqual([word for word in added if word not in told], [])
