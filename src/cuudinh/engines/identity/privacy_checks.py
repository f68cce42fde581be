"""What is looked at in the part of a pack about personal data, and the words the platform knows there."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from cuudinh.engines.identity.shapes_privacy import LookShape, LooksShape
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.world import PackWorld

# Every kind of look that the platform writes, and what was seen.
LOOKS: Final[Mapping[str, str]] = {
    "case": "a case whose content is sensitive",
    "contact": "name and phone number, by break-glass",
    "export": "everything, as a file for the person",
    "picture": "a picture before areas of it were hidden",
    "request": "a request about their own data",
    "userinfo": "what another system was told at a sign-in",
    "words": "words as they were written, before anything was covered",
}


def looks_of(world: PackWorld) -> list[LookShape]:
    """Give the kinds of looks, in their order."""
    return [look for file in world.shapes(LooksShape) for look in file.value.looks]


def check(world: PackWorld) -> Iterator[Fault]:
    """Give everything that is wrong with what a pack provides for personal data."""
    yield from _wrong_names(world, looks_of(world), "kind of look", LOOKS)


def _wrong_names(
    world: PackWorld, shapes: Iterable[Any], kind: str, known: Mapping[str, str]
) -> Iterator[Fault]:
    """Each name is known and stands once, and once there are any, none is missing."""
    seen: dict[str, Any] = {}
    for shape in shapes:
        if shape.id not in known:
            what = f'unknown {kind} "{shape.id}"'
            yield world.fault_of(shape, what, "id", expected=one_of(known), given=shape.id, names=known)
        elif shape.id in seen:
            yield world.fault_of(shape, f'two {kind}s are called "{shape.id}"', "id", expected="each once")
        seen[shape.id] = shape
    missing = [name for name in known if name not in seen]
    if seen and missing:
        last = next(reversed(seen.values()))
        what = f"no {kind} says what is meant by {', '.join(missing)}"
        yield world.fault_of(last, what, "id", expected=f"a {kind} for each")
