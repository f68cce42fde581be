"""Tables of account conversion: scenarios, runs with their frozen population, what each batch changed, reviews, merges.

A run holds the scenario as it was when it began. Figures are kept in `ConversionTally` and, day by day, in
`ConversionSnapshot`; no page counts members. Accounts are held by their numbers, so that nothing here keeps one.
"""

from django.db import models
from django.db.models import Q

from cuudinh.engines.identity.models.people import DataKey
from cuudinh.engines.identity.models.sign_ons import MatchReview

STATES = ("legacy", "matched", "converted", "duplicate", "missing", "refused", "rolled_back")
_OVER = ("done", "given_up")


class ConversionScenario(models.Model):
    """A scenario of the pack in force; `digest` changes with anything that decides about an account."""

    id = models.CharField(max_length=60, primary_key=True)
    position = models.PositiveSmallIntegerField()
    body = models.JSONField()
    digest = models.CharField(max_length=64)


class RegisterAnswer(models.Model):
    """What the national population register says of one citizen number, which is only here as its blind index.

    `phone_index` and `likeness_index` are those of the phone and of name, phone and day of birth that the register
    holds; the subject by which VNeID names the person is sealed under `ref`.
    """

    number_index = models.CharField(max_length=64, primary_key=True)
    ref = models.UUIDField()
    verdict = models.CharField(max_length=8, choices=[(one, one) for one in ("known", "other", "unknown")])
    phone_index = models.CharField(max_length=64, blank=True)
    likeness_index = models.CharField(max_length=64, blank=True)
    subject_index = models.CharField(max_length=64, blank=True)
    subject_sealed = models.BinaryField()
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    evidence = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["likeness_index"], condition=~Q(likeness_index=""), name="answer_by_likeness"
            )
        ]


class ConversionRun(models.Model):
    """One run of a scenario: dry, which changes nothing, or live, which cites a dry one of the same rules.

    `cursor` is the last account that was looked at; accounts after `last_account` were opened later and are not
    counted. What it counts toward the stop rule begins anew when somebody lets it go on.
    """

    scenario_id = models.CharField(max_length=60)
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    mode = models.CharField(max_length=4, choices=[(mode, mode) for mode in ("dry", "live")])
    dry_run = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10)
    why = models.CharField(max_length=200, blank=True)
    begun_by = models.BigIntegerField(null=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    last_account = models.BigIntegerField()
    cursor = models.BigIntegerField(default=0)
    population = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    converted = models.PositiveIntegerField(default=0)
    tried = models.PositiveIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    batches = models.PositiveIntegerField(default=0)
    is_prepared = models.BooleanField(default=False)
    is_overruled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scenario_id"],
                condition=Q(mode="live") & ~Q(state__in=_OVER),
                name="conversion_one_live",
            ),
            models.CheckConstraint(
                condition=Q(mode="dry") | Q(dry_run__isnull=False), name="conversion_live_cites_dry"
            ),
        ]


class ConversionMember(models.Model):
    """One account of the frozen population of a live run, the unit and population it is counted in, and its state."""

    pk = models.CompositePrimaryKey("run_id", "account_id")
    run = models.ForeignKey(ConversionRun, on_delete=models.CASCADE, db_index=False, related_name="members")
    account_id = models.BigIntegerField()
    population = models.CharField(max_length=60)
    unit_code = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, choices=[(state, state) for state in STATES])
    rule = models.CharField(max_length=60, blank=True)
    is_due = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["run", "account_id"], condition=Q(is_due=True), name="member_due"),
            models.Index(fields=["account_id"], name="member_of_account"),
        ]


class ConversionBatch(models.Model):
    """So many accounts converted in one transaction."""

    run = models.ForeignKey(ConversionRun, on_delete=models.PROTECT, db_index=False, related_name="done")
    number = models.PositiveIntegerField()
    converted = models.PositiveIntegerField()
    errors = models.PositiveIntegerField()
    undone = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="batch_number")]


class ConversionChange(models.Model):
    """What converting one account changed: its state before, and what was added or put aside, to be undone exactly.

    A conversion only adds proofs and puts the password aside; it overwrites nothing. `added` holds which, as bits.
    """

    batch = models.ForeignKey(ConversionBatch, on_delete=models.PROTECT, related_name="changes")
    account_id = models.BigIntegerField()
    person_id = models.UUIDField()
    rule = models.CharField(max_length=60)
    state_before = models.CharField(max_length=12)
    added = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account_id"], name="change_of_account")]


class ConversionTally(models.Model):
    """How many members of a run are in a state, by population and unit."""

    pk = models.CompositePrimaryKey("run_id", "population", "unit_code", "state")
    run = models.ForeignKey(ConversionRun, on_delete=models.CASCADE, db_index=False, related_name="tallies")
    population = models.CharField(max_length=60)
    unit_code = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, choices=[(state, state) for state in STATES])
    count = models.IntegerField()


class ConversionSnapshot(models.Model):
    """Numerator and denominator at the end of a day; a day that is over is never written again."""

    pk = models.CompositePrimaryKey("run_id", "day", "population", "unit_code")
    run = models.ForeignKey(ConversionRun, on_delete=models.CASCADE, db_index=False, related_name="days")
    day = models.DateField()
    population = models.CharField(max_length=60)
    unit_code = models.CharField(max_length=60, blank=True)
    converted = models.PositiveIntegerField()
    total = models.PositiveIntegerField()


class ConversionReview(models.Model):
    """A question that no rule may answer: whose are these accounts? One person proposes, another one decides."""

    run = models.ForeignKey(ConversionRun, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in ("same", "alike")])
    number_index = models.CharField(max_length=64)
    state = models.CharField(max_length=8, default="open")
    answer = models.CharField(max_length=8, blank=True)
    kept_account_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    proposed_by = models.BigIntegerField(null=True)
    decided_by = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "kind", "number_index"], name="review_once"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("proposed_by")),
                name="review_by_two",
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="review_queue")]


class ConversionReviewed(models.Model):
    """One of the accounts that a review is about."""

    review = models.ForeignKey(
        ConversionReview, on_delete=models.CASCADE, db_index=False, related_name="accounts"
    )
    account_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "account_id"], name="reviewed_once")]
        indexes = [models.Index(fields=["account_id"], name="reviewed_account")]


class AccountMerge(models.Model):
    """One account became an alias of another of the same person; `before` holds what is put back when it is undone.

    It followed from a review of a run, or from one of a sign-on (which is dropped when its time is over).
    """

    review = models.ForeignKey(ConversionReview, on_delete=models.PROTECT, null=True, related_name="merges")
    match = models.ForeignKey(MatchReview, on_delete=models.SET_NULL, null=True, related_name="merges")
    merged_account_id = models.BigIntegerField()
    kept_account_id = models.BigIntegerField(db_index=True)
    before = models.JSONField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged_account_id"], condition=Q(undone_at__isnull=True), name="merged_once"
            )
        ]
