"""Putting the services of a pack in force."""

from cuudinh.packs.world import PackWorld


def apply_services(world: PackWorld) -> None:
    """Store each service of the pack as an immutable version and make it the current one."""
    raise NotImplementedError
