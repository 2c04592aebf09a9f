"""Give editions a note to the desk, and drop indexes that others begin with.

SQLite remakes the table of editions for it, and the triggers that keep windows apart are laid anew.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

no_overlap = import_module("articles.migrations.0002_no_overlap")


def lay_triggers_anew(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        no_overlap.drop(apps, schema_editor)
        no_overlap.add(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_roles"),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="ednote",
            field=models.TextField(blank=True, help_text="Readers never see it.", verbose_name="note to the desk"),
        ),
        migrations.AlterField(
            model_name="byline",
            name="author",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bylines",
                to="articles.author",
                verbose_name="author",
            ),
        ),
        migrations.AlterField(
            model_name="byline",
            name="edition",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="bylines",
                to="articles.edition",
                verbose_name="edition",
            ),
        ),
        migrations.AlterField(
            model_name="edition",
            name="article",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="editions",
                to="articles.article",
                verbose_name="article",
            ),
        ),
        migrations.AlterField(
            model_name="editionnote",
            name="edition",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="note_rows",
                to="articles.edition",
            ),
        ),
        migrations.AlterField(
            model_name="editionreference",
            name="edition",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="references",
                to="articles.edition",
            ),
        ),
        migrations.AlterField(
            model_name="editionsection",
            name="edition",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="section_rows",
                to="articles.edition",
            ),
        ),
        migrations.AlterField(
            model_name="editionsection",
            name="section",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="edition_rows",
                to="articles.section",
            ),
        ),
        migrations.AlterField(
            model_name="editiontag",
            name="content_object",
            field=models.ForeignKey(
                db_column="edition_id",
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tag_rows",
                to="articles.edition",
            ),
        ),
        migrations.AlterField(
            model_name="editiontag",
            name="tag",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="edition_rows",
                to="articles.tag",
                verbose_name="tag",
            ),
        ),
        migrations.RunPython(lay_triggers_anew, lay_triggers_anew),
    ]
