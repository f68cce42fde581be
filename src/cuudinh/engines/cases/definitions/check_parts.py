"""The small parts of a service, each by itself: names used once, endings that are told, scales with both ends."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from cuudinh.engines.cases.definitions.examples import ExamplesShape
from cuudinh.engines.cases.definitions.resolving import service_files
from cuudinh.engines.cases.shapes import ServiceShape
from cuudinh.engines.identity.definitions import press_of
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.grammar import Shape
from cuudinh.packs.world import PackWorld

# Endings of which nobody has to be told: the reporter did them, or saw the result before.
_QUIET: Final = frozenset({"withdraw", "rate", "auto_close", "merge", "close", "deliver"})


def part_faults(world: PackWorld, folder: str, file: ServiceShape, shape: ServiceShape) -> Iterator[Fault]:
    """Give the faults of the small parts of a service."""
    yield from _twice(world, shape.reasons, "reason")
    yield from _twice(world, shape.answer_templates, "answer template")
    yield from _choices(world, file)
    for act in shape.acts:
        yield from _twice(world, act.inputs, f"input of {act.do}")
    yield from _keys(world, shape)
    yield from _rating(world, shape)
    yield from _endings(world, shape)
    yield from _bars(world, shape)
    yield from _kept(world, file, shape)
    yield from _guides(world, folder, file)
    yield from _examples(world, folder)


def _twice(world: PackWorld, shapes: Iterable[Any], kind: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for one in shapes:
        if one.id in seen:
            yield world.fault_of(
                one, f'"{one.id}" is the name of more than one {kind}', "id", expected="each once"
            )
        seen.add(one.id)


def _choices(world: PackWorld, file: ServiceShape) -> Iterator[Fault]:
    for question in file.questions:
        for asked in (question, *question.questions):
            yield from _twice(world, asked.choices, f'choice of "{asked.id}"')


def _keys(world: PackWorld, shape: ServiceShape) -> Iterator[Fault]:
    """Check that one key of the keyboard means one act wherever a case stands."""
    taken: dict[tuple[str, str], str] = {}
    for act in shape.acts:
        for state in act.sources if act.key is not None else ():
            other = taken.setdefault((state, str(act.key)), act.do)
            if other != act.do:
                what = f'the key "{act.key}" means {other} and {act.do} in "{state}"'
                yield world.fault_of(act, what, "key", expected="a key of its own for each act")
                break


def _rating(world: PackWorld, shape: ServiceShape) -> Iterator[Fault]:
    if shape.rating is None:
        return
    levels = shape.rating.levels
    yield from _twice(world, levels, "level of rating")
    if len({level.value for level in levels}) < len(levels):
        what = "two levels of rating have the same value"
        yield world.fault_of(shape.rating, what, "levels", expected="a value of its own for each")
    if len({level.good for level in levels}) < 2:
        what = "every rating counts alike"
        yield world.fault_of(
            shape.rating, what, "levels", expected="a level with good: true and one with good: false"
        )


def _endings(world: PackWorld, shape: ServiceShape) -> Iterator[Fault]:
    """Check that whoever filed hears of every ending; somebody of whom no account is kept cannot."""
    if shape.identity.anonymous:
        return
    for act in shape.acts:
        target = shape.states.get(act.to or "")
        ends = target is not None and target.phase in {"done", "final"}
        if ends and act.do not in _QUIET and all(tell.who != "reporter" for tell in act.tell):
            what = f"{act.do} ends the case, and whoever filed it is not told"
            yield world.fault_of(act, what, "tell", expected="who: reporter, with a message")


def _bars(world: PackWorld, shape: ServiceShape) -> Iterator[Fault]:
    known = {found.value.service for _, found in service_files(world)}
    for bar in shape.eligibility.bars if shape.eligibility is not None else ():
        if bar.service is not None and bar.service not in known:
            what = f'unknown service "{bar.service}"'
            yield world.fault_of(bar, what, "service", expected=one_of(known), given=bar.service, names=known)


def _kept(world: PackWorld, file: ServiceShape, shape: ServiceShape) -> Iterator[Fault]:
    if shape.retention is None:
        what = "it is not said how long cases and who filed them are kept"
        yield world.fault_of(file, what, "service", expected="retention here, or in the flow")
    elif shape.retention.identity_years > shape.retention.case_years:
        what = "who filed is kept for longer than the case itself"
        yield world.fault_of(shape.retention, what, "identity_years", expected="at most case_years")
    if shape.identity.submit == "journalist" and press_of(world) is None:
        what = "only reporters with a press card may file, and the pack has no rules of press cards"
        yield world.fault_of(file, what, "identity", expected="clients/press.yaml")
    yield from _words(world, file, file.keywords)


def _words(world: PackWorld, shape: Shape, keywords: Collection[str]) -> Iterator[Fault]:
    for language in sorted(set(keywords) - set(world.languages)):
        what = f'keywords in "{language}", which the pack does not speak'
        expected = f"languages {', '.join(world.languages)}"
        yield world.fault_of(shape, what, "keywords", language, expected=expected)


def _guides(world: PackWorld, folder: str, file: ServiceShape) -> Iterator[Fault]:
    for path, body in world.files.items():
        if not (path.startswith(f"{folder}/guide.") and path.endswith(".md")):
            continue
        language = path.removeprefix(f"{folder}/guide.").removesuffix(".md")
        if language not in world.languages:
            what = f'a guide in "{language}", which the pack does not speak'
            yield Fault(world.shown(path), 1, what, f"languages {', '.join(world.languages)}")
        elif not body.strip():
            yield Fault(
                world.shown(path),
                1,
                f'the guide of "{file.service}" says nothing',
                "how it is done, in words",
            )


def _examples(world: PackWorld, folder: str) -> Iterator[Fault]:
    """Check that examples can be told apart and that each expects something."""
    found = world.shape_at(f"{folder}/examples.yaml", ExamplesShape)
    seen: set[str] = set()
    for example in found.value.examples if found is not None else ():
        if example.name in seen:
            yield world.fault_of(
                example, f"two examples are called “{example.name}”", "name", expected="each once"
            )
        seen.add(example.name)
        if not example.expect.model_fields_set - {"at"}:
            what = f"“{example.name}” expects nothing, so it always holds"
            yield world.fault_of(
                example, what, "expect", expected="a state, a deadline, an owner or a refusal"
            )
