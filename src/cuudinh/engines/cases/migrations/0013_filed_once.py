"""Who filed what can be filed once, by a keyed index."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the table."""

    dependencies = [("cases", "0012_dossiers")]

    operations = [
        migrations.CreateModel(
            name="FiledOnce",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("service_id", models.CharField(max_length=60)),
                ("rule", models.PositiveSmallIntegerField()),
                ("blind_index", models.CharField(max_length=64)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="filed_once",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["service_id", "blind_index"], name="once_of_service")],
            },
        ),
    ]
