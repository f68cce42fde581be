"""Signing on by a national sign-on: begun here, proved elsewhere, finished in the browser that began it.

The other side is asked outside any transaction; what it proved is then matched, written and signed in in one.
"""

import base64
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import DEFAULT_DB_ALIAS, IntegrityError

from cuudinh.engines.identity import attempts
from cuudinh.engines.identity.commands.beginning import Proof, begin_session, signed_in
from cuudinh.engines.identity.commands.linking import (
    invited_account,
    is_of_account,
    link_account,
    take_invitation,
)
from cuudinh.engines.identity.commands.matching import Settled, settle
from cuudinh.engines.identity.commands.permitting import account_of
from cuudinh.engines.identity.commands.stepping import confirmed
from cuudinh.engines.identity.freshness import fresh_for
from cuudinh.engines.identity.models import Account, SignOn, SignOnLink
from cuudinh.engines.identity.naming import login_normal, name_normal, place_of
from cuudinh.engines.identity.ports import ProvedPerson, SignOnAnswer, SignOnStart
from cuudinh.engines.identity.registers import NUMBER_PROVED_FROM, SUBJECT, proved_of
from cuudinh.engines.identity.signing_on import sign_on_port
from cuudinh.engines.identity.tokens import hash_of
from cuudinh.engines.identity.types import (
    AccountUnderReview,
    SignedIn,
    SignedOn,
    SignOnBegun,
    SignOnPurpose,
    SignOnRefused,
    SignOnSilent,
    WrongSignIn,
)
from cuudinh.journal import audit, keys
from cuudinh.journal.meters import Counter
from cuudinh.journal.prepared import Prepared
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.text import fold

LASTS: Final = timedelta(minutes=10)
# By how much the clock of the other side may be behind ours.
CLOCKS_DIFFER: Final = timedelta(minutes=1)
_STRENGTH: Final = 2
_LEADS_TO_MOST: Final = 500
_TRIES: Final = 2
_UNDER_WAY: Final = PreparedRows(SignOn)
_COLUMNS: Final = [one.attname for one in SignOn._meta.concrete_fields]
_OF_STATE: Final = Prepared(
    "identity.sign-on-under-way",
    lambda state_hash: SignOn.objects.filter(state_hash=state_hash).values_list(*_COLUMNS),
    takes={"state_hash": str},
    sample={"state_hash": "0" * 64},
)
_SIGN_ONS = Counter(
    "cuudinh_sign_ons_total", "Sign-ons by VNeID that came back, by how they ended.", ("end",)
)


def begin_sign_on(
    actor: Actor, *, purpose: SignOnPurpose, return_address: str, leads_to: str = ""
) -> SignOnBegun:
    """Begin a sign-on and give where the browser goes; `link` and `confirm` tie it to the account that asks.

    Raises `SignOnNotOffered`, `SignOnSilent`, `SignOnRefused`, `SignInFirst`.
    """
    account_id = account_of(actor) if purpose in {"link", "confirm"} else None
    return _sent_away(purpose, account_id, return_address, leads_to)


def begin_invited_link(
    *, login: str, code: str, return_address: str, leads_to: str = "", address: str = ""
) -> SignOnBegun:
    """Begin the sign-on by which an invited member of staff confirms a link.

    Raises `WrongSignIn` with the same words for every cause, `TooOften`, `SignOnNotOffered`, `SignOnSilent`.
    """
    typed = login_normal(login)
    limits = attempts.of_sign_in(typed, address)
    attempts.take(limits)
    account_id = invited_account(typed, code)
    if account_id is None:
        raise WrongSignIn
    with acting():
        attempts.give_back(limits)
    return _sent_away("invited", account_id, return_address, leads_to)


def _sent_away(
    purpose: SignOnPurpose, account_id: int | None, return_address: str, leads_to: str
) -> SignOnBegun:
    state, browser = ids.token(), ids.token()
    address = sign_on_port().address(_start(state, return_address))
    with acting():
        _UNDER_WAY.insert(
            state_hash=hash_of(state),
            browser_hash=hash_of(browser),
            purpose=purpose,
            account_id=account_id,
            leads_to=leads_to[:_LEADS_TO_MOST],
            started_at=clock.now(),
        )
    return SignOnBegun(address, browser)


def _start(state: str, return_address: str) -> SignOnStart:
    """Give nonce and verifier of a state: made anew when it comes back, so that neither is kept anywhere."""
    return SignOnStart(return_address, state, _of_state("nonce", state), _of_state("verifier", state))


def _of_state(what: str, state: str) -> str:
    made = hmac.digest(keys.secret("identity-sign-on"), f"{what}|{state}".encode(), "sha256")
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def finish_sign_on(
    actor: Actor,
    *,
    answer: SignOnAnswer,
    browser: str,
    return_address: str,
    agent: str = "",
    address: str = "",
    token: str = "",
) -> SignedOn:
    """Finish a sign-on: find, convert or open the account of who was proved, and begin a session.

    One that was begun to confirm makes the session of `token` fresh instead.
    A sign-on is good once, whatever comes of it. Raises `SignOnRefused` with the reason, `SignOnSilent`,
    `AccountUnderReview`, `SignOnNotOffered`.
    """
    port = sign_on_port()
    begun = _taken(actor, answer.state, browser)
    try:
        person = port.finish(_start(answer.state, return_address), answer)
        ended = _ENDS[begun.purpose](_Ending(actor, begun, person, agent, place_of(address), token))
    except (SignOnRefused, SignOnSilent, AccountUnderReview) as refusal:
        _tell(actor, refusal)
        raise
    _SIGN_ONS.add(ended.outcome)
    return ended


@acting()
def _taken(actor: Actor, state: str, browser: str) -> SignOn:
    """Take the sign-on of a state out of those under way. Raises `SignOnRefused`."""
    begun = _begun(hash_of(state))
    if begun is None or begun.started_at < clock.now() - LASTS:
        raise SignOnRefused(reason="state")
    if not hmac.compare_digest(begun.browser_hash, hash_of(browser)):
        raise SignOnRefused(reason="browser")
    is_of_actor = begun.purpose in {"link", "confirm"}
    if is_of_actor and begun.account_id != actor.account_id:
        raise SignOnRefused(reason="browser")
    # Of two answers at once, one takes it.
    if not _UNDER_WAY.delete(state_hash=begun.state_hash):
        raise SignOnRefused(reason="state")
    return begun


def _begun(state_hash: str) -> SignOn | None:
    found = _OF_STATE.run(state_hash=state_hash)
    return SignOn.from_db(DEFAULT_DB_ALIAS, _COLUMNS, found[0]) if found else None


@acting()
def _tell(actor: Actor, refusal: SignOnRefused | SignOnSilent | AccountUnderReview) -> None:
    """Leave the kind of a refusal where operators and auditors look; it names nobody."""
    reason = str(refusal.facts.get("reason", refusal.code))
    _SIGN_ONS.add(reason)
    audit.record(actor, "identity.refuse_sign_on", ("sign-on", SUBJECT), facts={"reason": reason})


@dataclass(frozen=True, slots=True)
class _Ending:
    """What there is when a sign-on comes back with somebody."""

    actor: Actor
    begun: SignOn
    person: ProvedPerson = field(repr=False)
    agent: str
    place: str
    token: str = field(repr=False)

    def session(self, account: Account) -> SignedIn:
        """Begin the session of an account. Raises `SignOnRefused` for one that is locked."""
        if not account.is_active:
            raise SignOnRefused(reason="locked")
        proof = Proof(SUBJECT, _STRENGTH, self.proved_at + fresh_for())
        token = begin_session(self.actor, account, proof, agent=self.agent, place=self.place)
        return signed_in(self.actor, account, token, "")

    @property
    def proved_at(self) -> datetime:
        """When the person proved it, as far as that is said; never later than now."""
        now = clock.now()
        return min(self.person.at or now, now)


def _as_resident(ending: _Ending) -> SignedOn:
    """Sign a resident in. The same person at two doors at once is tried again: the second finds the first."""
    for _ in range(_TRIES - 1):
        try:
            return _as_resident_once(ending)
        except IntegrityError:
            continue
    return _as_resident_once(ending)


def _as_resident_once(ending: _Ending) -> SignedOn:
    with acting():
        settled = settle(ending.actor, ending.person, language=ending.actor.language)
        session = ending.session(settled.account) if settled.account is not None else None
    # Told only now: the row that people look at is to stay.
    if settled.kind == "refused":
        raise SignOnRefused(reason="apart")
    if session is None or settled.kind == "review":
        raise _under_review(settled)
    return SignedOn(settled.kind, ending.begun.leads_to, session)


def _under_review(settled: Settled) -> AccountUnderReview:
    """Give what somebody is told who waits: the number of the review, and since when it waits."""
    if settled.review is None:
        return AccountUnderReview()
    return AccountUnderReview(number=settled.review.pk, since=settled.review.opened_at.isoformat())


@acting()
def _as_staff(ending: _Ending) -> SignedOn:
    index = proved_of(ending.person).subject
    link = SignOnLink.objects.select_related("account").filter(subject_index=index).first()
    if link is None:
        raise SignOnRefused(reason="not-linked")
    return SignedOn("staff", ending.begun.leads_to, ending.session(link.account))


@acting()
def _as_link(ending: _Ending) -> SignedOn:
    """Link the account that began this to who was proved; its session goes on as it is."""
    account_id = account_of(ending.actor)
    if ending.person.level < NUMBER_PROVED_FROM:
        raise SignOnRefused(reason="level-too-low")
    link_account(ending.actor, account_id, proved_of(ending.person).subject)
    return SignedOn("linked", ending.begun.leads_to)


@acting()
def _as_invited(ending: _Ending) -> SignedOn:
    """Link the account that was invited to who was proved, if they bear its name, and sign them in."""
    invited = Account.objects.get(pk=ending.begun.account_id or 0)
    if ending.person.level < NUMBER_PROVED_FROM:
        raise SignOnRefused(reason="level-too-low")
    proved = proved_of(ending.person)
    if proved.name != fold(name_normal(invited.name)):
        raise SignOnRefused(reason="other-name")
    if not take_invitation(invited.pk):
        raise SignOnRefused(reason="not-invited")
    link_account(ending.actor, invited.pk, proved.subject)
    return SignedOn("invited", ending.begun.leads_to, ending.session(invited))


@acting()
def _as_confirm(ending: _Ending) -> SignedOn:
    """Make the session of the actor fresh, by whom the sign-on knows as theirs, asked no earlier than it was begun."""
    account_id = account_of(ending.actor)
    if not is_of_account(proved_of(ending.person).subject, account_id):
        raise SignOnRefused(reason="somebody-else")
    if ending.proved_at < ending.begun.started_at - CLOCKS_DIFFER:
        raise SignOnRefused(reason="not-anew")
    confirmed(ending.actor, token=ending.token, method=SUBJECT, strength=_STRENGTH)
    return SignedOn("confirmed", ending.begun.leads_to)


_ENDS: Final[Mapping[str, Callable[[_Ending], SignedOn]]] = {
    "resident": _as_resident,
    "staff": _as_staff,
    "link": _as_link,
    "invited": _as_invited,
    "confirm": _as_confirm,
}


@acting()
def drop_old_sign_ons(limit: int = 1000) -> int:
    """Drop sign-ons that nobody finished in time; give how many."""
    over = SignOn.objects.filter(started_at__lt=clock.now() - LASTS).order_by("started_at")
    return SignOn.objects.filter(pk__in=list(over.values_list("pk", flat=True)[:limit])).delete()[0]
