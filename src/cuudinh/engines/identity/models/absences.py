"""Tables of who is away and who stands in, and of what was delegated by document."""

from django.db import models
from django.db.models import F, Q

from cuudinh.engines.identity.models.accounts import Account
from cuudinh.engines.identity.models.offices import Membership

# What an absence is for, as far as others need to know; nobody's health is written down.
REASONS = ("leave", "mission", "training", "other")


class Absence(models.Model):
    """Somebody is away on one side of the organisation from a day to a day, and another acts from their seats.

    `begun_at` and `ended_at` say when both were told that it began and ended; the days alone decide what holds.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="absences")
    substitute = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="substitutions")
    domain = models.CharField(max_length=12, db_default="state")
    reason = models.CharField(max_length=12, choices=[(reason, reason) for reason in REASONS])
    valid_from = models.DateField()
    valid_to = models.DateField()
    stated_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    stated_at = models.DateTimeField()
    revoked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="absence_forward"),
            models.CheckConstraint(condition=~Q(account=F("substitute")), name="absence_by_another"),
        ]


class Delegation(models.Model):
    """Named acts of one seat are done by the holder of another from a day to a day, by a document.

    It lives while both seats are held: whoever is moved takes it to no other office.
    """

    giver = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="delegations_given")
    taker = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="delegations_taken")
    actions = models.JSONField()
    document = models.CharField(max_length=200)
    signed = models.DateField()
    signer = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField()
    given_at = models.DateTimeField()
    revoked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="delegation_forward"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="delegation_to_another"),
        ]
