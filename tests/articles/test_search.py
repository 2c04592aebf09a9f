"""Search: what is found, what must not be, and that every door which writes words writes them for search too."""

from __future__ import annotations

from typing import Any

from django.core import serializers
from django.core.management import call_command
from django.db import OperationalError, connection, models, transaction
from django.test import TestCase, TransactionTestCase
from psycopg.errors import QueryCanceled

from articles import permissions, search, workflow
from articles.models import Article, Byline, Edition, SearchText, SectionRight
from articles.words import Query
from articles.workflow import Chain, Version
from tests.articles.hostile import naughty_strings
from tests.cast import CastTestCase
from tests.factories import DAY, HOUR, NOTHING_OWED, NOW, clock, make_article, make_author, make_draft, make_section

ALL = Edition.objects.all()


def found(query: str, editions: Any = None) -> list[str]:
    """Return the headlines that a query finds, in order of the alphabet."""
    return sorted(str(edition) for edition in search.matching(ALL.all() if editions is None else editions, query))


def headlines(keys: list[int]) -> list[str]:
    fetched = ALL.in_bulk(keys)
    return [str(fetched[key]) for key in keys]


def best(query: str, limit: int = 10) -> list[str]:
    return headlines(search.ranked(ALL.all(), query, limit))


class QueryLanguageTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        section = make_section()
        for headline, standfirst, body in [
            ("L’Élysée répond", "Le maire attend.", "<p>Le conseil <em>municipal</em> a voté.</p><p>Un budget</p>"),
            ("Le tramway", "", "<p>Municipal ou non, le conseil</p><p>municipal attend les tramways.</p>"),
            ("The city’s œuvre", "A porte-monnaie", "<ul><li>12:30</li></ul><p>Élus &amp; élues, cœur</p>"),
            ("", "Sans titre", ""),
        ]:
            make_draft(headline=headline, standfirst=standfirst, body=body, section=section)

    def test_what_is_found(self):
        elysee, tram, city, none = "L’Élysée répond", "Le tramway", "The city’s œuvre", "(no headline yet)"
        for query, expected in [
            ("elysee", [elysee]),
            ("ÉLYSÉE", [elysee]),
            ("e\u0301lyse\u0301e", [elysee]),
            ("oeuvre", [city]),
            ("œuvre", [city]),
            ("coeur elus", [city]),
            ("conseil municipal", [tram, elysee]),
            ('"conseil municipal"', [elysee]),  # through a tag, but not from one paragraph to the next
            ('"municipal attend"', [tram]),
            ('"repond le maire"', []),  # nor from the headline to the standfirst
            ("maire budget", [elysee]),  # headline, standfirst and body answer together
            ("conseil -maire", [tram]),
            ('conseil -"municipal ou non"', [elysee]),
            ('conseil -"ou municipal"', [tram, elysee]),
            ("tram", [tram]),
            ("conseil tram", [tram]),
            ("tram conseil", []),  # the last word alone may be a beginning
            ('"tram"', []),
            ("porte-mon", [city]),
            ("porte monnaie", [city]),
            ('"monnaie porte"', []),
            ("l'élysée", [elysee]),
            ("d’élysée", [elysee]),
            ("12:30", [city]),
            ("sans titre", [none]),
            ("em", []),  # markup is no word
            ("le", [tram, elysee]),
            ("absent", []),
            ("-tramway", []),
            ("¶", []),
            ("", []),
        ]:
            with self.subTest(query):
                self.assertEqual(found(query), expected)
                self.assertEqual(sorted(best(query)), expected)

    def test_phrases_are_found_after_the_thousandth_time_of_a_word(self):
        make_draft(headline="Long", body=f"<p>{'de la ' * 9_000}de loin</p>")
        self.assertEqual(found('"la de loin"'), ["Long"])
        self.assertEqual(found('"loin de"'), [])

    def test_it_is_a_filter_like_any_other(self):
        editions = search.matching(ALL.filter(standfirst="").order_by("pk"), "conseil")
        self.assertEqual([str(edition) for edition in editions[:1]], ["Le tramway"])
        self.assertEqual(editions.count(), 1)
        articles = Article.objects.filter(
            models.Exists(search.matching(Edition.objects.filter(article=models.OuterRef("pk")), "conseil"))
        )
        self.assertEqual(articles.count(), 2)
        self.assertEqual(found("tramway", search.matching(ALL, "conseil")), ["Le tramway"])
        self.assertEqual(ALL.exclude(pk__in=search.matching(ALL, "conseil")).count(), 2)

    def test_common_words_are_found_alike(self):
        for name in ("FEW", "LATEST"):
            self.addCleanup(setattr, search, name, getattr(search, name))
        search.FEW = 0
        for latest in (search.LATEST, 0):  # looked for among the matches; read one by one
            search.LATEST = latest
            self.test_what_is_found()
            self.test_it_is_a_filter_like_any_other()

    def test_the_beginning_of_a_word_is_a_whole_one_where_that_is_common(self):
        make_draft(headline="Conseillers", section=None)
        self.assertEqual(search.matching(ALL, "conseil").count(), 3)
        self.addCleanup(setattr, search, "FEW", search.FEW)
        search.FEW = 1
        self.assertEqual(search.matching(ALL, "conseil").count(), 2)

    def test_the_latest_first(self):
        editions = search.latest(ALL.filter(body__contains="municipal"), "conseil")
        self.assertEqual([str(edition) for edition in editions[:5]], ["Le tramway", "L’Élysée répond"])
        self.assertEqual([str(edition) for edition in editions[:1]], ["Le tramway"])
        self.assertEqual(list(search.latest(ALL, "")[:5]), [])

    def test_what_it_costs(self):
        with self.assertNumQueries(3):
            list(search.matching(ALL, "conseil"))
        with self.assertNumQueries(2):
            list(search.matching(ALL, '"conseil"'))
        with self.assertNumQueries(4):
            search.ranked(ALL.all(), "conseil", 10)


class RankingTest(TestCase):
    def draft(self, headline: str, standfirst: str = "", body: str = "rien") -> Edition:
        return make_draft(headline=headline, standfirst=standfirst, body=f"<p>{body}</p>", section=None)

    def test_best_first(self):
        self.draft("Port", body="rien à voir " * 5)
        self.draft("Once", body="le port, et " + "rien à voir " * 5)
        self.draft("Often", body="le port " * 5)
        self.draft("Told", standfirst="Le port")
        self.draft("Elsewhere", body="le pont")
        self.assertEqual(best("port"), ["Port", "Told", "Often", "Once"])
        self.assertEqual(best("port", limit=2), ["Port", "Told"])

    def test_the_newest_first_among_equals(self):
        for number in range(3):
            self.draft(f"Port {number}")
        self.assertEqual(best("port"), ["Port 2", "Port 1", "Port 0"])

    def test_only_the_newest_matches_are_ranked(self):
        self.draft("Port port")
        for number in range(3):
            self.draft(f"Number {number}", body="le port")
        self.addCleanup(setattr, search, "CANDIDATES", search.CANDIDATES)
        search.CANDIDATES = 3
        self.assertEqual(best("port"), ["Number 2", "Number 1", "Number 0"])

    def test_rows_that_list_editions_are_ranked_alike(self):
        ann = make_author()
        for headline in ("Once", "Port", "Nobody’s port"):
            bylines = [] if headline == "Nobody’s port" else [(ann, "text")]
            make_draft(headline=headline, body="<p>le port</p>", bylines=bylines, section=None)
        rows = Byline.objects.filter(author=ann)
        self.assertEqual(headlines(search.ranked(rows, "port", 10)), ["Port", "Once"])
        self.assertEqual([str(row.edition) for row in search.matching(rows, "port").order_by("pk")], ["Once", "Port"])


class LeakTest(CastTestCase):
    """Each edition holds the same word; who may see which is known from elsewhere."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.town, cls.sport = make_section(slug="town"), make_section(slug="sport")
        word = {"body": "<p>Secret</p>", "section": cls.town}
        make_article(headline="Live", **word)
        make_article(headline="Scheduled", at=NOW + DAY, **word)
        make_article(headline="Expired", until=NOW - HOUR, **word)
        with clock(NOW - HOUR):
            workflow.withdraw(make_article(headline="Withdrawn", **word), by=None)
            workflow.set_embargo(
                make_article(headline="Embargoed", **word).article, NOW + DAY, by=None, source="S", reason="R"
            )
            first = make_article(headline="Superseded", **word)
            second = workflow.start_edition(first, by=None)
            second.headline, second.body = "Rewritten", "<p>Nothing</p>"
            workflow.save_draft(second, by=None)
            workflow.publish(second, by=None, correction=NOTHING_OWED)
        make_draft(headline="Draft", by=cls.publisher, **word)
        make_draft(headline="Own", by=cls.writer, **word)
        make_draft(headline="Sport", by=cls.publisher, body="<p>Secret</p>", section=cls.sport)
        workflow.discard(make_draft(headline="Discarded", by=cls.publisher, **word), by=None)

    def both(self, editions: Any) -> list[str]:
        """Return what matching() and ranked() find alike."""
        matched = found("secret", editions)
        self.assertEqual(sorted(headlines(search.ranked(editions, "secret", 100))), matched)
        return matched

    def test_readers_find_what_is_live(self):
        self.assertEqual(self.both(Edition.objects.live(NOW)), ["Live"])
        self.assertEqual(self.both(Edition.objects.live(NOW + 2 * DAY)), ["Embargoed", "Live", "Scheduled"])
        at = NOW - 2 * HOUR
        self.assertEqual(self.both(Edition.objects.live(at)), ["Expired", "Live", "Superseded", "Withdrawn"])

    def test_the_desk_finds_what_it_may_read(self):
        published = ["Embargoed", "Expired", "Live", "Scheduled", "Superseded", "Withdrawn"]
        drafts = ["Discarded", "Draft", "Own"]
        SectionRight.objects.filter(user=self.editor).update(section=self.town)
        for person, expected in [
            (self.publisher, [*published, *drafts, "Sport"]),
            (self.editor, [*published, *drafts]),
            (self.writer, [*published, "Own"]),
            (self.commercial, published),
            (self.reader, []),
        ]:
            with self.subTest(person.username):
                self.assertEqual(self.both(permissions.readable(person, ALL.all())), sorted(expected))

    def test_what_one_may_not_read_takes_no_place_among_the_candidates(self):
        self.addCleanup(setattr, search, "CANDIDATES", search.CANDIDATES)
        search.CANDIDATES = 1
        self.assertEqual(headlines(search.ranked(Edition.objects.live(NOW), "secret", 10)), ["Live"])


class DoorsTest(TestCase):
    """Whatever writes an edition's words writes what search looks through, in the same transaction."""

    def test_a_save_finds_the_new_words_and_forgets_the_old(self):
        edition = make_draft(headline="Premier", standfirst="Deux", body="<p>Trois</p>")
        for query in ("premier", "deux", "trois"):
            self.assertEqual(found(query), ["Premier"])
        edition.headline, edition.standfirst, edition.body = "Quatre", "Cinq", "<p>Six</p>"
        edition.save()
        for query in ("premier", "deux", "trois"):
            self.assertEqual(found(query), [])
        for query in ("quatre", "cinq", "six"):
            self.assertEqual(found(query), ["Quatre"])

    def test_a_save_that_fails_leaves_the_old_words(self):
        edition = make_draft(headline="Premier")
        with self.assertRaises(ZeroDivisionError), transaction.atomic():
            edition.headline = "Second"
            edition.save()
            self.assertEqual((found("premier"), found("second")), ([], ["Second"]))
            _ = 1 / 0
        self.assertEqual((found("premier"), found("second")), (["Premier"], []))

    def test_publishing_indexes_what_update_wrote(self):
        edition = make_draft(headline="Premier")
        Edition.objects.filter(pk=edition.pk).update(headline="Second")
        workflow.publish(edition, by=None)
        self.assertEqual((found("premier"), found("second")), ([], ["Second"]))

    def test_redaction_erases(self):
        edition = make_article(headline="Calomnie", standfirst="Fausse", body="<p>Diffamation</p>")
        with clock(NOW):
            workflow.withdraw(edition, by=None)
            workflow.redact(edition, by=None, comment="A court said so.")
        for query in ("calomnie", "fausse", "diffamation"):
            self.assertEqual(found(query), [])
        self.assertEqual(SearchText.objects.get(edition=edition).text, "redacted ¶ ¶")
        draft = make_draft(headline="Calomnie")
        workflow.redact(workflow.discard(draft, by=None), by=None, comment="A court said so.")
        self.assertEqual(found("calomnie"), [])
        self.assertEqual(SearchText.objects.get(edition=draft).text, "¶ ¶")

    def test_an_archive_is_filed_with_its_words(self):
        section = make_section()
        versions = [
            Version(Edition(headline="Premier", body="<p>Corps <script>x</script></p>", section=section)),
            Version(Edition(headline="Second", body="<p>Lu</p>", section=section), words="connu ¶"),
        ]
        workflow.file_articles([Chain(Article(), versions)])
        texts = SearchText.objects.order_by("edition_id").values_list("text", flat=True)
        self.assertEqual(list(texts), ["premier ¶ ¶ corps ¶", "second ¶ ¶ connu ¶"])
        self.assertEqual((found("corps"), found("connu")), (["Premier"], ["Second"]))

    def test_a_fixture_brings_its_words(self):
        edition = make_draft(headline="Premier")
        data = serializers.serialize("json", [SearchText.objects.get(edition=edition)], use_natural_primary_keys=True)
        models.QuerySet(SearchText).delete()
        self.assertEqual(found("premier"), [])
        for row in serializers.deserialize("json", data):
            row.save()
        self.assertEqual(found("premier"), ["Premier"])

    def test_what_came_past_every_door_is_found_after_rebuild(self):
        Edition.objects.bulk_create([Edition(article=Article.objects.create(), number=1, headline="Premier")])
        self.assertEqual(found("premier"), [])
        call_command("rebuild", verbosity=0)
        self.assertEqual(found("premier"), ["Premier"])

    def test_rows_changed_in_the_database_itself_are_indexed(self):
        edition = make_draft(headline="Premier")
        models.QuerySet(SearchText).filter(edition=edition).update(text="second ¶ ¶")
        self.assertEqual((found("premier"), found("second")), ([], ["Premier"]))


class HostileTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_draft(headline="Headline")

    def ask(self, query: str) -> None:
        with self.subTest(query=query[:100]):
            matched = found(query)
            self.assertEqual(best(query), matched)
            self.assertIn(matched, ([], ["Headline"]))

    def test_the_languages_of_the_databases_are_nobodys_to_speak(self):
        for query in [
            '"', '""', '"""', "'", "''", "\\", "\\'", "%", "_", "*", "head*", "^headline", "text:headline", "{text}:a",
            "text : a", "- a", "-", "--", '-"', "NEAR(a b)", "NEAR(", "AND", "a AND", "OR OR", "NOT", "a NOT", "(",
            ")", "a & b", "a | !b", "a <-> b", "a:*", "a:A", "'a':*", "headline'; DROP TABLE x; --", "a\0b", "\0",
            "%s", "%(a)s", "\ud800", "😀", "👩‍👩‍👧", "\u202e", "é" * 10_000, '"' * 10_000, "- " * 5_000, "(" * 10_000,
            " ".join(f"w{number}" for number in range(2_000)), '"' + "a " * 5_000, "-a " * 3_000, "\n\t\r",
            "x" * 10_000, "ﷺ" * 1_000, "rank:x", "articles_searchindex", "headline -headline",
        ]:  # fmt: skip
            self.ask(query)
        self.assertEqual(found("headline"), ["Headline"])

    def test_naughty_strings(self):
        for text in naughty_strings():
            self.ask(text)

    def test_naughty_strings_are_found_by_themselves(self):
        for number, text in enumerate(naughty_strings()):
            text = text[:200].replace("\0", "")
            edition = make_draft(headline=text, section=None)
            asked = Query.parse(text)
            if asked.terms and not asked.excluded:
                with self.subTest(number=number, text=text):
                    self.assertEqual(search.matching(ALL.filter(pk=edition.pk), text).count(), 1)

    def test_a_text_of_any_size_is_indexed(self):
        make_draft(headline="Long", body=f"<p>début {'𒀀𒀁' * 300_000} fin</p>")
        make_draft(headline="Wordy", body=f"<p>{' '.join(f'w{number}' for number in range(60_000))}</p>")
        self.assertEqual((found("debut"), found("w12345")), (["Long"], ["Wordy"]))


class IndexTest(TestCase):
    def test_migrations_leave_the_index_and_what_keeps_it(self):
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
                names = {f"articles_searchtext_{event}" for event in ("INSERT", "UPDATE", "DELETE")}
            else:
                cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'articles_searchtext'")
                names = {"articles_searchtext_vector"}
            self.assertLessEqual(names, {name for (name,) in cursor.fetchall()})


class WithinTest(TestCase):
    def test_a_search_that_takes_too_long_is_stopped_and_the_next_is_not(self):
        endless = (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
            if connection.vendor == "sqlite"
            else "SELECT pg_sleep(30)"
        )
        with self.assertRaises(search.TooMuch), search.within(0.05), connection.cursor() as cursor:
            cursor.execute(endless)
        self.assertEqual(found("anything"), [])

    def test_a_server_may_say_so_in_its_own_language(self):
        words = "annulation de la requête à cause du délai écoulé pour l'exécution de l'instruction"
        with self.assertRaises(search.TooMuch), search.within(5):
            raise OperationalError(words) from QueryCanceled(words)

    def test_other_errors_are_told_as_they_are(self):
        with self.assertRaises(OperationalError), search.within(5):
            raise OperationalError("disk I/O error")


class FlushTest(TransactionTestCase):
    def test_an_emptied_database_finds_nothing(self):
        make_draft(headline="Premier")
        self.assertEqual(found("premier"), ["Premier"])
        call_command("flush", interactive=False, verbosity=0)
        self.assertEqual(found("premier"), [])
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM articles_searchindex WHERE articles_searchindex MATCH 'premier'")
                self.assertEqual(cursor.fetchone(), (0,))
