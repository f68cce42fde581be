from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_window_of_the_map'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=26, unique=True)),
                ('account_id', models.BigIntegerField()),
                ('service_id', models.CharField(max_length=60)),
                ('sealed', models.BinaryField()),
                ('began_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'indexes': [
                    models.Index(fields=['account_id', '-changed_at'], name='form_draft_of_account'),
                    models.Index(fields=['changed_at'], name='form_draft_by_age'),
                ],
            },
        ),
        migrations.CreateModel(
            name='KnownAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_id', models.BigIntegerField()),
                ('question', models.CharField(max_length=60)),
                ('sealed', models.BinaryField()),
                ('case_number', models.CharField(max_length=32)),
                ('given_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['given_at'], name='known_answer_by_age')],
                'constraints': [models.UniqueConstraint(fields=('account_id', 'question'), name='known_answer_once')],
            },
        ),
        migrations.CreateModel(
            name='SealedAnswers',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='sealed_answers', serialize=False, to='cases.case')),
                ('sealed', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='DraftFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=125)),
                ('picture_id', models.BigIntegerField()),
                ('draft', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='cases.formdraft')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('draft', 'picture_id'), name='draft_file_once')],
            },
        ),
        migrations.CreateModel(
            name='AnsweredPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=125)),
                ('name', models.CharField(max_length=26)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='answered_pictures', to='cases.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'question', 'name'), name='answered_picture_once')],
            },
        ),
    ]
