"""Whoever follows a case is kept once for each way in which they came to it."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Count, Min, Q


def keep_one_row_each(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Leave one row for each account and case, as the older constraint wants it."""
    follows = apps.get_model("cases", "Follow").objects
    twice = follows.values("case_id", "account_id").annotate(n=Count("id"), first=Min("id")).filter(n__gt=1)
    for row in list(twice):
        others = follows.filter(case_id=row["case_id"], account_id=row["account_id"])
        others.exclude(pk=row["first"]).delete()


class Migration(migrations.Migration):
    """Replaces one constraint by two."""

    dependencies = [("cases", "0004_queues")]

    operations = [
        migrations.RemoveConstraint(model_name="follow", name="follow_once"),
        # Undoing goes upwards: rows are thinned out before the older constraint is there again.
        migrations.RunPython(migrations.RunPython.noop, keep_one_row_each),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(
                condition=Q(("came_with_id__isnull", True)), fields=("case", "account_id"), name="follow_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(
                condition=Q(("came_with_id__isnull", False)),
                fields=("case", "account_id", "came_with_id"),
                name="follow_once_by_a_merge",
            ),
        ),
    ]
