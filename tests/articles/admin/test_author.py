"""Authors at the desk."""

from __future__ import annotations

from unittest import mock

from django.urls import reverse
from lxml import html

from articles.admin.author import AuthorAdmin
from articles.models import Author, OldPath
from images.models import Picture
from tests.articles.admin.tables import TableTestCase
from tests.factories import make_author, make_picture


class AuthorTest(TableTestCase):
    def fields(self, **changed):
        return {"name": "Zoé", "slug": "zoe"} | changed

    def test_links_are_lines(self):
        links = "My own page https://zoe.example/\r\n\r\nmailto:zoe@news.example\r\n"
        self.add(Author, self.writer, **self.fields(links=links))
        zoe = Author.objects.get(slug="zoe")
        self.assertEqual(
            zoe.links,
            [
                {"label": "My own page", "url": "https://zoe.example/"},
                {"label": "mailto:zoe@news.example", "url": "mailto:zoe@news.example"},
            ],
        )
        self.client.force_login(self.editor)
        page = self.client.get(reverse("admin:articles_author_change", args=[zoe.pk]))
        self.assertEqual(
            page.context["adminform"].form["links"].value(),
            "My own page https://zoe.example/\nmailto:zoe@news.example mailto:zoe@news.example",
        )

    def test_a_portrait_that_is_deleted_meanwhile_is_refused_in_words(self):
        zoe, portrait = make_author("Zoé", slug="zoe"), make_picture()
        save_form = AuthorAdmin.save_form

        def delete_first(admin, *arguments, **options):
            Picture.objects.all().delete()
            return save_form(admin, *arguments, **options)

        self.client.force_login(self.editor)
        url = reverse("admin:articles_author_change", args=[zoe.pk])
        with mock.patch.object(AuthorAdmin, "save_form", delete_first):
            response = self.client.post(url, self.fields(bio="My words", picture=portrait.pk))
        self.assertContains(response, "This picture is not in the library any more.")
        self.assertContains(response, "My words")
        self.assertEqual(Author.objects.get(pk=zoe.pk).bio, "")

    def test_links_that_are_none_are_told(self):
        told = "A line each: the label, then an address that begins with https:// or mailto:."
        for links in ("Mastodon", "x javascript:alert(1)", "x data:text/html,y", "x //a.example"):
            with self.subTest(links):
                response = self.add(Author, self.writer, **self.fields(links=links))
                self.assertEqual(self.errors(response), [told])
                self.assertContains(response, links)

    def test_a_renamed_author_leaves_a_redirect(self):
        self.change(self.ada, self.editor, **self.fields(name="Ada", slug="ada-lee"))
        self.assertEqual(OldPath.objects.get().new_path, "authors/ada-lee")

    def test_writers_add_authors_and_change_none_and_see_no_accounts(self):
        self.assertEqual(self.change(self.ada, self.writer, **self.fields()).status_code, 403)
        self.client.force_login(self.writer)
        self.assertNotContains(self.client.get(reverse("admin:articles_author_add")), 'name="user"')
        self.add(Author, self.writer, **self.fields(user=self.editor.pk))
        self.assertIsNone(Author.objects.get(slug="zoe").user)
        self.add(Author, **self.fields(slug="zoe-2", user=self.editor.pk))
        self.assertEqual(Author.objects.get(slug="zoe-2").user, self.editor)

    def test_a_slug_is_taken_from_the_name_unless_it_is_given(self):
        for name, slug in [("Zoé L’Œillet", "zoe-l-oeillet"), ("Łukasz Ø. de la Fère", "lukasz-o-de-la-fere")]:
            self.add(Author, self.writer, **self.fields(name=name, slug=""))
            self.assertEqual(Author.objects.get(name=name).slug, slug)
        self.change(self.ada, name="Ada Lee", slug="")
        self.ada.refresh_from_db()
        self.assertEqual((self.ada.name, self.ada.slug), ("Ada Lee", "ada"))
        for name, told in [
            ("日本", "Write one: no letter of the name fits an address."),
            ("Bob", "Author with this Slug already exists."),
            ("", "This field is required."),
        ]:
            self.assertEqual(self.errors(self.add(Author, self.writer, **self.fields(name=name, slug=""))), [told])

    def test_the_list_shows_faces_and_to_publishers_accounts(self):
        Author.objects.filter(pk=self.ada.pk).update(picture=make_picture(), user=self.editor, job_title="Reporter")
        for person, expected in [
            (self.publisher, [["img", "Ada", "Reporter", "Edith Editor"], ["-", "Bob", "-", "—"]]),
            (self.editor, [["img", "Ada", "Reporter"], ["-", "Bob", "-"]]),
        ]:
            self.client.force_login(person)
            page = html.fromstring(self.client.get(reverse("admin:articles_author_changelist")).content.decode())
            rows = [
                [cell.text_content().strip() or "".join(img.tag for img in cell.iter("img")) for cell in row]
                for row in page.xpath("//table[@id='result_list']/tbody/tr")
            ]
            self.assertEqual(rows, expected)

    def test_the_search_folds_names(self):
        zoe = make_author("Zoé Lévy", slug="zoe-levy")
        pen_name = make_author("Élie", slug="x")
        self.client.force_login(self.writer)
        for words, expected in [
            ("LÉVY zoe", [zoe]), ("lev", [zoe]), ("Élie", [pen_name]), ("levy bob", []), ("-", []), ("ad", [self.ada]),
        ]:  # fmt: skip
            with self.subTest(words):
                page = self.client.get(reverse("admin:articles_author_changelist"), {"q": words})
                self.assertEqual(list(page.context["cl"].result_list), expected)

    def test_the_page_leads_to_what_they_signed_and_shows_the_portrait(self):
        Author.objects.filter(pk=self.ada.pk).update(picture=make_picture(alt="Ada laughs", credit="Photo: Bo"))
        self.client.force_login(self.editor)
        page = html.fromstring(self.client.get(reverse("admin:articles_author_change", args=[self.ada.pk])).content)
        self.assertEqual(page.xpath("//figure/img/@alt"), ["Ada laughs"])
        self.assertEqual(page.xpath("string(//figure/figcaption)"), "Photo: Bo")
        self.assertEqual(page.xpath("//a[contains(@href, 'author=')]/@href"), ["/admin/articles/article/?author=ada"])

    def test_who_only_reads_is_shown_links_and_no_account(self):
        links = [{"label": "<b>Blog</b>", "url": "https://a.example/"}]
        Author.objects.filter(pk=self.ada.pk).update(links=links, user=self.editor)
        self.client.force_login(self.commercial)
        page = self.client.get(reverse("admin:articles_author_change", args=[self.ada.pk]))
        self.assertContains(page, '<a href="https://a.example/" rel="noopener">&lt;b&gt;Blog&lt;/b&gt;</a>')
        self.assertNotContains(page, "Edith")

    def test_who_has_signed_is_kept(self):
        self.draft()
        self.assertEqual(self.delete(self.ada).status_code, 200)
        self.assertEqual(self.delete(self.bob).status_code, 302)
        self.assertEqual(list(Author.objects.values_list("slug", flat=True)), ["ada"])
