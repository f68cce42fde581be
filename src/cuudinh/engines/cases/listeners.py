"""After the act, out of the request: people are told, the search index follows.

What a notice says is made of the case and of the words of its act; who reported is looked up only to address
the notice, and stands nowhere in it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import Case, Event, Follow, Party, Task
from cuudinh.engines.cases.rules.flags import flag_names
from cuudinh.engines.cases.rules.telling import TOLD
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.shapes import TellShape
from cuudinh.engines.cases.types import CaseFiled, CaseMoved, DeadlinePassed
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.messages import commands as messages
from cuudinh.engines.places import queries as places
from cuudinh.journal import outbox, search

PUBLIC_INDEX = "case-public"
OFFICE_INDEX = "case-office"
# The columns that decide what is found and by whom, and the acts that change words: those the history leaves
# out, so that what was covered lives on neither there nor in the index.
SEARCHED = frozenset({"unit_id", "topic", "is_public"})
REWORDING = frozenset({"resolve", "approve", "correct", "redact"})


@outbox.listener(CaseFiled, "cases.tell-filed")
def tell_filed(event: CaseFiled) -> None:
    """Tell those whom the service names that the case was filed."""
    case = Case.objects.get(pk=event.case_id)
    service = definitions.service(case.service_id, case.version)
    _tell(case, service, service.shape.filed, case.events.get(seq=1))


@outbox.listener(CaseMoved, "cases.tell-moved")
def tell_moved(event: CaseMoved) -> None:
    """Tell those whom the act names."""
    case = Case.objects.get(pk=event.case_id)
    service = definitions.service(case.service_id, case.version)
    act = service.act(event.from_state, event.act)
    if act is not None and act.tell:
        _tell(case, service, act.tell, case.events.get(seq=event.seq))


@outbox.listener(DeadlinePassed, "cases.tell-deadline")
def tell_deadline(event: DeadlinePassed) -> None:
    """Tell those whom the step of the ladder names, if there is such a step and it still applies."""
    case = Case.objects.get(pk=event.case_id)
    service = definitions.service(case.service_id, case.version)
    if not event.step.isdecimal() or case.phase > 1:
        return
    step = service.shape.deadlines.ladder[int(event.step)]
    told = [TellShape(who=who, message=step.message) for who in step.tell]
    _tell(case, service, told, case.events.get(seq=event.seq))


@outbox.listener(CaseFiled, "cases.index-filed")
def index_filed(event: CaseFiled) -> None:
    """Make a new case findable for offices."""
    _index(Case.objects.get(pk=event.case_id))


@outbox.listener(CaseMoved, "cases.index-moved")
def index_moved(event: CaseMoved) -> None:
    """Keep what can be found in step with what may be read; most acts change neither."""
    facts = Event.objects.filter(case_id=event.case_id, seq=event.seq).values_list("facts", flat=True)
    changed = {name for found in facts for name in found.get("set", {})}
    if event.act in REWORDING or changed & SEARCHED:
        _index(Case.objects.get(pk=event.case_id))


def _index(case: Case) -> None:
    service = definitions.service(case.service_id, case.version)
    topic = service.topics[case.topic]
    unit = places.unit_by_id(case.unit_id).name() if case.unit_id is not None else ""
    public = [case.number, case.title, case.text, case.place, unit, words(topic.title, "vi"), *topic.words]
    search.put(OFFICE_INDEX, case.pk, " ".join([*public, case.answer]))
    if case.is_public:
        search.put(PUBLIC_INDEX, case.pk, " ".join(public))
    else:
        search.drop(PUBLIC_INDEX, case.pk)


def _tell(case: Case, service: ServiceDefinition, told: Iterable[TellShape], event: Event) -> None:
    is_immediate = "immediate" in flag_names(case.flags)
    for one in told:
        accounts = _WHO[one.who](case)
        accounts = sorted({account for account in accounts if account != event.account_id})
        template = one.immediate if is_immediate and one.immediate else one.message
        if accounts:
            messages.notify(
                accounts,
                template,
                _facts(case, service, event),
                ("case", case.number),
                key=f"case:{case.pk}:{event.seq}:{one.who}:{template}",
            )


def _facts(case: Case, service: ServiceDefinition, event: Event) -> Mapping[str, Any]:
    """Give what fills the placeholders of a message; names of things in every language of the pack."""
    due_at = event.facts.get("due") or (case.due_at or case.promised_at or case.filed_at).isoformat()
    reason = service.reasons.get(event.facts.get("reason", ""))
    text = event.facts.get("text", "")
    office_id = event.office_id or case.owner_office_id
    return {
        "number": case.number,
        "topic": service.topics[case.topic].title,
        "office": dict(identity.office_names(office_id)) if office_id is not None else {},
        "due": {"moment": due_at},
        "question": text,
        "reason": reason.label if reason is not None else text,
        "master": event.facts.get("master", ""),
        "rating": event.facts.get("rating", ""),
    }


def _reporter(case: Case) -> Iterable[int]:
    found = Party.objects.filter(case=case, role="reporter").values_list("account_id", flat=True)
    return [account_id for account_id in found if account_id is not None]


def _followers(case: Case) -> Iterable[int]:
    return Follow.objects.filter(case=case).values_list("account_id", flat=True)


def _owner(*roles: str) -> Callable[[Case], Iterable[int]]:
    def accounts(case: Case) -> Iterable[int]:
        """Give the account that took the case on, when officers are told and somebody did; else the office's."""
        if case.owner_account_id is not None and roles == ("officer",):
            return (case.owner_account_id,)
        return identity.members(case.owner_office_id, roles) if case.owner_office_id is not None else ()

    return accounts


def _cooperating(*roles: str) -> Callable[[Case], Iterable[int]]:
    def accounts(case: Case) -> Iterable[int]:
        asked = Task.objects.filter(case=case, state="open").values_list("office_id", flat=True)
        return [account for office_id in asked for account in identity.members(office_id, roles)]

    return accounts


def _role(role: str) -> Callable[[Case], Iterable[int]]:
    def accounts(_: Case) -> Iterable[int]:
        return identity.accounts_with_role(role)

    return accounts


_WHO: Mapping[str, Callable[[Case], Iterable[int]]] = {
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
