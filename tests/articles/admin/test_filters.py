"""What the list of articles may be narrowed to, and that no filter tells of a draft one may not open."""

from __future__ import annotations

from unittest import mock

from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import workflow
from articles.models import Edition, SectionRight
from tests.articles.admin.desk import DeskTestCase
from tests.articles.views.reading import Page
from tests.cast import make_user
from tests.factories import DAY, HOUR, NOW, clock, make_author, make_section

LIST = "admin:articles_article_changelist"


class FilterTestCase(DeskTestCase):
    def page(self, person: User | None = None, **query: object) -> Page:
        self.client.force_login(person or self.publisher)
        with clock(NOW):
            response = self.client.get(reverse(LIST), query)
        self.assertEqual(response.status_code, 200)
        return Page(response)

    def found(self, person: User | None = None, **query: object) -> list[str]:
        """Return the headlines of the rows."""
        return self.page(person, **query).all("//td[contains(@class,'field-headline')]")

    def rewrite(self, live: Edition, by: User | None = None, **changed: object) -> Edition:
        """Begin a draft of an article and save it with these words and rows."""
        draft = workflow.start_edition(live, by=by)
        rows = {name: changed.pop(name) for name in ("bylines", "tags") if name in changed}
        for name, value in changed.items():
            setattr(draft, name, value)
        return workflow.save_draft(draft, by=by, **rows)


class StateTest(FilterTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        make = cls().draft
        with clock(NOW - DAY):
            make(headline="Draft")
            workflow.submit(make(headline="In review"), by=None)
            workflow.approve(workflow.submit(make(headline="Approved"), by=None), by=None)
            workflow.discard(make(headline="Discarded"), by=None)
            workflow.publish(make(headline="Scheduled"), by=None, at=NOW + DAY)
            workflow.publish(make(headline="Live"), by=None)
            workflow.publish(make(headline="Expired"), by=None, until=NOW - HOUR)
            workflow.withdraw(workflow.publish(make(headline="Withdrawn"), by=None), by=None)
            live = workflow.publish(make(headline="Rewritten"), by=None)
            workflow.submit(workflow.start_edition(live, by=None), by=None)
            gone = workflow.withdraw(workflow.publish(make(headline="Withdrawn, rewritten"), by=None), by=None)
            workflow.start_edition(gone, by=None)
            back = workflow.withdraw(workflow.publish(make(headline="Back"), by=None), by=None)
            workflow.restore(back, by=None)
            held = make(headline="Embargoed")
            workflow.set_embargo(held.article, NOW + DAY, by=None, source="The palace", reason="Asked")

    def test_each_state(self):
        drafts = ["Embargoed", "Withdrawn, rewritten", "Draft"]
        reviewed = ["Rewritten", "In review"]
        for state, found in {
            "open": ["Embargoed", "Withdrawn, rewritten", "Rewritten", "Approved", "In review", "Draft"],
            "draft": drafts,
            "in_review": reviewed,
            "approved": ["Approved"],
            "scheduled": ["Scheduled"],
            "live": ["Back", "Rewritten", "Live"],
            "waiting": ["Rewritten"],
            "withdrawn": ["Withdrawn, rewritten", "Withdrawn"],
            "embargo": ["Embargoed"],
            "discarded": [],
            "nonsense": [],
            "\x00": [],
        }.items():
            with self.subTest(state):
                self.assertEqual(self.found(state=state), found)

    def test_what_is_offered_is_what_the_chips_say(self):
        offered = self.page().all("//details[@data-filter-title='state']//li")
        chips = {
            chip.split(" (")[0].split(" until")[0] for chip in self.page().all("//span[contains(@class,'phase-')]")
        }
        own = {"All", "with open drafts", "live, with a draft waiting"}
        self.assertEqual(chips - set(offered), {"discarded", "expired"})
        self.assertEqual(set(offered) - chips - own, set())


class NameTest(FilterTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        make = cls().draft
        cls.elodie = make_author("Élodie Œuvrard", slug="elodie")
        with clock(NOW - DAY):
            make(headline="By Ada", tags=["Port"])
            make(headline="By both", bylines=[(cls.ada, "text"), (cls.elodie, "photos")], tags=["Port", "Élysée"])
            draft = make(headline="By Élodie", bylines=[(cls.elodie, "text")], by=None)
            cls.live = workflow.publish(draft, by=None)

    def test_the_name_may_be_written_as_people_write(self):
        both = ["By Élodie", "By both"]
        for asked in ("Élodie Œuvrard", "elodie œuvrard", "  ÉLODIE   ŒUVRARD ", "lod", "œuv elodie"):
            with self.subTest(asked):
                self.assertEqual(self.found(author=asked), both)
        for asked in ("Élysée", "elysee", "ÉLYSÉE", "lys"):
            with self.subTest(asked):
                self.assertEqual(self.found(tag=asked), ["By both"])

    def test_they_combine_with_each_other_and_all_else(self):
        for query, expected in [
            ({"author": "ada", "tag": "port"}, ["By both", "By Ada"]),
            ({"author": "ada", "tag": "elysee"}, ["By both"]),
            ({"author": "elodie", "tag": "port", "section": "town", "state": "draft", "q": "both"}, ["By both"]),
            ({"author": "elodie", "state": "live"}, ["By Élodie"]),
            ({"author": "elodie", "section": "nowhere"}, []),
            ({"author": "elodie", "whose": "mine"}, []),
            ({"author": "", "tag": " \x00"}, ["By Élodie", "By both", "By Ada"]),
        ]:
            with self.subTest(query):
                self.assertEqual(self.found(**query), expected)

    def test_where_several_are_meant_one_is_chosen(self):
        second = make_author("Ada", slug="ada-2")
        self.draft(headline="By the other", bylines=[(second, "text")])
        for asked in ("ada", "AD"):
            page = self.page(author=asked)
            self.assertEqual(page.all("//td[contains(@class,'field-headline')]"), [])
            links = page.tree.xpath("//ul[@class='chosen']//span/a")
            self.assertEqual([link.text for link in links], ["Ada (ada)", "Ada (ada-2)"])
            self.assertEqual([link.get("href") for link in links], ["?author=Ada+%28ada%29", "?author=Ada+%28ada-2%29"])
        self.assertEqual(self.found(author="Ada (ada)"), ["By both", "By Ada"])
        self.assertEqual(self.found(author="ada-2"), ["By the other"])
        self.assertEqual(self.found(author="lodie"), ["By Élodie", "By both"])

    def test_what_has_no_such_name_is_said(self):
        for query in ({"author": "nobody"}, {"tag": "nothing"}, {"author": "´"}, {"tag": "x" * 3000}):
            with self.subTest(query):
                page = self.page(**query)
                self.assertEqual(page.all("//td[contains(@class,'field-headline')]"), [])
                self.assertEqual(page.all("//ul[@class='chosen']//span"), ["There is none of this name."])

    def test_what_is_chosen_shows_and_can_be_taken_off(self):
        page = self.page(author="elodie", section="town", q="by", before=99)
        chosen = page.tree.xpath("//ul[@class='chosen']/li")
        self.assertEqual(
            [" ".join(item.text_content().split()) for item in chosen], ["Author: Élodie Œuvrard ✕", "Section: Town ✕"]
        )
        without = [item.xpath("./a")[0].get("href") for item in chosen]
        self.assertEqual(without, ["?q=by&section=town", "?author=elodie&q=by"])
        box = page.tree.xpath("//form[.//input[@name='tag']]")[0]
        hidden = [(field.get("name"), field.get("value")) for field in box.xpath(".//input[@type='hidden']")]
        self.assertEqual(hidden, [("author", "elodie"), ("section", "town"), ("q", "by")])

    def test_an_article_is_found_by_what_its_row_says(self):
        with clock(NOW):
            self.rewrite(self.live, bylines=[(self.bob, "text")], tags=["Mer"])
        self.assertEqual(self.found(author="bob"), ["By Élodie"])
        self.assertEqual(self.found(author="elodie"), ["By both"])
        self.assertEqual(self.found(tag="mer", author="bob"), ["By Élodie"])
        self.assertEqual(self.found(self.commercial, author="elodie"), ["By Élodie"])  # the draft is not theirs

    def test_a_discarded_draft_tells_nothing_where_there_is_another_edition(self):
        with clock(NOW):
            draft = self.rewrite(self.live, bylines=[(self.bob, "text")])
            workflow.discard(draft, by=None)
            workflow.discard(self.draft(headline="Thrown away", bylines=[(self.bob, "text")]), by=None)
        for person in (self.publisher, self.editor):
            self.assertEqual(self.found(person, author="bob"), ["Thrown away"])
            self.assertEqual(self.found(person, author="elodie"), ["By Élodie", "By both"])

    def test_it_is_turned_by_key_and_counts_nothing(self):
        with clock(NOW - HOUR):
            for number in range(5):
                live = self.draft(headline=f"Number {number}", tags=["Mer"])
                if number == 1:
                    self.rewrite(workflow.publish(live, by=None), headline="Number 1, rewritten")
        order = ["Number 4", "Number 3", "Number 2", "Number 1, rewritten", "Number 0"]
        with (
            mock.patch("articles.admin.article.ArticleAdmin.list_per_page", 2),
            CaptureQueriesContext(connection) as all_,
        ):
            pages, query = [], "?tag=mer&author=ada"
            while query:
                page = Page(self.client.get(reverse(LIST) + query)) if pages else self.page(tag="mer", author="ada")
                pages.append(page.all("//td[contains(@class,'field-headline')]"))
                query = "".join(page.all("//a[@rel='next']/@href"))
        self.assertEqual(pages, [order[:2], order[2:4], order[4:]])
        self.assertEqual([query["sql"] for query in all_ if "COUNT(" in query["sql"] or "OFFSET" in query["sql"]], [])

    def test_a_filter_chosen_on_a_later_page_begins_with_the_newest(self):
        page = self.page(before=10**6, state="open")
        hrefs = page.all("//search//a/@href") + page.all("//ul[@class='chosen']//a/@href")
        self.assertEqual([href for href in hrefs if "before" in href], [])
        self.assertEqual(len(hrefs), 16)  # ten states, mine or not, a section or all; what is chosen, twice

    def test_it_costs_the_same_with_one_article_and_with_thirty(self):
        query = {"author": "bob", "tag": "mer", "section": "town", "whose": "mine"}
        self.client.force_login(self.publisher)
        for _number in range(2):
            self.draft(bylines=[(self.bob, "text")], tags=["Mer"], by=self.publisher)
            with self.assertNumQueries(10):
                self.client.get(reverse(LIST), query)
            for state in ("open", "draft", "scheduled", "live", "waiting", "withdrawn", "embargo"):
                with self.assertNumQueries(9 if state in ("open", "draft") else 7):
                    self.client.get(reverse(LIST), {"author": "bob", "state": state})
            for _more in range(29):
                self.draft(bylines=[(self.bob, "text")], tags=["Mer"], by=self.publisher)


class LeakTest(FilterTestCase):
    """A draft in a hidden section, signed by and tagged with what stands nowhere else."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.hush = make_author("Hush Author", slug="hush")
        cls.vault = make_section("Vault", slug="vault")
        hidden = {"bylines": [(cls.hush, "text")], "tags": ["Hush tag"], "section": cls.vault}
        with clock(NOW - DAY):
            draft = cls().draft(headline="Public knowledge", tags=["Port"], by=None)
            cls.live = workflow.publish(draft, by=None)
            cls().rewrite(cls.live, by=cls.publisher, headline="Hush rewrite", **hidden)
            cls().draft(headline="Hush draft", by=cls.publisher, **hidden)
        cls.outsider = make_user("outsider", "editors")
        SectionRight.objects.create(user=cls.outsider, section=make_section(slug="far-away"))
        cls.hush.user = cls.outsider  # who signs it, and may not open it
        cls.hush.save()

    def test_what_stands_only_on_a_hidden_draft_finds_nothing(self):
        hushed = ["Hush draft", "Hush rewrite"]
        queries = [{"author": "hush"}, {"tag": "hush tag"}, {"section": "vault"}]
        queries += [{**queries[0], **queries[1]}, {"state": "draft"}, {"state": "open"}, {"state": "waiting"}]
        for query in queries:
            with self.subTest(query):
                self.assertEqual(
                    self.found(self.publisher, **query), hushed[1:] if query.get("state") == "waiting" else hushed
                )
                for person in (self.outsider, self.writer, self.commercial):
                    self.assertEqual(self.found(person, **query), [])
        self.assertEqual(self.found(self.outsider, whose="mine"), [])

    def test_a_hidden_draft_does_not_hide_what_readers_see(self):
        for query in ({"author": "ada"}, {"tag": "port"}, {"section": "town"}, {"author": "ada", "tag": "port"}):
            with self.subTest(query):
                self.assertEqual(self.found(self.publisher, **query), [])  # found by what their row says
                for person in (self.outsider, self.writer, self.commercial):
                    self.assertEqual(self.found(person, **query), ["Public knowledge"])
