"""Who reaches a case and why: every act for one officer, and everybody of staff for an auditor."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cuudinh.engines.cases.models import Case
from cuudinh.engines.cases.queries.looked import reporter_of
from cuudinh.engines.cases.queries.permitting import facts_of, found_case, readable_case
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts, Need
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor

# What may be done with a case, in the order in which it is explained.
ACTS = (
    "case.list",
    "case.read_office",
    "case.act",
    "case.read_original",
    "case.redact",
    "identity.reveal",
    "case.figures",
)


# At what of the reporter's an act looks; reading a case does only where its content is sensitive.
LOOKS: Final[Mapping[str, str]] = {
    "case.read_office": "case",
    "case.read_original": "picture",
    "identity.reveal": "contact",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether an act is allowed, by which rule, the reason in words, and what is lacking where that can be mended.

    `behalf` says whose seat it is that allows it, where it is not their own, and by which document.
    """

    act: str
    is_allowed: bool
    rule: str
    reason: str
    needs: tuple[Need, ...]
    behalf: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """People who could read a case: office, role and names, the rule and its reason."""

    office: str
    role: str
    names: tuple[str, ...]
    rule: str
    reason: str


def why(actor: Actor, number: str) -> tuple[Answer, ...]:
    """Give for every act on a case whether the actor may, and why. Raises `CaseNotThere`."""
    case = readable_case(actor, number, "case.read_office")
    facts, whose = facts_of(actor, case), reporter_of(case)
    return tuple(_answer(actor, act, _with_stop(actor, whose, act, facts)) for act in ACTS)


def _with_stop(actor: Actor, whose: int | None, act: str, facts: Facts) -> Facts:
    """Add whether the reporter had stopped what an act would look at; who that is comes into no answer."""
    what = LOOKS.get(act) if act != "case.read_office" or facts.sensitive else None
    if whose is None or what is None:
        return facts
    return replace(facts, stopped=identity.stop_for(actor, whose, what))


def _answer(actor: Actor, act: str, facts: Facts) -> Answer:
    decision = identity.can(actor, act, facts)
    rule = decision.rule_id.removeprefix("deny:")
    name = identity.staff_name(decision.behalf.account_id) if decision.behalf is not None else ""
    document = decision.behalf.document if decision.behalf is not None else ""
    reason = decision.reason(actor.language)
    return Answer(act, decision.allowed, rule, reason, decision.needs, name, document)


@acting()
def who_could_see(actor: Actor, number: str, day: date) -> tuple[Reader, ...]:
    """Give who of staff could read a case as offices do, by the seats of a day and the rules in force.

    Whoever asks may read the log (`audit.read`); that they asked stands in it. Who reported is told to nobody here.
    Raises `NotYours`, `CaseNotThere`.
    """
    rule = identity.permit(actor, "audit.read", Facts())
    case = found_case(number)
    audit.record(
        actor, "audit.who_could_see", ("case", case.number), rule=rule, facts={"day": day.isoformat()}
    )
    seats = identity.seats_held_on(day)
    facts = _facts_for_staff(case)
    found = []
    for (office_id, role), names in seats.items():
        decision = identity.can(identity.in_seat(office_id, role, day), "case.read_office", facts)
        if decision.allowed:
            office = identity.office_name(office_id, actor.language)
            title = identity.role_title(role, actor.language)
            found.append(Reader(office, title, names, decision.rule_id, decision.reason(actor.language)))
    return tuple(sorted(found, key=lambda one: (one.rule, one.office, one.role)))


def _facts_for_staff(case: Case) -> Facts:
    """Give what the policy must know of a case for people who neither reported nor follow it."""
    return facts_of(Actor("staff"), case)
