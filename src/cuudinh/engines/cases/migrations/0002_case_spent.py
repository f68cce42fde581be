"""The minutes of a round by whose they are: of each office, and of a clock that stood still."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the account to the case; what was filed before starts it empty."""

    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.AddField(model_name="case", name="spent", field=models.JSONField(default=dict)),
    ]
