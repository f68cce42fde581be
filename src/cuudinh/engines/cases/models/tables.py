"""Tables of the cases engine: the case, its history, its clocks and the people around it.

A case holds no identity: who reported stands in `Party`, a table of its own that no list of an office
joins. Offices, units and accounts of other engines are held by their ids, never by foreign keys. All
counts on hot pages come from counters kept in the same transaction, all "what is due" from `DueTime`. A key to the
case has no index of its own (`db_index=False`) where another index or constraint begins with it: every act would
write both.
"""

from django.db import models
from django.db.models import Q

from cuudinh.journal.bits import Bits

PHASES = {"open": 0, "paused": 1, "done": 2, "final": 3}
AUDIENCES = {"public": 0, "parties": 1, "offices": 2, "centre": 3}


# The queues of the centre by the bits of `rules.buckets`, whose places never change; `all` is open or waiting.
QUEUES = {
    "all": 1 | 2,
    "waiting": 2,
    "overdue": 8,
    "approval": 16,
    "extension": 64,
    "intake": 128,
    "returned": 256,
}


def _queue(name: str, mask: int) -> models.Index:
    """Give the index of a queue: only what stands in it, by what is due first."""
    return models.Index(fields=["sort_at", "id"], condition=Q(buckets__has=mask), name=f"case_queue_{name}")


class Definition(models.Model):
    """One published version of a service; never changed once a case was filed under it."""

    service_id = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    body = models.JSONField()
    generation = models.PositiveIntegerField()
    is_current = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service_id", "version"], name="definition_version"),
            models.UniqueConstraint(
                fields=["service_id"], condition=Q(is_current=True), name="definition_one_current"
            ),
        ]


class Case(models.Model):
    """One case as it stands now; its history is in `Event` and folds to the same row."""

    number = models.CharField(max_length=32, unique=True)
    service_id = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    state = models.CharField(max_length=24)
    phase = models.PositiveSmallIntegerField()
    flags = models.BigIntegerField(default=0)
    track = models.PositiveSmallIntegerField(default=0)
    topic = models.CharField(max_length=40)
    channel = models.CharField(max_length=12)
    title = models.CharField(max_length=160)
    text = models.TextField()
    answers = models.JSONField(default=dict)
    owner_office_id = models.PositiveIntegerField(null=True)
    owner_account_id = models.BigIntegerField(null=True)
    unit_id = models.PositiveIntegerField(null=True)
    units = models.JSONField(null=True)
    place = models.CharField(max_length=200, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    cell = models.BigIntegerField(null=True)
    area = models.BigIntegerField(null=True)
    filed_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    state_since = models.DateTimeField()
    promised_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    stage_due_at = models.DateTimeField(null=True)
    sort_at = models.DateTimeField()
    buckets = Bits(default=0)
    left_minutes = models.IntegerField(null=True)
    counted_from = models.DateTimeField()
    waited_minutes = models.PositiveIntegerField(default=0)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    is_public = models.BooleanField(default=False)
    outcome = models.CharField(max_length=16, blank=True)
    answer = models.TextField(blank=True)
    reason = models.CharField(max_length=40, blank=True)
    master_id = models.BigIntegerField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)
    thumb = models.CharField(max_length=40, blank=True)
    public_thumb = models.CharField(max_length=40, blank=True)
    follower_count = models.PositiveIntegerField(default=0)
    act_counts = models.JSONField(default=dict)
    spent = models.JSONField(default=dict)
    back_to = models.CharField(max_length=80, blank=True)
    proposal = models.JSONField(default=dict)
    rev = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["owner_office_id", "phase", "sort_at", "id"], name="case_of_office"),
            models.Index(
                fields=["owner_account_id", "phase", "sort_at", "id"],
                condition=Q(owner_account_id__isnull=False),
                name="case_of_officer",
            ),
            models.Index(fields=["state", "sort_at", "id"], name="case_in_state"),
            # With the place, so that a window of the map passes over what lies outside without reading its row.
            models.Index(
                fields=["-published_at", "-id", "lat", "lon"],
                condition=Q(is_public=True),
                name="case_public_newest",
            ),
            models.Index(
                fields=["topic", "-published_at", "-id"],
                condition=Q(is_public=True),
                name="case_public_topic",
            ),
            models.Index(
                fields=["unit_id", "-published_at", "-id"],
                condition=Q(is_public=True),
                name="case_public_unit",
            ),
            models.Index(
                fields=["state", "-published_at", "-id"],
                condition=Q(is_public=True),
                name="case_public_state",
            ),
            models.Index(fields=["cell", "filed_at"], name="case_nearby"),
            models.Index(fields=["cell"], condition=Q(is_public=True), name="case_public_cell"),
            models.Index(fields=["area"], condition=Q(is_public=True), name="case_public_area"),
            *(_queue(name, mask) for name, mask in QUEUES.items()),
            models.Index(fields=["unit_id", "filed_at"], name="case_of_unit"),
            models.Index(fields=["filed_at", "id"], name="case_by_day"),
            models.Index(fields=["master_id"], condition=Q(master_id__isnull=False), name="case_merged_into"),
            models.Index(
                fields=["service_id", "version"], condition=Q(phase__lt=3), name="case_open_version"
            ),
        ]


class CaseUnit(models.Model):
    """The unit of one period of the tree in which a case lies: what lists by unit are found by."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="placings")
    unit_id = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit_id", "case"], name="case_in_unit")]


class PrivateText(models.Model):
    """What the reporter wrote word for word, encrypted; only the centre reads it."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="private_text")
    sealed = models.BinaryField()


class Party(models.Model):
    """Who stands behind a case: its reporter, or a caller without an account (sealed).

    Of a case that somebody filed for a child or an organisation the account is that of the subject, whose case it
    is; `by_account_id` filed it, by the representation of that id.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False, related_name="parties")
    role = models.CharField(max_length=12)
    account_id = models.BigIntegerField(null=True)
    by_account_id = models.BigIntegerField(null=True)
    representation_id = models.BigIntegerField(null=True)
    sealed_contact = models.BinaryField(null=True)
    tracking_hash = models.CharField(max_length=64)
    receipt = models.CharField(max_length=80, blank=True)
    filed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "role"], name="party_role")]
        indexes = [
            models.Index(
                fields=["account_id", "-filed_at", "-id"],
                condition=Q(account_id__isnull=False),
                name="party_of_account",
            )
        ]


class Follow(models.Model):
    """An account that follows a case: by itself, or by a merged case it came with (`came_with`).

    One row for each way in which an account came, so that undoing one merge leaves the others.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="follows")
    account_id = models.BigIntegerField()
    came_with_id = models.BigIntegerField(null=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "account_id"], condition=Q(came_with_id__isnull=True), name="follow_once"
            ),
            models.UniqueConstraint(
                fields=["case", "account_id", "came_with_id"],
                condition=Q(came_with_id__isnull=False),
                name="follow_once_by_a_merge",
            ),
        ]
        indexes = [models.Index(fields=["account_id", "-since"], name="follow_of_account")]


class Event(models.Model):
    """One act on a case, in order. Never holds the account of a reporter."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False, related_name="events")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    act = models.CharField(max_length=24)
    from_state = models.CharField(max_length=24, blank=True)
    to_state = models.CharField(max_length=24)
    side = models.CharField(max_length=12)
    office_id = models.PositiveIntegerField(null=True)
    account_id = models.BigIntegerField(null=True)
    audience = models.PositiveSmallIntegerField()
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="event_in_order")]


class Task(models.Model):
    """A sub-task of a cooperating office, with its own clock."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    office_id = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default="open")
    question = models.TextField()
    answer = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["office_id", "due_at", "id"], condition=Q(state="open"), name="task_open_of_office"
            ),
            models.Index(fields=["office_id", "case"], name="task_of_office"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "office_id"], condition=Q(state="open"), name="task_once_open"
            )
        ]


class ClockEntry(models.Model):
    """One stretch of the clock: who it counted against, and how many working minutes, on every track."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False, related_name="clock_entries")
    state = models.CharField(max_length=24)
    side = models.CharField(max_length=12)
    office_id = models.PositiveIntegerField(null=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    minutes = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "began_at"], name="clock_of_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="clock_one_open"
            )
        ]


class DueTime(models.Model):
    """The one index of what falls due: warnings, escalation, stage ends, automatic acts.

    One that came and could not be done stays with the reason (`refused`) until the case moves on: somebody has to look.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False, related_name="due_times")
    what = models.CharField(max_length=40)
    falls_at = models.DateTimeField()
    refused = models.CharField(max_length=300, default="", db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "what"], name="due_once")]
        indexes = [models.Index(fields=["refused", "falls_at", "id"], name="due_next")]


class Handover(models.Model):
    """What an office left when it ended, counted before any of it was moved, and when the last of it was."""

    office_id = models.PositiveIntegerField()
    since = models.DateField()
    reorganisation = models.CharField(max_length=60)
    cases_before = models.PositiveIntegerField()
    parts_before = models.PositiveIntegerField()
    desks_before = models.PositiveIntegerField(db_default=0)
    began_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office_id", "since"], name="handover_once")]


class Extension(models.Model):
    """A request for more time and what became of it; the promise it moves stays on the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="extensions")
    state = models.CharField(max_length=8, default="asked")
    office_id = models.PositiveIntegerField()
    reason = models.TextField()
    working_minutes = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    due_before = models.DateTimeField()
    due_after = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="asked"), name="extension_one_asked")
        ]


class Attachment(models.Model):
    """A picture of a case. `shown_sha` is what others than the centre may see, once areas were hidden."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False, related_name="attachments")
    purpose = models.CharField(max_length=10)
    picture_id = models.BigIntegerField(unique=True)
    position = models.PositiveSmallIntegerField()
    areas = models.JSONField(default=list)
    shown_picture_id = models.BigIntegerField(null=True)
    is_public = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    name = models.CharField(max_length=40, unique=True)

    class Meta:
        indexes = [models.Index(fields=["case", "purpose", "position"], name="attachment_of_case")]


class RatingGiven(models.Model):
    """A rating by the reporter; reopening starts a new round."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False, related_name="ratings")
    round = models.PositiveSmallIntegerField()
    value = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="rating_once_a_round")]


class SavedFilter(models.Model):
    """A filter an officer keeps: the query of the worklist under a name."""

    account_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account_id", "name"], name="saved_filter_name")]
