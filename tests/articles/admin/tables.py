"""What the tests of the tables around articles share: hands that add, change and delete a row at the desk."""

from __future__ import annotations

from django.urls import reverse

from tests.articles.admin.desk import DeskTestCase


class TableTestCase(DeskTestCase):
    def add(self, model, by=None, query="", **fields):
        self.client.force_login(by or self.publisher)
        return self.client.post(f"{reverse(f'admin:articles_{model._meta.model_name}_add')}{query}", fields)

    def change(self, row, by=None, **fields):
        self.client.force_login(by or self.publisher)
        return self.client.post(reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk]), fields)

    def delete(self, row, by=None):
        self.client.force_login(by or self.publisher)
        url = reverse(f"admin:articles_{row._meta.model_name}_delete", args=[row.pk])
        return self.client.post(url, {"post": "yes"})
