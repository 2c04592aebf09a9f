"""Let search look through the words of every edition.

The full-text index is the database's own affair: on SQLite an FTS5 table that triggers keep up to date, on PostgreSQL a
generated column. Where Django remakes a table on SQLite it drops its triggers: a migration that alters SearchText must
lay them anew (call `add`), and a test checks that they are there.
"""

import django.db.models.deletion
from django.db import migrations, models

from articles import body as bodies
from articles.words import fold, searchable

POSTGRESQL = """
ALTER TABLE articles_searchtext ADD COLUMN vector tsvector
    GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(text, ' '), ''))) STORED;
CREATE INDEX articles_searchtext_vector ON articles_searchtext USING gin (vector) WITH (gin_pending_list_limit = 512)
"""
# The words come folded and parted by spaces: "ascii" takes each as it is. It reads the text from SearchText where it
# needs it, and keeps no lengths: ranking is ours.
SQLITE = """
CREATE VIRTUAL TABLE IF NOT EXISTS articles_searchindex USING fts5(
    text, content='articles_searchtext', content_rowid='edition_id', tokenize='ascii', columnsize=0
)
"""
TAKE_OUT = (
    "INSERT INTO articles_searchindex (articles_searchindex, rowid, text) VALUES ('delete', old.edition_id, old.text);"
)
PUT_IN = "INSERT INTO articles_searchindex (rowid, text) VALUES (new.edition_id, new.text);"
TRIGGERS = {"INSERT": PUT_IN, "UPDATE": f"{TAKE_OUT} {PUT_IN}", "DELETE": TAKE_OUT}
BATCH = 500


def add(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL.split(";"):
            schema_editor.execute(statement)
    elif schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)
        for event, deed in TRIGGERS.items():
            schema_editor.execute(f"DROP TRIGGER IF EXISTS articles_searchtext_{event}")
            schema_editor.execute(
                f"CREATE TRIGGER articles_searchtext_{event} AFTER {event} ON articles_searchtext BEGIN {deed} END"
            )


def drop(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE articles_searchtext DROP COLUMN vector")
    elif schema_editor.connection.vendor == "sqlite":
        for event in TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS articles_searchtext_{event}")
        schema_editor.execute("DROP TABLE articles_searchindex")


def fill(apps, _schema_editor):
    """Fold the words of the editions that are there already."""
    SearchText = apps.get_model("articles", "SearchText")
    rows = apps.get_model("articles", "Edition").objects.order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last).values_list("pk", "headline", "standfirst", "body")[:BATCH]):
        SearchText.objects.bulk_create(
            SearchText(edition_id=key, text=searchable(headline, standfirst, fold(bodies.plain_text(body))))
            for key, headline, standfirst, body in batch
        )
        last = batch[-1][0]


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_ednote_and_fewer_indexes")]

    operations = [
        migrations.CreateModel(
            name="SearchText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_text",
                        to="articles.edition",
                    ),
                ),
                ("text", models.TextField()),
            ],
            options={"base_manager_name": "objects"},
        ),
        migrations.RunPython(add, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
