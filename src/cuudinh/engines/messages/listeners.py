"""After an act of identity: who asked something of their own data is told, who was signed in or changed how.

A stranger at one's account is noticed by such news. Also told is whose account two people looked at, who is away and
who stands in.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import (
    AbsenceTurned,
    AccountsMerged,
    ClockRunning,
    EmergencySignedIn,
    IncidentTold,
    RequestMoved,
    ReviewSettled,
    SignedInAnew,
    SignInChanged,
)
from cuudinh.engines.identity.types.representing import RepresentationMoved
from cuudinh.engines.messages import commands
from cuudinh.journal import outbox
from cuudinh.kernel.numbers import date_text

ANEW: Final = "signed_in_anew"
# The message for each change of how somebody signs in.
OF_CHANGE: Final[Mapping[str, str]] = {
    "authenticator-added": "factor_added",
    "passkey-added": "factor_added",
    "authenticator-removed": "factor_removed",
    "passkey-removed": "factor_removed",
    "factors-reset": "factors_reset",
    "recovery-used": "recovery_used",
    "recovery-renewed": "recovery_renewed",
    "passkey-copied": "passkey_copied",
    "password-changed": "password_changed",
    "link-invited": "link_invited",
}
# The message for each step of a representation, and for why it ended where that has its own.
OF_REPRESENTATION: Final[Mapping[str, str]] = {
    "confirmed": "representation_confirmed",
    "refused": "representation_refused",
    "ended": "representation_ended",
    "majority": "representation_majority",
}
_DAY: Final = 10


@outbox.listener(RequestMoved, "messages.tell-request")
def tell_request(event: RequestMoved) -> None:
    """Tell the person of each step, and the privacy officers of a new request."""
    is_new = event.state in {"received", "checked"}
    key, about = f"request:{event.number}:{event.state}", ("request", event.number)
    if is_new:
        officers = identity.accounts_with_role("privacy-officer")
        _tell_all(officers, "privacy_desk", {"number": event.number}, about, f"{key}:desk")
    account_id = identity.account_of_request(event.number)
    if account_id is not None:
        message = "privacy_received" if is_new else "privacy_moved"
        _tell_all([account_id], message, {"number": event.number}, about, key)


@outbox.listener(IncidentTold, "messages.tell-incident")
def tell_incident(event: IncidentTold) -> None:
    """Tell the people whose data an incident concerns."""
    people, about = identity.accounts_of_incident(event.number), ("incident", event.number)
    _tell_all(people, "incident", {"number": event.number}, about, f"incident:{event.number}")


@outbox.listener(RepresentationMoved, "messages.tell-representation")
def tell_representation(event: RepresentationMoved) -> None:
    """Tell the desk of what was asked, and both people of what became of it; what they know themselves is not told."""
    about, key = ("representation", event.number), f"representation:{event.number}:{event.state}"
    facts = {"number": event.number}
    if event.state == "asked":
        officers = identity.accounts_with_role("privacy-officer")
        _tell_all(officers, "representation_desk", facts, about, f"{key}:desk")
    representative, subject = identity.accounts_of_representation(event.number)
    message = OF_REPRESENTATION.get(event.why) or OF_REPRESENTATION.get(event.state)
    if message is not None:
        told = [one for one in (representative, subject) if one is not None]
        _tell_all(told, message, facts, about, key)


@outbox.listener(ClockRunning, "messages.tell-clock")
def tell_clock(event: ClockRunning) -> None:
    """Remind the privacy officers of a clock, and the auditors of one that ran out or that is theirs to review."""
    roles = ["privacy-officer"]
    if event.is_late or event.kind == "concealment":
        roles.append("auditor")
    people = {account for role in roles for account in identity.accounts_with_role(role)}
    is_review = event.kind == "concealment"
    named = identity.document_of_concealment(int(event.ref)) if is_review else event.ref
    message = f"{event.kind}_{'late' if event.is_late and not is_review else 'due'}"
    key = f"{event.kind}:{event.ref}:{event.due}:{event.is_late}"
    _tell_all(people, message, {"number": named}, (event.kind, event.ref), key)


@outbox.listener(SignedInAnew, "messages.tell-sign-in")
def tell_sign_in(event: SignedInAnew) -> None:
    """Tell of a sign-in from a device that was not known: once a day for one kind of device in one network."""
    key = f"{ANEW}:{event.device}|{event.place}|{event.at[:_DAY]}"
    device = event.device or {"vi": "không rõ trình duyệt", "en": "an unknown browser"}
    _tell(event.account_id, ANEW, {"device": device, "at": {"moment": event.at}}, key)


@outbox.listener(SignInChanged, "messages.tell-change")
def tell_change(event: SignInChanged) -> None:
    """Tell of a change of how an account signs in."""
    message = OF_CHANGE[event.change]
    _tell(event.account_id, message, {"at": {"moment": event.at}}, f"{message}:{event.at}")


@outbox.listener(AccountsMerged, "messages.tell-merge")
def tell_merge(event: AccountsMerged) -> None:
    """Tell who goes on with one account, or with both again."""
    key = f"merge:{event.merge}"
    if not event.is_undone:
        _tell(event.kept_account_id, "accounts_merged", {}, key)
        return
    for account_id in (event.kept_account_id, event.merged_account_id):
        _tell(account_id, "accounts_parted", {}, f"{key}:undone")


@outbox.listener(ReviewSettled, "messages.tell-review")
def tell_review(event: ReviewSettled) -> None:
    """Tell whose account was confirmed, and who stated a number that is somebody else's."""
    key = f"review:{event.review}"
    if event.account_id is not None:
        _tell(event.account_id, "review_settled", {}, key)
    for account_id in event.dropped:
        _tell(account_id, "number_dropped", {}, f"{key}:dropped")


@outbox.listener(AbsenceTurned, "messages.tell-absence")
def tell_absence(event: AbsenceTurned) -> None:
    """Tell who is away and who stands in when it is stated, begins and ends, whoever stated it."""
    news = identity.absence_news(event.absence)
    days = {"first": _day_words(news.first), "last": _day_words(news.last)}
    key, about = f"absence:{event.absence}:{event.step}", ("absence", news.domain)
    _tell_all([news.account_id], f"absence_{event.step}", {"who": news.substitute, **days}, about, key)
    _tell_all([news.substitute_id], f"stand_in_{event.step}", {"who": news.name, **days}, about, key)


def _day_words(day: date) -> dict[str, str]:
    return {language: date_text(day, language) for language in ("vi", "en")}


@outbox.listener(EmergencySignedIn, "messages.tell-emergency")
def tell_emergency(event: EmergencySignedIn) -> None:
    """Tell the administrators that somebody came in past VNeID; the reason is for who reads the log."""
    administrators = [one for one in identity.administrators_of(event.account_id) if one != event.account_id]
    facts = {"who": identity.staff_name(event.account_id), "at": {"moment": event.at}}
    about, key = ("account", ""), f"emergency:{event.account_id}:{event.at}"
    _tell_all(administrators, "emergency_sign_in", facts, about, key)


def _tell(account_id: int, message: str, facts: Mapping[str, Any], key: str) -> None:
    """Tell one account something of itself."""
    _tell_all([account_id], message, facts, ("account", ""), key)


def _tell_all(
    accounts: Iterable[int], message: str, facts: Mapping[str, Any], about: tuple[str, str], key: str
) -> None:
    """Tell accounts in the words of the pack; one without such words tells nobody."""
    if commands.is_known(message):
        commands.notify(accounts, message, facts, about, key=key)
