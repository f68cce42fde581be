"""Tables under every engine. Only the modules of this floor touch them; engines call their functions.

Rows of work that is done leave the hot tables (jobs, audit inbox) or fall out of a partial index (outbox),
so that the loops look at what is open and never at what is finished.
"""

from django.db import models
from django.db.models import Q


class OutboxEvent(models.Model):
    """News published with the change that caused it, until every listener had its turn."""

    name = models.CharField(max_length=80)
    body = models.TextField()
    published_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(delivered_at__isnull=True), name="outbox_waiting"),
            models.Index(
                fields=["delivered_at"], condition=Q(delivered_at__isnull=False), name="outbox_delivered"
            ),
        ]


class OutboxFailure(models.Model):
    """One listener that could not take one event: tried again at `retry_at`, or parked for a person."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="failures")
    listener = models.CharField(max_length=120)
    attempts = models.PositiveIntegerField()
    retry_at = models.DateTimeField()
    parked_at = models.DateTimeField(null=True)
    fault = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "listener"], name="failure_once")]
        indexes = [
            models.Index(
                fields=["retry_at", "id"], condition=Q(parked_at__isnull=True), name="failure_to_retry"
            )
        ]


class AuditInbox(models.Model):
    """A line written in the transaction of the act, waiting to be chained. `leaf` is what a receipt shows."""

    body = models.TextField()
    leaf = models.CharField(max_length=64, unique=True)
    about = models.CharField(max_length=100)
    at = models.DateTimeField()


class AuditLine(models.Model):
    """A sealed line: its place in the order, its Merkle leaf (RFC 6962) and the chain up to it, in hex."""

    seq = models.BigIntegerField(primary_key=True)
    body = models.TextField()
    leaf = models.CharField(max_length=64, unique=True)
    chain = models.CharField(max_length=64)
    about = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["about", "seq"], name="audit_about")]


class AuditTile(models.Model):
    """The Merkle root of a full run of 256^level sealed lines, so that roots and proofs read few rows."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    root = models.CharField(max_length=64)


class AuditHead(models.Model):
    """A signed statement, kept in a file too: the log has `size` lines, this Merkle root and this chain."""

    size = models.BigIntegerField(primary_key=True)
    root = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)
    key = models.CharField(max_length=16)
    signature = models.CharField(max_length=128)
    at = models.DateTimeField()


class Job(models.Model):
    """Slow work asked for in a transaction: taken under a lease, gone when done, parked if it fails on."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120, null=True)
    payload = models.TextField()
    run_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(key__isnull=False), name="job_once_per_key"
            )
        ]
        indexes = [
            models.Index(fields=["run_at", "id"], condition=Q(parked_at__isnull=True), name="job_to_run")
        ]


class Counter(models.Model):
    """A maintained number, spread over slots so that writers on PostgreSQL do not wait for each other."""

    pk = models.CompositePrimaryKey("name", "slot")
    name = models.CharField(max_length=160)
    slot = models.PositiveSmallIntegerField()
    value = models.BigIntegerField()


class Sequence(models.Model):
    """The last number given under a name."""

    name = models.CharField(max_length=80, primary_key=True)
    value = models.BigIntegerField()


class OnceKey(models.Model):
    """The first answer to an act that must not happen twice."""

    who = models.CharField(max_length=60)
    act = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    answer = models.TextField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["who", "act", "key"], name="once_key")]
        indexes = [models.Index(fields=["at"], name="once_by_age")]


class SearchEntry(models.Model):
    """The folded words of one thing. The full-text index over `words` is made by the migration, per database.

    `id` is the thing's own id and its kind in one number, so that the index itself answers newest first.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    words = models.TextField()


class StoredPicture(models.Model):
    """A picture on its way from quarantine (`waiting`) to a clean copy (`ready`) or a refusal (`refused`).

    With `pages` it is a PDF, whose clean copy is sealed.
    """

    name = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=8, default="waiting")
    reason = models.CharField(max_length=40, blank=True)
    sha = models.CharField(max_length=64, blank=True)
    thumb_sha = models.CharField(max_length=64, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    pages = models.PositiveSmallIntegerField(null=True)
    added_at = models.DateTimeField()
    is_held = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["added_at"], condition=Q(state="waiting"), name="picture_waiting"),
            models.Index(fields=["added_at"], condition=Q(is_held=False), name="picture_loose"),
        ]


class PackRelease(models.Model):
    """A pack as it was applied. `generation` counts applications of all packs and never runs backwards."""

    pack_id = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    generation = models.PositiveIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    applied_at = models.DateTimeField()
    applied_by = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["pack_id", "-generation"], name="release_of_pack")]


class PackFile(models.Model):
    """One file of an applied pack, byte for byte."""

    release = models.ForeignKey(PackRelease, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=200)
    body = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "path"], name="pack_file_once")]


class Mark(models.Model):
    """A fact about this installation that must go wherever its database goes, under a name."""

    name = models.CharField(max_length=80, primary_key=True)
    value = models.CharField(max_length=120)
    at = models.DateTimeField()
