"""Tables of accounts: how they sign in, where they are signed in, and whose data they opened."""

from django.db import models
from django.db.models import Q

from cuudinh.engines.identity.models.people import Person


class Account(models.Model):
    """A right to sign in. Staff have a login and a plain name; residents are found by their phone number.

    Of kind `subject` it opens to nobody: it holds what others filed for a child or an organisation, until the
    child is proved and signs in.
    """

    kind = models.CharField(
        max_length=8, choices=[(kind, kind) for kind in ("resident", "staff", "service", "subject")]
    )
    login = models.CharField(max_length=60, null=True, unique=True)
    name = models.CharField(max_length=120, blank=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, related_name="account")
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=2, default="vi")
    made_at = models.DateTimeField()
    unit_code = models.CharField(max_length=60, blank=True, db_default="")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="resident") | Q(login__isnull=True, name="", person__isnull=False),
                name="resident_name_is_sealed",
            )
        ]


class Credential(models.Model):
    """What proves that somebody may use an account: an argon2id hash with its parameters in it."""

    # Found by the constraint, whose index begins with it.
    account = models.ForeignKey(Account, on_delete=models.CASCADE, db_index=False, related_name="credentials")
    kind = models.CharField(max_length=8, default="password")
    secret = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "kind"], name="credential_once")]


class Session(models.Model):
    """One place where an account is signed in: the hash of its token, until `idle_until` and `ends_at`.

    `method` says how it began, `strength` how many factors proved it (1 or 2), `strong_until` how long that
    is fresh enough for acts that ask for it, `place` roughly where from.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sessions")
    token_hash = models.CharField(max_length=64, unique=True)
    agent = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    idle_until = models.DateTimeField()
    ends_at = models.DateTimeField()
    method = models.CharField(max_length=12, db_default="password")
    strength = models.PositiveSmallIntegerField(db_default=1)
    strong_until = models.DateTimeField(null=True)
    place = models.CharField(max_length=60, blank=True, db_default="")

    class Meta:
        indexes = [models.Index(fields=["idle_until"], name="session_to_drop")]


class Attempts(models.Model):
    """How often something was tried in one window of time; the key hides what, and holds the window."""

    key = models.CharField(max_length=64, primary_key=True)
    window = models.PositiveIntegerField(db_index=True)
    count = models.PositiveIntegerField()


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
