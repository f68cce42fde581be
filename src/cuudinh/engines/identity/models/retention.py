"""Table of what was done because its time was over, by day."""

from django.db import models


class RetentionRun(models.Model):
    """How much of one class was dropped on one day, because it was older than the pack lets it be kept."""

    day = models.DateField()
    name = models.CharField(max_length=60)
    before = models.DateTimeField()
    done = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "day"], name="retention_run_once")]
