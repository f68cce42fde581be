"""Those who have no part of the key yet are found by an index that is empty once all have one."""

from django.db import migrations, models
from django.db.models import Q

from cuudinh.journal.indexes import AddIndexGently


class Migration(migrations.Migration):
    """Adds the index."""

    atomic = False
    dependencies = [("identity", "0014_retention")]

    operations = [
        AddIndexGently(
            "person",
            models.Index(fields=["id"], condition=Q(key_part__isnull=True), name="person_without_part"),
        )
    ]
