"""Tables of places: units in time, their succession, boundaries, calendars and the revision of all these."""

from django.db import models
from django.db.models import F, Q


class Unit(models.Model):
    """An administrative unit during one period; a new period with another extent or parent is a new row."""

    code = models.CharField(max_length=40, unique=True)
    official_code = models.CharField(max_length=20)
    names = models.JSONField()
    kind = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField()
    parent_code = models.CharField(max_length=40, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    area_km2 = models.FloatField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["official_code", "level", "valid_from"], name="unit_period_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="unit_period_forward",
            ),
        ]


class UnitSuccession(models.Model):
    """What became of a unit: the part of it (`share`, 0 to 1) that went to a successor on a day."""

    predecessor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="origins")
    on = models.DateField()
    share = models.FloatField()
    resolution = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="unit_succession_once"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="unit_succession_share"),
        ]


class Boundary(models.Model):
    """The imported outline of a unit, as WKB in WGS 84; cells drawn from centres are never stored."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="boundary")
    source = models.TextField()
    geometry = models.BinaryField()
    imported_at = models.DateTimeField()


class CalendarRecord(models.Model):
    """A calendar of working time as the pack gives it."""

    id = models.CharField(max_length=60, primary_key=True)
    body = models.JSONField()


class Revision(models.Model):
    """One row whose token changes whenever units, boundaries or calendars do; processes compare it.

    `zone` is the time zone of the province: it decides which day "today" is.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    token = models.CharField(max_length=36)
    zone = models.CharField(max_length=40, default="UTC")
