import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0024_absences_told'),
    ]

    operations = [
        # The column stays as it is: only the model knows one more kind.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='account',
                    name='kind',
                    field=models.CharField(choices=[('resident', 'resident'), ('staff', 'staff'), ('service', 'service'), ('subject', 'subject')], max_length=8),
                ),
            ],
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='organisation', serialize=False, to='identity.account')),
                ('ref', models.UUIDField()),
                ('kind', models.CharField(max_length=60)),
                ('code_sealed', models.BinaryField()),
                ('blind_index', models.CharField(max_length=64, unique=True)),
                ('last4', models.CharField(max_length=4)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.datakey')),
            ],
        ),
        migrations.CreateModel(
            name='Representation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=32, unique=True)),
                ('of', models.CharField(choices=[('child', 'child'), ('organisation', 'organisation')], max_length=12)),
                ('kind', models.CharField(blank=True, max_length=60)),
                ('basis', models.CharField(max_length=60)),
                ('subject_index', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('asked', 'asked'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn'), ('ended', 'ended')], max_length=10)),
                ('is_at_desk', models.BooleanField()),
                ('asked_at', models.DateTimeField()),
                ('asked_until', models.DateField(null=True)),
                ('is_agreed', models.BooleanField(default=False)),
                ('evidence', models.CharField(blank=True, max_length=200)),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('end_reason', models.CharField(blank=True, max_length=300)),
                ('end_why', models.CharField(blank=True, choices=[('representative', 'representative'), ('subject', 'subject'), ('desk', 'desk'), ('majority', 'majority'), ('term', 'term'), ('erased', 'erased')], max_length=16)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.account')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.account')),
                ('representative', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='representations', to='identity.account')),
                ('subject', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='represented_by', to='identity.account')),
            ],
            options={
                'indexes': [models.Index(fields=['representative', '-id'], name='representation_of_account'), models.Index(condition=models.Q(('state', 'confirmed')), fields=['subject'], name='representation_of_subject'), models.Index(fields=['subject_index'], name='representation_by_index'), models.Index(fields=['state', 'id'], name='representation_by_state'), models.Index(condition=models.Q(('state', 'confirmed')), fields=['valid_to'], name='representation_running')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'confirmed'])), fields=('representative', 'subject_index'), name='representation_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('subject__isnull', False), ('valid_from__isnull', False)), _connector='OR'), name='representation_has_subject')],
            },
        ),
    ]
