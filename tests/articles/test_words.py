"""Words as the search knows them: how texts are folded, and what a query asks for."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.words import LONGEST_QUERY, LONGEST_TEXT, MOST_TERMS, Query, Term, fold, searchable, split, words


class WordsTest(SimpleTestCase):
    def test_words(self):
        for text, found in [
            ("L’Élysée, à l’été", ["l", "elysee", "a", "l", "ete"]),
            ("Cœur, ŒUVRE, ex æquo", ["coeur", "oeuvre", "ex", "aequo"]),
            ("E\u0301lyse\u0301e", ["elysee"]),  # decomposed
            ("réno\u00advation", ["renovation"]),
            ("Straße STRASSE", ["strasse", "strasse"]),
            ("İstanbul, Łódź, Ærø", ["istanbul", "lodz", "aero"]),
            ("porte-monnaie snake_case", ["porte", "monnaie", "snake", "case"]),
            ("12:30 1\u202f000 m² n°5", ["12", "30", "1", "000", "m2", "n", "5"]),
            ("Москва 東京", ["москва", "東京"]),
            ("¶ ''\"* ( ) AND\0OR 😀", ["and", "or"]),
            ("\ud800 \udfff", []),
            ("", []),
            ("x" * 130, ["x" * 64, "x" * 64, "xx"]),
        ]:
            with self.subTest(ascii(text)):
                self.assertEqual(words(text), found)

    def test_a_text_is_its_lines_each_with_a_break(self):
        self.assertEqual(fold("Un mot.\n…\nDeux\tmots"), "un mot ¶ deux mots ¶")
        self.assertEqual(fold(""), "")
        self.assertEqual(searchable("Titre", "Chapô\nlong", fold("Corps\nfin")), "titre ¶ chapo long ¶ corps ¶ fin ¶")
        self.assertEqual(searchable("", "", ""), "¶ ¶")

    def test_a_text_that_would_burst_the_index_is_cut(self):
        text = searchable("Titre", "", "mot " * LONGEST_TEXT)
        self.assertLessEqual(len(text), LONGEST_TEXT)
        self.assertEqual(text[:15], "titre ¶ ¶ mot m")

    def test_its_parts(self):
        self.assertEqual(split(" titre ¶ chapo ¶ corps ¶ fin ¶ "), (" titre ", " chapo ", " corps ¶ fin ¶ "))
        self.assertEqual(split("titre"), ("titre", "", ""))


class QueryTest(SimpleTestCase):
    def asked(self, text: str) -> list[str]:
        """Return the terms as one would write them: a prefix with a star."""
        query = Query.parse(text)

        def written(term: Term) -> str:
            words = " ".join(term.words)
            return (f'"{words}"' if len(term.words) > 1 else words) + ("*" if term.prefix else "")

        return [*map(written, query.terms), *(f"-{written(term)}" for term in query.excluded)]

    def test_what_is_asked(self):
        for text, found in [
            ("tramway", ["tramway*"]),
            ("le tramway", ["le", "tramway*"]),
            ("tramway à", ["tramway", "a"]),  # too short to be a beginning
            ('"tramway"', ["tramway"]),
            ('"conseil municipal" -maire', ['"conseil municipal"', "-maire"]),
            ('budget -"conseil municipal', ["budget", '-"conseil municipal"']),
            ("« Conseil municipal » budget", ['"conseil municipal"', "budget*"]),
            ("“city council”", ['"city council"']),
            ("porte-monnaie", ['"porte monnaie"*']),
            ("budget-2026 -porte-monnaie", ['"budget 2026"', '-"porte monnaie"']),
            ("l'hôpital d’Aix qu’elle jusqu'au", ["hopital", "aix", "elle", "au"]),
            ("aujourd'hui O'Brien don't", ['"aujourd hui"', '"o brien"', '"don t"']),
            ("AND OR NOT NEAR", ["and", "or", "not", "near*"]),
            ("un un un", ["un"]),
            ("- -- -\" \" '' * ^ : ( ) 😀 \0", []),
            ("-seul", ["-seul"]),
            ("", []),
        ]:
            with self.subTest(ascii(text)):
                self.assertEqual(self.asked(text), found)

    def test_a_query_has_an_end(self):
        self.assertEqual(len(Query.parse(" ".join(map(str, range(100)))).terms), MOST_TERMS)
        self.assertEqual(sum(map(len, Query.parse("é" * 10_000).terms[0].words)), LONGEST_QUERY)
