"""Tables of the ledger: fees as applied, what is owed, postings that only ever come to others, what banks told.

A posting is one transfer between two accounts of a book (`debit`, `credit`): whatever is asked of money is asked of
postings. `Charge.standing` and its sums are kept beside them for lists, and the doctor compares both.
"""

from django.db import models
from django.db.models import F, Q

STANDINGS = ("nothing-due", "unpaid", "partly", "paid", "overpaid", "refunded", "withdrawn")
KINDS = ("charged", "withdrawn", "paid", "claimed", "taken-back", "refunded", "parked", "returned")


class FeeRecord(models.Model):
    """A fee as the pack in force gives it."""

    id = models.CharField(max_length=60, primary_key=True)
    position = models.PositiveIntegerField()
    body = models.JSONField()


class CollectingRecord(models.Model):
    """The one row that says where fees are paid to, as the pack in force gives it."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    body = models.JSONField()


class Charge(models.Model):
    """What somebody owes for one thing. `quotes` are the lines as they were when it was drawn up; nothing changes them.

    `subject` names the thing for whoever knows it (`case:…`); `account_id` is who pays, if they have an account.
    """

    number = models.CharField(max_length=20, unique=True)
    subject = models.CharField(max_length=80)
    account_id = models.BigIntegerField(null=True)
    office_id = models.BigIntegerField()
    title = models.JSONField()
    quotes = models.JSONField()
    opened_at = models.DateTimeField()
    standing = models.CharField(max_length=12, choices=[(one, one) for one in STANDINGS])
    owed_vnd = models.BigIntegerField()
    held_vnd = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["account_id", "-id"], name="charge_of_account"),
            models.Index(fields=["office_id", "standing", "-id"], name="charge_of_office"),
            models.Index(fields=["subject"], name="charge_of_subject"),
        ]
        constraints = [models.CheckConstraint(condition=Q(owed_vnd__gte=0), name="charge_owed")]


class Posting(models.Model):
    """One transfer from `credit` to `debit`, for ever. `key` makes it happen once, however often it is told."""

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="postings", null=True)
    kind = models.CharField(max_length=12, choices=[(one, one) for one in KINDS])
    debit = models.CharField(max_length=60)
    credit = models.CharField(max_length=60)
    amount_vnd = models.BigIntegerField()
    key = models.CharField(max_length=120, unique=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="posting_amount"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="posting_two_accounts"),
        ]


class PaymentRequest(models.Model):
    """A code for a transfer that was shown, and whether the bank was told to expect it."""

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="requests")
    bank = models.CharField(max_length=20)
    amount_vnd = models.BigIntegerField()
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["charge", "bank", "amount_vnd"], name="payment_request_once")
        ]


class BankLine(models.Model):
    """One movement on our account as the bank told of it, by a notice or in a statement; each once.

    `is_back`: the bank takes earlier money back. `charge` is empty where the words name none that is known.
    """

    bank = models.CharField(max_length=20)
    transaction = models.CharField(max_length=60)
    is_back = models.BooleanField()
    amount_vnd = models.BigIntegerField()
    words = models.CharField(max_length=300)
    at = models.DateTimeField()
    told_at = models.DateTimeField()
    stated_at = models.DateTimeField(null=True)
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="bank_lines", null=True)
    why_loose = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bank", "transaction"], name="bank_line_once"),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="bank_line_amount"),
        ]
        indexes = [
            models.Index(fields=["-id"], condition=Q(charge__isnull=True), name="bank_line_loose"),
            models.Index(fields=["bank", "at"], name="bank_line_of_day"),
        ]


class PaymentReceipt(models.Model):
    """A receipt for money that came: its number and the posting it is for."""

    number = models.CharField(max_length=20, unique=True)
    posting = models.OneToOneField(Posting, on_delete=models.PROTECT, related_name="receipt")
    method = models.CharField(max_length=8)


class Refund(models.Model):
    """Money that one person, or the platform by a rule (account 0), proposed to give back, and another decided on."""

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="refunds")
    amount_vnd = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    proposer_account_id = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="proposed")
    decider_account_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="refund_amount"),
            models.CheckConstraint(
                condition=Q(decider_account_id__isnull=True)
                | ~Q(decider_account_id=F("proposer_account_id")),
                name="refund_two_people",
            ),
            models.UniqueConstraint(
                fields=["charge"], condition=Q(state="proposed"), name="refund_proposed_once"
            ),
        ]


class StatementRun(models.Model):
    """One comparison of a day's statement of a bank with our book."""

    bank = models.CharField(max_length=20)
    day = models.DateField()
    at = models.DateTimeField()
    lines = models.PositiveIntegerField()
    new = models.PositiveIntegerField()
    unconfirmed = models.PositiveIntegerField()
    bank_vnd = models.BigIntegerField()
    ours_vnd = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bank", "day"], name="statement_run_of_day")]


class MergedCharge(models.Model):
    """A charge that went from a merged account to the one that is kept, so that it can go back."""

    merge_id = models.BigIntegerField()
    charge = models.ForeignKey(Charge, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merge_id", "charge"], name="merged_charge_once")]
