"""Identifiers, claims and credentials are found by their constraint; an index of the person alone was kept for nothing."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from cuudinh.journal.indexes import DropKeyIndexGently


def _without(model: str, field: str, to: str, related_name: str) -> Operation:
    """Drop the index of a key, and let the field say that it has none."""
    known = migrations.AlterField(
        model,
        field,
        models.ForeignKey(
            db_index=False,
            on_delete=django.db.models.deletion.CASCADE,
            related_name=related_name,
            to=to,
        ),
    )
    return migrations.SeparateDatabaseAndState([DropKeyIndexGently(model, field)], [known])


class Migration(migrations.Migration):
    """Drops the indexes."""

    atomic = False
    dependencies = [("identity", "0022_absences")]

    operations = [
        _without("personidentifier", "person", "identity.person", "identifiers"),
        _without("identifierclaim", "person", "identity.person", "claims"),
        _without("credential", "account", "identity.account", "credentials"),
    ]
