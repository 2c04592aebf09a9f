"""Old addresses at the desk."""

from __future__ import annotations

from articles.models import OldPath
from tests.articles.admin.tables import TableTestCase


class OldPathTest(TableTestCase):
    def test_paths_are_of_this_site_and_lead_somewhere_at_once(self):
        self.assertEqual(self.add(OldPath, old_path="/old/place/", new_path="town/").status_code, 302)
        path = OldPath.objects.get()
        self.assertEqual((path.old_path, path.new_path), ("old/place", "town"))
        for old, new, told in [
            ("a", "a", "It would lead to itself."),
            ("a", "old/place", "This address leads on to /town/: give that one."),
            ("town", "a", "Another old address leads to this one: change that one first."),
            ("a", "//evil.example", "Write the path of an address of this site: authors/ann-lee."),
            ("a", "https://evil.example", "Write the path of an address of this site: authors/ann-lee."),
            ("a", "\\evil", "Write the path of an address of this site: authors/ann-lee."),
            ("A b", "a", "Write the path of an address of this site: authors/ann-lee."),
            ("old/place", "a", "Old path with this Old path already exists."),
        ]:
            with self.subTest(old=old, new=new):
                self.assertEqual(self.errors(self.add(OldPath, old_path=old, new_path=new)), [told])
