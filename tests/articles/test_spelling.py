"""“Did you mean”: what is suggested, and that nothing is that readers do not see."""

from __future__ import annotations

from django.core.cache import cache
from django.test import SimpleTestCase, TestCase

from articles.spelling import as_written, suggestion
from tests.factories import DAY, NOW, make_article, make_draft


class SuggestionTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_article(
            headline="Le tramway de Port-Valmer", body="<p>La bibliothèque, la bibliothèque, une bibliotheca.</p>"
        )
        make_draft(headline="Zanzibar")
        make_article(headline="Valparaiso", at=NOW + DAY)

    def test_what_is_suggested(self):
        for query, expected in [
            ("tramwya", "tramway"),
            ("tranway", "tramway"),
            ("tramwayy valmer", "tramway valmer"),
            ("bibliothequ", "bibliotheque"),
            ("biblitoheqe", "bibliotheque"),
            ("tramway", ""),
            ("prt", ""),  # too short to tell
            ("xyzxyz", ""),
            ("zanzibra", ""),  # a draft's word
            ("valparaizo", ""),  # not live yet
            ("", ""),
            ("¶ ???", ""),
            ("\0" * 50, ""),
        ]:
            with self.subTest(query):
                cache.clear()
                self.assertEqual(suggestion(query, NOW), expected)

    def test_the_vocabulary_is_read_once(self):
        cache.clear()
        with self.assertNumQueries(2):
            suggestion("tramwya", NOW)
            suggestion("tranway", NOW)


class WrittenTest(SimpleTestCase):
    def test_a_suggestion_is_written_as_the_articles_write_it(self):
        self.assertEqual(as_written("coree du nord", "La Corée du Nord répond."), "corée du nord")
        self.assertEqual(as_written("nowhere", "Quelque part"), "nowhere")
