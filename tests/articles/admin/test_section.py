"""Sections at the desk, and who may edit in them."""

from __future__ import annotations

from django.urls import reverse

from articles.models import OldPath, Section, SectionRight
from tests.articles.admin.tables import NO_RIGHTS, TableTestCase
from tests.factories import make_section


class SectionTest(TableTestCase):
    def fields(self, **changed):
        return {"name": "New", "slug": "new", "parent": "", "position": 0, **NO_RIGHTS} | changed

    def test_a_publisher_adds_moves_and_names_who_edits_there(self):
        response = self.add(Section, **self.fields(parent=self.town.pk))
        section = Section.objects.get(slug="new")
        self.assertRedirects(response, reverse("admin:articles_section_changelist"))
        self.assertEqual(section.path, "town/new")
        rights = {"rights-TOTAL_FORMS": 1, "rights-INITIAL_FORMS": 0, "rights-0-user": self.writer.pk}
        self.change(section, **self.fields(slug="newer", **rights))
        section.refresh_from_db()
        self.assertEqual(section.path, "newer")
        self.assertEqual([right.user for right in section.rights.all()], [self.writer])
        self.assertEqual(OldPath.objects.get(old_path="town/new").new_path, "newer")

    def test_refusals_are_told_in_the_form(self):
        below = make_section("Below", slug="below", parent=self.town)
        for row, changed, told in [
            (None, {"slug": "town"}, "Another section has this address."),
            (None, {"slug": "admin"}, "“admin” is an address of the site's own: choose another."),
            (None, {"slug": "a_b"}, "Use lower-case letters without accents, digits and single hyphens."),
            (self.town, {"parent": below.pk}, "A section can't stand below itself."),
            (self.town, {"parent": self.town.pk}, "A section can't stand below itself."),
        ]:
            with self.subTest(changed):
                fields = self.fields(description="Kept words.", **changed)
                response = self.change(row, **fields) if row else self.add(Section, **fields)
                self.assertEqual(self.errors(response), [told])
                self.assertContains(response, "Kept words.")

    def test_a_section_in_use_is_kept_and_an_empty_one_goes(self):
        self.draft()
        response = self.delete(self.town)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(Section.objects.count(), 1)
        empty = make_section(slug="empty")
        self.assertRedirects(self.delete(empty), reverse("admin:articles_section_changelist"))
        self.assertFalse(Section.objects.filter(slug="empty").exists())

    def test_a_right_to_every_section_is_given_once(self):
        response = self.add(SectionRight, user=self.editor.pk, section="")
        self.assertEqual(self.errors(response), ["This person has the right to every section already."])
        self.assertRedirects(
            self.add(SectionRight, user=self.writer.pk, section=""), reverse("admin:articles_sectionright_changelist")
        )
        response = self.add(SectionRight, user=self.writer.pk, section=self.town.pk)
        self.assertEqual(response.status_code, 302)
        response = self.add(SectionRight, user=self.writer.pk, section=self.town.pk)
        self.assertEqual(self.errors(response), ["Section right with this User and Section already exists."])
