"""Tables of the service studio: drafts of services over the pack in force, and cases played again against them."""

from django.db import models
from django.db.models import Q


class ServiceDraft(models.Model):
    """A change of a service that somebody works on, puts before a second person, and that is published or dropped.

    `state` is open, proposed, published or dropped. `base_generation` is the release it began from;
    `former_generation` the one that was in force before it was published, to which one can go back.
    """

    service_id = models.CharField(max_length=60)
    pack_id = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=12, default="open")
    base_generation = models.PositiveIntegerField()
    account_id = models.BigIntegerField()
    began_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    rev = models.PositiveIntegerField(default=1)
    proposer_id = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField(null=True)
    decider_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=400, blank=True)
    generation = models.PositiveIntegerField(null=True)
    former_generation = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["service_id", "-id"],
                condition=Q(state__in=["open", "proposed"]),
                name="service_draft_living",
            ),
            models.Index(fields=["service_id", "-generation"], name="service_draft_published"),
        ]


class DraftText(models.Model):
    """One file of a draft, whole; `base_digest` is that of the file in force when it was first changed."""

    draft = models.ForeignKey(ServiceDraft, on_delete=models.CASCADE, db_index=False, related_name="texts")
    path = models.CharField(max_length=200)
    body = models.TextField()
    base_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "path"], name="draft_text_once")]


class Replay(models.Model):
    """Real cases of a period played again against a draft: how far it is, and what would have changed, in numbers."""

    draft = models.ForeignKey(ServiceDraft, on_delete=models.CASCADE, related_name="replays")
    draft_rev = models.PositiveIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    last_filed_at = models.DateTimeField(null=True)
    last_case_id = models.BigIntegerField(default=0)
    total_count = models.PositiveIntegerField()
    done_count = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)


class ReplayedCase(models.Model):
    """One case that would have gone otherwise, and how."""

    replay = models.ForeignKey(Replay, on_delete=models.CASCADE, db_index=False, related_name="cases")
    number = models.CharField(max_length=32)
    kinds = models.JSONField(default=list)
    differences = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["replay", "number"], name="replayed_once")]
