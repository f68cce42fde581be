"""The catalogue of posts: what is wrong with it in a pack. Pure."""

from collections.abc import Collection, Iterator

from cuudinh.engines.identity.shapes_organisation import PositionShape, PositionsShape
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.world import PackWorld


def positions_of(world: PackWorld) -> list[PositionShape]:
    """Give the posts of a pack, in the order of its files."""
    return [one for file in world.shapes(PositionsShape) for one in file.value.positions]


def wrong_positions(world: PackWorld, roles: Collection[str]) -> Iterator[Fault]:
    """Give what is wrong with posts: a name used twice, a role nobody knows."""
    seen: set[str] = set()
    for post in positions_of(world):
        if post.id in seen:
            yield world.fault_of(post, f'two posts are called "{post.id}"', "id", expected="each once")
        seen.add(post.id)
        if post.role not in roles:
            names = sorted(roles)
            what = f'unknown role "{post.role}"'
            yield world.fault_of(post, what, "role", expected=one_of(names), given=post.role, names=names)


def idle_positions(world: PackWorld, acting: Collection[str]) -> Iterator[Fault]:
    """Tell of posts whose role no rule names: whoever is appointed to one signs in to empty pages."""
    for position in positions_of(world):
        if position.role not in acting:
            what = f'"{position.id}" gives the role "{position.role}", by which nobody may do anything'
            yield world.fault_of(position, what, "role", expected="a role that a rule of the policy names")
