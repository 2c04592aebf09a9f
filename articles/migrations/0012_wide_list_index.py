"""The index of the newest editions holds their windows too: sitemaps date what is live without reading a body."""

from django.db import migrations, models
from django.db.models import F


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0011_inquiry"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="edition", name="edition_newest"),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                F("published_at").desc(),
                F("id").desc(),
                F("live_from"),
                F("live_until"),
                F("article"),
                name="edition_newest",
            ),
        ),
    ]
