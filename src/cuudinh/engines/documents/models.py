"""Tables of documents: the forms of every pack generation, and one row for each paper that was issued."""

from django.db import models
from django.db.models import Q


class PaperForm(models.Model):
    """One form of one kind of paper, from a day on. A changed form is a new row: an old paper keeps its own."""

    kind = models.CharField(max_length=60)
    since = models.DateField()
    body = models.JSONField()
    is_current = models.BooleanField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "since"], condition=Q(is_current=True), name="paper_form_current_once"
            )
        ]


class IssuedPaper(models.Model):
    """A paper that was issued: about what, on which form, by which office, and the digests of what it says.

    `code` is the secret of whoever holds the paper. `sealed` is what it says until its file is made; the file is
    sealed too, so `file_sha` names it as it lies on disk and `pdf_sha` is that of the PDF people hold.
    `account_id` is whose paper it is, where that is known; `desk_office_id` is the office whose desk hands it over,
    where one does. The pages of the PDF `attached_id` follow. A corrected paper `replaces` the one before.
    """

    code = models.CharField(max_length=20, unique=True)
    # Without an index: nobody looks for the papers of a form, and none is ever deleted.
    form = models.ForeignKey(PaperForm, on_delete=models.PROTECT, related_name="+", db_index=False)
    about_kind = models.CharField(max_length=20)
    about_ref = models.CharField(max_length=60)
    number = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    office_id = models.BigIntegerField()
    desk_office_id = models.BigIntegerField(null=True)
    account_id = models.BigIntegerField(null=True)
    attached_id = models.BigIntegerField(null=True)
    issued_at = models.DateTimeField()
    issued_by = models.BigIntegerField(null=True)
    data_sha = models.CharField(max_length=64)
    sealed = models.BinaryField(null=True)
    file_sha = models.CharField(max_length=64)
    pdf_sha = models.CharField(max_length=64)
    signature = models.JSONField(null=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["about_kind", "about_ref"], name="paper_about"),
            models.Index(
                fields=["account_id"], condition=Q(account_id__isnull=False), name="paper_of_account"
            ),
            models.Index(fields=["pdf_sha"], condition=~Q(pdf_sha=""), name="paper_by_digest"),
        ]
