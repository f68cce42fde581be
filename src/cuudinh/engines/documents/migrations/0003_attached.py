"""The pages of a file of the office may follow those of a paper."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds which file it is."""

    dependencies = [("documents", "0002_desk")]

    operations = [
        migrations.AddField("issuedpaper", "attached_id", models.BigIntegerField(null=True)),
    ]
