"""Tables of other systems that people sign in to through us: who they are, what was granted, what is out."""

from django.db import models

from cuudinh.engines.identity.models.accounts import Account, Session


class Client(models.Model):
    """Another system of the province. Its secret is 256 random bits, so what is kept of it is a plain SHA-256.

    `sector` is what the names of persons are made for: two systems of one sector know somebody by the same name.
    `asks` holds what it may ask of a person: the id of each item, and why it cannot do without, if so.
    """

    client_id = models.CharField(max_length=60, unique=True)
    names = models.JSONField()
    sector = models.CharField(max_length=120)
    auth_method = models.CharField(max_length=20)
    secret_hash = models.CharField(max_length=64, blank=True)
    old_secret_hash = models.CharField(max_length=64, blank=True)
    old_secret_until = models.DateTimeField(null=True)
    jwks = models.JSONField(null=True)
    return_addresses = models.JSONField()
    after_sign_out_addresses = models.JSONField()
    sign_out_address = models.CharField(max_length=400, blank=True)
    asks = models.JSONField()
    grants = models.JSONField()
    must_push = models.BooleanField(default=False)
    algorithm = models.CharField(max_length=8, default="ES256")
    least_level = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_for = models.CharField(max_length=300, blank=True)


class SigningKey(models.Model):
    """A key that signs what we tell other systems, sealed under the installation's master key.

    Made ahead of its use and published at once, so that whoever keeps our public keys knows it before it signs;
    published still for a while after its last use.
    """

    kid = models.CharField(max_length=40, primary_key=True)
    algorithm = models.CharField(max_length=8)
    sealed = models.BinaryField()
    public = models.JSONField()
    made_at = models.DateTimeField()
    signs_from = models.DateTimeField(null=True)
    signs_until = models.DateTimeField(null=True)
    published_until = models.DateTimeField(null=True)


class Connection(models.Model):
    """What one person lets one client know of them, item by item; withdrawn, it stays as what was.

    `left_out` holds what was asked and not given, so that nobody is asked the same at every sign-in.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="connections")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="connections")
    items = models.JSONField()
    left_out = models.JSONField()
    given_at = models.DateTimeField()
    used_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "client"], name="connection_once")]


class PushedRequest(models.Model):
    """The parameters of a sign-in that a client sent ahead of its person (RFC 9126)."""

    handle_hash = models.CharField(max_length=64, unique=True)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    parameters = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)


class ClientSession(models.Model):
    """One sign-in of a person to a client, or of a client by itself: all that comes of it ends with it.

    `session` is where the person is signed in here; when that is gone, the client is told (back-channel logout).
    The database does not hold it, because what ends sessions must not wait for us.
    """

    id = models.UUIDField(primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="client_sessions")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    is_of_session = models.BooleanField(default=False)
    issuer = models.CharField(max_length=200)
    scope = models.CharField(max_length=400)
    items = models.JSONField()
    nonce = models.CharField(max_length=200, blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    method = models.CharField(max_length=12, blank=True)
    strength = models.PositiveSmallIntegerField(default=1)
    signed_in_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "client"], name="client_session_of_account"),
            models.Index(
                fields=["id"],
                name="client_session_left",
                condition=models.Q(is_of_session=True, session__isnull=True, ended_at__isnull=True),
            ),
            models.Index(fields=["ends_at"], name="client_session_to_drop"),
        ]


class AuthorizationCode(models.Model):
    """What a person's browser carries to a client, which gives it back once for tokens."""

    code_hash = models.CharField(max_length=64, unique=True)
    client_session = models.OneToOneField(ClientSession, on_delete=models.CASCADE, related_name="code")
    return_address = models.CharField(max_length=400)
    challenge = models.CharField(max_length=43)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class IssuedToken(models.Model):
    """The hash of a token that a client holds: `access` opens, `refresh` gets the next pair, once."""

    token_hash = models.CharField(max_length=64, unique=True)
    client_session = models.ForeignKey(ClientSession, on_delete=models.CASCADE, related_name="tokens")
    kind = models.CharField(max_length=8)
    expires_at = models.DateTimeField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class SpentAssertion(models.Model):
    """The hash of a signed proof that a client used to say who it is: none is taken twice."""

    proof_hash = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)


class ClaimItem(models.Model):
    """An item of the catalogue that a client may ask of a person, as the pack gives it."""

    id = models.CharField(max_length=60, primary_key=True)
    position = models.PositiveSmallIntegerField()
    body = models.JSONField()
