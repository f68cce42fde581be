"""Whether something names a picture: what nothing names a day after it came is deleted."""

from typing import Any

from django.db import migrations, models


def hold_all(apps: Any, editor: Any) -> None:
    """Hold what came before anything said whether it is named; nothing of it may be lost."""
    apps.get_model("journal", "StoredPicture").objects.update(is_held=True)


class Migration(migrations.Migration):
    """Adds the column with the index by which loose pictures are found."""

    dependencies = [("journal", "0002_indexes")]
    operations = [
        migrations.AddField("storedpicture", "is_held", models.BooleanField(default=False)),
        migrations.RunPython(hold_all, migrations.RunPython.noop),
        migrations.AddIndex(
            "storedpicture",
            models.Index(
                fields=["added_at"], condition=models.Q(("is_held", False)), name="picture_loose"
            ),
        ),
    ]
