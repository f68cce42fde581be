"""A paper may be handed over by the desk of another office than the one that issues it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds whose desk it is."""

    dependencies = [("documents", "0001_tables")]

    operations = [
        migrations.AddField("issuedpaper", "desk_office_id", models.BigIntegerField(null=True)),
    ]
