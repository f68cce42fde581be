"""Services walked, and what was found told in words: the service, what was done, what does not hold, how to mend."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from cuudinh.engines.cases.definitions.check_forms import bank_in, with_bank
from cuudinh.engines.cases.definitions.examples import ExamplesShape
from cuudinh.engines.cases.definitions.pack_surroundings import surroundings_of
from cuudinh.engines.cases.definitions.resolving import service_files, topics_of, whole
from cuudinh.engines.cases.definitions.surrounding import around_of
from cuudinh.engines.cases.definitions.walking.ground import Ground, ground_of
from cuudinh.engines.cases.definitions.walking.starting import Start, starts_of
from cuudinh.engines.cases.definitions.walking.trail import Broken, Done, Trail
from cuudinh.engines.cases.definitions.walking.walk import walked
from cuudinh.engines.cases.rules.limits import check_places
from cuudinh.engines.cases.service import compiled
from cuudinh.engines.cases.shapes import ServiceShape
from cuudinh.kernel.numbers import moment_text
from cuudinh.kernel.refusal import Refusal
from cuudinh.packs.faults import Fault
from cuudinh.packs.world import Located, PackWorld

_STEPS_SHOWN: Final = 14
# An act that was tried so often in a state and never done is one that nobody can do.
_TRIED_OFTEN: Final = 30


@dataclass(slots=True)
class _Seen:
    """A fault on the shortest walk that showed it, and on how many it was seen."""

    broken: Broken
    steps: Sequence[Done]
    times: int = 1


def services_to_walk(world: PackWorld) -> list[str]:
    """Give the services of a sound pack in which something is filed; a frame has none: nobody offers them there."""
    if world.is_frame or not surroundings_of_units(world):
        return []
    return [found.value.service for _, found in service_files(world) if found.value.kind != "information"]


def surroundings_of_units(world: PackWorld) -> bool:
    """Whether a pack has units: nothing is filed where there is no place."""
    _, places = world.once(surroundings_of)
    return bool(places.units)


def walk_faults(world: PackWorld, count: int, services: Sequence[str] | None = None) -> Iterator[Fault]:
    """Walk services of a sound pack so often each, and give what does not hold; all of them where none is named."""
    wanted = services_to_walk(world) if services is None else services
    for folder, found in service_files(world):
        if found.value.service in wanted:
            yield from _walk_service(world, folder, found, count)


def _walk_service(world: PackWorld, folder: str, file: Located[ServiceShape], count: int) -> Iterator[Fault]:
    shape = whole(world, file.value)
    topics = topics_of(world, folder, shape) if shape is not None else None
    examples = world.shape_at(f"{folder}/examples.yaml", ExamplesShape)
    assert shape is not None, "a sound pack has all parts of its services"
    assert topics is not None, "a sound pack has all parts of its services"
    assert examples is not None, "a sound pack has all parts of its services"
    service = compiled(with_bank(shape, bank_in(world)), topics)
    first = datetime.fromisoformat(examples.value.examples[0].at)
    ground = ground_of(service, around_of(world, shape), first.date())
    starts = starts_of(ground, examples.value.examples, Random(service.id), count)  # noqa: S311 - seeded, no secret
    if not starts:
        what = "nobody can file: no example of it is taken, whatever is answered"
        yield world.fault_of(examples.value, what, "examples", expected="an example that is taken")
        return
    for seen in _walks(ground, starts, count):
        yield _told(world, file.value, ground, seen)


def _walks(ground: Ground, starts: Sequence[Start], count: int) -> Iterator[_Seen]:
    """Give each fault once, on its shortest walk."""
    found: dict[tuple[str, str], _Seen] = {}
    _fill_places(ground, count)
    for number in range(count):
        start = starts[number % len(starts)]
        if not _has_place(ground, start):
            continue
        trail = walked(ground, start, Random(f"{ground.service.id}:{number}"))  # noqa: S311 - seeded, no secret
        if trail.case.state not in ground.service.given_up_states:
            ground.taken[start.counted_as] += 1
        for broken in trail.broken:
            _keep(found, broken, trail)
    yield from found.values()
    yield from _never_done(ground)


def _keep(found: dict[tuple[str, str], _Seen], broken: Broken, trail: Trail) -> None:
    key = (broken.kind, broken.about)
    seen = found.get(key)
    if seen is None:
        found[key] = _Seen(broken, list(trail.steps))
        return
    seen.times += 1
    if len(trail.steps) < len(seen.steps):
        seen.broken, seen.steps = broken, list(trail.steps)


def _fill_places(ground: Ground, count: int) -> None:
    """Let so many places be taken that walks come to the last of them."""
    quota = ground.service.shape.quota
    choices = [choice.id for one in ground.service.shape.questions for choice in one.choices]
    if quota is not None:
        taken = max(max(row.value for row in quota.total) - count // 2, 0)
        ground.taken.update(dict.fromkeys(["", *choices], taken))


def _has_place(ground: Ground, start: Start) -> bool:
    try:
        check_places(ground.scene(start.at), ground.taken[start.counted_as])
    except Refusal:
        return False
    return True


def _never_done(ground: Ground) -> Iterator[_Seen]:
    """Give each act that was tried again and again in a state, and that nobody could ever do there."""
    for (state, verb), why in ground.refused.items():
        reason, times = why.most_common(1)[0]
        if (state, verb) not in ground.done and why.total() >= _TRIED_OFTEN:
            act = ground.service.act(state, verb)
            what = f'in "{state}" the act {verb} is offered, and nobody can ever do it: {reason}'
            yield _Seen(
                Broken("never", f"{state}:{verb}", what, "inputs that can be given", act, "do"), (), times
            )


def _told(world: PackWorld, file: ServiceShape, ground: Ground, seen: _Seen) -> Fault:
    broken = seen.broken
    walked_so = f"; walked: {_steps(world, seen.steps)}" if seen.steps else ""
    what = f"{ground.service.id}: {broken.what} ({seen.times} times){walked_so}"
    where = broken.act if broken.act is not None else file
    key = broken.key if broken.act is not None else "service"
    return world.fault_of(where, what, key, expected=broken.expected)


def _steps(world: PackWorld, steps: Sequence[Done]) -> str:
    zone = ZoneInfo(world.timezone)
    shown = [_step(one, zone) for one in steps[-_STEPS_SHOWN:]]
    return " → ".join(["…", *shown] if len(steps) > _STEPS_SHOWN else shown)


def _step(one: Done, zone: ZoneInfo) -> str:
    label = f" “{one.label}”" if one.label else ""
    return f"{moment_text(one.at, zone, 'en')}{label} {one.act} by {one.by}: {one.state}"
