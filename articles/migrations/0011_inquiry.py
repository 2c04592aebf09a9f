"""What would-be sponsors write, for the commercial team and publishers; who alone delete it: it is personal data."""

from importlib import import_module

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

make_permissions = import_module("articles.migrations.0003_roles").make_permissions
ROLES = {
    "publishers": ["view_inquiry", "change_inquiry", "delete_inquiry"],
    "commercial": ["view_inquiry", "change_inquiry"],
}


def give_permissions(apps, schema_editor):
    make_permissions(apps)
    permission = apps.get_model("auth", "Permission")
    for name, codenames in ROLES.items():
        role, _made = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        role.permissions.add(*permission.objects.filter(codename__in=codenames, content_type__app_label="articles"))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0010_site_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("organisation", models.CharField(blank=True, max_length=120, verbose_name="organisation")),
                ("email", models.EmailField(max_length=254, verbose_name="email")),
                ("message", models.TextField(max_length=5000, verbose_name="message")),
                (
                    "language",
                    models.CharField(
                        choices=[("fr", "French"), ("en", "English")], max_length=5, verbose_name="language"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="written at")),
                ("mailed_at", models.DateTimeField(blank=True, null=True, verbose_name="mailed at")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
            ],
            options={
                "verbose_name": "sponsorship inquiry",
                "verbose_name_plural": "sponsorship inquiries",
                "ordering": ["-created_at", "-id"],
                "indexes": [models.Index(fields=["-created_at", "-id"], name="inquiry_newest")],
            },
        ),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
