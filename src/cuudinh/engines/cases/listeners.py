"""After the act, out of the request: people are told, the search index follows.

What a notice says is made of the case and of the words of its act; who reported is looked up only to address
the notice, and stands nowhere in it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import PHASES, Case, Event, Follow, Party, Task
from cuudinh.engines.cases.rules.flags import flag_names
from cuudinh.engines.cases.rules.telling import TOLD
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.shapes import TellShape
from cuudinh.engines.cases.types import CaseFiled, CaseMoved, DeadlinePassed
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.messages import commands as messages
from cuudinh.engines.places import queries as places
from cuudinh.journal import outbox, search
from cuudinh.journal.prepared import Prepared

PUBLIC_INDEX = "case-public"
OFFICE_INDEX = "case-office"
# The columns that decide what is found and by whom, and the acts that change words: those the history leaves
# out, so that what was covered lives on neither there nor in the index.
SEARCHED = frozenset({"unit_id", "topic", "is_public"})
REWORDING = frozenset({"resolve", "approve", "correct", "redact"})
# Most events of a busy day: a reminder is told by `DeadlinePassed`, and neither changes a word of the case.
UNTOLD = frozenset({"escalate", "show_picture", "withhold_picture"})


@dataclass(frozen=True, slots=True)
class _News:
    """One event and its case, as far as notices speak of them."""

    seq: int
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
    due_at: datetime

    @property
    def service(self) -> ServiceDefinition:
        """The service in the version the case was filed under."""
        return definitions.service(self.service_id, self.version)


def _news_of(case_id: int, seq: int) -> QuerySet[Event, Any]:
    due_at = Coalesce("case__due_at", "case__promised_at", "case__filed_at")
    event = ("seq", "account_id", "office_id", "facts", "case_id")
    case = (
        "number",
        "service_id",
        "version",
        "phase",
        "flags",
        "topic",
        "owner_office_id",
        "owner_account_id",
    )
    found = Event.objects.filter(case_id=case_id, seq=seq)
    return found.values_list(*event, *(f"case__{name}" for name in case), due_at)


_NEWS: Final = Prepared(
    "cases.news", _news_of, takes={"case_id": int, "seq": int}, sample={"case_id": 1, "seq": 1}
)


def _news(case_id: int, seq: int) -> _News:
    (row,) = _NEWS.run(case_id=case_id, seq=seq)
    return _News(*row)


@outbox.listener(CaseFiled, "cases.tell-filed")
def tell_filed(event: CaseFiled) -> None:
    """Tell those whom the service names that the case was filed."""
    news = _news(event.case_id, 1)
    _tell(news, news.service.shape.filed)


@outbox.listener(CaseMoved, "cases.tell-moved")
def tell_moved(event: CaseMoved) -> None:
    """Tell those whom the act names."""
    if event.act in UNTOLD:
        return
    news = _news(event.case_id, event.seq)
    act = news.service.act(event.from_state, event.act)
    if act is not None:
        _tell(news, act.tell)


@outbox.listener(DeadlinePassed, "cases.tell-deadline")
def tell_deadline(event: DeadlinePassed) -> None:
    """Tell those whom the step of the ladder names, if there is such a step and it still applies."""
    news = _news(event.case_id, event.seq)
    if not event.step.isdecimal() or news.phase >= PHASES["done"]:
        return
    step = news.service.shape.deadlines.ladder[int(event.step)]
    _tell(news, [TellShape(who=who, message=step.message) for who in step.tell])


@outbox.listener(CaseFiled, "cases.index-filed")
def index_filed(event: CaseFiled) -> None:
    """Make a new case findable for offices."""
    _index(event.case_id)


@outbox.listener(CaseMoved, "cases.index-moved")
def index_moved(event: CaseMoved) -> None:
    """Keep what can be found in step with what may be read; most acts change neither."""
    if event.act in UNTOLD:
        return
    ((facts,),) = _FACTS.run(case_id=event.case_id, seq=event.seq)
    if event.act in REWORDING or SEARCHED.intersection(facts.get("set", ())):
        _index(event.case_id)


_FACTS: Final = Prepared(
    "cases.facts-of-event",
    lambda case_id, seq: Event.objects.filter(case_id=case_id, seq=seq).values_list("facts"),
    takes={"case_id": int, "seq": int},
    sample={"case_id": 1, "seq": 1},
)
_INDEXED: Final = Prepared(
    "cases.indexed",
    lambda case_id: Case.objects.filter(pk=case_id).values_list(
        "service_id", "version", "topic", "unit_id", "is_public", "number", "title", "text", "place", "answer"
    ),
    takes={"case_id": int},
    sample={"case_id": 1},
)


def _index(case_id: int) -> None:
    ((service_id, version, topic_id, unit_id, is_public, *said, answer),) = _INDEXED.run(case_id=case_id)
    topic = definitions.service(service_id, version).topics[topic_id]
    unit = places.unit_by_id(unit_id).name() if unit_id is not None else ""
    public = " ".join([*said, unit, words(topic.title, "vi"), *topic.words])
    search.put(OFFICE_INDEX, case_id, f"{public} {answer}")
    if is_public:
        search.put(PUBLIC_INDEX, case_id, public)
    else:
        search.drop(PUBLIC_INDEX, case_id)


def _tell(news: _News, told: Iterable[TellShape]) -> None:
    is_immediate = "immediate" in flag_names(news.flags)
    for one in told:
        accounts = {account for account in _WHO[one.who](news) if account != news.account_id}
        template = one.immediate if is_immediate and one.immediate else one.message
        if accounts:
            messages.notify(
                accounts,
                template,
                _facts(news),
                ("case", news.number),
                key=f"case:{news.case_id}:{news.seq}:{one.who}:{template}",
            )


def _facts(news: _News) -> Mapping[str, Any]:
    """Give what fills the placeholders of a message; names of things in every language of the pack."""
    said, service = news.facts, news.service
    reason = service.reasons.get(said.get("reason", ""))
    text = said.get("text", "")
    office_id = news.office_id or news.owner_office_id
    return {
        "number": news.number,
        "topic": service.topics[news.topic].title,
        "office": dict(identity.office_names(office_id)) if office_id is not None else {},
        "due": {"moment": said.get("due") or news.due_at.isoformat()},
        "question": text,
        "reason": reason.label if reason is not None else text,
        "master": said.get("master", ""),
        "rating": said.get("rating", ""),
    }


_REPORTER: Final = Prepared(
    "cases.reporter-of",
    lambda case_id: Party.objects.filter(
        case_id=case_id, role="reporter", account_id__isnull=False
    ).values_list("account_id"),
    takes={"case_id": int},
    sample={"case_id": 1},
)
_FOLLOWERS: Final = Prepared(
    "cases.followers-of",
    lambda case_id: Follow.objects.filter(case_id=case_id).values_list("account_id"),
    takes={"case_id": int},
    sample={"case_id": 1},
)


def _reporter(news: _News) -> Iterable[int]:
    return [account_id for (account_id,) in _REPORTER.run(case_id=news.case_id)]


def _followers(news: _News) -> Iterable[int]:
    return [account_id for (account_id,) in _FOLLOWERS.run(case_id=news.case_id)]


def _owner(*roles: str) -> Callable[[_News], Iterable[int]]:
    def accounts(news: _News) -> Iterable[int]:
        """Give the account that took the case on, when officers are told and somebody did; else the office's."""
        if news.owner_account_id is not None and roles == ("officer",):
            return (news.owner_account_id,)
        return identity.members(news.owner_office_id, roles) if news.owner_office_id is not None else ()

    return accounts


def _cooperating(*roles: str) -> Callable[[_News], Iterable[int]]:
    def accounts(news: _News) -> Iterable[int]:
        asked = Task.objects.filter(case_id=news.case_id, state="open").values_list("office_id", flat=True)
        return [account for office_id in asked for account in identity.members(office_id, roles)]

    return accounts


def _role(role: str) -> Callable[[_News], Iterable[int]]:
    def accounts(_: _News) -> Iterable[int]:
        return identity.accounts_with_role(role)

    return accounts


_WHO: Mapping[str, Callable[[_News], Iterable[int]]] = {
    "reporter": _reporter,
    "followers": _followers,
    "owner.officer": _owner("officer"),
    "owner.head": _owner("head"),
    "cooperating.officer": _cooperating("officer"),
    "cooperating.head": _cooperating("head"),
    "dispatcher": _role("dispatcher"),
    "supervisor": _role("supervisor"),
    "leader": _role("leader"),
}
assert set(_WHO) == set(TOLD), "everybody whom a pack may name can be found"
