from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_forms'),
    ]

    operations = [
        migrations.AddField(
            model_name='party',
            name='by_account_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='party',
            name='representation_id',
            field=models.BigIntegerField(null=True),
        ),
    ]
