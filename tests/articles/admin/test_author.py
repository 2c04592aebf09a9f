"""Authors at the desk."""

from __future__ import annotations

from django.urls import reverse

from articles.models import Author, OldPath
from tests.articles.admin.tables import TableTestCase


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

    def test_who_has_signed_is_kept(self):
        self.draft()
        self.assertEqual(self.delete(self.ada).status_code, 200)
        self.assertEqual(self.delete(self.bob).status_code, 302)
        self.assertEqual(list(Author.objects.values_list("slug", flat=True)), ["ada"])
