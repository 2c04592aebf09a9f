"""What an article's page leads to, and its furniture."""

from __future__ import annotations

from articles import workflow
from articles.models import Article, Edition
from articles.signals import content_changed
from articles.states import NoteKind
from tests.articles.views.reading import ReadingTestCase
from tests.factories import (
    DAY,
    HOUR,
    NOTHING_OWED,
    NOW,
    clock,
    make_article,
    make_author,
    make_note,
    make_section,
    make_sponsor,
)

ALIKE = "//section[@class='nearby']//h3"


class NearbyTest(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.news, cls.sport = make_section("News", slug="news"), make_section("Sport", slug="sport")

    def make(self, headline, days=1, **fields) -> Edition:
        return make_article(headline=headline, published_at=NOW - days * DAY, **{"section": self.news} | fields)

    def test_what_shares_most_tags_comes_first_then_what_is_new_in_the_section(self):
        self.make("Two tags", 9, section=self.sport, tags=["Sea", "Ships"])
        self.make("One tag", 8, section=self.sport, tags=["Sea"])
        self.make("Old in section", 7)
        self.make("Before", 5)
        here = self.make("Here", 4, tags=["Sea", "Ships"])
        self.make("After", 3)
        self.make("New in section", 2)
        self.make("Elsewhere", 1, section=self.sport)
        page = self.read(here.get_absolute_url())
        self.assertEqual(page.all(ALIKE), ["Two tags", "One tag", "New in section", "Old in section"])
        self.assertEqual(page.one("//a[@rel='prev']"), "Before")
        self.assertEqual(page.one("//a[@rel='next']"), "After")

    def test_it_is_as_of_then(self):
        here = self.make("Here", 4, tags=["Sea"])
        gone = self.make("Gone", 3, tags=["Sea"])
        with clock(NOW - HOUR):
            workflow.withdraw(gone, by=None)
        self.make("To come", -1, tags=["Sea"])
        page = self.read(here.get_absolute_url())
        self.assertEqual((page.all(ALIKE), page.all("//nav[@class='beside']//a")), ([], []))
        before = self.read(here.get_absolute_url(), at=NOW - 2 * HOUR)
        self.assertEqual((before.all(ALIKE), before.all("//a[@rel='next']")), ([], ["Gone"]))
        after = self.read(here.get_absolute_url(), at=NOW + 2 * DAY)
        self.assertEqual(after.all("//a[@rel='next']"), ["To come"])

    def test_what_the_text_shows_is_not_shown_twice(self):
        other = self.make("In the text", 3, tags=["Sea"])
        figure = f'<figure class="related" data-article="{other.article.public_id}"></figure>'
        here = self.make("Here", 1, tags=["Sea"], body=f"<p>Text.</p>{figure}")
        page = self.read(here.get_absolute_url())
        self.assertEqual((page.all(ALIKE), page.all("//p[@class='related-headline']")), ([], ["In the text"]))

    def test_what_is_paid_for_says_so_there_too(self):
        self.make(
            "Advertisement", 3, tags=["Sea"], section=self.sport, notes=[make_note(NoteKind.PAID, label="Paid by")]
        )
        here = self.make("Here", 1, tags=["Sea"])
        labels = self.read(here.get_absolute_url()).all("//section[@class='nearby']//p[@class='paid-label']")
        self.assertEqual([label.split(" · ")[0] for label in labels], ["Paid by"])

    def test_so_it_does_beside_the_article(self):
        paid = [make_note(NoteKind.PAID, label="Paid by", sponsor=make_sponsor("Boats"))]
        self.make("Advertisement", 3, notes=paid)
        here = self.make("Here", 2)
        self.make("Another", 1, sponsored=True, notes=paid)
        page = self.read(here.get_absolute_url())
        self.assertEqual(
            page.all("//nav[@class='beside']/div"),
            ["Previous Paid by · Boats Advertisement", "Next Paid by · Boats Another"],
        )


class FurnitureTest(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.news = make_section("News", slug="news")

    def test_a_long_read_has_a_table_of_contents(self):
        text = "<p>" + "word " * 300 + "</p>"
        long = make_article(
            section=self.news, body="".join(f"<h2>Part {n} &amp; <em>more</em></h2>{text}" for n in (1, 2, 3))
        )
        page = self.read(long.get_absolute_url())
        self.assertEqual(page.all("//nav[@class='toc']//a"), ["Part 1 & more", "Part 2 & more", "Part 3 & more"])
        targets = [href.removeprefix("#") for href in page.all("//nav[@class='toc']//a/@href")]
        self.assertEqual(targets, page.all("//div[@class='body']/h2/@id"))
        for body in ("<h2>A</h2><p>x</p><h2>B</h2><p>x</p><h2>C</h2><p>x</p>", f"<h2>A</h2>{text * 3}<h2>B</h2>{text}"):
            short = make_article(section=self.news, body=body)
            self.assertEqual(self.read(short.get_absolute_url()).all("//nav[@class='toc']"), [])

    def test_it_can_be_shared_without_anybody_being_told_before(self):
        edition = make_article(section=self.news, headline="Salt & water")
        page = self.read(edition.get_absolute_url())
        hosts = {href.split("/")[2] for href in page.all("//nav[@class='share']//a/@href") if "//" in href}
        self.assertEqual(hosts, {"wa.me", "bsky.app", "www.facebook.com", "www.linkedin.com"})
        mail = page.one("//nav[@class='share']//a[starts-with(@href,'mailto:')]/@href")
        address = f"http%3A%2F%2F127.0.0.1%3A8000{edition.get_absolute_url().replace('/', '%2F')}"
        self.assertEqual(mail, f"mailto:?subject=Salt%20%26%20water&body={address}")
        self.assertEqual(page.all("//nav[@class='share']//button[@hidden]"), ["Copy the link"])

    def test_it_leads_to_what_changed_once_something_has(self):
        edition = make_article(section=self.news)
        link = "//p[@class='dates']//a/@href"
        self.assertEqual(self.read(edition.get_absolute_url()).all(link), [])
        with clock(NOW - HOUR):
            workflow.publish(workflow.start_edition(edition, by=None), by=None, correction=NOTHING_OWED)
        self.assertEqual(self.read(edition.get_absolute_url()).all(link), [f"{edition.get_absolute_url()}history/"])

    def test_an_authors_links_are_there(self):
        ann = make_author("Ann", links=[{"label": "Write", "url": "mailto:ann@news.example"}])
        edition = make_article(section=self.news, bylines=[(ann, "text")])
        page = self.read(edition.get_absolute_url())
        self.assertEqual(page.all("//div[@class='bio']//a/@href"), [ann.get_absolute_url(), "mailto:ann@news.example"])


class TranslationTest(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.source = make_article(
            headline="La mer", language="fr", body="<p>Texte.</p>", section=make_section(slug="mer")
        )

    def translate(self) -> Edition:
        with clock(NOW - HOUR):
            draft = workflow.start_translation(self.source, "en", by=None)
            draft.headline = "The sea"
            return workflow.save_draft(draft, by=None)

    def publish(self, draft: Edition) -> Edition:
        with clock(NOW - HOUR):
            return workflow.publish(draft, by=None)

    def test_its_draft_has_all_but_the_headline(self):
        draft = workflow.start_translation(self.source, "en", by=None)
        self.assertEqual((draft.headline, draft.slug, draft.language), ("", "", "en"))
        self.assertEqual((draft.body, draft.section_id), (self.source.body, self.source.section_id))
        self.assertEqual(draft.ednote, "Translation of “La mer”.")
        self.assertEqual(list(draft.bylines.values_list("author")), list(self.source.bylines.values_list("author")))

    def test_what_is_under_embargo_is_so_in_every_language(self):
        workflow.set_embargo(self.source.article, NOW + DAY, by=None, source="The harbour", reason="It asked.")
        article = workflow.start_translation(self.source, "en", by=None).article
        self.assertEqual(
            (article.embargo_until, article.embargo_source, article.embargo_reason),
            (NOW + DAY, "The harbour", "It asked."),
        )

    def test_each_leads_to_the_other_once_both_are_live(self):
        links = "//p[@class='languages']/a/@href"
        draft = self.translate()
        self.assertEqual(self.read(self.source.get_absolute_url()).all(links), [])
        english = self.publish(draft)
        for one, other, words in (
            (self.source, english, "Read this article in English"),
            (english, self.source, "Lire cet article en français"),
        ):
            page = self.read(one.get_absolute_url())
            self.assertEqual(page.all(links), [other.get_absolute_url()])
            self.assertEqual(page.one("//p[@class='languages']"), words)
            self.assertEqual(
                dict(zip(page.all("//link/@hreflang"), page.all("//link[@hreflang]/@href"), strict=True)),
                {
                    edition.language: f"http://127.0.0.1:8000{edition.get_absolute_url()}"
                    for edition in (self.source, english)
                },
            )
            self.assertEqual(page.all(ALIKE), [])
        with clock(NOW):
            workflow.withdraw(english, by=None)
        self.assertEqual(self.read(self.source.get_absolute_url(), at=NOW + HOUR).all(links), [])

    def test_there_is_one_a_language_whichever_is_translated(self):
        english = self.publish(self.translate())
        for source, language in ((self.source, "en"), (self.source, "fr"), (english, "fr")):
            with self.assertRaisesMessage(workflow.TransitionError, "already"):
                workflow.start_translation(source, language, by=None)
        self.assertEqual(workflow.untranslated(english), [])
        self.assertEqual(Article.objects.filter(translation_of=self.source.article).count(), 1)

    def test_one_that_was_discarded_makes_room(self):
        workflow.discard(self.translate(), by=None)
        self.assertEqual(workflow.untranslated(self.source), ["en"])

    def test_what_changes_in_one_is_announced_for_the_other(self):
        draft = self.translate()
        heard: list[frozenset[str]] = []

        def hear(keys, **_kwargs):
            heard.append(keys)

        content_changed.connect(hear)
        with self.captureOnCommitCallbacks(execute=True):
            self.publish(draft)
        content_changed.disconnect(hear)
        self.assertIn(f"article:{self.source.article.public_id}", frozenset().union(*heard))
