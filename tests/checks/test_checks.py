"""The rules of check-site that are its own find what they are for, and nothing in what is right."""

from __future__ import annotations

from django.test import SimpleTestCase

from checks import extractors, feeds
from checks.report import Result, counted, table
from checks.structured import Vocabulary

SCHEMA = "http://schema.org/"
RDF, RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"
TOLD = {
    "title": "L’heure « d’hiver »",
    "authors": ["Aïcha Benali"],
    "date": "2024-10-31T09:15:00+01:00",
    "language": "fr",
    "paragraphs": ["C’est l’hiver : déjà.", "Et puis ?"],
    "quotes": [["Il fait froid", "Lloyd Austin"]],
}


class TableTest(SimpleTestCase):
    def test_a_cell_with_a_fault_is_marked(self):
        found = [
            counted("front", "axe", []),
            Result("front", "seo", "92", ["no description"]),
            counted("a", "axe", "xy"),
        ]
        self.assertEqual(table(found).splitlines(), ["       axe  seo", "front  ok   ! 92", "a      ! 2  –"])


class VocabularyTest(SimpleTestCase):
    def setUp(self):
        quads = [
            *((name, f"{RDF}type", f"{RDFS}Class") for name in ("CreativeWork", "Article", "Person", "Place")),
            *((name, f"{RDF}type", f"{RDF}Property") for name in ("author", "address")),
            ("Article", f"{RDFS}subClassOf", f"{SCHEMA}CreativeWork"),
            ("author", f"{SCHEMA}domainIncludes", f"{SCHEMA}CreativeWork"),
            ("author", f"{SCHEMA}rangeIncludes", f"{SCHEMA}Person"),
            ("address", f"{SCHEMA}domainIncludes", f"{SCHEMA}Place"),
        ]
        self.vocabulary = Vocabulary(
            "\n".join(f"<{SCHEMA}{subject}> <{verb}> <{object_}> <{SCHEMA}> ." for subject, verb, object_ in quads)
        )

    def test_what_is_right_is_left_alone(self):
        node = {"@type": "Article", "author": [{"@type": "Person"}, {"@id": "#her"}, "Aïcha Benali"]}
        self.assertEqual(list(self.vocabulary.faults(node)), [])

    def test_each_fault_is_named(self):
        node = {
            "@type": "Article",
            "autor": "A",
            "address": "B",
            "author": {"@type": "Place", "author": {"@type": "X"}},
        }
        self.assertEqual(
            list(self.vocabulary.faults(node)),
            [
                "Article.autor: autor is no property",
                "Article.address: not a property of that type",
                "Place.author: not a property of that type",
                "X is no type",
                "Place.author: can't be a X",
                "Article.author: can't be a Place",
            ],
        )


class ExtractorTest(SimpleTestCase):
    def test_typography_is_no_loss(self):
        text = "C'est l’hiver\u00a0: déjà. “Il fait froid” — Lloyd Austin, ministre Et puis\u202f?"
        found = {
            "title": "L'heure «\u00a0d’hiver\u00a0»",
            "text": text,
            "authors": "Par Aïcha Benali",
            "date": "2024-10-31",
        }
        self.assertEqual(
            extractors.compare(found, TOLD),
            {
                "title": ("ok", ""),
                "text": ("2 of 2", ""),
                "quotes": ("1 of 1", ""),
                "authors": ("Par Aïcha Benali", ""),
                "date": ("2024-10-31", ""),
            },
        )

    def test_a_quote_without_its_speaker_is_lost(self):
        text = "Lloyd Austin. C’est l’hiver : déjà. Il fait froid Et puis ?" + " mot" * 20 + " Lloyd Austin"
        found = {"title": None, "text": text, "language": None, "date": "2024-10-31T08:16:00Z"}
        self.assertEqual(
            extractors.compare(found, TOLD),
            {
                "title": ("", "'' is not 'L’heure « d’hiver »'"),
                "text": ("2 of 2", ""),
                "quotes": ("0 of 1", "no quote with its speaker: Il fait froid"),
                "date": ("2024-10-31T08:16:00Z", "2024-10-31T08:16:00Z is not 2024-10-31T09:15:00+01:00"),
                "language": ("none", "none is not fr"),
            },
        )


class FeedTest(SimpleTestCase):
    def test_rss(self):
        feed = (
            '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>A</title><link>/</link>'
            '<description/><atom:link rel="self" href="https://a.example/feed/"/><item><title>B</title>'
            "<link>https://a.example/b/</link><guid>b</guid><pubDate>2024-10-31</pubDate><by>C</by></item></channel></rss>"
        )
        self.assertEqual(
            list(feeds.rss(feed.encode(), "https://a.example/feed/")),
            [
                "channel has no words in description",
                "item may not have by",
                "not absolute: b",
                "not absolute: /",
                "pubDate is no date of RFC 822: 2024-10-31",
            ],
        )

    def test_atom(self):
        entry = '<entry><id>urn:a</id><title>B</title><updated>2024-10-31</updated><link href="https://a.example/b/"/></entry>'
        feed = (
            '<feed xmlns="http://www.w3.org/2005/Atom"><id>https://a.example/</id><title>A</title>'
            f"<updated>2024-10-31T09:15:00Z</updated>{entry}{entry}</feed>"
        )
        self.assertEqual(
            list(feeds.atom(feed.encode(), "https://a.example/feed/atom/")),
            [
                "no author: urn:a",
                "no author: urn:a",
                "atom:link rel=self is [], not https://a.example/feed/atom/",
                "updated is no date of RFC 3339: 2024-10-31",
                "updated is no date of RFC 3339: 2024-10-31",
                "not unique: urn:a",
            ],
        )

    def test_json(self):
        feed = '{"version": "https://jsonfeed.org/version/1", "title": "A", "items": [{"id": 1, "url": "/b/"}]}'
        self.assertEqual(
            list(feeds.json_feed(feed.encode(), "https://a.example/feed/json/")),
            [
                "version is https://jsonfeed.org/version/1",
                "feed_url is None",
                "id is no text: 1",
                "no content: 1",
                "not absolute: /b/",
            ],
        )
