"""The service studio has its tables: drafts with their files, and cases played again."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Adds four tables."""

    dependencies = [("cases", "0013_filed_once")]

    operations = [
        migrations.CreateModel(
            name="ServiceDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("service_id", models.CharField(max_length=60)),
                ("pack_id", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=120)),
                ("state", models.CharField(default="open", max_length=12)),
                ("base_generation", models.PositiveIntegerField()),
                ("account_id", models.BigIntegerField()),
                ("began_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("rev", models.PositiveIntegerField(default=1)),
                ("proposer_id", models.BigIntegerField(null=True)),
                ("proposed_at", models.DateTimeField(null=True)),
                ("decider_id", models.BigIntegerField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision", models.CharField(blank=True, max_length=400)),
                ("generation", models.PositiveIntegerField(null=True)),
                ("former_generation", models.PositiveIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=Q(state__in=["open", "proposed"]),
                        fields=["service_id", "-id"],
                        name="service_draft_living",
                    ),
                    models.Index(fields=["service_id", "-generation"], name="service_draft_published"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Replay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("draft_rev", models.PositiveIntegerField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("asked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("last_filed_at", models.DateTimeField(null=True)),
                ("last_case_id", models.BigIntegerField(default=0)),
                ("total_count", models.PositiveIntegerField()),
                ("done_count", models.PositiveIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replays",
                        to="cases.servicedraft",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReplayedCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=32)),
                ("kinds", models.JSONField(default=list)),
                ("differences", models.JSONField(default=list)),
                (
                    "replay",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="cases.replay",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("replay", "number"), name="replayed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("base_digest", models.CharField(blank=True, max_length=64)),
                (
                    "draft",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="cases.servicedraft",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("draft", "path"), name="draft_text_once")
                ],
            },
        ),
    ]
