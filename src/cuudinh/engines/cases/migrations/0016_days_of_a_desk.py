"""Days of the register of a desk are closed; what the desk of an office had when it ended is counted with what it left."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds a column and a table."""

    dependencies = [("cases", "0015_desks")]

    operations = [
        migrations.AddField("handover", "desks_before", models.PositiveIntegerField(db_default=0)),
        migrations.CreateModel(
            name="ClosedDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("office_id", models.PositiveIntegerField()),
                ("day", models.DateField()),
                ("closed_at", models.DateTimeField()),
                ("account_id", models.BigIntegerField()),
                ("taken_in", models.PositiveIntegerField()),
                ("first_number", models.CharField(blank=True, max_length=32)),
                ("last_number", models.CharField(blank=True, max_length=32)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("office_id", "day"), name="closed_day_once")
                ],
            },
        ),
    ]
