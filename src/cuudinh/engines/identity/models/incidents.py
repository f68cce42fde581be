"""Tables of incidents with personal data, and whose data they concern."""

from django.db import models

from cuudinh.engines.identity.models.accounts import Account
from cuudinh.engines.identity.models.people import Person

INCIDENT_STATES = ("open", "told", "closed")


class Incident(models.Model):
    """Data leaked, were lost or changed: what, when it was found, by when the authority must know, what was done."""

    number = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=8, choices=[(state, state) for state in INCIDENT_STATES])
    what = models.TextField()
    measures = models.TextField(blank=True)
    found_at = models.DateTimeField()
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    document = models.CharField(max_length=200, blank=True)
    people_told_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")


class IncidentPerson(models.Model):
    """A person whose data an incident concerns, found in the records."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, db_index=False, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "person"], name="incident_person_once")]
