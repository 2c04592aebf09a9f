"""Let the database itself refuse two windows of one article that overlap.

PostgreSQL by an exclusion constraint checked at commit, SQLite by triggers. Where Django remakes a table on SQLite it
drops its triggers: a migration that alters Edition must lay them anew (call `add`), and a test checks that they are
there.
"""

from django.db import migrations

POSTGRESQL = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE articles_edition ADD CONSTRAINT edition_windows_apart
    EXCLUDE USING gist (article_id WITH =, tstzrange(live_from, live_until) WITH &&)
    WHERE (live_from IS NOT NULL) DEFERRABLE INITIALLY DEFERRED
"""
SQLITE = """
CREATE TRIGGER edition_windows_apart_{event} BEFORE {event} ON articles_edition
WHEN NEW.live_from IS NOT NULL AND EXISTS (
    SELECT 1 FROM articles_edition AS other
    WHERE other.article_id = NEW.article_id AND other.id IS NOT NEW.id AND other.live_from IS NOT NULL
    AND (NEW.live_until IS NULL OR other.live_from < NEW.live_until)
    AND (other.live_until IS NULL OR NEW.live_from < other.live_until)
)
BEGIN SELECT RAISE(ABORT, 'edition_windows_apart'); END
"""
EVENTS = ("INSERT", "UPDATE")


def add(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL.split(";"):
            schema_editor.execute(statement)
    elif schema_editor.connection.vendor == "sqlite":
        for event in EVENTS:
            schema_editor.execute(SQLITE.format(event=event))


def drop(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE articles_edition DROP CONSTRAINT edition_windows_apart")
    elif schema_editor.connection.vendor == "sqlite":
        for event in EVENTS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS edition_windows_apart_{event}")


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(add, drop)]
