"""How many pages a file has that was sent as a PDF: none for a picture."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the column."""

    dependencies = [("journal", "0004_marks")]
    operations = [
        migrations.AddField("storedpicture", "pages", models.PositiveSmallIntegerField(null=True)),
    ]
