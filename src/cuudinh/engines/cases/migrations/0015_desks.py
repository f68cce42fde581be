"""Lists of a desk are found beside the case; who took a result away is kept, sealed."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Now


def fill(apps: Any, _schema: Any) -> None:
    """Write when a dossier was filed, where it stands, and whether its desk is of another office."""
    dossiers, cases = apps.get_model("cases", "Dossier"), apps.get_model("cases", "Case")
    own = cases.objects.filter(pk=OuterRef("pk"))
    dossiers.objects.update(
        filed_at=Subquery(own.values("filed_at")[:1]), phase=Subquery(own.values("phase")[:1])
    )
    dossiers.objects.exclude(case__owner_office_id=F("desk_office_id")).update(is_far=True)


class Migration(migrations.Migration):
    """Adds columns, indexes and a table."""

    dependencies = [("cases", "0014_studio")]

    operations = [
        migrations.AddField("dossier", "filed_at", models.DateTimeField(db_default=Now())),
        migrations.AddField("dossier", "is_far", models.BooleanField(db_default=False)),
        migrations.AddField("dossier", "papers", models.JSONField(null=True)),
        migrations.AddField("dossier", "phase", models.PositiveSmallIntegerField(db_default=0)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "dossier",
            models.Index(fields=["desk_office_id", "phase", "case"], name="dossier_of_desk"),
        ),
        migrations.AddIndex(
            "dossier",
            models.Index(
                condition=models.Q(("is_far", True)),
                fields=["desk_office_id", "phase", "case"],
                name="dossier_for_others",
            ),
        ),
        migrations.AddIndex(
            "dossier",
            models.Index(fields=["desk_office_id", "filed_at", "case"], name="dossier_in_register"),
        ),
        migrations.CreateModel(
            name="HandedOver",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="handed_over",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("office_id", models.PositiveIntegerField()),
                ("account_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("way", models.CharField(max_length=12)),
                ("basis", models.CharField(max_length=20)),
                ("document", models.CharField(blank=True, max_length=200)),
                ("is_signed", models.BooleanField()),
                ("sealed", models.BinaryField()),
            ],
        ),
    ]
