"""Putting a pack in force: its files are kept as they are, and each engine takes over its part."""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from cuudinh.packs.loading import Pack
from cuudinh.packs.world import PackWorld

Applier = Callable[[PackWorld], None]
REQUIRED = "requires"


class Store(Protocol):
    """Where the files of applied packs are kept, byte for byte; `journal.releases` is one."""

    def keep(self, *, pack_id: str, version: int, files: Mapping[str, bytes], applied_by: str) -> object:
        """Keep the files of a pack as what is in force from now on."""

    def kept(self, pack_id: str) -> Mapping[str, bytes] | None:
        """Give the files in force of a pack, or None when it was never applied."""


def apply(world: PackWorld, *, store: Store, appliers: Iterable[Applier], applied_by: str) -> None:
    """Keep the files and let the engines take over their parts, lowest first.

    The world was found sound before. The caller holds one transaction around this, so that a fault in any
    applier leaves nothing half-applied; the files are kept first, because caches follow their generation.
    """
    store.keep(pack_id=world.id, version=world.version, files=joined(world), applied_by=applied_by)
    for applier in appliers:
        applier(world)


def joined(world: PackWorld) -> dict[str, bytes]:
    """Give the files of a release: those of the pack as they are, those it requires in `requires/<id>/`."""
    return {
        (path if pack.id == world.id else f"{REQUIRED}/{pack.id}/{path}"): body
        for pack in world.packs
        for path, body in pack.files.items()
    }


def parted(pack_id: str, files: Mapping[str, bytes]) -> dict[str, Pack]:
    """Give the packs whose files a release holds; the opposite of `joined`."""
    found: dict[str, dict[str, bytes]] = {pack_id: {}}
    for name, body in files.items():
        holder, path = pack_id, name
        if name.startswith(f"{REQUIRED}/"):
            _, holder, path = name.split("/", 2)
        found.setdefault(holder, {})[path] = body
    return {holder: Pack(holder, kept) for holder, kept in found.items()}
