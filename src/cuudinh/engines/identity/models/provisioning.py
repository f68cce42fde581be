"""Tables of people as their own systems tell of them (SCIM): teachers, reporters; and what was compared with it."""

from django.db import models

from cuudinh.engines.identity.models.clients import Client
from cuudinh.engines.identity.models.people import DataKey


class ProvisionedUser(models.Model):
    """One person as one system tells of them; all that it tells is sealed in one piece.

    Found by keyed indexes: of the name it signs in with there, of the system's own number, and of the citizen number,
    by which it is seen whether a proved person stands behind.
    """

    ref = models.UUIDField(primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    user_name_index = models.CharField(max_length=64)
    external_index = models.CharField(max_length=64, blank=True)
    citizen_index = models.CharField(max_length=64, blank=True)
    is_active = models.BooleanField(default=True)
    sealed = models.BinaryField()
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    stated_in = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "user_name_index"], name="provisioned_user_once")
        ]
        indexes = [
            models.Index(fields=["client", "external_index"], name="provisioned_external"),
            models.Index(fields=["citizen_index"], name="provisioned_citizen"),
            models.Index(fields=["client", "ref"], name="provisioned_in_order"),
        ]


class ProvisionedGroup(models.Model):
    """A group as a system tells of it, such as a school: its name is no personal data."""

    ref = models.UUIDField(primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    external_id = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["client", "ref"], name="provisioned_group_in_order")]


class ProvisionedMember(models.Model):
    """That somebody belongs to a group, as the system of both tells."""

    group = models.ForeignKey(ProvisionedGroup, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(ProvisionedUser, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "user"], name="provisioned_member_once")]


class SourceStatement(models.Model):
    """What a system says it has, as it said it at one time, and how that agrees with what is here."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=60)
    begun_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    stated = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    agreeing = models.PositiveIntegerField(default=0)
    proved = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "label"], name="source_statement_once")]


class StatementException(models.Model):
    """One person about whom a system and we differ, and how; named by the system's own number, sealed."""

    ref = models.UUIDField(primary_key=True)
    statement = models.ForeignKey(SourceStatement, on_delete=models.CASCADE, related_name="exceptions")
    reason = models.CharField(max_length=20)
    detail = models.CharField(max_length=120, blank=True)
    sealed = models.BinaryField()
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["statement", "reason", "ref"], name="exception_in_order")]
