"""Tables of roles and rules as the pack gives them, and of the tokens by which processes know that they changed."""

from django.db import models


class Role(models.Model):
    """A role of the packs, in words. One that is personal is not stood in for."""

    id = models.CharField(max_length=60, primary_key=True)
    position = models.PositiveSmallIntegerField()
    title = models.JSONField()
    description = models.JSONField()
    is_personal = models.BooleanField(db_default=False, default=False)


class PolicyRule(models.Model):
    """A rule of the policy as the pack gives it; `position` keeps their order."""

    id = models.CharField(max_length=60, primary_key=True)
    position = models.PositiveSmallIntegerField()
    body = models.JSONField()


class Revision(models.Model):
    """One row of two tokens: `organisation` changes with offices, roles and policy, `accounts` with the rest.

    Processes keep what they read until a token changes. `zone` decides which day "today" is, `country` how
    a phone number without a prefix is read.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    organisation = models.CharField(max_length=36)
    accounts = models.CharField(max_length=36)
    zone = models.CharField(max_length=40, default="UTC")
    country = models.CharField(max_length=2, default="VN")
