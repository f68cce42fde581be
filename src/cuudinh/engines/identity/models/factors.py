"""Tables of second factors: codes of an application, recovery codes, passkeys, and proofs that were used up."""

from django.db import models

from cuudinh.engines.identity.models.accounts import Account
from cuudinh.engines.identity.models.people import DataKey


class Authenticator(models.Model):
    """An application that shows codes of the time (TOTP, RFC 6238), by its sealed secret.

    It counts for nothing until `confirmed_at`. `last_step` is the last half minute whose code was taken, so that none
    is taken twice.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="authenticator")
    ref = models.UUIDField(unique=True)
    sealed = models.BinaryField()
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)


class RecoveryCode(models.Model):
    """A code on paper for who lost the telephone: its keyed digest, and when it was used, which happens once."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="recovery_code_once")]


class Passkey(models.Model):
    """A key that a device or a stick holds for an account (WebAuthn): its public half and how often it signed.

    `digest` finds it by the name it gives itself, which can be long.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    credential = models.BinaryField()
    public_key = models.BinaryField()
    counter = models.BigIntegerField()
    transports = models.JSONField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class SpentProof(models.Model):
    """A challenge or a half-finished sign-in that was used: neither is taken twice."""

    digest = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)
