"""Accounts at the desk."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.urls import reverse

from articles import workflow
from tests.articles.admin.tables import TableTestCase
from tests.cast import make_user


class PeopleTest(TableTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.superuser = make_user("admin", "publishers", is_superuser=True)

    def fields(self, person, **changed):
        joined = {"date_joined": person.date_joined.isoformat()}
        return {"username": person.username, "is_active": "on", "is_staff": "on", **joined} | changed

    def post(self, person, **changed):
        self.client.force_login(self.superuser)
        url = reverse("admin:auth_user_change", args=[person.pk])
        return self.client.post(url, self.fields(person, **changed))

    def test_an_account_is_closed_and_never_deleted(self):
        edition = workflow.publish(self.draft(), by=self.publisher)
        self.client.force_login(self.superuser)
        url = reverse("admin:auth_user_delete", args=[self.writer.pk])
        self.assertEqual(self.client.post(url, {"post": "yes"}).status_code, 403)
        self.assertRedirects(self.post(self.writer, is_active=""), reverse("admin:auth_user_changelist"))
        self.writer.refresh_from_db()
        self.assertFalse(self.writer.is_active)
        self.assertEqual(edition.transitions.last().by, self.writer)

    def test_no_role_reaches_accounts(self):
        for person in (self.writer, self.editor, self.publisher, self.commercial):
            self.client.force_login(person)
            url = reverse("admin:auth_user_change", args=[person.pk])
            response = self.client.post(url, self.fields(person, is_superuser="on"))
            self.assertEqual(response.status_code, 403)
        self.assertEqual(list(User.objects.filter(is_superuser=True)), [self.superuser])
