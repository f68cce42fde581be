"""Signing in and out. Whether an account exists shows neither in the words nor in the time it takes."""

from datetime import timedelta
from typing import Final

from cuudinh.engines.identity import attempts, fields, passwords, snapshot
from cuudinh.engines.identity.commands.beginning import Proof, begin_session, signed_in
from cuudinh.engines.identity.commands.permitting import account_of
from cuudinh.engines.identity.freshness import fresh_until
from cuudinh.engines.identity.models import Account, Session
from cuudinh.engines.identity.naming import login_normal, phone_normal
from cuudinh.engines.identity.tokens import hash_of
from cuudinh.engines.identity.types import SignedIn, UnknownAccount, WrongSignIn
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor

_LOGIN_MOST: Final = 200


def sign_in(
    actor: Actor,
    *,
    login: str,
    password: str,
    agent: str = "",
    address: str = "",
    device: str = "",
    is_key: bool = False,
) -> SignedIn:
    """Begin a session for a phone number or login and give its token, which is nowhere kept.

    `actor` is the visitor who asks, `device` what their browser was given at an earlier sign-in. The slow
    hash is made before the transaction, which others would wait for. `is_key` begins a session for a program:
    its token signs no browser in. Raises `WrongSignIn` with the same words for every cause, `TooOften`.
    """
    typed = _typed(login)
    limits = attempts.of_sign_in(typed, address, device)
    attempts.take(limits)
    account = _account_of(login)
    secret = _secret_of(account)
    if not passwords.fits(secret, password) or account is None or not account.is_active:
        raise WrongSignIn
    with acting():
        attempts.give_back(limits)
        # A program cannot be asked again, so nothing that asks for a fresh proof is done by key.
        proof = Proof("password", strong_until=None if is_key else fresh_until())
        token = begin_session(actor, account, proof, agent=agent, is_key=is_key)
    return signed_in(actor, account, token, attempts.device_for(typed))


def _typed(login: str) -> str:
    """Give one form to all ways of writing a login, so that each is counted together."""
    return phone_normal(login[:_LOGIN_MOST], snapshot.current().country) or login_normal(login[:_LOGIN_MOST])


def _account_of(login: str) -> Account | None:
    typed = _typed(login)
    by_phone = Account.objects.filter(
        person__identifiers__kind="phone",
        person__identifiers__blind_index=fields.blind_index("phone", typed),
    )
    return by_phone.first() or Account.objects.filter(login=typed).first()


def _secret_of(account: Account | None) -> str | None:
    if account is None:
        return None
    return account.credentials.filter(kind="password").values_list("secret", flat=True).first()


@acting()
def sign_out(actor: Actor, *, token: str) -> None:
    """End the session of a token; nothing happens when it has ended already."""
    if Session.objects.filter(token_hash=hash_of(token)).delete()[0] and actor.account_id is not None:
        audit.record(actor, "identity.sign_out", ("account", audit.pseudonym(actor.account_id)))


@acting()
def revoke_session(actor: Actor, *, session_id: int) -> None:
    """End one of the actor's own sessions. Raises `UnknownAccount` when it is nobody's or somebody else's."""
    account_id = account_of(actor)
    if not Session.objects.filter(pk=session_id, account_id=account_id).delete()[0]:
        raise UnknownAccount
    audit.record(actor, "identity.revoke_session", ("account", audit.pseudonym(account_id)))


@acting()
def drop_old_sessions(limit: int = 1000) -> int:
    """Drop sessions that ended a day ago or more; give how many."""
    over = Session.objects.filter(idle_until__lt=clock.now() - timedelta(days=1)).order_by("idle_until")
    return Session.objects.filter(pk__in=list(over.values_list("pk", flat=True)[:limit])).delete()[0]
