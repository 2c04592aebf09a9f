"""Publishers say what the newspaper is called and looks like, and write its pages."""

from importlib import import_module

from django.db import migrations

make_permissions = import_module("articles.migrations.0003_roles").make_permissions
WANTED = ["view_site", "add_site", "change_site", "view_page", "add_page", "change_page", "delete_page"]


def grant(apps, schema_editor):
    make_permissions(apps)
    permission = apps.get_model("auth", "Permission")
    found = permission.objects.filter(codename__in=WANTED, content_type__app_label="articles")
    apps.get_model("auth", "Group").objects.get(name="publishers").permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_site")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
