"""Looks that are kept from their person are found by an index of the few that are."""

from django.db import migrations, models
from django.db.models import Q

from cuudinh.journal.indexes import AddIndexGently


class Migration(migrations.Migration):
    """Adds the index."""

    atomic = False
    dependencies = [("identity", "0018_objections")]

    operations = [
        AddIndexGently(
            "look",
            models.Index(
                fields=["concealment", "-id"], condition=Q(concealment__isnull=False), name="look_hidden"
            ),
        )
    ]
