"""Proving once more who one is, in a session that goes on."""

from cuudinh.engines.identity import attempts, passwords
from cuudinh.engines.identity.commands.permitting import account_of
from cuudinh.engines.identity.freshness import fresh_until
from cuudinh.engines.identity.models import Credential, Session
from cuudinh.engines.identity.tokens import hash_of
from cuudinh.engines.identity.types import WrongPassword
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor


def confirm_by_password(actor: Actor, *, token: str, password: str) -> None:
    """Prove oneself by the password in the session of `token`. Raises `WrongPassword`, `SignInFirst`, `TooOften`."""
    account_id = account_of(actor)
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


@acting()
def confirmed(actor: Actor, *, token: str, method: str, strength: int) -> None:
    """Write down that whoever holds a session has just proved themselves by a method of so many factors.

    The session stays as strong as it was proved at best: what is weaker is asked for only of who has nothing else.
    """
    account_id = account_of(actor)
    mine = Session.objects.filter(account_id=account_id, token_hash=hash_of(token))
    mine.filter(strength__lt=strength).update(strength=strength)
    mine.update(strong_until=fresh_until())
    facts = {"method": method, "strength": strength}
    audit.record(actor, "identity.step_up", ("account", audit.pseudonym(account_id)), facts=facts)
