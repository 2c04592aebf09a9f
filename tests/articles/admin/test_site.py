"""The newspaper's settings and pages at the desk: looked at before they are saved, and no version lost."""

from __future__ import annotations

from django.urls import reverse

from articles.models import Page, Site
from tests.articles.admin.desk import DeskTestCase
from tests.articles.views.reading import Page as Read
from tests.factories import make_article, make_picture

SITE = {"own_name": "The Gazette", "accent": "blue", "paper": "white", "language": "en"}
PAGE = {"title": "About us", "slug": "about", "body": "<p>We are.</p>", "language": "en", "position": "0"}


class SiteAdminTest(DeskTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.publisher)

    def post(self, **changed):
        name = "change" if Site.objects.exists() else "add"
        url = reverse(f"admin:articles_site_{name}", args=[Site.ONLY] if name == "change" else [])
        return self.client.post(url, SITE | changed)

    def test_it_is_set_once_and_then_changed(self):
        self.assertEqual(self.post().status_code, 302)
        self.assertEqual(self.post(tagline="Since 1631").status_code, 302)
        self.assertEqual(
            list(Site.objects.values_list("own_name", "tagline", "accent")), [("The Gazette", "Since 1631", "blue")]
        )

    def test_a_preview_shows_what_was_typed_and_saves_nothing(self):
        make_article(section=self.town, headline="In the paper")
        for saved in ({}, {"own_name": "Old name"}):
            if saved:
                Site.objects.create(**saved)
            before = list(Site.objects.values())
            logo = make_picture()
            response = self.client.post(
                reverse("admin:articles_site_preview"),
                SITE | {"tagline": "Seen first", "logo": logo.pk, "previewed": Site.ONLY if saved else ""},
            )
            page = Read(response)
            self.assertEqual(page.one("//p[@class='preview-bar']"), "Preview: readers do not see this yet.")
            self.assertEqual(page.all("//h1//img/@alt"), ["The Gazette"])
            self.assertEqual(page.one("//p[@class='tagline']"), "Seen first")
            self.assertEqual(page.one("/html/@class"), "accent-blue paper-white")
            self.assertEqual(page.one("//article[contains(@class,'card-lead')]//h2"), "In the paper")
            self.assertIn("no-store", response.headers["Cache-Control"])
            self.assertEqual(response.headers["X-Robots-Tag"], "noindex")
            self.assertEqual(list(Site.objects.values()), before)
            self.assertNotIn("Seen first", self.client.get("/").content.decode())

    def test_a_preview_of_what_is_wrong_says_so_and_saves_nothing(self):
        response = self.client.post(reverse("admin:articles_site_preview"), SITE | {"accent": "mud", "tagline": "Kept"})
        self.assertEqual(response.status_code, 200)
        self.assertIn("errornote", response.content.decode())
        self.assertIn('value="Kept"', response.content.decode())
        self.assertEqual(Site.objects.count(), 0)

    def test_what_was_refused_a_preview_can_be_mended_and_saved(self):
        for saved in (False, True):
            if saved:
                Site.objects.create()
            response = self.client.post(
                reverse("admin:articles_site_preview"),
                SITE | {"accent": "mud", "previewed": Site.ONLY if saved else ""},
            )
            expected = reverse("admin:articles_site_change", args=[1]) if saved else reverse("admin:articles_site_add")
            self.assertEqual(Read(response).one("//form[@id='site_form']/@action"), expected)

    def test_others_get_no_preview(self):
        for person in (self.writer, self.editor, self.commercial):
            self.client.force_login(person)
            for name in ("site", "page"):
                response = self.client.post(reverse(f"admin:articles_{name}_preview"), SITE | PAGE)
                self.assertEqual(response.status_code, 403, (person, name))


class PageAdminTest(DeskTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.publisher)

    def test_every_version_stays_to_be_read(self):
        self.client.post(reverse("admin:articles_page_add"), PAGE)
        page = Page.objects.get()
        url = reverse("admin:articles_page_change", args=[page.pk])
        self.client.post(url, PAGE | {"body": "<p>We were.</p>"})
        self.assertEqual(list(page.versions.values_list("saved_by", flat=True)), [self.publisher.pk] * 2)
        form = self.client.get(url).content.decode()
        self.assertIn("<p>We are.</p>", form)
        self.assertIn("Paul Publisher", form)

    def test_a_preview_shows_what_was_typed_and_saves_nothing(self):
        page = Page.objects.create(title="About", slug="about", body="<p>Old.</p>")
        for previewed in ("", page.pk):
            slug = "about" if previewed else "other"
            response = self.client.post(
                reverse("admin:articles_page_preview"), PAGE | {"slug": slug, "previewed": previewed}
            )
            read = Read(response)
            self.assertEqual((read.one("//h1"), read.one("//div[@class='body']")), ("About us", "We are."))
            self.assertEqual(len(read.all("//p[@class='preview-bar']")), 1)
        self.assertEqual(list(Page.objects.values_list("title", "body")), [("About", "<p>Old.</p>")])

    def test_pictures_are_refused_with_the_words_kept(self):
        picture = '<p>Words</p><figure class="picture" data-picture="5f9d9a3e-6f0b-5f0a-9a53-6a1c9d0c5e11"></figure>'
        response = self.client.post(reverse("admin:articles_page_add"), PAGE | {"body": picture})
        self.assertEqual(response.status_code, 200)
        self.assertIn("A page holds words only", response.content.decode())
        self.assertIn("&lt;p&gt;Words&lt;/p&gt;", response.content.decode())
        self.assertEqual(Page.objects.count(), 0)

    def test_two_pages_have_no_address_in_common(self):
        Page.objects.create(title="About", slug="about")
        response = self.client.post(reverse("admin:articles_page_add"), PAGE)
        self.assertIn("already exists", response.content.decode())
