"""Tables of what people ask of their own data, the words they used (sealed), and what was erased for good."""

from django.db import models
from django.db.models import Q

from cuudinh.engines.identity.models.accounts import Account
from cuudinh.engines.identity.models.looks import Look
from cuudinh.engines.identity.models.offices import Office
from cuudinh.engines.identity.models.people import DataKey, Person

REQUEST_STATES = ("received", "checked", "accepted", "done", "refused", "withdrawn")
OPEN_STATES = ("received", "checked", "accepted")


class SealedNote(models.Model):
    """Words about one person that are kept under their key: what they asked, what they were told, an old name."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="notes")
    kind = models.CharField(max_length=12)
    ref = models.CharField(max_length=32)
    sealed = models.BinaryField()
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "kind", "ref"], name="note_of_person")]


class RightsRequest(models.Model):
    """A request of a person about their own data, with its two clocks; what they wrote stands in `SealedNote`.

    `relation` says as what somebody else asked for them, by the pack: the desk saw the papers.
    """

    number = models.CharField(max_length=32, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="requests")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    right = models.CharField(max_length=60)
    relation = models.CharField(max_length=60, blank=True, db_default="")
    look = models.ForeignKey(Look, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=[(state, state) for state in REQUEST_STATES])
    level = models.PositiveSmallIntegerField()
    received_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    evidence = models.CharField(max_length=200, blank=True)
    answer_due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    extended_at = models.DateTimeField(null=True)
    extension_reason = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=60, blank=True)
    warned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="request_of_person"),
            models.Index(fields=["due_at", "id"], condition=Q(state__in=OPEN_STATES), name="request_open"),
        ]


class Objection(models.Model):
    """An objection that was upheld: looks of that kind by that office or system stop, until it is reviewed."""

    request = models.OneToOneField(
        RightsRequest, on_delete=models.PROTECT, primary_key=True, related_name="objection"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="+")
    what = models.CharField(max_length=60)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    system = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person"], condition=Q(ended_at__isnull=True), name="objection_of_person"),
        ]


class Export(models.Model):
    """A file of everything held about a person, sealed for them, to be fetched once before it goes."""

    request = models.OneToOneField(
        RightsRequest, on_delete=models.CASCADE, primary_key=True, related_name="export"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    until = models.DateTimeField(db_index=True)


class Erasure(models.Model):
    """A person whose part of the key was destroyed: what a restored backup must destroy again."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="+")
    at = models.DateTimeField()
    request = models.CharField(max_length=32)
