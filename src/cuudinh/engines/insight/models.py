"""Tables of insight: each dossier as it counts, the sums that scores are made of, the sets of indicators in force.

A sum is never counted: when a dossier counts otherwise than its row says, the difference goes to the rows of its days,
in the same transaction. So any of them can be made again from the dossiers, and compared.
"""

from django.db import models
from django.db.models import Q

from cuudinh.engines.insight.rules.counting import COUNTS

_DAYS = ("received_on", "measured_on", "closed_on", "rated_on", "refused_on")


class CaseFact(models.Model):
    """One dossier as it counts now; what it was counted as before is taken back from the sums when this changes."""

    case_id = models.BigIntegerField(primary_key=True)
    number = models.CharField(max_length=32)
    service_id = models.CharField(max_length=60)
    office_id = models.PositiveIntegerField()
    account_id = models.BigIntegerField()
    received_on = models.DateField()
    is_online = models.BooleanField()
    is_digitised = models.BooleanField()
    measured_on = models.DateField(null=True)
    is_late = models.BooleanField()
    late_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    by_law = models.CharField(max_length=8, blank=True)
    own_time = models.CharField(max_length=8, blank=True)
    contacts = models.PositiveSmallIntegerField()
    places = models.PositiveSmallIntegerField()
    is_payable = models.BooleanField()
    is_paid_online = models.BooleanField()
    rated_on = models.DateField(null=True)
    rating = models.CharField(max_length=8, blank=True)
    refused_on = models.DateField(null=True)
    reason = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            *(
                models.Index(
                    fields=["office_id", day, "case_id"],
                    condition=Q(**{f"{day}__isnull": False}),
                    name=f"fact_{day}",
                )
                for day in _DAYS
            ),
            models.Index(fields=["late_at"], condition=Q(late_at__isnull=False), name="fact_late_next"),
        ]


class _Sums(models.Model):
    """The counts of `rules.counting`, each a column."""

    office_id = models.PositiveIntegerField()
    service_id = models.CharField(max_length=60)

    class Meta:
        abstract = True


for _name in COUNTS:
    _Sums.add_to_class(_name, models.IntegerField(default=0))


class DayCount(_Sums):
    """What was counted on a day of the dossiers of one office, officer (0: nobody by name) and service."""

    day = models.DateField()
    account_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "office_id", "account_id", "service_id"], name="day_count_once"
            )
        ]
        indexes = [
            models.Index(fields=["office_id", "day"], name="day_count_of_office"),
            models.Index(
                fields=["account_id", "day"], condition=Q(account_id__gt=0), name="day_count_of_officer"
            ),
        ]


class MonthCount(_Sums):
    """What was counted in a month (its first day) of the dossiers of one office and service, whoever had them."""

    month = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "office_id", "service_id"], name="month_count_once")
        ]
        indexes = [models.Index(fields=["office_id", "month"], name="month_count_of_office")]


class ReasonCount(models.Model):
    """How many dossiers were refused or stopped in a month for one reason, by office and service."""

    month = models.DateField()
    office_id = models.PositiveIntegerField()
    service_id = models.CharField(max_length=60)
    reason = models.CharField(max_length=40)
    refusals = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "office_id", "service_id", "reason"], name="reason_count_once"
            )
        ]


class IndicatorSetRecord(models.Model):
    """A set of indicators as the pack in force gives it."""

    id = models.CharField(max_length=60, primary_key=True)
    position = models.PositiveIntegerField()
    body = models.JSONField()
