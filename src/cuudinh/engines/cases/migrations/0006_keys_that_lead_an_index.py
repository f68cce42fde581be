"""The keys to a case that another index or constraint of their table begins with lose the index of their own.

No query needs them: what looks for the rows of a case finds them by the other one, in its order. Every act wrote
into both.
"""

from django.db import migrations, models

# As Django called them, on both databases.
_INDEXES = {
    "attachment": "cases_attachment_case_id_1cf64b9f",
    "clockentry": "cases_clockentry_case_id_62516bf9",
    "duetime": "cases_duetime_case_id_323bcd51",
    "event": "cases_event_case_id_59b954a1",
    "party": "cases_party_case_id_9d5babdc",
    "ratinggiven": "cases_ratinggiven_case_id_519a8a0f",
}
_NAMED_BY = {
    "attachment": "attachments",
    "clockentry": "clock_entries",
    "duetime": "due_times",
    "event": "events",
    "party": "parties",
    "ratinggiven": "ratings",
}


def _key(model: str) -> migrations.AlterField:
    key = models.ForeignKey(
        db_index=False,
        on_delete=models.deletion.CASCADE,
        related_name=_NAMED_BY[model],
        to="cases.case",
    )
    return migrations.AlterField(model_name=model, name="case", field=key)


def _drop(model: str, index: str) -> migrations.RunSQL:
    """Drop the index alone: to alter the field, SQLite would have its whole table written anew."""
    return migrations.RunSQL(
        sql=f'DROP INDEX IF EXISTS "{index}"',
        reverse_sql=f'CREATE INDEX "{index}" ON "cases_{model}" ("case_id")',
    )


class Migration(migrations.Migration):
    """Drops six indexes."""

    contract = "narrows nothing: an index that another one covers is no part of what code before may rely on"

    dependencies = [("cases", "0005_follow_by_each_merge")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[_drop(model, index) for model, index in _INDEXES.items()],
            state_operations=[_key(model) for model in _INDEXES],
        )
    ]
