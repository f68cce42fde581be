"""What cases asks of the installation it is part of: the pack in force as a whole, beyond its own part."""

from collections.abc import Mapping
from typing import Protocol

from cuudinh.kernel.actor import Actor
from cuudinh.packs.faults import Fault
from cuudinh.packs.planning import Plan
from cuudinh.packs.world import PackWorld


class PackHouse(Protocol):
    """Where the pack of the province is kept, checked and put in force."""

    def world(self) -> PackWorld:
        """Give the pack in force. Raises `NotThere` before there is any."""

    def generation(self) -> int:
        """Give the number of the release in force; a later one is larger."""

    def release_files(self, generation: int) -> Mapping[str, bytes]:
        """Give the files of a release by their paths in the world, those of the packs it stands on included."""

    def with_files(self, files: Mapping[str, bytes]) -> tuple[PackWorld, list[Fault]]:
        """Give the pack in force with some files changed, and what cannot be read of these."""

    def checked(self, files: Mapping[str, bytes]) -> PackWorld:
        """Give the same, wholly checked. Raises `PackRefused` with every fault."""

    def plan(self, world: PackWorld) -> Plan:
        """Say what putting a sound world in force would change, its version raised or not."""

    def put_in_force(self, actor: Actor, world: PackWorld) -> int:
        """Put a checked world in force within the transaction that is open; give its generation."""
