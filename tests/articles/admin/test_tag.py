"""Tags at the desk."""

from __future__ import annotations

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
