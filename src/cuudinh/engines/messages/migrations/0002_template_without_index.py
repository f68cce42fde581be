"""The template of a notice loses its index: nobody looks for the notices of a template, and none is ever deleted."""

from django.db import migrations, models

_INDEX = "messages_notice_template_id_1dcf5c9d"


class Migration(migrations.Migration):
    """Drops one index."""

    contract = "narrows nothing: no code before reads by it"

    dependencies = [("messages", "0001_tables")]

    operations = [
        migrations.SeparateDatabaseAndState(
            # The index alone: to alter the field, SQLite would have the whole table written anew.
            database_operations=[
                migrations.RunSQL(
                    sql=f'DROP INDEX IF EXISTS "{_INDEX}"',
                    reverse_sql=f'CREATE INDEX "{_INDEX}" ON "messages_notice" ("template_id")',
                )
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="notice",
                    name="template",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=models.deletion.PROTECT,
                        related_name="+",
                        to="messages.template",
                    ),
                )
            ],
        )
    ]
