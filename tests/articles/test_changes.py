"""What changed between two texts."""

from __future__ import annotations

from difflib import SequenceMatcher
from unittest import TestCase, mock

from hypothesis import given
from hypothesis import strategies as st

from articles.changes import changed


def told(before: list[str], after: list[str]) -> list[str]:
    marks = {"": "", "ins": "+", "del": "-"}
    return [
        "".join(f"[{marks[s.tag]}{s.text}]" if s.tag else s.text for s in line.stretches)
        for line in changed(before, after)
    ]


class ChangedTest(TestCase):
    def test_what_is_told(self):
        for before, after, expected in [
            (["a"], ["a"], []),
            (["One two three four"], ["One two five four"], ["One two [-three][+five] four"]),
            (["Stays.", "Goes."], ["Stays."], ["[-Goes.]"]),
            (["Stays."], ["Stays.", "Comes."], ["[+Comes.]"]),
            (["Wholly other words"], ["Nothing alike here"], ["[-Wholly other words]", "[+Nothing alike here]"]),
            (["A b c d", "E"], ["A b x d"], ["[-A b c d]", "[-E]", "[+A b x d]"]),
            ([""], ["New"], ["[+New]"]),
            ([], [], []),
            (["Il y a 3 morts."], ["Il y a 5 morts."], ["Il y a [-3][+5] morts."]),
        ]:
            with self.subTest(before=before, after=after):
                self.assertEqual(told(before, after), expected)

    def test_a_paragraph_of_a_thousand_words_takes_no_minute(self):
        before = [f"word{n}" for n in range(990)]
        after = [f"new{n}" if n % 5 == 0 else word for n, word in enumerate(before)]
        with mock.patch("articles.changes.SequenceMatcher", wraps=SequenceMatcher) as matcher:
            (line,) = changed([" ".join(before)], [" ".join(after)])
        self.assertEqual("".join(s.text for s in line.stretches if s.tag != "ins"), " ".join(before))
        self.assertEqual("".join(s.text for s in line.stretches if s.tag != "del"), " ".join(after))
        self.assertEqual(sum(s.tag == "ins" for s in line.stretches), 198)
        # It took half a minute when each space was a token, to be compared with all the others.
        self.assertEqual([len(call.args[1]) for call in matcher.call_args_list], [1, 990])

    @given(*[st.lists(st.text("ab \n", max_size=12), max_size=6)] * 2)
    def test_both_texts_are_in_what_is_told(self, before: list[str], after: list[str]):
        lines = changed(before, after)
        for texts, other in ((before, "ins"), (after, "del")):
            left = ["".join(s.text for s in line.stretches if s.tag != other) for line in lines]
            for text in filter(None, left):
                self.assertIn(text, texts)
