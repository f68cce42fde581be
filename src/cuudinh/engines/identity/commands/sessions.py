"""Signing in and out. Whether an account exists shows neither in the words nor in the time it takes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.core import signing
from django.db import DEFAULT_DB_ALIAS

from cuudinh.engines.identity import attempts, challenges, emergencies, factors, fields, passwords, snapshot
from cuudinh.engines.identity.commands.access import is_reason
from cuudinh.engines.identity.commands.beginning import Proof, begin_session, signed_in
from cuudinh.engines.identity.commands.permitting import account_of
from cuudinh.engines.identity.commands.stepping import taken_code
from cuudinh.engines.identity.freshness import TWO_FACTORS, fresh_until
from cuudinh.engines.identity.models import Account, ClientSession, Credential, Session
from cuudinh.engines.identity.naming import login_normal, place_of
from cuudinh.engines.identity.tokens import hash_of
from cuudinh.engines.identity.types import (
    EmergencyReasonNeeded,
    EmergencySignedIn,
    RenewedToken,
    SecondFactorNeeded,
    SecondStepOver,
    SignedIn,
    UnknownAccount,
    WaitingStep,
    WrongSignIn,
)
from cuudinh.journal import audit, outbox
from cuudinh.journal.prepared import Prepared
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import SignInFirst
from cuudinh.packs.forms.contacts import phone_normal

_LOGIN_MOST: Final = 200
_PENDING: Final = "identity.second-step"


def sign_in(
    actor: Actor,
    *,
    login: str,
    password: str,
    agent: str = "",
    address: str = "",
    device: str = "",
    is_key: bool = False,
    code: str = "",
) -> SignedIn:
    """Begin a session for a phone number or login and give its token, which is nowhere kept.

    `actor` is the visitor who asks, `device` what their browser was given at an earlier sign-in. The slow
    hash is made before the transaction, which others would wait for. `is_key` begins a session for a program:
    its token signs no browser in, and where the account has a second factor it brings a `code` along. Raises
    `WrongSignIn` with the same words for every cause, `SecondFactorNeeded`, `WrongFactor`, `TooOften`. A person whose
    sign-on is silent waits for the second step too, in which they say why they have to come in.
    """
    typed = _typed(login)
    limits = attempts.of_sign_in(typed, address, device)
    attempts.take(limits)
    account = _account_of(login)
    secret = _secret_of(account)
    if not passwords.fits(secret, password) or account is None or not account.is_active:
        raise WrongSignIn
    limits, code = _second_limits(account, limits, code, is_key=is_key)
    is_known = attempts.knows_device(typed, device)
    with acting():
        attempts.give_back(limits)
        proof, place = _proof(actor, account, code, is_key=is_key), place_of(address)
        token = begin_session(
            actor, account, proof, agent=agent, place=place, is_key=is_key, is_known=is_known
        )
    return signed_in(actor, account, token, attempts.device_for(typed))


def _second_limits(
    account: Account, limits: Mapping[str, int], code: str, *, is_key: bool
) -> tuple[Mapping[str, int], str]:
    """Give what the second step counts against too, and the code that is asked for: none where no factor is.

    Raises `SecondFactorNeeded` when one is asked for and was not brought along, or a person has to say why.
    """
    step = _step_of(account)
    is_emergency = step.needs_reason and not is_key
    if not step.needs_code and not is_emergency:
        return limits, ""
    if not code or is_emergency:
        with acting():
            attempts.give_back(limits)
        raise SecondFactorNeeded(pending=pending_of(account))
    attempts.take(attempts.of_second_factor(account.pk))
    return {**limits, **attempts.of_second_factor(account.pk)}, code


def _proof(actor: Actor, account: Account, code: str, *, is_key: bool) -> Proof:
    # A program cannot be asked again, so nothing that asks for a fresh proof is done by key.
    until = None if is_key else fresh_until()
    if not code:
        return Proof("password", strong_until=until)
    return Proof(taken_code(actor, account.pk, code), TWO_FACTORS, until)


def _step_of(account: Account) -> WaitingStep:
    has_factor = account.kind == "staff" and factors.held(account.pk).is_any
    return WaitingStep(needs_code=has_factor, needs_reason=emergencies.is_one(account))


def pending_of(account: Account, by: str = "password") -> str:
    """Give what stands for a right password or key until the second step: signed, for minutes, to be used once."""
    said = {"account": account.pk, "until": (clock.now() + challenges.LIFE).timestamp(), "once": ids.token()}
    return signing.dumps(said | {"changed": _changed(account), "by": by}, salt=_PENDING)


def _changed(account: Account) -> str:
    """Give when the password was changed: a sign-in that waits is over with it."""
    found = account.credentials.filter(kind="password").values_list("changed_at", flat=True).first()
    return found.isoformat() if found else ""


def waiting_account(pending: str) -> Account:
    """Give the account of a sign-in that waits for its second step. Raises `SecondStepOver`."""
    try:
        said = signing.loads(pending, salt=_PENDING)
    except signing.BadSignature as fault:
        raise SecondStepOver from fault
    account = Account.objects.filter(pk=said["account"], is_active=True).first()
    if account is None or said["until"] <= clock.now().timestamp() or said["changed"] != _changed(account):
        raise SecondStepOver
    return account


def waiting_step(pending: str) -> WaitingStep:
    """Give what a sign-in that waits still asks for. Raises `SecondStepOver`."""
    step = _step_of(waiting_account(pending))
    return replace(step, needs_code=step.needs_code and _begun_by(pending) == "password")


def _begun_by(pending: str) -> str:
    return str(signing.loads(pending, salt=_PENDING)["by"])


def finish_sign_in(
    actor: Actor,
    *,
    pending: str,
    code: str = "",
    reason: str = "",
    agent: str = "",
    address: str = "",
    device: str = "",
) -> SignedIn:
    """Begin the session of a sign-in that waits, by a code of the application or on paper, or for a reason.

    Raises `SecondStepOver`, `EmergencyReasonNeeded`, `WrongFactor`, `TooOften`.
    """
    account, step = waiting_account(pending), waiting_step(pending)
    told = " ".join(reason.split())
    if step.needs_reason and not is_reason(told):
        raise EmergencyReasonNeeded
    limits = attempts.of_second_factor(account.pk)
    attempts.take(limits)
    login = account.login or ""
    with acting():
        proof = _second_proof(actor, account, pending, code if step.needs_code else None)
        if not challenges.spend(pending.encode()):
            raise SecondStepOver
        attempts.give_back(limits)
        is_known = attempts.knows_device(login, device)
        token = begin_session(actor, account, proof, agent=agent, place=place_of(address), is_known=is_known)
        if step.needs_reason:
            _tell_emergency(actor, account, proof, told)
    return signed_in(actor, account, token, attempts.device_for(login))


def _second_proof(actor: Actor, account: Account, pending: str, code: str | None) -> Proof:
    """Give how a sign-in that waited is proved: by the code, or by what it began with. Raises `WrongFactor`."""
    if code is not None:
        return _proof(actor, account, code or " ", is_key=False)
    if _begun_by(pending) == "passkey":
        return Proof("passkey", TWO_FACTORS, fresh_until())
    return _proof(actor, account, "", is_key=False)


def _tell_emergency(actor: Actor, account: Account, proof: Proof, reason: str) -> None:
    """Write down why somebody came in past the sign-on, and have the administrators of their offices told."""
    about, facts = ("account", audit.pseudonym(account.pk)), {"method": proof.method}
    audit.record(actor, "identity.emergency_sign_in", about, purpose=reason, facts=facts)
    outbox.publish(EmergencySignedIn(account.pk, clock.now().isoformat()))


@acting()
def sign_out_everywhere(actor: Actor) -> None:
    """End every session of the actor, this one too. Raises `SignInFirst`."""
    account_id = account_of(actor)
    ended = Session.objects.filter(account_id=account_id).delete()[0]
    about = ("account", audit.pseudonym(account_id))
    audit.record(actor, "identity.sign_out_everywhere", about, facts={"sessions": ended})


def _typed(login: str) -> str:
    """Give one form to all ways of writing a login, so that each is counted together."""
    return phone_normal(login[:_LOGIN_MOST], snapshot.current().country) or login_normal(login[:_LOGIN_MOST])


def _account_of(login: str) -> Account | None:
    typed = _typed(login)
    found = _OF_PHONE.run(index=fields.blind_index("phone", typed)) or _OF_LOGIN.run(login=typed)
    return Account.from_db(DEFAULT_DB_ALIAS, _COLUMNS, found[0]) if found else None


def _secret_of(account: Account | None) -> str | None:
    if account is None:
        return None
    return next((secret for (secret,) in _SECRET.run(account_id=account.pk)), None)


_COLUMNS: Final = [one.attname for one in Account._meta.concrete_fields]
_OF_PHONE: Final = Prepared(
    "identity.account-of-phone",
    lambda index: Account.objects.filter(
        person__identifiers__kind="phone", person__identifiers__blind_index=index
    ).values_list(*_COLUMNS),
    takes={"index": str},
    sample={"index": "0" * 64},
)
_OF_LOGIN: Final = Prepared(
    "identity.account-of-login",
    lambda login: Account.objects.filter(login=login).values_list(*_COLUMNS),
    takes={"login": str},
    sample={"login": "ubnd"},
)
_SECRET: Final = Prepared(
    "identity.secret-of-account",
    lambda account_id: Credential.objects.filter(account_id=account_id, kind="password").values_list(
        "secret"
    ),
    takes={"account_id": int},
    sample={"account_id": 1},
)


@acting()
def sign_out(actor: Actor, *, token: str) -> None:
    """End the session of a token; nothing happens when it has ended already."""
    if Session.objects.filter(token_hash=hash_of(token)).delete()[0] and actor.account_id is not None:
        audit.record(actor, "identity.sign_out", ("account", audit.pseudonym(actor.account_id)))


@acting()
def replace_session(actor: Actor, *, old: str, new: str) -> None:
    """End the session that a browser had before it was signed in anew (ASVS 7.2.4).

    Where both are of one account, systems that were signed in to from the old one go on under the new one.
    """
    before = Session.objects.filter(token_hash=hash_of(old)).first()
    if before is None:
        return
    after = Session.objects.filter(token_hash=hash_of(new), account_id=before.account_id).first()
    if after is not None:
        ClientSession.objects.filter(session_id=before.pk).update(session_id=after.pk)
    before.delete()
    audit.record(actor, "identity.sign_out", ("account", audit.pseudonym(before.account_id)))


@acting()
def renew_token(actor: Actor, *, token: str) -> RenewedToken:
    """Give a session another token, for who has just proved themselves anew in it (ASVS 7.2.4).

    Raises `SignInFirst` where there is no such session.
    """
    new, now = ids.token(), clock.now()
    mine = Session.objects.filter(token_hash=hash_of(token), account_id=account_of(actor))
    ends_at = mine.values_list("ends_at", flat=True).first()
    if ends_at is None or not mine.update(token_hash=hash_of(new)):
        raise SignInFirst
    return RenewedToken(new, int((ends_at - now).total_seconds()))


@acting()
def revoke_session(actor: Actor, *, session_id: int) -> None:
    """End one of the actor's own sessions. Raises `UnknownAccount` when it is nobody's or somebody else's."""
    account_id = account_of(actor)
    if not Session.objects.filter(pk=session_id, account_id=account_id).delete()[0]:
        raise UnknownAccount
    audit.record(actor, "identity.revoke_session", ("account", audit.pseudonym(account_id)))


@acting()
def drop_old_sessions(limit: int = 1000) -> int:
    """Drop sessions that ended a day ago or more, and what was used up and is over; give how many sessions."""
    challenges.forget_old(limit)
    over = Session.objects.filter(idle_until__lt=clock.now() - timedelta(days=1)).order_by("idle_until")
    return Session.objects.filter(pk__in=list(over.values_list("pk", flat=True)[:limit])).delete()[0]
