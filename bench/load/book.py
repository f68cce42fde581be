"""What a run writes down: waits by act, what went wrong, and what was seen that should not be."""

import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from bench.load.histogram import Histogram

EXAMPLES_MOST = 12
WINDOW_SECONDS = 60.0


class Wrong(Exception):
    """An answer that is not what the person asked for."""


@dataclass
class Book:
    """The record of one run. `windows` holds the waits of all acts by minute, to see whether they grow."""

    began: float = field(default_factory=time.perf_counter)
    waits: dict[str, Histogram] = field(default_factory=lambda: defaultdict(Histogram))
    windows: dict[int, Histogram] = field(default_factory=lambda: defaultdict(Histogram))
    faults: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def record(self, act: str, due: float, done: float) -> None:
        """Write down how long somebody waited for an act, from the moment it was due."""
        wait_us = int((done - due) * 1e6)
        self.waits[act].record(wait_us)
        self.windows[int((done - self.began) / WINDOW_SECONDS)].record(wait_us)

    def fault(self, kind: str, example: str) -> None:
        """Write down something wrong, with an example while there are few."""
        self.faults[kind] += 1
        if len(self.examples) < EXAMPLES_MOST:
            self.examples.append(f"{kind}: {example}")

    def together(self, *acts: str) -> Histogram:
        """Give the waits of some acts, or of all, as one."""
        whole = Histogram()
        for act, waits in self.waits.items():
            if not acts or act in acts:
                whole.add(waits)
        return whole

    @property
    def faults_sum(self) -> int:
        """How many things went wrong."""
        return sum(self.faults.values())
