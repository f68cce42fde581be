"""What is counted: every case stands in some buckets, and every move is part of some flow.

The counters are kept in the transaction of the act, by the difference of the buckets before and after. Since
the buckets are a pure function of the case, they can always be counted again from the rows and compared.

    all:<bucket> office:<id>:<bucket> officer:<id>:<bucket> state:<state> topic:<id>:open
    office:<id>:tasks public:all public:topic:<topic>
    day:<date>:<what> hour:<date>T<hh>:<what> day:<date>:topic:<topic>
    month:<yyyy-mm>:<what> month:<yyyy-mm>:office:<id>:<what>

    quota:<service>:<choice>

What is counted by unit stands in `unit_counts`, how services went lately in `went`. Dossiers are counted apart from
reports, under `dossiers:`, and so is what few may see, under `restricted:`; what of both an office has in hand is
counted with its reports as well. `dossiers:due:<date>:office:<id>` is what falls due on a day.

`<bucket>` is one of `BUCKETS`; `<what>` of a day is filed, resolved, closed or reopened; of a month an
outcome, `own.<outcome>` (how the office that answered kept its own time), `rated`, `rated_good`,
`rating.<value>` or `minutes.<side>` (working minutes).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from cuudinh.engines.cases.rules import unit_counts, went
from cuudinh.engines.cases.rules.moves import Move
from cuudinh.engines.cases.rules.standing import Scene, Standing
from cuudinh.engines.cases.service import ServiceDefinition

BUCKETS: Final = (
    "open",
    "waiting",
    "due_soon",
    "overdue",
    "awaiting_approval",
    "stage_late",
    "extension_asked",
    "intake",
    "returned",
)
_BITS: Final = {name: 1 << place for place, name in enumerate(BUCKETS)}
# What of dossiers has bits of its own, in the order of the bits: what views of offices find and no queue of the centre.
_OF_DOSSIERS: Final = ("due_soon", "overdue", "awaiting_approval", "consulting")
_APART: Final = {name: 1 << len(BUCKETS) + place for place, name in enumerate(_OF_DOSSIERS)}
# What of dossiers is counted with reports: the views of an office that go by phase, and the parts it was asked for.
_TOGETHER: Final = (":open", ":waiting", ":tasks")


def bucket_bits(names: Iterable[str]) -> int:
    """Give the number that holds buckets, as the row keeps them. A place in `BUCKETS` is a bit and never changes.

    >>> bucket_bits(["open", "overdue"])
    9
    """
    return sum(_BITS[name] for name in set(names))


def row_bits(case: Standing, service: ServiceDefinition) -> int:
    """Give the buckets of a case as its row keeps them; dossiers have bits of their own, for the views of offices.

    The queues of the centre are made of the bits of reports, so that nothing that is apart ever stands in one.
    """
    found = standing_buckets(case, service)
    if service.is_dossier:
        return sum(_APART[name] for name in found & _APART.keys())
    return 0 if service.is_apart else bucket_bits(found)


def view_bits(bucket: str) -> int:
    """Give the bits of which a case has one that stands in a view of an office: as a report or as a dossier.

    >>> view_bits("due_soon"), view_bits("consulting")
    (516, 4096)
    """
    return _BITS.get(bucket, 0) | _APART.get(bucket, 0)


def standing_buckets(case: Standing, service: ServiceDefinition) -> frozenset[str]:
    """Give the names of the buckets a case stands in, whoever owns it.

    `due_soon` and `overdue` are what the lead office still has to mend: an answer that waits for approval is
    the centre's, and a case that waits for its reporter is nobody's fault. Lists and counters are both made of
    this, so that what a count says is what its list shows. `consulting` are dossiers about which others were asked.
    """
    if case.phase in {"done", "final"}:
        return frozenset()
    asked = {"consulting"} if service.is_dossier and case.open_tasks else set[str]()
    if case.phase == "paused":
        return frozenset({"waiting"} | asked | (case.flags & {"extension_asked"}))
    found = {"open"} | asked
    if case.state in service.approval_states:
        found.add("awaiting_approval")
    elif case.state in service.intake_states:
        found.add("intake")
    if not case.is_settled and "overdue" in case.flags:
        found.add("overdue")
    elif not case.is_settled and "due_soon" in case.flags:
        found.add("due_soon")
    return frozenset(found | (case.flags & {"stage_late", "extension_asked", "returned"}))


def buckets(case: Standing, service: ServiceDefinition) -> frozenset[str]:
    """Give the counters in which a case stands as one."""
    return frozenset(_names(case, service))


def _names(case: Standing, service: ServiceDefinition) -> Iterator[str]:
    yield f"state:{case.state}"
    for bucket in standing_buckets(case, service):
        yield f"all:{bucket}"
        if case.owner_office_id is not None:
            yield f"office:{case.owner_office_id}:{bucket}"
        if case.owner_account_id is not None:
            yield f"officer:{case.owner_account_id}:{bucket}"
    if case.phase == "open":
        yield f"topic:{case.topic}:open"
    if case.is_public:
        yield "public:all"
        yield f"public:topic:{case.topic}"
    for office_id in case.open_tasks:
        yield f"office:{office_id}:tasks"
    if service.shape.quota is not None and case.state not in service.given_up_states:
        yield quota_name(service, case.answers)


def quota_name(service: ServiceDefinition, answers: Mapping[str, Any]) -> str:
    """Give the counter of the places that are taken, of the choice that was made where they are counted by one."""
    by = service.shape.quota.by if service.shape.quota is not None else None
    return f"quota:{service.id}:{answers.get(by, '') if by is not None else ''}"


def due_names(case: Standing, service: ServiceDefinition, zone: ZoneInfo) -> frozenset[str]:
    """Give the counter of the day on which an office has to decide a dossier; none for reports or where time stands."""
    is_running = service.is_dossier and case.phase == "open" and not case.is_settled
    if not is_running or case.due_at is None or case.owner_office_id is None:
        return frozenset()
    return frozenset({due_name(case.due_at.astimezone(zone).date(), case.owner_office_id)})


def due_name(day: date, office_id: int) -> str:
    """Give the name of what falls due on a day at an office.

    >>> due_name(date(2026, 11, 23), 7)
    'due:2026-11-23:office:7'
    """
    return f"due:{day.isoformat()}:office:{office_id}"


def changes(move: Move, scene: Scene) -> dict[str, int]:
    """Give what a move adds to the counters: the difference of the buckets, and its part of the flow."""
    zone, service = _zone(scene), scene.service
    before = frozenset[str]()
    if move.act != "file":
        before = buckets(move.before, service) | due_names(move.before, service, zone)
    after = buckets(move.after, service) | due_names(move.after, service, zone)
    delta: Counter[str] = Counter(dict.fromkeys(after - before, 1))
    delta.update(dict.fromkeys(before - after, -1))
    delta.update(unit_counts.difference(None if move.act == "file" else move.before, move.after, zone))
    delta.update(_flow(move, scene))
    found = {kept: by for name, by in delta.items() if by for kept in counted_as(name, service)}
    lately = went.counted(service.id, scene.day, move.act, move.facts)
    return {**found, **dict.fromkeys(lately, 1)}


def counted_as(name: str, service: ServiceDefinition) -> tuple[str, ...]:
    """Give the counters by which a case of a service is counted under a name."""
    return apart_names(name, service.counted_beside) if service.counted_beside else (name,)


def apart_names(name: str, beside: str = "dossiers") -> tuple[str, ...]:
    """Give the counters for one of reports: one beside it, what an office has in hand in both, places in theirs.

    >>> apart_names("day:2026-11-23:filed"), apart_names("office:7:open")
    (('dossiers:day:2026-11-23:filed',), ('dossiers:office:7:open', 'office:7:open'))
    """
    is_in_hand = name.startswith(("office:", "officer:")) and name.endswith(_TOGETHER)
    if name.startswith("quota:"):
        return (name,)
    return (f"{beside}:{name}", name) if is_in_hand else (f"{beside}:{name}",)


def _zone(scene: Scene) -> ZoneInfo:
    return scene.pace_of("timed").calendar.zone


def _flow(move: Move, scene: Scene) -> Mapping[str, int]:
    hour = scene.at.astimezone(_zone(scene)).isoformat(timespec="hours")[: len("2026-11-23T05")]
    day, month = hour[: len("2026-11-23")], hour[: len("2026-11")]
    found: Counter[str] = Counter()
    for what in _happened(move):
        found.update([f"day:{day}:{what}", f"hour:{hour}:{what}"])
    if move.act == "file":
        found[f"day:{day}:topic:{move.after.topic}"] += 1
    for what, by in _of_the_month(move, scene):
        found[f"month:{month}:{what}"] += by
        if move.before.owner_office_id is not None:
            found[f"month:{month}:office:{move.before.owner_office_id}:{what}"] += by
    return found


def _happened(move: Move) -> Iterator[str]:
    if move.act == "file":
        yield "filed"
    if move.after.outcome and not move.before.outcome:
        yield "resolved"
    if move.after.phase == "final" and move.before.phase != "final":
        yield "closed"
    if move.act == "reopen":
        yield "reopened"


def _of_the_month(move: Move, scene: Scene) -> Iterator[tuple[str, int]]:
    if move.after.outcome and not move.before.outcome:
        yield move.after.outcome, 1
        if move.facts.get("office_outcome"):
            yield f"own.{move.facts['office_outcome']}", 1
    if move.after.rating is not None and move.before.rating is None:
        yield "rated", 1
        yield f"rating.{move.after.rating}", 1
        rating = scene.service.shape.rating
        if rating and any(one.good for one in rating.levels if one.value == move.after.rating):
            yield "rated_good", 1
    if move.minutes and move.waited_on != "none":
        yield f"minutes.{move.waited_on}", move.minutes
