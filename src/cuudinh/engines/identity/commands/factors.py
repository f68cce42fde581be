"""A second factor by codes of an application: set up, taken away; and codes on paper for who lost the telephone."""

from typing import Final

import pyotp
from django.utils.translation import gettext_noop as _

from cuudinh.engines.identity import factors, fields, snapshot
from cuudinh.engines.identity.commands.access import is_reason
from cuudinh.engines.identity.commands.permitting import account_of, permit
from cuudinh.engines.identity.commands.stepping import end_others, proved_here
from cuudinh.engines.identity.freshness import require_strong
from cuudinh.engines.identity.models import Account, Authenticator, Passkey, RecoveryCode, Session
from cuudinh.engines.identity.timecodes import RECOVERY_CODES, in_groups
from cuudinh.engines.identity.types import (
    FactorInPlace,
    FactorNotThere,
    PurposeNeeded,
    SignInChanged,
    UnknownAccount,
    WrongFactor,
)
from cuudinh.journal import audit, outbox
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours

# Five bits a letter: more than the 112 below which what is looked up would have to be hashed slowly (ASVS 6.5.2).
_CODE_LENGTH: Final = 24
# What the log calls each change of how somebody signs in.
_ACTS: Final = {
    "authenticator-added": "identity.authenticator_added",
    "authenticator-removed": "identity.authenticator_removed",
    "passkey-added": "identity.passkey_added",
    "passkey-copied": "identity.passkey_copied",
    "passkey-removed": "identity.passkey_removed",
    "recovery-renewed": "identity.recovery_renewed",
}


def staff_account_of(actor: Actor) -> int:
    """Give the number of the actor's own account of staff, who alone have second factors. Raises `NotYours`."""
    account_id = account_of(actor)
    if actor.kind != "staff":
        raise NotYours
    return account_id


def may_change_factors(actor: Actor) -> int:
    """Give the number of the actor's account once they are proved as strongly as it can be. Raises `StepUpNeeded`."""
    account_id = staff_account_of(actor)
    require_strong(actor, factors.held(account_id).strength)
    return account_id


def told(actor: Actor, account_id: int, change: str) -> None:
    """Write down a change of how somebody signs in, and have them told."""
    audit.record(actor, _ACTS[change], ("account", audit.pseudonym(account_id)))
    outbox.publish(SignInChanged(account_id=account_id, change=change, at=clock.now().isoformat()))
    # Who owes a factor is kept in memory.
    snapshot.changed()


@acting()
def begin_authenticator(actor: Actor) -> None:
    """Make the secret that an application is set up with; it counts for nothing until a code of it was shown.

    One that waits to be confirmed is replaced. Raises `StepUpNeeded`, `NotYours`, `FactorInPlace`.
    """
    account_id = may_change_factors(actor)
    if factors.held(account_id).has_codes:
        raise FactorInPlace
    Authenticator.objects.filter(account_id=account_id).delete()
    row = Authenticator(account_id=account_id, ref=ids.uuid7(), key=fields.newest_key(), made_at=clock.now())
    factors.seal_secret(row, pyotp.random_base32())
    row.save()


@acting()
def confirm_authenticator(actor: Actor, *, code: str, token: str) -> tuple[str, ...]:
    """Let an application count from now on, by a code that it shows; give the codes on paper, shown this once.

    Raises `WrongFactor`, `StepUpNeeded`.
    """
    account_id = may_change_factors(actor)
    if not factors.take_time_code(account_id, code, is_confirmed=False):
        raise WrongFactor
    Authenticator.objects.filter(account_id=account_id).update(confirmed_at=clock.now())
    proved_here(account_id, token, 2)
    told(actor, account_id, "authenticator-added")
    return _new_codes(account_id)


@acting()
def remove_authenticator(actor: Actor, *, token: str) -> None:
    """Take the application away with its codes on paper; every other session ends.

    Raises `StepUpNeeded`, `FactorNotThere`.
    """
    account_id = may_change_factors(actor)
    if not Authenticator.objects.filter(account_id=account_id, confirmed_at__isnull=False).delete()[0]:
        raise FactorNotThere
    RecoveryCode.objects.filter(account_id=account_id).delete()
    end_others(account_id, token)
    told(actor, account_id, "authenticator-removed")


@acting()
def renew_recovery_codes(actor: Actor) -> tuple[str, ...]:
    """Make new codes on paper, which end the old ones, and give them this once.

    Raises `StepUpNeeded`, `FactorNotThere`.
    """
    account_id = may_change_factors(actor)
    if not factors.held(account_id).has_codes:
        raise FactorNotThere
    told(actor, account_id, "recovery-renewed")
    return _new_codes(account_id)


def _new_codes(account_id: int) -> tuple[str, ...]:
    codes = [ids.secret_code(_CODE_LENGTH) for _ in range(RECOVERY_CODES)]
    now = clock.now()
    RecoveryCode.objects.filter(account_id=account_id).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account_id=account_id, digest=factors.recovery_digest(account_id, code), made_at=now)
        for code in codes
    )
    return tuple(map(in_groups, codes))


@acting()
def reset_factors(actor: Actor, *, account_id: int, reason: str) -> None:
    """Take every second factor of somebody away, who lost them; the account is signed out everywhere.

    What is left is the password; `reason` says how it was made sure who asked. Raises `NotYours`, `StepUpNeeded`,
    `PurposeNeeded`, `UnknownAccount`.
    """
    rule = permit(actor, "account.open")
    purpose = " ".join(reason.split())
    if not is_reason(purpose):
        raise PurposeNeeded(_("Hãy ghi rõ đã xác minh người đó thế nào, ít nhất 10 ký tự."))
    if not Account.objects.filter(pk=account_id, kind="staff").exists():
        raise UnknownAccount
    for table in (Authenticator, RecoveryCode, Passkey, Session):
        table._default_manager.filter(account_id=account_id).delete()
    about = ("account", audit.pseudonym(account_id))
    audit.record(actor, "identity.reset_factors", about, rule=rule, purpose=purpose)
    outbox.publish(SignInChanged(account_id=account_id, change="factors-reset", at=clock.now().isoformat()))
    snapshot.changed()
