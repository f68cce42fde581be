"""What a reorganisation moves, before it does and after it did: figures, proofs, and what has no owner still."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time

from django.db.models import Count

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import PHASES, Case, Event, Handover, Task
from cuudinh.engines.cases.queries.permitting import permitted
from cuudinh.engines.cases.rules.inheriting import INHERIT
from cuudinh.engines.cases.rules.standing import Scene
from cuudinh.engines.cases.service import words
from cuudinh.engines.cases.store import standing_of
from cuudinh.engines.cases.succession import inheriting_move, open_at_desk, open_work
from cuudinh.engines.cases.surroundings import scene_of
from cuudinh.engines.cases.types import HandedOver, HeldCase, Inherits, Stray
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.places import queries as places
from cuudinh.journal import counters
from cuudinh.kernel.actor import STATE, Actor
from cuudinh.kernel.refusal import NotYours

_OPEN = PHASES["done"]
HELD_MOST = 500


def _managing(actor: Actor) -> None:
    """Let pass who manages the organisation of the State, and the console. Raises `NotYours`."""
    if actor.domain != STATE:
        raise NotYours
    if actor.kind != "system":
        permitted(actor, "organisation.manage")


def inheritance_plan(actor: Actor, office_ids: Iterable[int], since: date) -> tuple[Inherits, ...]:
    """Say who would get what of the open work of offices on the day on which they are gone; nothing is moved.

    It is decided by the rules of the deed itself, case by case. Raises `NotYours`.
    """
    _managing(actor)
    gone = set(office_ids)
    found: Counter[tuple[int, int, str]] = Counter()
    parts: Counter[tuple[int, int, str]] = Counter()
    scenes: dict[tuple[str, int], Scene] = {}
    for row in _touched(gone):
        scene = _scene_on(row, since, scenes)
        move = inheriting_move(scene, standing_of(row))
        if move is None:
            continue
        facts = move.facts
        if facts.get("from_office") in gone:
            found[facts["from_office"], facts["office"], facts["by"]] += 1
        for office_id, heir in facts.get("parts", {}).items():
            if int(office_id) in gone:
                parts[int(office_id), heir, facts["by"]] += 1
    keys = sorted(found.keys() | parts.keys())
    return tuple(Inherits(*key, cases=found[key], parts=parts[key]) for key in keys)


def _touched(gone: set[int]) -> Iterator[Case]:
    led = Case.objects.filter(owner_office_id__in=gone, phase__lt=_OPEN)
    yield from led.order_by("id").iterator(500)
    asked = Task.objects.filter(office_id__in=gone, state="open").values("case_id")
    others = Case.objects.filter(id__in=asked, phase__lt=_OPEN).exclude(owner_office_id__in=gone)
    yield from others.order_by("id").iterator(500)


def _scene_on(row: Case, since: date, scenes: dict[tuple[str, int], Scene]) -> Scene:
    key = row.service_id, row.version
    if key not in scenes:
        service = definitions.service(*key)
        zone = places.calendar(service.shape.calendar).zone
        scenes[key] = scene_of(service, datetime.combine(since, time.min, zone))
    scene = scenes[key]
    return scene if scene.at >= row.changed_at else replace(scene, at=row.changed_at)


def handed_over(actor: Actor) -> tuple[HandedOver, ...]:
    """Give what every office that ended left, and to whom it went by the history of the cases. Raises `NotYours`.

    Reads every event of a reorganisation: for proofs, not for pages that are read all day.
    """
    _managing(actor)
    went = _went()
    return tuple(
        HandedOver(
            office_id=row.office_id,
            since=row.since,
            reorganisation=row.reorganisation,
            cases_before=row.cases_before,
            parts_before=row.parts_before,
            desks_before=row.desks_before,
            cases_to=went.get(row.office_id, {}),
            settled=_settled(row),
            began_at=row.began_at,
            done_at=row.done_at,
        )
        for row in Handover.objects.order_by("since", "office_id")
    )


def _went() -> Mapping[int, Mapping[int, int]]:
    """Give by the history how many cases went from which office to which, but for those reopened afterwards."""
    found: dict[int, Counter[int]] = {}
    told = Event.objects.filter(act=INHERIT).order_by("id").values_list("facts", flat=True)
    for facts in told.iterator(2_000):
        if "from_office" in facts and not facts.get("afterwards"):
            found.setdefault(facts["from_office"], Counter())[facts["office"]] += 1
    return found


def _settled(row: Handover) -> int:
    """Give how many cases were done while the others were being moved: they stay with the office that answered."""
    done = Case.objects.filter(owner_office_id=row.office_id, phase__gte=_OPEN, changed_at__gte=row.began_at)
    return done.filter(changed_at__lte=row.done_at).count() if row.done_at is not None else done.count()


def strays(actor: Actor) -> tuple[Stray, ...]:
    """Give open work that has no owner who is there today: of offices that are gone, and of people without a seat.

    Raises `NotYours`.
    """
    _managing(actor)
    gone = [one.office_id for one in identity.endings()]
    found = [
        Stray(what, office_id, None, count)
        for office_id, counts in open_work(gone).items()
        for what, count in zip(("case", "part"), counts, strict=True)
        if count
    ]
    found += [Stray("desk", office_id, None, count) for office_id, count in open_at_desk(gone).items()]
    return (*found, *_left_by_people())


def _left_by_people() -> Iterator[Stray]:
    """Give the open cases of people who hold no seat any more that reaches the office."""
    taken = Case.objects.filter(owner_account_id__isnull=False, phase__lt=_OPEN)
    rows = taken.values_list("owner_office_id", "owner_account_id").annotate(count=Count("id")).order_by()
    for office_id, account_id, count in rows:
        if not identity.works_in(account_id, office_id):
            yield Stray("officer", office_id, account_id, count)


def open_by_unit(day: date) -> int:
    """Give how many cases are open in all communes of the tree of a day, by the counters that reports show."""
    counted = counters.read_prefix("unit:")
    ids = {unit.id for unit in places.units_in_force(day)}
    return sum(count for name, count in counted.items() if _is_open(name, ids))


def _is_open(name: str, ids: set[int]) -> bool:
    _unit, unit_id, *what = name.split(":")
    return what == ["open"] and int(unit_id) in ids


def open_cases_with_place() -> int:
    """Give how many cases are open (not waiting, not done) and lie in some unit."""
    return Case.objects.filter(phase=PHASES["open"], unit_id__isnull=False).count()


def held_by(actor: Actor, account_id: int) -> tuple[HeldCase, ...]:
    """Give the open cases that somebody holds by name, the first due in front: before they are moved elsewhere.

    For who appoints: numbers, states and deadlines, no words of residents. Raises `NotYours`.
    """
    if actor.domain != STATE:
        raise NotYours
    if actor.kind != "system":
        permitted(actor, "account.appoint")
    rows = Case.objects.filter(owner_account_id=account_id, phase__lt=_OPEN).order_by(
        "phase", "sort_at", "id"
    )
    return tuple(
        HeldCase(row.number, row.owner_office_id, _state(row, actor.language), row.due_at)
        for row in rows[:HELD_MOST]
    )


def _state(row: Case, language: str) -> str:
    service = definitions.service(row.service_id, row.version)
    return words(service.state(row.state).label, language)
