"""Which class the admin is: ours (desk.py; apart from articles.admin, whose modules register with it)."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "newsroom.desk.Desk"
