"""Tags at the desk: named, renamed, merged."""

from __future__ import annotations

from unittest import mock

from django.contrib.admin.models import LogEntry
from django.urls import reverse
from lxml import html

from articles import workflow
from articles.models import OldPath, Tag
from tests.articles.admin.tables import TableTestCase


class TagTest(TableTestCase):
    def test_a_tag_is_told_from_another_by_what_it_says(self):
        self.assertEqual(self.add(Tag, self.writer, name="Élysée", slug="").status_code, 302)
        self.assertEqual(Tag.objects.get().slug, "elysee")
        for name, told in [
            ("elysée", "This tag is there already, as “Élysée”."),
            ("\u0301", "Write a name with letters or digits in it."),
            ("ﷺ" * 20, f"“{'ﷺ' * 20}…” is too long for a tag: 90 characters at most."),
        ]:
            with self.subTest(name):
                self.assertEqual(self.errors(self.add(Tag, self.writer, name=name, slug="x")), [told])
        response = self.add(Tag, self.writer, name="Port", slug="Bad_slug")
        self.assertEqual(self.errors(response), ["Use lower-case letters without accents, digits and single hyphens."])

    def test_an_editor_renames_one_and_its_address_stays_unless_asked(self):
        tag = Tag.objects.named(["Port"])[0]
        self.change(tag, self.editor, name="The port", slug="")
        tag.refresh_from_db()
        self.assertEqual((tag.name, tag.slug, tag.folded), ("The port", "port", "the port"))
        self.change(tag, self.editor, name="The port", slug="the-port")
        self.assertEqual(OldPath.objects.get().new_path, "tags/the-port")
        self.assertEqual(self.change(tag, self.writer, name="x", slug="x").status_code, 403)

    def test_a_tag_in_use_is_kept(self):
        tag = self.draft(tags=["Port"]).tags.get()
        self.assertEqual(self.delete(tag).status_code, 200)
        self.assertEqual(Tag.objects.count(), 1)

    def test_the_search_folds_what_is_typed(self):
        Tag.objects.named(["Élysée", "Port"])
        self.client.force_login(self.writer)
        for words, expected in [
            ("ÉLYSÉE", ["Élysée"]),
            ("ely", ["Élysée"]),
            ("zz", []),
            ("\u0301", ["Élysée", "Port"]),
        ]:
            with self.subTest(words):
                page = self.client.get(reverse("admin:articles_tag_changelist"), {"q": words})
                self.assertEqual([tag.name for tag in page.context["cl"].result_list], expected)


class MergeTest(TableTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.port, cls.harbour = Tag.objects.named(["Port", "Harbour"])
        cls.url = reverse("admin:articles_tag_merge", args=[cls.port.pk])

    def merge(self, into, by=None, url=""):
        self.client.force_login(by or self.publisher)
        return self.client.post(url or self.url, {"into": into})

    def told_on_the_page(self):
        self.client.force_login(self.publisher)
        page = html.fromstring(self.client.get(self.url).content.decode())
        return [" ".join(item.text_content().split()) for item in page.xpath("//div[@class='desk-note']//li")]

    def test_the_page_says_what_will_happen(self):
        gone = [
            "Whoever follows /tags/port/ is led to the other tag’s page.",
            "“Port” will be gone. This can’t be undone.",
        ]
        self.assertEqual(self.told_on_the_page(), ["Nothing is filed under “Port”.", *gone])
        edition = workflow.publish(self.draft(tags=["Port"]), by=None)
        workflow.start_edition(edition, by=None)  # one article all the same
        one = "One article is filed under “Port”: it will be under the other tag, published or not."
        self.assertEqual(self.told_on_the_page(), [one, *gone])
        self.draft(tags=["Port"])
        two = "2 articles are filed under “Port”: they will be under the other tag, published or not."
        self.assertEqual(self.told_on_the_page(), [two, *gone])
        with mock.patch("articles.admin.merging.COUNTED", 1):
            more = "More than 1 articles are filed under “Port”: they will be under the other tag, published or not."
            self.assertEqual(self.told_on_the_page(), [more, *gone])

    def test_a_publisher_merges_and_the_log_says_so(self):
        edition = workflow.publish(self.draft(tags=["Port"]), by=None)
        response = self.merge(self.harbour.pk)
        self.assertEqual(response["Location"], reverse("admin:articles_tag_change", args=[self.harbour.pk]))
        self.assertEqual(self.told(response), ["“Port” is merged into “Harbour”."])
        self.assertEqual([tag.name for tag in edition.tags.all()], ["Harbour"])
        self.assertEqual(OldPath.objects.get().new_path, "tags/harbour")
        self.assertEqual(
            [(entry.user, entry.object_repr, entry.is_deletion()) for entry in LogEntry.objects.order_by("pk")],
            [(self.publisher, "Port", True), (self.publisher, "Harbour", False)],
        )
        self.assertEqual(LogEntry.objects.first().get_change_message(), "“Port” is merged into “Harbour”.")

    def test_what_is_no_other_tag_is_refused(self):
        unknown = "Select a valid choice. That choice is not one of the available choices."
        for into, told in [
            ("", "This field is required."),
            (self.port.pk, "A tag can't be merged into itself."),
            ("999999", unknown),
            ("x", unknown),
            ("\x00", "Null characters are not allowed."),
            ("9" * 30, unknown),
        ]:
            with self.subTest(into=into):
                self.assertEqual(self.errors(self.merge(into)), [told])
        gone = reverse("admin:articles_tag_merge", args=[999999])
        self.assertEqual(self.merge(self.harbour.pk, url=gone).status_code, 404)
        self.assertEqual(self.merge(self.harbour.pk, url=f"/admin/articles/tag/{'9' * 30}/merge/").status_code, 404)
        self.assertEqual(Tag.objects.count(), 2)

    def test_only_who_may_change_and_delete_tags_merges_them(self):
        for person in (self.writer, self.editor, self.commercial):
            self.client.force_login(person)
            self.assertEqual(self.client.get(self.url).status_code, 403)
            self.assertEqual(self.merge(self.harbour.pk, person).status_code, 403)
            page = self.client.get(reverse("admin:articles_tag_change", args=[self.port.pk]))
            self.assertNotContains(page, self.url)
        self.assertEqual(self.merge(self.harbour.pk, self.reader).status_code, 403)
        self.assertEqual(Tag.objects.count(), 2)
        self.client.force_login(self.publisher)
        self.assertContains(self.client.get(reverse("admin:articles_tag_change", args=[self.port.pk])), self.url)

    def test_a_rename_to_a_name_that_is_there_offers_the_merge_to_who_may(self):
        told = "This tag is there already, as “Harbour”."
        self.assertEqual(self.errors(self.change(self.port, self.editor, name="HARBOUR", slug="")), [told])
        response = self.change(self.port, name="harbour", slug="")
        self.assertEqual(self.errors(response), [f"{told} Merge this tag into it"])
        offer = f"{self.url}?into={self.harbour.pk}"
        self.assertContains(response, f'<a href="{offer}">')
        self.assertContains(self.client.get(offer), f'<option value="{self.harbour.pk}" selected>Harbour</option>')
        for into in ("x", "\x00", "9" * 30):
            self.assertEqual(self.client.get(self.url, {"into": into}).status_code, 200)

    def test_a_hostile_name_is_words_in_the_offer(self):
        Tag.objects.filter(pk=self.harbour.pk).update(name="<b>Harbour</b>")
        response = self.change(self.port, name="harbour", slug="")
        self.assertContains(response, "as “&lt;b&gt;Harbour&lt;/b&gt;”.")
