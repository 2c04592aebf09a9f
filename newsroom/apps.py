"""Which class the admin is: ours (articles/admin/site.py)."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "articles.admin.site.Desk"
