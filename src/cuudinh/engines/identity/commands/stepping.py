"""Proving once more who one is, in a session that goes on: by a code, a passkey, or the password of who has no more."""

from cuudinh.engines.identity import attempts, factors, passwords
from cuudinh.engines.identity.commands.permitting import account_of
from cuudinh.engines.identity.freshness import TWO_FACTORS, fresh_until
from cuudinh.engines.identity.models import Credential, RecoveryCode, Session
from cuudinh.engines.identity.tokens import hash_of
from cuudinh.engines.identity.types import SignInChanged, WrongFactor, WrongPassword
from cuudinh.journal import audit, outbox
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor


def confirm_by_password(actor: Actor, *, token: str, password: str) -> None:
    """Prove oneself by the password in the session of `token`, where it is all one has.

    Whoever set up a second factor shows it: else a password that was seen would open what the factor guards.
    Raises `WrongPassword`, `WrongFactor`, `SignInFirst`, `TooOften`.
    """
    account_id = account_of(actor)
    if factors.held(account_id).is_any:
        raise WrongFactor
    limits = attempts.of_password_change(account_id)
    attempts.take(limits)
    stored = Credential.objects.filter(account_id=account_id, kind="password").values_list(
        "secret", flat=True
    )
    if not passwords.fits(stored.first(), password):
        raise WrongPassword
    with acting():
        attempts.give_back(limits)
        confirmed(actor, token=token, method="password", strength=1)


def confirm_by_code(actor: Actor, *, token: str, code: str) -> None:
    """Prove oneself by a code of the application or on paper. Raises `WrongFactor`, `SignInFirst`, `TooOften`."""
    account_id = account_of(actor)
    limits = attempts.of_second_factor(account_id)
    attempts.take(limits)
    with acting():
        method = taken_code(actor, account_id, code)
        attempts.give_back(limits)
        confirmed(actor, token=token, method=method, strength=TWO_FACTORS)


def taken_code(actor: Actor, account_id: int, code: str) -> str:
    """Take a code in the transaction of what it is for, and give the method. Raises `WrongFactor`."""
    if factors.take_time_code(account_id, code):
        return "totp"
    if not factors.take_recovery_code(account_id, code):
        raise WrongFactor
    left = RecoveryCode.objects.filter(account_id=account_id, used_at__isnull=True).count()
    about = ("account", audit.pseudonym(account_id))
    audit.record(actor, "identity.recovery_used", about, facts={"left": left})
    outbox.publish(SignInChanged(account_id=account_id, change="recovery-used", at=clock.now().isoformat()))
    return "recovery"


@acting()
def confirmed(actor: Actor, *, token: str, method: str, strength: int) -> None:
    """Write down that whoever holds a session has just proved themselves by a method of so many factors.

    The session stays as strong as it was proved at best: what is weaker is asked for only of who has nothing else.
    """
    account_id = account_of(actor)
    proved_here(account_id, token, strength)
    facts = {"method": method, "strength": strength}
    audit.record(actor, "identity.step_up", ("account", audit.pseudonym(account_id)), facts=facts)


def proved_here(account_id: int, token: str, strength: int) -> None:
    """Make a session as strong as it was just proved to be; no other of the account is fresh for less than that."""
    of_account = Session.objects.filter(account_id=account_id)
    mine = of_account.filter(token_hash=hash_of(token))
    mine.filter(strength__lt=strength).update(strength=strength)
    mine.update(strong_until=fresh_until())
    of_account.filter(strength__lt=strength).update(strong_until=None)


def end_others(account_id: int, token: str) -> None:
    """End every session of an account but the one of a token, which is as strong as what is left proves."""
    of_account = Session.objects.filter(account_id=account_id)
    of_account.exclude(token_hash=hash_of(token)).delete()
    of_account.update(strength=factors.held(account_id).strength)
