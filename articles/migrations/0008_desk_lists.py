"""Indexes for the desk's lists: what is withdrawn, and rows in the order of their editions."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_person"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="byline",
            index=models.Index(fields=["author", "edition"], name="byline_latest"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("withdrawn_at__isnull", False)),
                fields=["article"],
                name="edition_withdrawn",
            ),
        ),
        migrations.AddIndex(
            model_name="editionsection",
            index=models.Index(fields=["section", "edition"], name="edition_section_latest"),
        ),
        migrations.AddIndex(
            model_name="editiontag",
            index=models.Index(fields=["tag", "content_object"], name="edition_tag_latest"),
        ),
    ]
