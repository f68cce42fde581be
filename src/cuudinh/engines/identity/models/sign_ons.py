"""Tables of signing on elsewhere: what is under way, which staff linked it, and matches that people look at."""

from django.db import models
from django.db.models import Q

from cuudinh.engines.identity.models.accounts import Account
from cuudinh.engines.identity.models.people import DataKey


class SignOn(models.Model):
    """Somebody was sent away to prove who they are: good once, for some minutes, in the browser that began it.

    Only hashes are kept. Nonce and verifier are made of the state, which the browser brings back, and a key
    of the installation, so a copied table finishes nothing.
    """

    state_hash = models.CharField(max_length=64, primary_key=True)
    browser_hash = models.CharField(max_length=64)
    purpose = models.CharField(
        max_length=8, choices=[(one, one) for one in ("resident", "staff", "link", "invited", "confirm")]
    )
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    leads_to = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField(db_index=True)


class SignOnLink(models.Model):
    """A member of staff may sign in by a sign-on: the keyed index of what it calls them."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="sign_on_link")
    subject_index = models.CharField(max_length=64, unique=True)
    linked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()


class LinkInvitation(models.Model):
    """An administrator invites a member of staff to link a sign-on: the keyed digest of the code they were told.

    Good once and for some days; a new one takes the place of the one before.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()


class MatchReview(models.Model):
    """Somebody proved who they are, and the registers do not agree to which account that belongs.

    `accounts` are those in question. One person proposes, another decides: `accepted` names the `account` that is
    theirs (with the others merged into it, where the `answer` says so), `apart` that none is; the next sign-on goes
    by that. What was proved is sealed under `ref`.
    """

    ref = models.UUIDField(unique=True)
    source = models.CharField(max_length=20)
    reason = models.CharField(max_length=30)
    subject_index = models.CharField(max_length=64)
    number_index = models.CharField(max_length=64, blank=True)
    sealed = models.BinaryField()
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    accounts = models.JSONField()
    state = models.CharField(
        max_length=8,
        default="open",
        choices=[(one, one) for one in ("open", "proposed", "accepted", "apart")],
    )
    answer = models.CharField(max_length=8, blank=True, db_default="")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=200, blank=True, db_default="")
    proposed_by = models.BigIntegerField(null=True)
    decided_by = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "subject_index", "number_index"],
                condition=Q(state__in=["open", "proposed"]),
                name="match_review_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed")
                | Q(state="accepted", account__isnull=False)
                | Q(state__in=["open", "apart"], account__isnull=True),
                name="match_review_settled",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("proposed_by")),
                name="match_review_by_two",
            ),
        ]
        indexes = [
            models.Index(fields=["source", "subject_index"], name="match_review_of"),
            models.Index(fields=["state", "id"], name="match_review_queue"),
        ]
