"""Pages that are no articles, and what the frame says on every page."""

from __future__ import annotations

from articles.models import Page, Section, Site
from articles.signals import content_changed
from tests.articles.views.reading import ReadingTestCase
from tests.factories import NOW, clock, make_article, make_picture, make_section


class PageDetailTest(ReadingTestCase):
    def test_it_shows_its_words_in_its_language(self):
        Page.objects.create(title="About us", slug="about", language="en", body="<h2>Who</h2><p>We are.</p>")
        page = self.read("/pages/about/")
        self.assertEqual(page.one("//h1"), "About us")
        self.assertEqual(page.all("//div[@class='body']/*"), ["Who", "We are."])
        self.assertEqual(page.one("/html/@lang"), "en")
        self.assertEqual(self.status("/pages/nowhere/"), 404)

    def test_a_new_address_is_announced_for_the_old_one_too(self):
        page = Page.objects.create(title="About us", slug="about")
        heard: list[frozenset[str]] = []

        def hear(keys, **_kwargs):
            heard.append(keys)

        content_changed.connect(hear)
        with self.captureOnCommitCallbacks(execute=True):
            page.slug = "who-we-are"
            page.save()
        content_changed.disconnect(hear)
        self.assertEqual(heard, [frozenset({"frame", "page:about", "page:who-we-are"})])

    def test_it_is_found_where_it_used_to_be(self):
        page = Page.objects.create(title="About us", slug="about")
        page.slug = "us"
        page.save()
        self.assertEqual(self.location("/pages/about/"), (301, "/pages/us/"))

    def test_a_page_takes_one_query(self):
        Page.objects.create(title="About us", slug="about")
        self.assertReads(1, "/pages/about/")


class FrameOfPagesTest(ReadingTestCase):
    def test_the_footer_leads_to_the_pages_that_stand_in_it(self):
        make_section("News", slug="news")
        Page.objects.create(title="Legal", slug="legal", position=2)
        Page.objects.create(title="About", slug="about", position=1)
        Page.objects.create(title="Unlisted", slug="unlisted", in_footer=False)
        links = self.read("/").all("//footer//nav//a/@href")
        self.assertEqual(links[:2], ["/pages/about/", "/pages/legal/"])
        self.assertNotIn("/pages/unlisted/", links)

    def test_the_site_is_as_it_was_set(self):
        make_section("News", slug="news")
        Site.objects.create(
            own_name="The Gazette",
            tagline="Since 1631",
            accent="blue",
            paper="white",
            language="en",
            footer="A & B\n\nC",
        )
        page = self.read("/")
        self.assertEqual(page.one("//h1"), "The Gazette")
        self.assertEqual(page.one("//p[@class='tagline']"), "Since 1631")
        self.assertEqual(page.one("/html/@class"), "accent-blue paper-white")
        self.assertEqual(page.one("/html/@lang"), "en")
        self.assertEqual(page.all("//div[@class='imprint-text']/p"), ["A & B", "C"])
        self.assertEqual(page.all("//meta[@name='theme-color']/@content"), ["#ffffff", "#15171a"])

    def test_a_logo_stands_in_for_the_name(self):
        Site.objects.create(own_name="The Gazette", logo=make_picture(alt="A ship"))
        page = self.read("/")
        self.assertEqual(page.all("//h1//img/@alt"), ["The Gazette"])
        self.assertEqual(page.one("//h1"), "")

    def test_a_page_has_the_colour_of_the_nearest_section_that_has_one(self):
        news = make_section("News", slug="news", accent="green")
        world = make_section("World", slug="world", parent=news)
        sport = make_section("Sport", slug="sport")
        article = make_article(section=world, headline="Far away")
        make_article(section=sport)
        for path, accents in [
            ("/news/world/", ["accent-green"]),
            (article.get_absolute_url(), ["accent-green"]),
            ("/sport/", []),
            ("/", []),
        ]:
            self.assertEqual(self.read(path).all("//body/@class"), accents, path)

    def test_what_is_not_found_speaks_the_sites_language(self):
        Site.objects.create(language="en")
        with clock(NOW):
            self.assertIn('<html lang="en"', self.client.get("/nowhere/").content.decode())
        self.assertEqual(Section.objects.count(), 0)
