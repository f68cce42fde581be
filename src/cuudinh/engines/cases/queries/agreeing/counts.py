"""Every counter counted again from the rows and the history, without the rules that counted it act by act."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import Case, ClockEntry, Dossier, Event, RatingGiven
from cuudinh.engines.cases.rules import buckets, desks
from cuudinh.engines.cases.rules.standing import Standing
from cuudinh.engines.cases.rules.unit_counts import unit_names
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.store import standing_of
from cuudinh.engines.places import queries as places
from cuudinh.journal import counters

KEPT = (
    "all:",
    "office:",
    "officer:",
    "unit:",
    "state:",
    "topic:",
    "public:",
    "day:",
    "hour:",
    "month:",
    "dossiers:",
    "restricted:",
    "quota:",
    "went:",
    "desk:",
)


def miscounted() -> Iterator[str]:
    """Give a sentence for each counter of cases that does not say what the rows say. Reads every case."""
    kept = {name: n for prefix in KEPT for name, n in counters.read_prefix(prefix).items()}
    counted = _counted()
    for name in sorted(kept.keys() | counted.keys()):
        if kept.get(name, 0) != counted[name]:
            yield f"the counter {name} is {kept.get(name, 0)}, the rows say {counted[name]}"


def _counted() -> Counter[str]:
    counted: Counter[str] = Counter()
    events, stretches = _by_case(Event.objects.order_by("case_id", "seq")), _by_case(ClockEntry.objects.all())
    taken_in = {one.case_id: one for one in Dossier.objects.all()}
    ratings = {(one.case_id, one.round): one.value for one in RatingGiven.objects.all()}
    for row in Case.objects.order_by("id"):
        service = definitions.service(row.service_id, row.version)
        zone = places.calendar(service.shape.calendar).zone
        case = standing_of(row)
        own = Counter(buckets.buckets(case, service))
        own.update(buckets.due_names(case, service, zone))
        own.update(unit_names(case, zone))
        own.update(_flow(events[row.pk], service, zone, ratings))
        _add_minutes(own, stretches[row.pk], zone)
        for name, n in own.items():
            for kept in buckets.counted_as(name, service):
                counted[kept] += n
        counted.update(_went(events[row.pk], service, zone))
        if service.is_dossier:
            counted.update(_at_desk(taken_in[row.pk], case, zone))
    return counted


def _at_desk(beside: Dossier, case: Standing, zone: ZoneInfo) -> Iterator[str]:
    yield desks.day_name(beside.desk_office_id, case.filed_at.astimezone(zone).date())
    yield from desks.phase_names(beside.desk_office_id, case.phase, is_far=beside.is_far)


def _by_case(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def _flow(
    events: Iterable[Event],
    service: ServiceDefinition,
    zone: ZoneInfo,
    ratings: Mapping[tuple[int, int], int],
) -> Iterator[str]:
    """Give what is counted by day, hour and month, once for each time it happened."""
    owner: int | None = None
    round = 1
    for event in events:
        local = event.at.astimezone(zone)
        for what in _happened(event, service):
            yield from (f"day:{local:%Y-%m-%d}:{what}", f"hour:{local:%Y-%m-%dT%H}:{what}")
        if event.act == "file":
            yield f"day:{local:%Y-%m-%d}:topic:{event.facts['set']['topic']}"
        rated = _rated(ratings[event.case_id, round], service) if event.act == "rate" else ()
        for what in (*_settled(event), *rated):
            yield f"month:{local:%Y-%m}:{what}"
            if owner is not None:
                yield f"month:{local:%Y-%m}:office:{owner}:{what}"
        round += event.act == "reopen"
        owner = event.facts.get("set", {}).get("owner_office_id", owner)


def _happened(event: Event, service: ServiceDefinition) -> Iterator[str]:
    final = {name for name, shape in service.shape.states.items() if shape.phase == "final"}
    if event.act == "file":
        yield "filed"
    if event.facts.get("outcome"):
        yield "resolved"
    if event.to_state in final and event.from_state not in final:
        yield "closed"
    if event.act == "reopen":
        yield "reopened"


def _settled(event: Event) -> Iterator[str]:
    facts = event.facts
    if facts.get("outcome"):
        yield facts["outcome"]
        if facts.get("office_outcome"):
            yield f"own.{facts['office_outcome']}"


def _went(events: Iterable[Event], service: ServiceDefinition, zone: ZoneInfo) -> Iterator[str]:
    """Give what is told of the service: each result with the days it took, each refusal with its reason."""
    for event in events:
        day = f"went:{service.id}:day:{event.at.astimezone(zone):%Y-%m-%d}"
        if event.facts.get("outcome") and "days" in event.facts:
            yield from (f"{day}:{event.facts['outcome']}", f"{day}:days.{event.facts['days']}")
        elif event.act in {"refuse", "stop", "no_reply"} and event.facts.get("reason"):
            yield f"{day}:refused.{event.facts['reason']}"


def _rated(value: int, service: ServiceDefinition) -> Iterator[str]:
    rating = service.shape.rating
    yield from ("rated", f"rating.{value}")
    if rating is not None and any(level.good for level in rating.levels if level.value == value):
        yield "rated_good"


def _add_minutes(counted: Counter[str], stretches: Iterable[ClockEntry], zone: ZoneInfo) -> None:
    for one in stretches:
        if one.side == "none" or one.ended_at is None or not one.minutes:
            continue
        month = f"month:{one.ended_at.astimezone(zone):%Y-%m}"
        counted[f"{month}:minutes.{one.side}"] += one.minutes
        if one.office_id is not None:
            counted[f"{month}:office:{one.office_id}:minutes.{one.side}"] += one.minutes
