"""Excerpts: which passage is shown, and which words in it are marked."""

from unittest import TestCase

from articles.excerpts import LENGTH, excerpt, highlight
from articles.words import Query


def marked(pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in pieces)


class HighlightTest(TestCase):
    def test_what_is_marked(self):
        for query, text, expected in [
            ("elysee", "L’Élysée répond", "L’[Élysée] répond"),
            ("e\u0301lyse\u0301e", "L’E\u0301lyse\u0301e", "L’[E\u0301lyse\u0301e]"),
            ("oeuvre", "L’œuvre, une Œuvre", "L’[œuvre], une [Œuvre]"),
            ('"conseil municipal"', "Conseil, conseil municipal", "Conseil, [conseil municipal]"),
            ("tram", "Le tramway", "Le [tramway]"),
            ('"tram"', "Le tramway", "Le tramway"),
            ("ville -port", "La ville, le port", "La [ville], le port"),
            ("aa aaa", "aaa", "[aaa]"),
            ('"a b" "b c"', "a b c d", "[a b c] d"),
            ("<b>", "a <b> c", "a <[b]> c"),
            ("", "Rien", "Rien"),
            ("x", "", ""),
        ]:
            with self.subTest(query):
                self.assertEqual(marked(highlight(text, Query.parse(query))), expected)


class ExcerptTest(TestCase):
    def test_the_paragraph_that_answers_best(self):
        paragraphs = ["Le port dort.", "Le port et la ville dorment.", "La ville dort."]
        self.assertEqual(marked(excerpt(paragraphs, Query.parse("port ville"))), "Le [port] et la [ville] dorment.")
        self.assertEqual(excerpt(paragraphs, Query.parse("absent")), [])
        self.assertEqual(excerpt([], Query.parse("port")), [])

    def test_a_long_paragraph_is_cut_between_words(self):
        text = "avant " * 40 + "le port " + "ensuite " * 40
        shown = marked(excerpt([text], Query.parse("port")))
        self.assertEqual(shown.count("[port]"), 1)
        self.assertTrue(shown.startswith("… avant avant"), shown)
        self.assertTrue(shown.endswith("ensuite …"), shown)
        self.assertLessEqual(len(shown), LENGTH + 8)

    def test_a_word_without_end(self):
        shown = marked(excerpt(["a" * 5_000 + " port " + "b" * 5_000], Query.parse("port")))
        self.assertEqual(shown.count("[port]"), 1)
        self.assertLessEqual(len(shown), LENGTH + 8)
