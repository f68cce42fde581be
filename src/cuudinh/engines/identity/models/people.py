"""Tables of persons and what they are known by, sealed by AES-GCM under a data key and found by a keyed blind index."""

from django.db import models

# Citizen number, passport, phone, e-mail, and what a sign-on calls a person (its subject).
IDENTIFIER_KINDS = ("cccd", "passport", "phone", "email", "vneid", "birth")


class DataKey(models.Model):
    """A key of personal fields, itself sealed under the installation's master key, which is in no database."""

    version = models.PositiveIntegerField(primary_key=True)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()


class Person(models.Model):
    """A natural person. The name is sealed; what refers to a person holds this number, which says nothing.

    `key_part` is this person's part of the key: None for values of before parts were given out, empty once it was
    destroyed, after which nothing sealed for them opens. While `restricted_at` is set their data are kept and
    used for nothing else.
    """

    id = models.UUIDField(primary_key=True)
    name_sealed = models.BinaryField()
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    key_part = models.BinaryField(null=True)
    restricted_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            # Empty once all have a part; until then those who have none are found without passing by the others.
            models.Index(fields=["id"], condition=models.Q(key_part__isnull=True), name="person_without_part")
        ]


class PersonIdentifier(models.Model):
    """A number or address by which one person is known: sealed, with a keyed index to find it again.

    A phone number is here because it signs in; any other only once it is proved (`AssuranceEvent`). What
    somebody merely stated is an `IdentifierClaim`.

    `last4` is what a page may show for recognition. The foreign key keeps a data key from going while
    anything is sealed under it, however processes race.
    """

    # Found by the constraint, whose index begins with it.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="identifiers")
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in IDENTIFIER_KINDS])
    sealed = models.BinaryField()
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    blind_index = models.CharField(max_length=64)
    last4 = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "blind_index"], name="identifier_once"),
            models.UniqueConstraint(fields=["person", "kind"], name="identifier_kind_once"),
        ]


class IdentifierClaim(models.Model):
    """A number that somebody stated and nobody proved, sealed as a proved one: two people may state the same."""

    # Found by the constraint, whose index begins with it.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="claims")
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in IDENTIFIER_KINDS])
    sealed = models.BinaryField()
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    blind_index = models.CharField(max_length=64)
    last4 = models.CharField(max_length=4)
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="claim_kind_once")]
        indexes = [models.Index(fields=["kind", "blind_index"], name="claim_by_index")]


class AssuranceEvent(models.Model):
    """One proof of who a person is: at which level, by whom, on what evidence, until when.

    The level somebody has is the highest of the living events. It is derived and set by nobody.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assurances", db_index=False)
    level = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=20)
    evidence = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(level__gte=1, level__lte=3), name="assurance_level"),
        ]
        indexes = [models.Index(fields=["person", "level"], name="assurance_of_person")]
