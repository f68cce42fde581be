"""Who answers: the office that a topic leads to at a place, and the rule that says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cuudinh.engines.cases.rules.standing import OfficeRef, Offices, Scene, Standing, UnitRef
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.shapes import OwnerRule


@dataclass(frozen=True, slots=True)
class Routed:
    """The proposed office and the rule of the topic that led to it (`rule` counts from 0)."""

    office: OfficeRef
    rule: int
    source: str

    @property
    def office_id(self) -> int:
        """Give the id of the office."""
        return self.office.id


def in_force(rule: OwnerRule, day: date) -> bool:
    """Whether a rule is in force on a day, first and last day included."""
    return rule.since <= day.isoformat() and (rule.until is None or day.isoformat() <= rule.until)


def routing_facts(
    service: ServiceDefinition, topic_id: str, chain: Sequence[UnitRef], answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Give what the condition of a routing rule may read."""
    unit = chain[0].code if chain else ""
    return {
        "topic": topic_id,
        "answers": service.full_answers(answers),
        "unit": unit,
        "kind": service.shape.kind,
    }


def route(
    service: ServiceDefinition,
    topic_id: str,
    chain: Sequence[UnitRef],
    answers: Mapping[str, Any],
    day: date,
    offices: Offices,
) -> Routed | None:
    """Give the office of the first rule in force that holds and finds one; None when no rule does.

    `chain` is the unit of the place and those above it on that day, so that "the office of the district"
    finds nobody once there are no districts, whatever the old rule said.
    """
    facts = routing_facts(service, topic_id, chain, answers)
    return _first(service, service.topics[topic_id].owner, facts, chain, day, offices)


def desk_of(scene: Scene, case: Standing) -> int | None:
    """Give the office whose desk takes a dossier in that came online: by the rule of the service, else who decides."""
    service = scene.service
    if not service.shape.desk:
        return case.owner_office_id
    chain = scene.places.chain(case.unit_id, scene.day) if case.unit_id is not None else ()
    facts = routing_facts(service, case.topic, chain, case.answers)
    routed = _first(service, service.shape.desk, facts, chain, scene.day, scene.offices)
    return routed.office_id if routed is not None else case.owner_office_id


def _first(
    service: ServiceDefinition,
    rules: Sequence[OwnerRule],
    facts: Mapping[str, Any],
    chain: Sequence[UnitRef],
    day: date,
    offices: Offices,
) -> Routed | None:
    for place, rule in enumerate(rules):
        if not in_force(rule, day) or not _covers(rule, chain) or not service.holds(rule.when, facts):
            continue
        office = _office_of(rule, chain, day, offices)
        if office is not None:
            return Routed(office, place, rule.source or "")
    return None


def proposed_office(scene: Scene, case: Standing) -> int | None:
    """Give the office that routing proposes today for a case as it stands."""
    chain = scene.places.chain(case.unit_id, scene.day) if case.unit_id is not None else ()
    routed = route(scene.service, case.topic, chain, case.answers, scene.day, scene.offices)
    return routed.office_id if routed is not None else None


def _covers(rule: OwnerRule, chain: Sequence[UnitRef]) -> bool:
    return not rule.units or any(unit.code in rule.units for unit in chain)


def _office_of(rule: OwnerRule, chain: Sequence[UnitRef], day: date, offices: Offices) -> OfficeRef | None:
    if rule.office is not None:
        return offices.by_code(rule.office, day)
    if rule.function is None or rule.at is None:
        return None
    unit = next((unit for unit in chain if unit.level == rule.at), None)
    return offices.serving(rule.function, unit.code, rule.at, day) if unit is not None else None
