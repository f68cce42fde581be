"""Tables of consent: each wording that was ever shown, and who agreed to which, from when until when."""

from django.db import models
from django.db.models import Q

from cuudinh.engines.identity.models.people import Person


class ConsentWording(models.Model):
    """One wording of a purpose, found by its digest; kept for good, since people agreed to these very words."""

    digest = models.CharField(max_length=64, primary_key=True)
    purpose = models.CharField(max_length=60)
    body = models.JSONField()
    made_at = models.DateTimeField()


class Consent(models.Model):
    """A person agreed to one wording of a purpose, and may have withdrawn it; each with its line in the log."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="consents")
    purpose = models.CharField(max_length=60)
    wording = models.ForeignKey(ConsentWording, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    given_leaf = models.CharField(max_length=64)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_leaf = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at__isnull=True), name="consent_once"
            )
        ]
        indexes = [models.Index(fields=["person", "-id"], name="consent_of_person")]
