"""Services of sound packs walked at random, on all processors: what their examples did not think of comes out.

A process begins as a copy of this one, with every pack read and compiled by then; each takes a service at a time.
"""

import gc
import os
from collections.abc import Iterable, Iterator, Mapping
from multiprocessing import get_context
from typing import Final

from cuudinh.engines.cases.definitions.walking import services_to_walk, walk_faults
from cuudinh.packs.faults import Fault
from cuudinh.packs.world import PackWorld
from cuudinh.project import forking

# With fewer walks than these a second process costs more than it saves.
_MANY: Final = 2_000
_PROCESSES_MOST: Final = 8


class _Worlds:
    """The packs that are walked, kept where copies of this process find them."""

    by_name: Mapping[str, PackWorld] = {}
    count: int = 0


def walk_packs(worlds: Mapping[str, PackWorld], count: int) -> dict[str, list[Fault]]:
    """Walk each service of sound packs so often; give what does not hold, by pack, in the order of its files."""
    wanted = [(name, service) for name, world in worlds.items() for service in services_to_walk(world)]
    _Worlds.by_name, _Worlds.count = worlds, count
    found: dict[str, list[Fault]] = {name: [] for name in worlds}
    for name, faults in _walked(wanted if count else []):
        found[name] += faults
    return {name: sorted(set(faults)) for name, faults in found.items()}


def _walked(wanted: list[tuple[str, str]]) -> Iterator[tuple[str, list[Fault]]]:
    processes = min(len(os.sched_getaffinity(0)), _PROCESSES_MOST) if forking.can_fork() else 1
    if processes < 2 or len(wanted) * _Worlds.count < _MANY:
        yield from map(_walk, wanted)
        return
    yield from _by_copies(wanted, processes)


def _by_copies(wanted: Iterable[tuple[str, str]], processes: int) -> Iterator[tuple[str, list[Fault]]]:
    # What is common stays common: a collection of garbage would write into all of it.
    gc.collect()
    gc.freeze()
    try:
        with get_context("fork").Pool(processes) as pool:
            yield from pool.imap_unordered(_walk, wanted)
    finally:
        gc.unfreeze()


def _walk(one: tuple[str, str]) -> tuple[str, list[Fault]]:
    name, service = one
    return name, list(walk_faults(_Worlds.by_name[name], _Worlds.count, [service]))
