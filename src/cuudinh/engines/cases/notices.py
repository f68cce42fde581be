"""Notices: the news of an event, whom it concerns, and what they read.

Who reported is looked up only to address a notice, and stands nowhere in it. Each notice says what it is about
in a way its reader can open: people in their seat the case as offices see it, everybody else the case they
know, which after a merge is still their own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import PHASES, Case, Event, Follow, Party, Task
from cuudinh.engines.cases.rules.flags import flag_names
from cuudinh.engines.cases.rules.merging import is_readable_by_followers
from cuudinh.engines.cases.rules.telling import TOLD
from cuudinh.engines.cases.rules.timing import Pace
from cuudinh.engines.cases.service import ServiceDefinition, span_of, words
from cuudinh.engines.cases.shapes import TellShape
from cuudinh.engines.cases.store import cooperating_offices, receiving_office
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.messages import commands as messages
from cuudinh.engines.places import queries as places
from cuudinh.journal.prepared import Prepared

# Most events of a busy day: a reminder is told by `DeadlinePassed`, and neither changes a word of the case.
UNTOLD: Final = frozenset({"escalate", "show_picture", "withhold_picture"})
# What a notice is about, by who can open it: anybody the public page, people in their seat the page of the
# office, and nobody the page of a case that has left their office.
PAGE, DESK, ELSEWHERE = "case", "office-case", "case-elsewhere"
About = tuple[str, str]
Group = tuple[About, Iterable[int]]


@dataclass(frozen=True, slots=True)
class News:
    """One event and its case, as far as notices speak of them."""

    seq: int
    at: datetime
    side: str
    to_state: str
    account_id: int | None
    office_id: int | None
    facts: Mapping[str, Any]
    case_id: int
    number: str
    service_id: str
    version: int
    phase: int
    flags: int
    topic: str
    owner_office_id: int | None
    owner_account_id: int | None
    is_public: bool
    master_id: int | None
    act_counts: Mapping[str, int]
    due_at: datetime

    @property
    def service(self) -> ServiceDefinition:
        """The service in the version the case was filed under."""
        return definitions.service(self.service_id, self.version)

    @property
    def is_done(self) -> bool:
        """Whether the case is done by now."""
        return self.phase >= PHASES["done"]

    @property
    def is_immediate(self) -> bool:
        """Whether the case is on the immediate track."""
        return "immediate" in flag_names(self.flags)


def _news_of(case_id: int, seq: int) -> QuerySet[Event, Any]:
    due_at = Coalesce("case__due_at", "case__promised_at", "case__filed_at")
    event = ("seq", "at", "side", "to_state", "account_id", "office_id", "facts", "case_id")
    case = (
        "number",
        "service_id",
        "version",
        "phase",
        "flags",
        "topic",
        "owner_office_id",
        "owner_account_id",
        "is_public",
        "master_id",
        "act_counts",
    )
    found = Event.objects.filter(case_id=case_id, seq=seq)
    return found.values_list(*event, *(f"case__{name}" for name in case), due_at)


_NEWS: Final = Prepared(
    "cases.news", _news_of, takes={"case_id": int, "seq": int}, sample={"case_id": 1, "seq": 1}
)


def news(case_id: int, seq: int) -> News:
    """Give the news of one event."""
    (row,) = _NEWS.run(case_id=case_id, seq=seq)
    return News(*row)


def tell(of: News, told: Iterable[TellShape]) -> bool:
    """Tell people what they are named for; give whether there was anybody to tell."""
    return any([_tell_one(of, one) for one in told])


def _tell_one(of: News, one: TellShape) -> bool:
    message = one.immediate if of.is_immediate and one.immediate else one.message
    if message is None:
        return False
    groups = [(about, _told(about, accounts)) for about, accounts in _WHO[one.who](of)]
    if one.caller is not None and not _has_account(of):
        message, groups = one.caller, [(about, set(accounts)) for about, accounts in _role("dispatcher")(of)]
    for about, accounts in groups:
        listening = accounts - {of.account_id}
        if listening:
            key = f"case:{of.case_id}:{of.seq}:{one.who}:{message}"
            messages.notify(listening, message, _facts(of), about, key=key)
    return any(accounts for _, accounts in groups)


def _told(about: tuple[str, str], accounts: Iterable[int]) -> set[int]:
    """Give who is told: of work, also who stands in for those who are away."""
    return set(accounts if about[0] == PAGE else identity.with_substitutes(accounts))


def _facts(of: News) -> Mapping[str, Any]:
    """Give what fills the placeholders of a message; names of things in every language of the pack."""
    said, service = of.facts, of.service
    reason = service.reasons.get(said.get("reason", ""))
    text = said.get("text", "")
    office_id = said.get("office") or of.office_id or of.owner_office_id
    return {
        "number": of.number,
        "topic": service.topics[of.topic].title,
        "state": service.state(of.to_state).label,
        "office": dict(identity.office_names(office_id)) if office_id is not None else {},
        "due": {"moment": said.get("due") or of.due_at.isoformat()},
        "question": _asked(of, text),
        "reason": reason.label if reason is not None else text,
        "master": said.get("master", ""),
        "rating": said.get("rating", ""),
        **_until(of),
    }


def _asked(of: News, text: str) -> str | Mapping[str, str]:
    """Give what somebody is asked: the words, behind the papers that are missing where some are named."""
    procedure = of.service.shape.procedure
    titles = (
        [one.title for one in procedure.papers if one.id in of.facts.get("papers", ())]
        if procedure is not None
        else []
    )
    if not titles:
        return text
    return {
        language: "; ".join(filter(None, [*(words(title, language) for title in titles), text]))
        for language in titles[0]
    }


def _until(of: News) -> Mapping[str, Any]:
    """Give until when the case can be reopened from the state it was brought to."""
    act = of.service.act(of.to_state, "reopen")
    if act is None or act.within is None:
        return {}
    pace = Pace(places.calendar(of.service.shape.calendar), is_wall=of.is_immediate)
    return {"until": {"moment": pace.add(of.at, span_of(act.within)).isoformat()}}


_REPORTER: Final = Prepared(
    "cases.reporter-of",
    lambda case_id: Party.objects.filter(
        case_id=case_id, role="reporter", account_id__isnull=False
    ).values_list("account_id", "by_account_id"),
    takes={"case_id": int},
    sample={"case_id": 1},
)
_FOLLOWERS: Final = Prepared(
    "cases.followers-of",
    lambda case_id: Follow.objects.filter(case_id=case_id).values_list("account_id", "came_with_id"),
    takes={"case_id": int},
    sample={"case_id": 1},
)


def _has_account(of: News) -> bool:
    return bool(_REPORTER.run(case_id=of.case_id))


def _reporter(of: News) -> Iterator[Group]:
    """Give the reporter, but for what they did themselves; that a report was received they are told too.

    Of what was filed for a child or an organisation, who acts for it today is told as well.
    """
    if of.side == "reporter" and of.seq != 1:
        return
    for account_id, by_account_id in _REPORTER.run(case_id=of.case_id):
        acting = identity.representatives_of(account_id) if by_account_id is not None else ()
        yield (PAGE, of.number), [account_id, *acting]


def _followers(of: News) -> Iterator[Group]:
    """Give who follows the case by itself, if they may read it, and who came with a merged one, by that one.

    Whoever came with a merge knows their own case and may not read the one it was merged into before it is
    public; what became of that one stands on the page of their own.
    """
    by_themselves: list[int] = []
    came: dict[int, list[int]] = {}
    for account_id, came_with in _FOLLOWERS.run(case_id=of.case_id):
        kept = by_themselves if came_with is None else came.setdefault(came_with, [])
        kept.append(account_id)
    if is_readable_by_followers(of.is_public, of.master_id, of.act_counts):
        yield (PAGE, of.number), by_themselves
    if came:
        numbers = dict(Case.objects.filter(pk__in=list(came)).values_list("pk", "number"))
        yield from (((PAGE, numbers[came_with]), came[came_with]) for came_with in came)


def _owner(*roles: str) -> Callable[[News], Iterator[Group]]:
    def accounts(of: News) -> Iterator[Group]:
        """Give the account that took the case on, when officers are told and somebody did; else the office's."""
        if of.owner_account_id is not None and roles == ("officer",):
            yield (DESK, of.number), (of.owner_account_id,)
        elif of.owner_office_id is not None:
            yield (DESK, of.number), identity.members(of.owner_office_id, roles)

    return accounts


def _former(*roles: str) -> Callable[[News], Iterator[Group]]:
    def accounts(of: News) -> Iterator[Group]:
        """Give those of the office that led before: they cannot open the case any more."""
        office_id = of.facts.get("from_office")
        if office_id is not None:
            yield (ELSEWHERE, of.number), identity.members(office_id, roles)

    return accounts


def _cooperating(*roles: str) -> Callable[[News], Iterator[Group]]:
    def accounts(of: News) -> Iterator[Group]:
        """Give those of the offices that the event is about, else of all that still have to answer.

        An office that was let go cannot open the case any more.
        """
        offices = of.facts.get("offices")
        if offices is None:
            asked = Task.objects.filter(case_id=of.case_id, state="open")
            offices = asked.values_list("office_id", flat=True)
        reading = cooperating_offices(of.case_id)
        for office_id in offices:
            kind = DESK if office_id in reading else ELSEWHERE
            yield (kind, of.number), identity.members(office_id, roles)

    return accounts


def _desk(*roles: str) -> Callable[[News], Iterator[Group]]:
    def accounts(of: News) -> Iterator[Group]:
        """Give those of the desk that took a dossier in."""
        office_id = receiving_office(of.case_id)
        if office_id is not None:
            yield (DESK, of.number), identity.members(office_id, roles)

    return accounts


def _role(role: str) -> Callable[[News], Iterator[Group]]:
    def accounts(of: News) -> Iterator[Group]:
        yield (DESK, of.number), identity.accounts_with_role(role)

    return accounts


_WHO: Mapping[str, Callable[[News], Iterator[Group]]] = {
    "reporter": _reporter,
    "followers": _followers,
    "owner.officer": _owner("officer"),
    "owner.head": _owner("head"),
    "former.officer": _former("officer"),
    "former.head": _former("head"),
    "cooperating.officer": _cooperating("officer"),
    "cooperating.head": _cooperating("head"),
    "owner.receiver": _owner("receiver"),
    "receiving.receiver": _desk("receiver"),
    "receiving.officer": _desk("officer"),
    "receiving.head": _desk("head"),
    "dispatcher": _role("dispatcher"),
    "supervisor": _role("supervisor"),
    "leader": _role("leader"),
}
assert set(_WHO) == set(TOLD), "everybody whom a pack may name can be found"
