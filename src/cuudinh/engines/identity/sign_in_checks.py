"""What is looked at in the part of a pack about signing in."""

from collections.abc import Iterator

from cuudinh.engines.identity.policy_checks import roles_of, unknown_name
from cuudinh.engines.identity.shapes_sign_in import SignInShape
from cuudinh.packs.faults import Fault
from cuudinh.packs.world import PackWorld

_MINUTES_MOST = 60


def sign_in_of(world: PackWorld) -> SignInShape | None:
    """Give the rules of signing in, where the pack has some."""
    return next((one.value for one in world.shapes(SignInShape)), None)


def check(world: PackWorld) -> Iterator[Fault]:
    """Give everything that is wrong with the rules of signing in."""
    shape = sign_in_of(world)
    if shape is None:
        return
    for row in shape.fresh_minutes:
        if not 1 <= row.value <= _MINUTES_MOST:
            what = f"a proof is fresh for {row.value} minutes"
            yield world.fault_of(row, what, "value", expected=f"1 to {_MINUTES_MOST}")
    known = {role.id for role in roles_of(world)}
    for asked in shape.second_factor:
        for role in asked.roles:
            if role not in known:
                yield unknown_name(world, asked, "roles", "role", role, known)
