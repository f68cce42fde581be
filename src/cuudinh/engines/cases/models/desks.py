"""Tables of the one-stop desk: what a dossier has beside its case, and to whom its result was handed over."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from cuudinh.engines.cases.models.tables import Case


class Dossier(models.Model):
    """What a one-stop dossier has beside its case: the desk that took it in, and who handed it in for whom.

    `is_far` says that the desk is of another office than the one that decides. `phase` and `filed_at` are those of
    the case, so that the lists of a desk are found here. `papers` holds what the desk checked, by the papers.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="dossier")
    desk_office_id = models.PositiveIntegerField()
    is_far = models.BooleanField(db_default=False)
    phase = models.PositiveSmallIntegerField(db_default=0)
    filed_at = models.DateTimeField(db_default=Now())
    account_id = models.BigIntegerField(null=True)
    mandate = models.CharField(max_length=60, blank=True)
    document = models.CharField(max_length=200, blank=True)
    papers = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["desk_office_id", "phase", "case"], name="dossier_of_desk"),
            models.Index(
                fields=["desk_office_id", "phase", "case"],
                condition=Q(is_far=True),
                name="dossier_for_others",
            ),
            models.Index(fields=["desk_office_id", "filed_at", "case"], name="dossier_in_register"),
        ]


class HandedOver(models.Model):
    """To whom the result of a dossier was handed over at a desk, and on what basis; the name is sealed."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="handed_over")
    office_id = models.PositiveIntegerField()
    account_id = models.BigIntegerField()
    at = models.DateTimeField()
    way = models.CharField(max_length=12)
    basis = models.CharField(max_length=20)
    document = models.CharField(max_length=200, blank=True)
    is_signed = models.BooleanField()
    sealed = models.BinaryField()


class ClosedDay(models.Model):
    """A day of the register of a desk that was closed: who closed it when, and what stood in it then.

    `digest` is the SHA-256 in hex of the lines that were there, so that anybody sees later whether they still are.
    """

    office_id = models.PositiveIntegerField()
    day = models.DateField()
    closed_at = models.DateTimeField()
    account_id = models.BigIntegerField()
    taken_in = models.PositiveIntegerField()
    first_number = models.CharField(max_length=32, blank=True)
    last_number = models.CharField(max_length=32, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office_id", "day"], name="closed_day_once")]
