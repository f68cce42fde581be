"""Of which absences it was told that they began and ended; of those before, nothing is told any more."""

from typing import Any

from django.db import migrations, models
from django.db.models import F

from cuudinh.kernel import clock


def told_already(apps: Any, schema_editor: Any) -> None:
    rows, now = apps.get_model("identity", "Absence").objects.all(), clock.now()
    rows.filter(valid_from__lte=now.date()).update(begun_at=F("stated_at"))
    rows.filter(valid_to__lt=now.date()).update(ended_at=now)


class Migration(migrations.Migration):

    dependencies = [
        ("identity", "0023_fewer_indexes"),
    ]

    operations = [
        migrations.AddField("absence", "begun_at", models.DateTimeField(null=True)),
        migrations.AddField("absence", "ended_at", models.DateTimeField(null=True)),
        migrations.RunPython(told_already, migrations.RunPython.noop),
    ]
