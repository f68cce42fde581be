"""Passkeys of staff: made, used to sign in and to prove oneself again, taken away."""

from dataclasses import dataclass
from typing import Final

from cuudinh.engines.identity import attempts, challenges, emergencies, passkeys
from cuudinh.engines.identity.commands.beginning import Proof, begin_session, signed_in
from cuudinh.engines.identity.commands.factors import may_change_factors, staff_account_of, told
from cuudinh.engines.identity.commands.permitting import account_of
from cuudinh.engines.identity.commands.sessions import pending_of
from cuudinh.engines.identity.commands.stepping import confirmed, end_others, proved_here
from cuudinh.engines.identity.freshness import TWO_FACTORS, fresh_until
from cuudinh.engines.identity.models import Account, Passkey
from cuudinh.engines.identity.naming import name_normal, place_of
from cuudinh.engines.identity.passkeys import Site
from cuudinh.engines.identity.types import FactorNotThere, PasskeyRefused, SecondFactorNeeded, SignedIn
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor

NAME_MOST: Final = 60
PASSKEYS_MOST: Final = 10


def registration_terms(actor: Actor, *, site: Site) -> str:
    """Give what a device is asked to make a key for the actor, as JSON. Raises `StepUpNeeded`, `NotYours`."""
    account_id = may_change_factors(actor)
    account = Account.objects.get(pk=account_id)
    known = Passkey.objects.filter(account_id=account_id)
    return passkeys.terms_to_register(site, account_id, account.login or "", account.name, known)


@acting()
def register_passkey(actor: Actor, *, site: Site, answer: str, name: str, token: str) -> None:
    """Keep the key that a device made, under a name. Raises `PasskeyRefused`, `StepUpNeeded`, `NotYours`."""
    account_id = may_change_factors(actor)
    said = passkeys.read(answer)
    if not challenges.is_ours(said.challenge, passkeys.REGISTER, account_id):
        raise PasskeyRefused
    made = passkeys.registered(site, said)
    digest = passkeys.digest_of(made.credential_id)
    is_too_many = Passkey.objects.filter(account_id=account_id).count() >= PASSKEYS_MOST
    if is_too_many or Passkey.objects.filter(digest=digest).exists() or not challenges.spend(said.challenge):
        raise PasskeyRefused
    Passkey.objects.create(
        account_id=account_id,
        name=name_normal(name)[:NAME_MOST],
        digest=digest,
        credential=made.credential_id,
        public_key=made.credential_public_key,
        counter=made.sign_count,
        transports=[],
        made_at=clock.now(),
    )
    proved_here(account_id, token, TWO_FACTORS)
    told(actor, account_id, "passkey-added")


def sign_in_terms(*, site: Site) -> str:
    """Give what a device is asked to sign somebody in, whoever it may be."""
    return passkeys.terms_to_use(site, passkeys.SIGN_IN)


def sign_in_by_passkey(
    actor: Actor, *, site: Site, answer: str, agent: str = "", address: str = ""
) -> SignedIn:
    """Begin a session for whose key signed: having it and being known to it are two factors.

    Raises `PasskeyRefused`, and `SecondFactorNeeded` where the person has to say why first.
    """
    used = _used(actor, site, answer, passkeys.SIGN_IN)
    account = used.row.account
    if not account.is_active or used.handle != passkeys.handle_of(account.pk):
        raise PasskeyRefused
    if emergencies.is_one(account):
        with acting():
            _count(used)
        raise SecondFactorNeeded(pending=pending_of(account, by="passkey"))
    with acting():
        _count(used)
        proof = Proof("passkey", TWO_FACTORS, fresh_until())
        place = place_of(address)
        token = begin_session(actor, account, proof, agent=agent, place=place, is_known=True)
    return signed_in(actor, account, token, attempts.device_for(account.login or ""))


def confirm_terms(actor: Actor, *, site: Site) -> str:
    """Give what a device is asked for the actor to prove themselves again."""
    account_id = staff_account_of(actor)
    known = Passkey.objects.filter(account_id=account_id)
    return passkeys.terms_to_use(site, passkeys.CONFIRM, account_id, known)


def confirm_by_passkey(actor: Actor, *, site: Site, answer: str, token: str) -> None:
    """Prove oneself again by a key of one's own. Raises `PasskeyRefused`, `SignInFirst`."""
    used = _used(actor, site, answer, passkeys.CONFIRM, account_of(actor))
    with acting():
        _count(used)
        confirmed(actor, token=token, method="passkey", strength=TWO_FACTORS)


@acting()
def remove_passkey(actor: Actor, *, passkey_id: int, token: str) -> None:
    """Take one of the actor's keys away; every other session ends. Raises `StepUpNeeded`, `FactorNotThere`."""
    account_id = may_change_factors(actor)
    if not Passkey.objects.filter(pk=passkey_id, account_id=account_id).delete()[0]:
        raise FactorNotThere
    end_others(account_id, token)
    told(actor, account_id, "passkey-removed")


@dataclass(frozen=True, slots=True)
class _Used:
    """A key that signed rightly, and how often it says it has."""

    row: Passkey
    counter: int
    challenge: bytes
    handle: bytes


def _used(actor: Actor, site: Site, answer: str, purpose: str, account_id: int = 0) -> _Used:
    """Give the key that signed. One that signed more often elsewhere was copied: it is refused and its owner told."""
    said = passkeys.read(answer)
    if not challenges.is_ours(said.challenge, purpose, account_id):
        raise PasskeyRefused
    rows = Passkey.objects.filter(digest=passkeys.digest_of(said.credential)).select_related("account")
    row = rows.first()
    if row is None or (account_id and row.account_id != account_id):
        raise PasskeyRefused
    counter = passkeys.counter_of(site, said, row)
    # Keys that do not count say 0 for ever.
    if (counter or row.counter) and counter <= row.counter:
        with acting():
            told(actor, row.account_id, "passkey-copied")
        raise PasskeyRefused
    return _Used(row, counter, said.challenge, said.handle)


def _count(used: _Used) -> None:
    """Use the challenge up and write down how often the key has signed, in the transaction of what it is for."""
    before = Passkey.objects.filter(pk=used.row.pk, counter=used.row.counter)
    is_first = challenges.spend(used.challenge)
    if not (is_first and before.update(counter=used.counter, used_at=clock.now())):
        raise PasskeyRefused
