"""One-stop dossiers have a table beside their case."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the table."""

    dependencies = [("cases", "0011_filed_for_another")]

    operations = [
        migrations.CreateModel(
            name="Dossier",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="dossier",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("desk_office_id", models.PositiveIntegerField()),
                ("account_id", models.BigIntegerField(null=True)),
                ("mandate", models.CharField(blank=True, max_length=60)),
                ("document", models.CharField(blank=True, max_length=200)),
            ],
        ),
    ]
