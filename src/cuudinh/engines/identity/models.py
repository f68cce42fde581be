"""Tables of identity: persons and their sealed identifiers, accounts, sessions, offices in time, policy.

Personal values are sealed by AES-GCM under a data key; they are found by a keyed blind index only.
"""

from django.db import models
from django.db.models import F, Q


class DataKey(models.Model):
    """A key of personal fields, itself sealed under the installation's master key, which is in no database."""

    version = models.PositiveIntegerField(primary_key=True)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()


class Person(models.Model):
    """A natural person. The name is sealed; what refers to a person holds this number, which says nothing."""

    id = models.UUIDField(primary_key=True)
    name_sealed = models.BinaryField()
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()


class PersonIdentifier(models.Model):
    """A number or address by which a person is known: sealed, with a keyed index to find it again.

    `last4` is what a page may show for recognition. The foreign key keeps a data key from going while
    anything is sealed under it, however processes race.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in ("cccd", "phone", "email")])
    sealed = models.BinaryField()
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    blind_index = models.CharField(max_length=64)
    last4 = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "blind_index"], name="identifier_once"),
            models.UniqueConstraint(fields=["person", "kind"], name="identifier_kind_once"),
        ]


class Account(models.Model):
    """A right to sign in. Staff have a login and a plain name; residents are found by their phone number."""

    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in ("resident", "staff", "service")])
    login = models.CharField(max_length=60, null=True, unique=True)
    name = models.CharField(max_length=120, blank=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, related_name="account")
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=2, default="vi")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="resident") | Q(login__isnull=True, name="", person__isnull=False),
                name="resident_name_is_sealed",
            )
        ]


class Credential(models.Model):
    """What proves that somebody may use an account: an argon2id hash with its parameters in it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="credentials")
    kind = models.CharField(max_length=8, default="password")
    secret = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "kind"], name="credential_once")]


class Session(models.Model):
    """One place where an account is signed in: the hash of its token, until `idle_until` and `ends_at`."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sessions")
    token_hash = models.CharField(max_length=64, unique=True)
    agent = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    idle_until = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["idle_until"], name="session_to_drop")]


class Attempts(models.Model):
    """How often something was tried in one window of time; the key hides what, and holds the window."""

    key = models.CharField(max_length=64, primary_key=True)
    window = models.PositiveIntegerField(db_index=True)
    count = models.PositiveIntegerField()


class Office(models.Model):
    """An office through all its life; cases hold its number."""

    code = models.CharField(max_length=60, unique=True)


class OfficeVersion(models.Model):
    """An office in one period: name, place in the tree, the unit it serves and what it is asked to do."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="versions")
    names = models.JSONField()
    short_names = models.JSONField()
    kind = models.CharField(max_length=60)
    level = models.CharField(max_length=8)
    parent = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    unit_code = models.CharField(max_length=60, blank=True)
    functions = models.JSONField()
    calendar = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    mark = models.CharField(max_length=2, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "valid_from"], name="office_version_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="office_version_forward",
            ),
        ]


class OfficePath(models.Model):
    """During one period `descendant` stands `depth` steps below `ancestor`; every office is below itself (0)."""

    ancestor = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    descendant = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    depth = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ancestor", "descendant", "valid_from"], name="office_path_once")
        ]


class OfficeSuccession(models.Model):
    """What an office that ended became, from a day on."""

    predecessor = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    successor = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "on"], name="office_succession_once")
        ]


class Membership(models.Model):
    """A role held by an account in an office from a day to a day (both included), by a document."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    document = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "office", "role", "valid_from"], name="membership_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_forward",
            ),
        ]
        indexes = [models.Index(fields=["role", "office"], name="membership_role")]


class AccessGrant(models.Model):
    """Break-glass: one account opened the personal data behind one thing for a while, for a reason."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    about_kind = models.CharField(max_length=20)
    about_ref = models.CharField(max_length=60)
    reason = models.TextField()
    at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "about_kind", "about_ref"], name="grant_of_account")]


class Role(models.Model):
    """A role of the packs, in words."""

    id = models.CharField(max_length=60, primary_key=True)
    position = models.PositiveSmallIntegerField()
    title = models.JSONField()
    description = models.JSONField()


class PolicyRule(models.Model):
    """A rule of the policy as the pack gives it; `position` keeps their order."""

    id = models.CharField(max_length=60, primary_key=True)
    position = models.PositiveSmallIntegerField()
    body = models.JSONField()


class Revision(models.Model):
    """One row of two tokens: `organisation` changes with offices, roles and policy, `accounts` with the rest.

    Processes keep what they read until a token changes. `zone` decides which day "today" is, `country` how
    a phone number without a prefix is read.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    organisation = models.CharField(max_length=36)
    accounts = models.CharField(max_length=36)
    zone = models.CharField(max_length=40, default="UTC")
    country = models.CharField(max_length=2, default="VN")
