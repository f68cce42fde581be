"""Tables of organisations that people act for, and of who acts for a child or an organisation, by what right."""

from django.db import models
from django.db.models import Q

from cuudinh.engines.identity.models.accounts import Account
from cuudinh.engines.identity.models.people import DataKey

REPRESENTED = ("child", "organisation")
STATES = ("asked", "confirmed", "refused", "withdrawn", "ended")
WHY_ENDED = ("representative", "subject", "desk", "majority", "term", "erased")


class Organisation(models.Model):
    """A company, a household business or a school that somebody acts for; its name stands with its account.

    `ref` is what its code is sealed to: an organisation is no person and has no part of a key.
    """

    account = models.OneToOneField(
        Account, on_delete=models.PROTECT, primary_key=True, related_name="organisation"
    )
    ref = models.UUIDField()
    kind = models.CharField(max_length=60)
    code_sealed = models.BinaryField()
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    blind_index = models.CharField(max_length=64, unique=True)
    last4 = models.CharField(max_length=4)


class Representation(models.Model):
    """Somebody asks to act for a child or an organisation, and may once the desk has confirmed it.

    What was stated of whom stands sealed in a note of the representative; `subject_index` finds whom it is about.
    `subject` is the account of whom they act for, from when it was confirmed. Whether it is over is not kept: its
    last day says so, and the clock writes the end.
    """

    number = models.CharField(max_length=32, unique=True)
    representative = models.ForeignKey(
        Account, on_delete=models.PROTECT, db_index=False, related_name="representations"
    )
    subject = models.ForeignKey(
        Account, on_delete=models.PROTECT, db_index=False, null=True, related_name="represented_by"
    )
    of = models.CharField(max_length=12, choices=[(of, of) for of in REPRESENTED])
    kind = models.CharField(max_length=60, blank=True)
    basis = models.CharField(max_length=60)
    subject_index = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES])
    is_at_desk = models.BooleanField()
    asked_at = models.DateTimeField()
    asked_until = models.DateField(null=True)
    is_agreed = models.BooleanField(default=False)
    evidence = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)
    end_why = models.CharField(max_length=16, blank=True, choices=[(why, why) for why in WHY_ENDED])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["representative", "subject_index"],
                condition=Q(state__in=["asked", "confirmed"]),
                name="representation_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(subject__isnull=False, valid_from__isnull=False),
                name="representation_has_subject",
            ),
        ]
        indexes = [
            models.Index(fields=["representative", "-id"], name="representation_of_account"),
            models.Index(
                fields=["subject"], condition=Q(state="confirmed"), name="representation_of_subject"
            ),
            models.Index(fields=["subject_index"], name="representation_by_index"),
            models.Index(fields=["state", "id"], name="representation_by_state"),
            models.Index(fields=["valid_to"], condition=Q(state="confirmed"), name="representation_running"),
        ]
