"""Table of what the packs provide for personal data (looks, rights, consent, retention, incidents) and signing in."""

from django.db import models


class Provision(models.Model):
    """One thing that a pack provides for personal data, signing in or delegating; `position` keeps their order."""

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    body = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="provision_once")]
