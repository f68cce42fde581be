"""Tables of messages: the templates of every pack generation, and one row for each notice of each account."""

from django.db import models
from django.db.models import Q

PRIORITIES = {"emergency": 0, "case": 1, "news": 2}


class Template(models.Model):
    """One wording of a message. A changed wording is a new row, so that an old notice still says what it said."""

    message = models.CharField(max_length=60)
    body = models.JSONField()
    is_current = models.BooleanField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message"], condition=Q(is_current=True), name="template_current_once"
            )
        ]


class Notice(models.Model):
    """Something one account was told: which wording, the facts that fill it, and when it was read.

    The facts are about the case, never about a person. `key` makes a telling happen once.
    """

    account_id = models.BigIntegerField()
    # Without an index: nobody looks for the notices of a template, and none is ever deleted.
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="+", db_index=False)
    facts = models.JSONField()
    about_kind = models.CharField(max_length=20)
    about_ref = models.CharField(max_length=60)
    priority = models.PositiveSmallIntegerField(choices=[(n, name) for name, n in PRIORITIES.items()])
    key = models.CharField(max_length=160)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account_id", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["account_id", "-id"], name="notice_inbox"),
            models.Index(
                fields=["account_id", "id"], condition=Q(read_at__isnull=True), name="notice_unread"
            ),
        ]
