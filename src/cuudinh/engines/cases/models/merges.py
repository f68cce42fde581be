"""Cases that were merged into others, and what went from one account to another with them."""

from django.db import models

from cuudinh.engines.cases.models.tables import Case


class Merge(models.Model):
    """A case merged into another, and how to undo it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="merges")
    master_id = models.BigIntegerField()
    state_before = models.CharField(max_length=24)
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["master_id"], name="merge_of_master")]


class MergedRow(models.Model):
    """A row that went from one account to another when identity merged them: it goes back when that is undone."""

    merge_id = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    row_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merge_id", "kind", "row_id"], name="merged_row_once")]
