"""What an account has beside its password, and whether what somebody shows is it. Each code is taken once."""

import hmac
from dataclasses import dataclass
from typing import Final

from cuudinh.engines.identity import fields
from cuudinh.engines.identity.fields import Owner
from cuudinh.engines.identity.models import Authenticator, Passkey, RecoveryCode
from cuudinh.engines.identity.timecodes import recovery_normal, step_of
from cuudinh.journal import keys
from cuudinh.kernel import clock

_SEALED_AS: Final = "totp"


@dataclass(frozen=True, slots=True)
class Held:
    """Which second factors an account has that count."""

    has_codes: bool
    has_passkeys: bool

    @property
    def is_any(self) -> bool:
        """Whether there is one at all."""
        return self.has_codes or self.has_passkeys

    @property
    def strength(self) -> int:
        """By how many factors the account can prove itself."""
        return 2 if self.is_any else 1


def held(account_id: int) -> Held:
    """Give which second factors an account has."""
    return Held(
        Authenticator.objects.filter(account_id=account_id, confirmed_at__isnull=False).exists(),
        Passkey.objects.filter(account_id=account_id).exists(),
    )


def kind_of(row: Authenticator) -> str:
    """Give what the secret of an application is sealed as: in the row of another account it does not open."""
    return f"{_SEALED_AS}|{row.account_id}"


def seal_secret(row: Authenticator, secret: str) -> None:
    """Put the sealed secret of an application into its row."""
    row.sealed = fields.seal(row.key, Owner(row.ref, None), kind_of(row), secret)


def secret_of(row: Authenticator) -> str:
    """Give the secret of an application."""
    return fields.unseal(row.key, Owner(row.ref, None), kind_of(row), row.sealed)


def take_time_code(account_id: int, code: str, *, is_confirmed: bool = True) -> bool:
    """Take a code of the application in the transaction of what it is for; give whether it is right and new."""
    rows = Authenticator.objects.filter(account_id=account_id, confirmed_at__isnull=not is_confirmed)
    row = rows.select_related("key").first()
    if row is None:
        return False
    step = step_of(secret_of(row), code, clock.now(), after=row.last_step)
    # Of two at the same moment, the second finds another last step.
    before = Authenticator.objects.filter(pk=row.pk, last_step=row.last_step)
    return step is not None and bool(before.update(last_step=step))


def take_recovery_code(account_id: int, code: str) -> bool:
    """Take a code on paper in the transaction of what it is for; give whether it is one and was not taken."""
    digest = recovery_digest(account_id, code)
    unused = RecoveryCode.objects.filter(account_id=account_id, digest=digest, used_at__isnull=True)
    return bool(unused.update(used_at=clock.now()))


def recovery_digest(account_id: int, code: str) -> str:
    """Give what is kept of a code on paper; without the key nobody can try them out."""
    said = f"{account_id}|{recovery_normal(code)}".encode()
    return hmac.digest(keys.secret("identity-recovery"), said, "sha256").hex()
