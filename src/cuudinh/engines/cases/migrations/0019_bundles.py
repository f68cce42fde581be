"""Procedures that are opened together: forms filled in as one, and dossiers filed in one sending."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the column and the table."""

    dependencies = [("cases", "0018_origins")]
    operations = [
        migrations.AddField("formdraft", "bundle", models.CharField(max_length=26, db_default="")),
        migrations.CreateModel(
            name="BundledCase",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="bundled",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("bundle", models.CharField(max_length=26)),
            ],
            options={"indexes": [models.Index(fields=["bundle", "case"], name="bundled_case")]},
        ),
    ]
