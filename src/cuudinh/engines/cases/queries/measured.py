"""What is measured of a dossier, for whoever keeps scores: made of its row and its history, the same each time."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.db.models import QuerySet

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import Case, Dossier
from cuudinh.engines.cases.queries.dossiers import entered, measure_of, received_in
from cuudinh.engines.cases.queries.whole import Happened, attached_to, case_of_id, history_of
from cuudinh.engines.cases.rules.measuring import late_from, stretches_of
from cuudinh.engines.cases.rules.standing import Scene, Standing
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.store import receiving_office, standing_of
from cuudinh.engines.cases.surroundings import scene_of
from cuudinh.engines.cases.types import DossierFacts
from cuudinh.kernel import clock

ONLINE: Final = frozenset({"web", "app", "api"})
_ENDED_AGAINST: Final = frozenset({"refuse", "stop"})


def dossier_facts(case_id: int) -> DossierFacts | None:
    """Give what is measured of a dossier now; None for what is no dossier. Asks nobody's permission."""
    desk = receiving_office(case_id)
    return _facts(case_of_id(case_id), desk) if desk is not None else None


def dossier_of_number(number: str) -> int | None:
    """Give the id of the dossier of a number, None where there is none."""
    return Dossier.objects.filter(case__number=number).values_list("case_id", flat=True).first()


def dossier_ids(after: int = 0, limit: int = 500) -> list[int]:
    """Give the ids of dossiers above an id, in their order."""
    found = Dossier.objects.filter(case_id__gt=after).order_by("case_id").values_list("case_id", flat=True)
    return list(found[:limit])


def newest_dossiers(limit: int) -> list[int]:
    """Give the ids of the dossiers that were filed last."""
    found: QuerySet[Dossier, int] = Dossier.objects.order_by("-case_id").values_list("case_id", flat=True)
    return list(found[:limit])


def dossier_services() -> tuple[ServiceDefinition, ...]:
    """Give the services in force whose cases are dossiers."""
    return tuple(one for one in definitions.services() if one.is_dossier)


def _facts(case: Case, desk_office_id: int) -> DossierFacts:
    service = definitions.service(case.service_id, case.version)
    scene, standing = scene_of(service, clock.now()), standing_of(case)
    events = tuple(reversed(history_of(case.pk, "centre")))
    counter = case.channel not in ONLINE
    received, _promised = received_in(events)
    return DossierFacts(
        case_id=case.pk,
        number=case.number,
        service_id=case.service_id,
        office_id=case.owner_office_id or desk_office_id,
        account_id=case.owner_account_id,
        received_on=scene.working.day_of(received.at if received is not None else case.filed_at),
        is_online=not counter,
        # A picture of a paper is attached as every other is.
        is_digitised=bool(attached_to(case.pk)),
        contacts=standing.times_done("request_supplement"),
        places=len(set(_stood_before(events, desk_office_id, counter=counter))) or 1,
        **_measured(scene, standing, events),
        **_closed(scene, case, events),
        **_rated(scene, service, events),
    )


def _measured(scene: Scene, case: Standing, events: Sequence[Happened]) -> Mapping[str, Any]:
    """Give when a dossier ended or became late by the measure; nothing of one that was withdrawn or not taken in."""
    found = measure_of(scene, case, events)
    if found is None or (found[1].ended_by is None and case.phase == "final"):
        return {}
    row, measured = found
    late_at = late_from(
        row.value,
        stretches_of(entered(scene.service, events)),
        [one.at for one in events if one.act == "request_supplement"],
        received_at=measured.received_at,
        due_at=measured.due_at,
        pace=scene.working,
    )
    days: dict[str, Any] = {}
    if measured.ended_by is not None:
        days["settled_on"] = scene.working.day_of(measured.ended_at)
    if measured.is_late:
        days["late_on"] = scene.working.day_of(min(late_at or measured.ended_at, measured.ended_at))
    elif measured.ended_by is None:
        days["late_at"] = late_at
    return days


def _closed(scene: Scene, case: Case, events: Sequence[Happened]) -> Mapping[str, Any]:
    """Give when a dossier was answered and how that stands against the two deadlines of the law."""
    found: dict[str, Any] = {}
    against = [one for one in events if one.act in _ENDED_AGAINST]
    if against and case.phase in {2, 3} and case.reason:
        found |= {"refused_on": scene.working.day_of(against[-1].at), "reason": case.reason}
    if case.resolved_at is None or not case.outcome:
        return found
    own = [one.facts["office_outcome"] for one in events if one.facts.get("office_outcome")]
    closed_on = scene.working.day_of(case.resolved_at)
    is_early = case.promised_at is not None and closed_on < scene.working.day_of(case.promised_at)
    found |= {"closed_on": closed_on, "by_law": _grade(case.outcome, is_early)}
    return {**found, "own_time": _grade(own[-1], is_early) if own else ""}


def _grade(outcome: str, is_early: bool) -> str:
    """Give a grade of an outcome: what ended after another day was named is late for whoever waited."""
    if outcome != "on_time":
        return "late"
    return "early" if is_early else "on_time"


def _rated(scene: Scene, service: ServiceDefinition, events: Sequence[Happened]) -> Mapping[str, Any]:
    rating = service.shape.rating
    given = [one for one in events if one.act == "rate" and one.facts.get("rating")]
    if rating is None or not given:
        return {}
    level = next(one for one in rating.levels if one.id == given[-1].facts["rating"])
    best = max(one.value for one in rating.levels)
    grade = "best" if level.value == best else "good" if level.good else "bad"
    return {"rated_on": scene.working.day_of(given[-1].at), "rating": grade}


def _stood_before(events: Sequence[Happened], desk_office_id: int, *, counter: bool) -> Iterator[int]:
    """Give the offices before which the applicant stood: to hand in, to bring more, to take the result."""
    if counter:
        yield desk_office_id
    for one in events:
        is_taken = one.act == "deliver" and one.facts.get("way") == "desk"
        is_brought = one.act == "supplement" and one.side == "office"
        if (is_taken or is_brought) and one.office_id is not None:
            yield one.office_id
