"""What is looked at in the part of a pack about personal data, and the words the platform knows there."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from cuudinh.engines.identity.shapes_privacy import (
    ConcealmentGround,
    ConcealmentShape,
    LookShape,
    LooksShape,
    PurposeShape,
    PurposesShape,
    RepresentativeShape,
    RetentionClass,
    RetentionShape,
    RightShape,
    RightsShape,
)
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.world import PackWorld

# Every kind of look that the platform writes, and what was seen.
LOOKS: Final[Mapping[str, str]] = {
    "account": "name and last digits of an account that people have to look at",
    "answers": "what somebody answered of their own on the form of a case",
    "case": "a case whose content is sensitive",
    "contact": "name and phone number, by break-glass",
    "export": "everything, as a file for the person",
    "paper": "a paper of an office that was given to them",
    "picture": "a picture before areas of it were hidden",
    "request": "a request about their own data",
    "userinfo": "what another system was told at a sign-in",
    "words": "words as they were written, before anything was covered",
}

# Every class of personal data that the platform keeps, and what it holds.
CLASSES: Final[Mapping[str, str]] = {
    "account": "right to sign in, as long as it is open",
    "case": "what was reported, covered, and how it was handled",
    "consent": "consents that were taken back",
    "draft": "forms that are being filled in, sealed",
    "grant": "openings of identities with their reasons",
    "identity": "name and numbers of a person, sealed",
    "known-answer": "answers that need not be given again, sealed",
    "log": "the log of who did what",
    "look": "who looked at whose data",
    "matching": "what registers and other systems said of numbers, sealed",
    "notice": "notices that were read",
    "private-text": "words as they were written, sealed",
    "request": "words of requests about one's own data, sealed",
    "session": "where somebody was signed in",
    "staff": "seats, documents and work of staff",
}
# The data that a purpose may use, by the names people know them under.
USES: Final[Mapping[str, str]] = {
    "cases": "what somebody reported and asked for",
    "contact": "name and phone number",
    "place": "where something was reported",
}


def looks_of(world: PackWorld) -> list[LookShape]:
    """Give the kinds of looks, in their order."""
    return [look for file in world.shapes(LooksShape) for look in file.value.looks]


def rights_of(world: PackWorld) -> list[RightShape]:
    """Give the rights of people over their data, in their order."""
    return [right for file in world.shapes(RightsShape) for right in file.value.rights]


def representatives_of(world: PackWorld) -> list[RepresentativeShape]:
    """Give who may ask for somebody that cannot, in their order."""
    return [one for file in world.shapes(RightsShape) for one in file.value.representatives]


def purposes_of(world: PackWorld) -> list[PurposeShape]:
    """Give the purposes that need consent, in their order."""
    return [purpose for file in world.shapes(PurposesShape) for purpose in file.value.purposes]


def retention_of(world: PackWorld) -> list[RetentionClass]:
    """Give the classes of retention, in their order."""
    return [one for file in world.shapes(RetentionShape) for one in file.value.classes]


def grounds_of(world: PackWorld) -> list[ConcealmentGround]:
    """Give the grounds on which looks are kept from their person, in their order."""
    return [ground for file in world.shapes(ConcealmentShape) for ground in file.value.grounds]


def check(world: PackWorld) -> Iterator[Fault]:
    """Give everything that is wrong with what a pack provides for personal data."""
    yield from _wrong_names(world, looks_of(world), "kind of look", LOOKS)
    yield from _wrong_names(world, retention_of(world), "class of retention", CLASSES)
    yield from _twice(world, rights_of(world), "right")
    yield from _twice(world, purposes_of(world), "purpose")
    yield from _twice(world, representatives_of(world), "representative")
    known = {right.id: right.title for right in rights_of(world)}
    for one in representatives_of(world):
        for right in one.rights:
            if right not in known:
                what = f'unknown right "{right}"'
                yield world.fault_of(one, what, "rights", expected=one_of(known), given=right, names=known)
    yield from _twice(world, grounds_of(world), "ground of concealment")
    yield from _wrong_calendar(world)
    for purpose in purposes_of(world):
        for use in purpose.uses:
            if use not in USES:
                what = f'unknown data "{use}"'
                yield world.fault_of(purpose, what, "uses", expected=one_of(USES), given=use, names=USES)


def _twice(world: PackWorld, shapes: Iterable[Any], kind: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for shape in shapes:
        if shape.id in seen:
            yield world.fault_of(shape, f'two {kind}s are called "{shape.id}"', "id", expected="each once")
        seen.add(shape.id)


def _wrong_calendar(world: PackWorld) -> Iterator[Fault]:
    """Calendars are of `places`, which stands above; here they are names in files."""
    files = [one.value for one in world.records if one.path.startswith("organisation/calendars")]
    known = sorted(calendar.id for file in files for calendar in getattr(file, "calendars", ()))
    for shown in world.shapes(RightsShape):
        if shown.value.calendar not in known:
            what = f'unknown calendar "{shown.value.calendar}"'
            yield world.fault_of(shown.value, what, "calendar", expected=one_of(known))


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
