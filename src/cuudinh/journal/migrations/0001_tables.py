"""The first tables of the journal."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('size', models.BigIntegerField(primary_key=True, serialize=False)),
                ('root', models.CharField(max_length=64)),
                ('chain', models.CharField(max_length=64)),
                ('key', models.CharField(max_length=16)),
                ('signature', models.CharField(max_length=128)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='AuditInbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.TextField()),
                ('leaf', models.CharField(max_length=64, unique=True)),
                ('about', models.CharField(max_length=100)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='AuditTile',
            fields=[
                ('pk', models.CompositePrimaryKey('level', 'index', blank=True, editable=False, primary_key=True, serialize=False)),
                ('level', models.PositiveSmallIntegerField()),
                ('index', models.BigIntegerField()),
                ('root', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('pk', models.CompositePrimaryKey('name', 'slot', blank=True, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=160)),
                ('slot', models.PositiveSmallIntegerField()),
                ('value', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('words', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Sequence',
            fields=[
                ('name', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('value', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='AuditLine',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('body', models.TextField()),
                ('leaf', models.CharField(max_length=64, unique=True)),
                ('chain', models.CharField(max_length=64)),
                ('about', models.CharField(max_length=100)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['about', 'seq'], name='audit_about')],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=120, null=True)),
                ('payload', models.TextField()),
                ('run_at', models.DateTimeField()),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('lease', models.CharField(blank=True, max_length=32)),
                ('leased_until', models.DateTimeField(null=True)),
                ('parked_at', models.DateTimeField(null=True)),
                ('fault', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('parked_at__isnull', True)), fields=['run_at', 'id'], name='job_to_run')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('key__isnull', False)), fields=('kind', 'key'), name='job_once_per_key')],
            },
        ),
        migrations.CreateModel(
            name='OnceKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', models.CharField(max_length=60)),
                ('act', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=120)),
                ('digest', models.CharField(max_length=64)),
                ('answer', models.TextField(null=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='once_by_age')],
                'constraints': [models.UniqueConstraint(fields=('who', 'act', 'key'), name='once_key')],
            },
        ),
        migrations.CreateModel(
            name='OutboxEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('body', models.TextField()),
                ('published_at', models.DateTimeField()),
                ('delivered_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('delivered_at__isnull', True)), fields=['id'], name='outbox_waiting'), models.Index(condition=models.Q(('delivered_at__isnull', False)), fields=['delivered_at'], name='outbox_delivered')],
            },
        ),
        migrations.CreateModel(
            name='PackRelease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pack_id', models.CharField(max_length=60)),
                ('version', models.PositiveIntegerField()),
                ('generation', models.PositiveIntegerField(unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('applied_at', models.DateTimeField()),
                ('applied_by', models.CharField(max_length=80)),
            ],
            options={
                'indexes': [models.Index(fields=['pack_id', '-generation'], name='release_of_pack')],
            },
        ),
        migrations.CreateModel(
            name='StoredPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=32, unique=True)),
                ('state', models.CharField(default='waiting', max_length=8)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('sha', models.CharField(blank=True, max_length=64)),
                ('thumb_sha', models.CharField(blank=True, max_length=64)),
                ('width', models.PositiveIntegerField(null=True)),
                ('height', models.PositiveIntegerField(null=True)),
                ('added_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['added_at'], name='picture_waiting')],
            },
        ),
        migrations.CreateModel(
            name='OutboxFailure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('listener', models.CharField(max_length=120)),
                ('attempts', models.PositiveIntegerField()),
                ('retry_at', models.DateTimeField()),
                ('parked_at', models.DateTimeField(null=True)),
                ('fault', models.TextField()),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='failures', to='journal.outboxevent')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('parked_at__isnull', True)), fields=['retry_at', 'id'], name='failure_to_retry')],
                'constraints': [models.UniqueConstraint(fields=('event', 'listener'), name='failure_once')],
            },
        ),
        migrations.CreateModel(
            name='PackFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=200)),
                ('body', models.BinaryField()),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='journal.packrelease')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('release', 'path'), name='pack_file_once')],
            },
        ),
    ]
