"""Tables of offices through their lives, their tree in time, and who holds which role in them."""

from django.db import models
from django.db.models import F, Q

from cuudinh.engines.identity.models.accounts import Account


class Office(models.Model):
    """An office through all its life; cases hold its number. It stays on one side of the organisation."""

    code = models.CharField(max_length=60, unique=True)
    domain = models.CharField(max_length=12, db_default="state")


class OfficeVersion(models.Model):
    """An office in one period: name, place in the tree, the unit it serves and what it is asked to do."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="versions")
    names = models.JSONField()
    short_names = models.JSONField()
    kind = models.CharField(max_length=60)
    level = models.CharField(max_length=8)
    parent = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    unit_code = models.CharField(max_length=60, blank=True)
    functions = models.JSONField()
    calendar = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    mark = models.CharField(max_length=2, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "valid_from"], name="office_version_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="office_version_forward",
            ),
        ]


class OfficeCode(models.Model):
    """A code of an office in one of the code systems of the country, in one period."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="codes")
    system = models.CharField(max_length=20)
    value = models.CharField(max_length=35)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    mark = models.CharField(max_length=2, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "value", "valid_from"], name="office_code_once")
        ]


class OfficePath(models.Model):
    """During one period `descendant` stands `depth` steps below `ancestor`; every office is below itself (0)."""

    ancestor = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    descendant = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    depth = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ancestor", "descendant", "valid_from"], name="office_path_once")
        ]


class OfficeSuccession(models.Model):
    """What an office that ended became, from a day on."""

    predecessor = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    successor = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "on"], name="office_succession_once")
        ]


class Membership(models.Model):
    """A role held by an account in an office from a day to a day (both included), by a document.

    `signed` is the day of the document, `position` the post of the catalogue, `ended_by` the document that ended it.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    document = models.CharField(max_length=200, blank=True)
    signed = models.DateField(null=True)
    position = models.CharField(max_length=60, blank=True, db_default="")
    ended_by = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "office", "role", "valid_from"], name="membership_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_forward",
            ),
        ]
        indexes = [models.Index(fields=["role", "office"], name="membership_role")]
