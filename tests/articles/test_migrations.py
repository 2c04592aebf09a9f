"""What migrations put into the database beside the tables: no overlap of windows, and the roles."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.test import TestCase

from articles import workflow
from articles.models import Edition
from tests.factories import DAY, NOW, clock, make_article


class OverlapTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.first = make_article(published_at=NOW - 2 * DAY)
        with clock(NOW - DAY):
            draft = workflow.start_edition(cls.first, by=None)
            cls.second = workflow.publish(draft, by=None)

    def lay(self, edition: Edition, **window: object) -> None:
        """Write a window past the workflow; PostgreSQL looks when asked, SQLite at once."""
        with transaction.atomic():
            Edition.objects.filter(pk=edition.pk).lay(**window)
            connection.check_constraints()

    def test_the_database_refuses_windows_that_overlap(self):
        for name, edition, window in [
            ("ends never", self.first, {"live_until": None}),
            ("ends within the next", self.first, {"live_until": NOW}),
            (
                "begins within the one before",
                self.second,
                {"live_from": NOW - 1.5 * DAY, "published_at": NOW - 2 * DAY},
            ),
            ("holds the other", self.second, {"live_from": NOW - 3 * DAY, "published_at": NOW - 3 * DAY}),
        ]:
            with self.subTest(name), self.assertRaisesRegex(IntegrityError, "edition_windows_apart"):
                self.lay(edition, **window)

    def test_windows_may_meet_or_lie_apart(self):
        self.lay(self.first, live_until=NOW - DAY)
        self.lay(self.first, live_until=NOW - 1.5 * DAY)
        self.lay(self.second, live_until=NOW)

    def test_windows_of_other_articles_do_not_matter(self):
        self.assertEqual(make_article(published_at=NOW - 2 * DAY).live_until, None)

    def test_a_row_that_is_put_in_is_looked_at_too(self):
        copy = Edition.objects.get(pk=self.second.pk)
        values = {
            field.attname: getattr(copy, field.attname)
            for field in Edition._meta.concrete_fields
            if not field.primary_key
        }
        rogue = Edition(**(values | {"number": 3}))
        with self.assertRaisesRegex(IntegrityError, "edition_windows_apart"), transaction.atomic():
            rogue.save_base(raw=True, force_insert=True)
            connection.check_constraints()


class RolesTest(TestCase):
    def test_what_each_role_may_do(self):
        roles = {group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()}
        verbs = {"submit_edition", "approve_edition", "publish_edition", "redact_edition"}
        self.assertEqual(
            {name: codenames & verbs for name, codenames in roles.items()},
            {
                "writers": {"submit_edition"},
                "editors": {"submit_edition", "approve_edition"},
                "publishers": verbs,
                "commercial": set(),
            },
        )
        notes = {f"{action}_sponsorshipnote" for action in ("add", "change", "delete", "view")}
        self.assertEqual(
            {name: codenames & notes for name, codenames in roles.items()},
            {
                "writers": {"view_sponsorshipnote"},
                "editors": {"view_sponsorshipnote"},
                "publishers": notes - {"delete_sponsorshipnote"},
                "commercial": notes - {"delete_sponsorshipnote"},
            },
        )
        for codenames in roles.values():
            self.assertEqual(
                codenames & {"delete_article", "delete_edition", "delete_transition", "change_transition"}, set()
            )
