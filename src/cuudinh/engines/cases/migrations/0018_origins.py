"""Whence a file was taken that its person had before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the columns."""

    dependencies = [("cases", "0017_refused_due_times")]
    operations = [
        migrations.AddField("draftfile", "origin", models.CharField(max_length=60, db_default="")),
        migrations.AddField("answeredpicture", "origin", models.CharField(max_length=60, db_default="")),
    ]
