"""The list of articles, and an article's page: its editions, its log and its embargo."""

from __future__ import annotations

from datetime import UTC, datetime
from unittest import mock

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import search, workflow
from articles.models import Article
from tests.articles.admin.desk import DeskTestCase
from tests.articles.views.reading import Page
from tests.factories import DAY, NOW, clock, make_section

LIST = "admin:articles_article_changelist"


class ArticleListTest(DeskTestCase):
    def rows(self, person=None, at=NOW, **query) -> list[list[str]]:
        """Return the cells of each row as texts: headline, section, signers, phase, drafts, touched."""
        self.client.force_login(person or self.publisher)
        with clock(at):
            page = Page(self.client.get(reverse(LIST), query))
        return [
            [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td[not(input)]")]
            for row in page.tree.xpath("//table[@id='result_list']/tbody/tr")
        ]

    def test_a_row_an_article_with_every_open_draft(self):
        with clock(NOW - DAY):
            live = workflow.publish(self.draft(headline="Live"), by=self.publisher)
            first = workflow.start_edition(live, by=self.writer)
            first.headline = "First rewrite"
            first = workflow.submit(workflow.save_draft(first, by=self.writer), by=self.writer)
            second = workflow.start_edition(live, by=self.editor)
            second.kicker = "Kicker"
            workflow.save_draft(second, by=self.editor)
        self.assertEqual(
            self.rows(),
            [["Live", "Town", "Ada", "live", "3 draft, 2 in review", "05/31/2026 2 p.m. Edith Editor"]],
        )
        draft = reverse("admin:articles_edition_change", args=[first.pk])
        self.assertContains(self.client.get(reverse(LIST)), f'<a href="{draft}">2</a> in review')

    def test_phases_in_words(self):
        at = datetime(2026, 6, 3, 6, 0, tzinfo=UTC)
        with clock(NOW - DAY):
            for name, end in [
                ("draft", lambda edition: edition),
                ("in review", lambda edition: workflow.submit(edition, by=None)),
                ("live", lambda edition: workflow.publish(edition, by=None)),
                ("expired", lambda edition: workflow.publish(edition, by=None, until=NOW)),
                ("scheduled (06/03/2026 8 a.m.)", lambda edition: workflow.publish(edition, by=None, at=at)),
                ("withdrawn", lambda edition: workflow.withdraw(workflow.publish(edition, by=None), by=None)),
                ("discarded", lambda edition: workflow.discard(edition, by=None)),
            ]:
                end(self.draft(headline=name))
            two = workflow.publish(self.draft(headline="live scheduled (06/03/2026 8 a.m.)"), by=None)
            workflow.publish(workflow.start_edition(two, by=None), by=None, at=at)
            until = self.draft(headline="draft under embargo until 06/03/2026 8 a.m.")
            workflow.set_embargo(until.article, at, by=None, source="The palace", reason="Asked")
        rows = self.rows()
        self.assertEqual(len(rows), 9)
        for headline, _section, _signers, phase, *_rest in rows:
            self.assertEqual(phase, headline)

    def test_it_costs_the_same_with_one_article_and_with_thirty(self):
        self.client.force_login(self.publisher)
        for _number in range(2):
            edition = workflow.publish(self.draft(section=make_section(), tags=["Port"]), by=self.publisher)
            workflow.start_edition(edition, by=self.editor)
            with self.assertNumQueries(8):
                self.client.get(reverse(LIST))
            for _more in range(29):
                more = workflow.publish(self.draft(section=self.town, by=self.editor), by=self.publisher)
                workflow.start_edition(more, by=self.writer)

    def test_it_is_turned_by_key_and_counts_nothing(self):
        for number in range(5):
            self.draft(headline=f"Article {number}")
        with (
            mock.patch("articles.admin.article.ArticleAdmin.list_per_page", 2),
            CaptureQueriesContext(connection) as all_,
        ):
            self.assertEqual([row[0] for row in self.rows()], ["Article 4", "Article 3"])
            pages = [
                self.turned(f"?before={Article.objects.get(head__headline=f'Article {n}').head_id}") for n in (3, 1)
            ]
        self.assertEqual(
            pages,
            [
                (["Article 2", "Article 1"], ["Newest", "Older"]),
                (["Article 0"], ["Newest"]),
            ],
        )
        self.assertEqual([query["sql"] for query in all_ if "COUNT(" in query["sql"] or "OFFSET" in query["sql"]], [])

    def turned(self, query: str) -> tuple[list[str], list[str]]:
        """Return the headlines of a page and the words of its links to others."""
        page = Page(self.client.get(reverse(LIST) + query))
        return page.all("//td[contains(@class,'field-headline')]"), page.all("//nav[@class='paginator']/a")

    def test_a_key_that_is_none_shows_the_newest(self):
        self.draft(headline="One")
        self.client.force_login(self.publisher)
        for key in ("", "x", "-1", "9" * 30, "1%00"):
            with self.subTest(key):
                self.assertEqual(self.turned(f"?before={key}")[0], ["One"])

    def test_mine_is_what_i_began_touched_or_sign(self):
        self.draft(headline="Begun", by=self.editor)
        touched = self.draft(headline="Touched")
        workflow.save_draft(touched, by=self.editor)
        self.ada.user = self.editor
        self.ada.save()
        self.draft(headline="Signed")
        self.draft(headline="Another's", bylines=[(self.bob, "text")])
        self.assertEqual([row[0] for row in self.rows(self.editor, whose="mine")], ["Signed", "Touched", "Begun"])

    def test_filters(self):
        with clock(NOW - DAY):
            workflow.publish(self.draft(headline="Live"), by=None)
            workflow.publish(self.draft(headline="Scheduled"), by=None, at=NOW + DAY)
            workflow.submit(self.draft(headline="Reviewed"), by=None)
            below = make_section("Streets", slug="streets", parent=self.town)
            self.draft(headline="Below", section=below)
            self.draft(headline="Beside", section=make_section(slug="beside"))
        for query, found in [
            ({"state": "live"}, ["Live"]),
            ({"state": "scheduled"}, ["Scheduled"]),
            ({"state": "in_review"}, ["Reviewed"]),
            ({"state": "approved"}, []),
            ({"state": "open"}, ["Beside", "Below", "Reviewed"]),
            ({"section": "town"}, ["Below", "Reviewed", "Scheduled", "Live"]),
            ({"section": "town/streets"}, ["Below"]),
            ({"section": "nowhere"}, []),
            ({"state": "nonsense"}, []),
            ({"q": "reviewed"}, ["Reviewed"]),
            ({"q": "reviewed", "state": "live"}, []),
        ]:
            with self.subTest(query):
                self.assertEqual([row[0] for row in self.rows(**query)], found)

    def test_search_looks_through_every_edition_one_may_read(self):
        with clock(NOW - DAY):
            draft = self.draft(headline="L’Élysée", body="<p>Le conseil municipal</p>", by=self.editor)
            first = workflow.publish(draft, by=None)
            second = workflow.start_edition(first, by=self.editor)
            second.headline, second.body = "Le palais", "<p>Un secret</p>"
            workflow.save_draft(second, by=self.editor)
            other = self.draft(headline="Le port", standfirst="Municipal, le conseil", by=self.editor)
        address = f"/town/le-port_{other.article.public_id}/"
        for query, publishers, writers in [
            ("elysee", ["Le palais"], ["L’Élysée"]),  # told by the newest edition each may open
            ("secret", ["Le palais"], []),
            ("ÉLYS palais", [], []),  # no edition says both
            ("conseil municipal", ["Le port", "Le palais"], ["L’Élysée"]),
            ('"conseil municipal"', ["Le palais"], ["L’Élysée"]),
            ("conseil -port", ["Le palais"], ["L’Élysée"]),
            (address, ["Le port"], []),
            (address.upper(), ["Le port"], []),
            (other.article.public_id, ["Le port"], []),
            ("absent", [], []),
            ('"', [], []),
            (" ", ["Le port", "Le palais"], ["L’Élysée"]),
        ]:
            for person, expected in ((self.publisher, publishers), (self.writer, writers)):
                with self.subTest(query, person=person.username):
                    self.assertEqual([row[0] for row in self.rows(person, q=query)], expected)

    def test_search_shows_the_articles_of_the_latest_matches(self):
        for number in range(3):
            self.draft(headline=f"Le port {number}")
        with mock.patch.object(search, "CANDIDATES", 2):
            self.assertEqual([row[0] for row in self.rows(q="port")], ["Le port 2", "Le port 1"])


class ArticlePageTest(DeskTestCase):
    def test_it_shows_editions_and_log_in_the_sites_time(self):
        with clock(NOW):
            edition = workflow.publish(self.draft(), by=self.publisher, until=NOW + DAY, comment="Checked twice.")
        self.client.force_login(self.writer)
        with clock(NOW):
            page = Page(self.client.get(reverse("admin:articles_article_change", args=[edition.article_id])))
        moment = "06/01/2026 2 p.m."
        timeline = "//*[@aria-labelledby='timeline']"
        self.assertEqual(page.all(f"{timeline}//h3"), ["Edition 1 live"])
        self.assertEqual(page.all(f"{timeline}//p"), [f"Old · for readers from {moment} until 06/02/2026 2 p.m."])
        self.assertEqual(
            page.all(f"{timeline}//ul/li"),
            [f"{moment} published, Paul Publisher Checked twice.", f"{moment} started, Wanda Writer"],
        )
        self.assertEqual(page.all("//input[@type='submit']/@value"), [])

    def test_publishers_set_and_lift_an_embargo_and_are_told_what_it_blocks(self):
        with clock(NOW):
            edition = workflow.publish(self.draft(), by=self.publisher, at=NOW + DAY)
            url = reverse("admin:articles_article_change", args=[edition.article_id])
            self.client.force_login(self.publisher)
            embargo = {
                "embargo_until": "2026-06-20T08:00",
                "embargo_source": "The palace", "embargo_reason": "Asked for it",
            }  # fmt: skip
            response = self.client.post(url, embargo)
            told = self.told(response)
        article = Article.objects.get()
        self.assertEqual(article.embargo_until, datetime(2026, 6, 20, 6, 0, tzinfo=UTC))
        self.assertEqual(
            told[0], "Under embargo until June 20, 2026, 8 a.m. (Europe/Paris): publish it for then or later."
        )
        self.assertEqual(edition.transitions.first().verb, "embargo")
        with clock(NOW):
            self.client.post(url, dict.fromkeys(embargo, ""))
        article.refresh_from_db()
        self.assertEqual((article.embargo_until, article.embargo_source), (None, ""))

    def test_an_embargo_without_a_source_is_refused_in_the_form(self):
        edition = self.draft()
        self.client.force_login(self.publisher)
        url = reverse("admin:articles_article_change", args=[edition.article_id])
        response = self.client.post(url, {"embargo_until": "2030-01-01T08:00", "embargo_reason": "Kept"})
        self.assertEqual(self.errors(response), ["Say who asked for the embargo, and why."])
        self.assertContains(response, 'value="Kept"')
        self.assertIsNone(Article.objects.get().embargo_until)

    def test_nobody_else_sets_one(self):
        edition = self.draft()
        workflow.publish(edition, by=None)
        url = reverse("admin:articles_article_change", args=[edition.article_id])
        for person in (self.writer, self.editor, self.commercial):
            self.client.force_login(person)
            response = self.client.post(url, {"embargo_until": "2030-01-01T08:00"})
            self.assertEqual(response.status_code, 403)
        self.assertIsNone(Article.objects.get().embargo_until)
