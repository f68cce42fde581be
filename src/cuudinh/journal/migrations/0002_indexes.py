"""What the two databases need in their own words: the full-text index, and names compared byte by byte."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# FTS5 keeps no text of its own (`content=`) and no positions (`detail=none`): the words are single and folded,
# joined by spaces, which the `ascii` tokenizer takes apart exactly as we joined them.
_SQLITE = [
    """CREATE VIRTUAL TABLE journal_searchindex USING fts5(
        words, content='journal_searchentry', content_rowid='id', detail=none, columnsize=0,
        tokenize='ascii', prefix='2 3')""",
    """CREATE TRIGGER journal_search_added AFTER INSERT ON journal_searchentry BEGIN
        INSERT INTO journal_searchindex(rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER journal_search_dropped AFTER DELETE ON journal_searchentry BEGIN
        INSERT INTO journal_searchindex(journal_searchindex, rowid, words)
        VALUES ('delete', old.id, old.words); END""",
    """CREATE TRIGGER journal_search_changed AFTER UPDATE ON journal_searchentry BEGIN
        INSERT INTO journal_searchindex(journal_searchindex, rowid, words)
        VALUES ('delete', old.id, old.words);
        INSERT INTO journal_searchindex(rowid, words) VALUES (new.id, new.words); END""",
]
_SQLITE_BACK = [
    "DROP TRIGGER journal_search_added",
    "DROP TRIGGER journal_search_dropped",
    "DROP TRIGGER journal_search_changed",
    "DROP TABLE journal_searchindex",
]
# `array_to_tsvector` takes the words as they are: no dictionary, no parser, no extension.
_POSTGRES = [
    """ALTER TABLE journal_searchentry ADD COLUMN lexemes tsvector
        GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED""",
    "CREATE INDEX journal_search_lexemes ON journal_searchentry USING gin (lexemes)",
    'ALTER TABLE journal_counter ALTER COLUMN name TYPE varchar(160) COLLATE "C"',
]
_POSTGRES_BACK = [
    'ALTER TABLE journal_counter ALTER COLUMN name TYPE varchar(160) COLLATE "default"',
    "DROP INDEX journal_search_lexemes",
    "ALTER TABLE journal_searchentry DROP COLUMN lexemes",
]


def forwards(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    """Make the indexes."""
    for statement in _SQLITE if schema.connection.vendor == "sqlite" else _POSTGRES:
        schema.execute(statement, params=None)


def backwards(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    """Drop the indexes."""
    for statement in _SQLITE_BACK if schema.connection.vendor == "sqlite" else _POSTGRES_BACK:
        schema.execute(statement, params=None)


class Migration(migrations.Migration):
    """Runs the statements of the database in use."""

    dependencies = [("journal", "0001_tables")]
    operations = [migrations.RunPython(forwards, backwards)]
