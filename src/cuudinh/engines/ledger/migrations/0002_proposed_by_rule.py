"""The platform proposes a refund by a rule: nobody's account stands there, and one person decides."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Lets the proposer be nobody."""

    dependencies = [("ledger", "0001_tables")]

    operations = [
        migrations.AlterField("refund", "proposer_account_id", models.BigIntegerField(null=True)),
    ]
