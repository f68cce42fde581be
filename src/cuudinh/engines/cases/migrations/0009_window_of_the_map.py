"""The index of what is published holds the place too: a window of the map passes over what lies outside it.

The wider index is made before the narrower one goes, so that lists are never without.
"""

from django.db import migrations, models
from django.db.models import Q

from cuudinh.journal.indexes import AddIndexGently


class Migration(migrations.Migration):
    """Makes the wider index and drops the narrower one."""

    atomic = False
    dependencies = [("cases", "0008_merged_rows")]

    operations = [
        AddIndexGently(
            "case",
            models.Index(
                fields=["-published_at", "-id", "lat", "lon"],
                condition=Q(is_public=True),
                name="case_public_newest",
            ),
        ),
        migrations.RemoveIndex("case", "case_public"),
    ]
