"""The table of what somebody files only once."""

from django.db import models

from cuudinh.engines.cases.models.tables import Case


class FiledOnce(models.Model):
    """Who filed a case of which there is one for each: a keyed index of the answers that say who, never these.

    `rule` is which rule of the service it is for. Where an account is a part of who, that of the case counts, so
    that accounts which became one are one here.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="filed_once")
    service_id = models.CharField(max_length=60)
    rule = models.PositiveSmallIntegerField()
    blind_index = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["service_id", "blind_index"], name="once_of_service")]
