"""Tables of forms: what somebody began to fill in, what was answered under seal, what need not be asked again."""

from typing import Final

from django.db import models

from cuudinh.engines.cases.models.tables import Case

# The beginning of the name of the question that a picture of a paper answers.
SCAN: Final = "giay-to."


class FormDraft(models.Model):
    """A form that somebody began and has not sent; its answers are sealed, and it lasts some days.

    Forms of one `bundle` are of procedures that are opened together: filled in as one, sent as one.
    """

    name = models.CharField(max_length=26, unique=True)
    account_id = models.BigIntegerField()
    service_id = models.CharField(max_length=60)
    sealed = models.BinaryField()
    began_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    bundle = models.CharField(max_length=26, db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["account_id", "-changed_at"], name="form_draft_of_account"),
            models.Index(fields=["changed_at"], name="form_draft_by_age"),
        ]


class DraftFile(models.Model):
    """One file sent with a form that is not sent yet: which question it answers.

    `origin` says whence one was taken that its person had before: `case:` or `result:` and the number of a dossier.
    """

    draft = models.ForeignKey(FormDraft, on_delete=models.CASCADE, db_index=False, related_name="files")
    question = models.CharField(max_length=125)
    picture_id = models.BigIntegerField()
    origin = models.CharField(max_length=60, db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "picture_id"], name="draft_file_once")]


class BundledCase(models.Model):
    """A dossier that was filed in one sending with others: all of one `bundle`, none of which waits for another."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="bundled")
    bundle = models.CharField(max_length=26)

    class Meta:
        indexes = [models.Index(fields=["bundle", "case"], name="bundled_case")]


class SealedAnswers(models.Model):
    """What somebody answered of their own on the form of a case, sealed; who handles it opens it, which is logged."""

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, primary_key=True, related_name="sealed_answers"
    )
    sealed = models.BinaryField()


class AnsweredPicture(models.Model):
    """Which question of the form a picture of a case answers: a paper, a photo or a signature; `origin` as before."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False, related_name="answered_pictures")
    question = models.CharField(max_length=125)
    name = models.CharField(max_length=26)
    origin = models.CharField(max_length=60, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "question", "name"], name="answered_picture_once")
        ]


class KnownAnswer(models.Model):
    """What somebody answered to a question of the bank, sealed, so that no service asks for it again."""

    account_id = models.BigIntegerField()
    question = models.CharField(max_length=60)
    sealed = models.BinaryField()
    case_number = models.CharField(max_length=32)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account_id", "question"], name="known_answer_once"),
        ]
        indexes = [models.Index(fields=["given_at"], name="known_answer_by_age")]
