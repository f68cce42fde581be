"""Tables of who looked at whose data, and of looks that are kept from the person for a while by a document."""

from django.db import models
from django.db.models import F, Q

from cuudinh.engines.identity.models.accounts import Account
from cuudinh.engines.identity.models.offices import Office
from cuudinh.engines.identity.models.people import Person


class Concealment(models.Model):
    """Looks of one office at one person are kept from that person until a moment, by a document.

    One asks and another approves; a look is hidden only while an approved one is in force, and shown afterwards.
    `ground` is one of the pack; by `review_at` somebody looks whether it is still needed; whoever lifts it ends it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=60, blank=True, db_default="")
    document = models.CharField(max_length=200)
    until = models.DateTimeField()
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    review_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.CharField(max_length=300, blank=True, db_default="")
    warned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("asked_by")),
                name="concealment_by_two",
            ),
            models.CheckConstraint(condition=Q(until__gt=F("asked_at")), name="concealment_ends"),
        ]


class Look(models.Model):
    """One read of one person's data, written in its transaction: when, for which office or system, what and why.

    `what` names a kind of look of the pack, `rule` what allowed it, `leaf` its line in the log.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="looks")
    at = models.DateTimeField()
    what = models.CharField(max_length=60)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    system = models.CharField(max_length=120, blank=True)
    about_kind = models.CharField(max_length=20)
    about_ref = models.CharField(max_length=60)
    purpose = models.TextField(blank=True)
    rule = models.CharField(max_length=60, blank=True)
    leaf = models.CharField(max_length=64)
    concealment = models.ForeignKey(
        Concealment, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    hidden_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="look_of_person"),
            models.Index(
                fields=["account", "at"], condition=Q(account__isnull=False), name="look_by_account"
            ),
            models.Index(fields=["at"], name="look_by_time"),
            models.Index(
                fields=["concealment", "-id"], condition=Q(concealment__isnull=False), name="look_hidden"
            ),
        ]
