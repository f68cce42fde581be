"""A due time whose act was refused stays in the index with the reason, apart from those that are still to be fired."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the reason, and parts the index."""

    dependencies = [("cases", "0016_days_of_a_desk")]

    operations = [
        migrations.AddField("duetime", "refused", models.CharField(db_default="", default="", max_length=300)),
        migrations.RemoveIndex("duetime", "due_next"),
        migrations.AddIndex(
            "duetime",
            models.Index(fields=["refused", "falls_at", "id"], name="due_next"),
        ),
    ]
