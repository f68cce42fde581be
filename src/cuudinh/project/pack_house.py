"""The pack of the province as the service studio asks for it: in force, with some files changed, checked, published."""

from collections.abc import Mapping
from functools import lru_cache

from cuudinh.journal import releases
from cuudinh.kernel.actor import Actor
from cuudinh.packs import applying, checking
from cuudinh.packs.faults import Fault
from cuudinh.packs.overlaying import overlaid
from cuudinh.packs.planning import Plan
from cuudinh.packs.world import PackWorld
from cuudinh.project import packing
from cuudinh.web.province import province


class House:
    """The pack in force on which no other stands; `engines.cases.ports.PackHouse` says what each answer means."""

    def world(self) -> PackWorld:
        """Give the pack in force, read once for each release. Raises `NoPackInForce`."""
        return _world(province().id, self.generation())

    def generation(self) -> int:
        """Give the number of its release; 0 before there is any."""
        release = releases.current(province().id)
        return release.generation if release is not None else 0

    def release_files(self, generation: int) -> Mapping[str, bytes]:
        """Give the files of a release as its world has them; of a release that is not there, none."""
        release = releases.at_generation(generation)
        if release is None:
            return {}
        packs = applying.parted(release.pack_id, releases.files_of(release))
        own = packs.pop(release.pack_id).files
        return {**{path: body for pack in packs.values() for path, body in pack.files.items()}, **own}

    def with_files(self, files: Mapping[str, bytes]) -> tuple[PackWorld, list[Fault]]:
        """Give the pack in force with some files changed, and what cannot be read of these."""
        return overlaid(self.world(), files, packing.grammar())

    def checked(self, files: Mapping[str, bytes]) -> PackWorld:
        """Give the same, read from nothing and wholly checked. Raises `PackRefused`."""
        packs = {pack.id: pack for pack in self.with_files(files)[0].packs}
        return checking.world_of(packs[self.world().id], packs, packing.grammar())

    def plan(self, world: PackWorld) -> Plan:
        """Say what putting a sound world in force would change."""
        return packing.plan_world(world)

    def put_in_force(self, actor: Actor, world: PackWorld) -> int:
        """Put a checked world in force; give its generation. Raises `PackRefused` for what the plan refuses."""
        return packing.put_in_force(actor, world).generation


@lru_cache(maxsize=2)
def _world(pack_id: str, generation: int) -> PackWorld:
    """Give the world of a release; the generation is the key under which it is kept."""
    found = packing.world_in_force(pack_id) if generation else None
    if found is None:
        raise packing.NoPackInForce
    return found
