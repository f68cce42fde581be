"""Whose is an account? The pure decision of batches and of a first sign-in by VNeID, by the rules of the pack.

Nothing here makes a proof of what somebody merely stated: a number that was stated converts an account only
where the national register itself says that it and the phone of the account belong to one person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal

from cuudinh.engines.identity.rules import matching
from cuudinh.engines.identity.rules.matching import Held, Holder, Proved

Number = Literal["none", "stated", "proved"]
Subject = Literal["none", "same", "other"]
Rival = Literal["states", "proved", "subject"]
Verdict = Literal["", "known", "other", "unknown"]
State = Literal["legacy", "matched", "converted", "duplicate", "missing", "refused", "rolled_back"]
By = Literal["proved_number", "known_subject", "confirmed_number", "stated_number", "likeness"]
Then = Literal["convert", "wait", "review"]
# What VNeID calls level 2: the person was seen and compared with the card.
LEVEL_LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class Matcher:
    """One rule of a scenario."""

    id: str
    by: By
    then: Then


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an account when it is decided on; no value of a personal field is among it.

    `subject` is how VNeID knows its person, beside what the register says: not at all, by the same name or by
    another. `rivals`: how somebody else who lives has its number or its subject. `verdict` is what the register
    says of the number: known, of somebody else (other), unknown, or nothing yet; `level` is that of the VNeID
    account it knows. `is_phone_confirmed`: it says that the phone of the account is of the same person.
    `is_alike`: phone, name and day of birth are in the register. `is_restricted`: its person lets their data be
    kept and not used.
    """

    number: Number = "none"
    subject: Subject = "none"
    rivals: frozenset[Rival] = frozenset()
    verdict: Verdict = ""
    level: int = 0
    is_phone_confirmed: bool = False
    is_alike: bool = False
    is_restricted: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of an account: its state, the rule that decided, and what is to be done."""

    state: State
    rule: str = ""
    then: Then | Literal[""] = ""


def decide(facts: Facts, rules: Sequence[Matcher]) -> Outcome:
    """Decide on one account.

    Whose it may be at all is decided as at the door of a sign-on (`rules.matching`); the rules of the pack only
    say what is done about an account against which nothing speaks.

    >>> rules = (Matcher("sure", "confirmed_number", "convert"), Matcher("said", "stated_number", "wait"))
    >>> decide(Facts("stated", verdict="known", level=2, is_phone_confirmed=True), rules)
    Outcome(state='matched', rule='sure', then='convert')
    >>> decide(Facts("stated", verdict="known", level=2), rules).then
    'wait'
    >>> decide(Facts("stated", rivals=frozenset({"states"})), rules).state
    'duplicate'
    >>> decide(Facts("stated", verdict="other"), rules).state, decide(Facts(), rules).state
    ('refused', 'missing')

    Whoever restricted the use of their data is left as they are; their own sign-in converts them.

    >>> decide(Facts("proved", verdict="known", level=2, is_restricted=True), rules)
    Outcome(state='legacy', rule='', then='')
    """
    if facts.number == "proved" and facts.subject != "none" and "proved" not in facts.rivals:
        return Outcome("converted" if facts.subject == "same" or not facts.verdict else "duplicate")
    if facts.is_restricted:
        return Outcome("legacy")
    if facts.verdict in {"other", "unknown"} and not facts.rivals:
        return Outcome("refused")
    if facts.number != "none" and not _is_found(facts):
        return Outcome("duplicate")
    for rule in rules:
        if _fits(rule.by, facts):
            return Outcome("matched" if rule.then != "review" else "missing", rule.id, rule.then)
    return Outcome("missing" if facts.number == "none" else "legacy")


_MINE: Final = 1
_RIVAL: Final = Holder(2, "", "", "")
_SUBJECTS: Final = {"none": "", "same": "subject", "other": "another"}


def _is_found(facts: Facts) -> bool:
    """Whether the person of the register, were they at the door, would be led to this account and no other."""
    mine = Holder(_MINE, _SUBJECTS[facts.subject], "number" if facts.number == "proved" else "", "")
    states = (mine,) if facts.number == "stated" else ()
    held = Held(
        by_subject=_RIVAL if "subject" in facts.rivals else mine if facts.subject == "same" else None,
        by_number=_RIVAL if "proved" in facts.rivals else mine if facts.number == "proved" else None,
        by_claim=(*states, _RIVAL) if "states" in facts.rivals else states,
    )
    match = matching.decide(Proved("subject" if facts.level else "", "number", ""), held)
    return match.kind in {"known", "convert"} and match.account_id == _MINE


def _fits(by: By, facts: Facts) -> bool:
    is_known = facts.verdict == "known" and facts.level >= LEVEL_LEAST
    fitting: dict[By, bool] = {
        "proved_number": facts.number == "proved" and is_known,
        "known_subject": facts.subject == "same" and is_known,
        "confirmed_number": facts.number == "stated" and is_known and facts.is_phone_confirmed,
        "stated_number": facts.number == "stated" and is_known,
        "likeness": facts.number == "none" and facts.is_alike,
    }
    return fitting[by]


def is_over(part: int, whole: int, percent_most: float) -> bool:
    """Whether a part is more than so many percent of a whole; nothing is more than nothing.

    >>> is_over(1, 100, 1), is_over(2, 100, 1), is_over(0, 0, 1)
    (False, True, False)
    """
    return Decimal(part) * 100 > Decimal(str(percent_most)) * whole


def is_open(first: date, last: date, from_hour: int, to_hour: int, local: datetime) -> bool:
    """Whether a moment on the clocks of the province lies in a window; one over midnight is of the day it began.

    >>> night = (date(2026, 6, 1), date(2026, 6, 30), 22, 5)
    >>> is_open(*night, datetime(2026, 6, 1, 23)), is_open(*night, datetime(2026, 7, 1, 4))
    (True, True)
    >>> is_open(*night, datetime(2026, 6, 1, 4)), is_open(*night, datetime(2026, 6, 9, 12))
    (False, False)
    """
    if from_hour < to_hour:
        return first <= local.date() <= last and from_hour <= local.hour < to_hour
    if local.hour >= from_hour:
        return first <= local.date() <= last
    yesterday = date.fromordinal(local.toordinal() - 1)
    return local.hour < to_hour and first <= yesterday <= last
