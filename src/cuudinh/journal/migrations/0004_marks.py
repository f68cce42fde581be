"""Facts about an installation that must go wherever its database goes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One small table of names and values."""

    dependencies = [("journal", "0003_held_pictures")]

    operations = [
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("name", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("value", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
