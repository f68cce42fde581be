"""Tables of reporters whom the information office knows: what they asked for, what was decided, their card."""

from django.db import models
from django.db.models import Q

from cuudinh.engines.identity.models.accounts import Account


class PressCard(models.Model):
    """A reporter's request to be known as one and, once verified, their card; a card is never written over.

    `code` is what the QR of the card leads by: it is not to be guessed, and says nothing. Whether a card is
    over is not kept: its last day says so.
    """

    code = models.CharField(max_length=26, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="press_cards")
    outlet = models.CharField(max_length=160)
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    number = models.CharField(max_length=20, null=True, unique=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], name="press_card_asked_once", condition=Q(state="submitted")
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["verified", "withdrawn"])
                | Q(number__isnull=False, valid_from__isnull=False, valid_to__isnull=False),
                name="press_card_has_days",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="press_card_by_state"),
            models.Index(fields=["account", "id"], name="press_card_of_account"),
        ]


class PressRules(models.Model):
    """One row: the rules of press cards as the pack gives them."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    body = models.JSONField()
