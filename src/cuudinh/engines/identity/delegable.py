"""What a pack lets be delegated: what is wrong with it, and what a delegation lends. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from cuudinh.engines.identity.rules import NOT_LENT
from cuudinh.engines.identity.shapes_delegable import ActionShape, DelegableShape
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.world import PackWorld

# Under this act of the policy single acts of the flow are done.
FLOW: Final = "case.act"


def actions_of(world: PackWorld) -> list[ActionShape]:
    """Give what may be delegated, in the order of the pack."""
    return [one for file in world.shapes(DelegableShape) for one in file.value.actions]


def lent_acts(actions: Iterable[ActionShape]) -> frozenset[str]:
    """Give the acts for which a seat is lent by some actions.

    >>> one = ActionShape(id="a", title={"vi": "A"}, roles=["head"], steps=["transfer"], source="s")
    >>> sorted(lent_acts([one]))
    ['case.act', 'case.act.transfer']
    """
    found: set[str] = set()
    for one in actions:
        found |= {*one.may, *(f"{FLOW}.{step}" for step in one.steps)}
        found |= {FLOW} if one.steps else set()
    return frozenset(found)


def wrong_actions(world: PackWorld, acts: Mapping[str, str], roles: Collection[str]) -> Iterator[Fault]:
    """Give what is wrong: a name used twice, an act or a role nobody knows, an act that is never lent."""
    seen: set[str] = set()
    for one in actions_of(world):
        if one.id in seen:
            yield world.fault_of(one, f'two actions are called "{one.id}"', "id", expected="each once")
        seen.add(one.id)
        if not one.may and not one.steps:
            yield world.fault_of(one, f'"{one.id}" delegates nothing', "id", expected="may or steps")
        yield from _wrong_names(world, one, acts, roles)


def _wrong_names(
    world: PackWorld, one: ActionShape, acts: Mapping[str, str], roles: Collection[str]
) -> Iterator[Fault]:
    for act in one.may:
        if act not in acts:
            what = f'unknown act "{act}"'
            yield world.fault_of(one, what, "may", expected=one_of(acts), given=act, names=sorted(acts))
        elif act in NOT_LENT or act == FLOW:
            expected = "steps, for acts of the flow" if act == FLOW else "an act that does not give power"
            yield world.fault_of(one, f'"{act}" is not delegated whole', "may", expected=expected)
    for role in one.roles:
        if role not in roles:
            names = sorted(roles)
            what = f'unknown role "{role}"'
            yield world.fault_of(one, what, "roles", expected=one_of(names), given=role, names=names)
