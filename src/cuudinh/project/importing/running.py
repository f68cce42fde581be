"""One run of an import: every row once, in order of time, on a simulated clock; resumable at any moment.

How far a run came is a counter that is raised in the transaction of the row itself, so a run that was killed
goes on exactly where it stopped. A share of the cases is then handled by invented people, so that every state
of the flow is filled with requests that real people made.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cuudinh.engines.cases import queries as cases
from cuudinh.journal import counters
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import Refusal
from cuudinh.project.demonstration.simulating import Chooser, Simulation
from cuudinh.project.importing.filing import Importer, Refusals, Tally
from cuudinh.project.importing.table import Row, opened, rows_of
from cuudinh.project.pack_shapes import RequestTable

TICK = timedelta(hours=12)
SAY_EVERY = 200
Say = Callable[[int, Tally], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to import, as whom, how much of it to handle, and whether its last day becomes today."""

    path: Path
    report: Path
    table: RequestTable
    actor: Actor
    choose: Chooser
    handled_share: float = 0.0
    shifts_to_now: bool = False
    rows_most: int | None = None


def file_key(path: Path) -> str:
    """Give the name of the counter that says how far a file was imported: the file's own digest."""
    digest = sha256()
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
    return f"import:{digest.hexdigest()[:32]}:rows"


def run(plan: Plan, say: Say) -> Tally:
    """Import the rows that were not imported yet and give what became of them."""
    return _Run(plan, say).run()


class _Run:
    """What the steps of one run share."""

    def __init__(self, plan: Plan, say: Say) -> None:
        self._plan = plan
        self._say = say
        self._key = file_key(plan.path)
        self._importer = Importer(plan.table, plan.actor, cases.zone())
        self._refusals = Refusals(plan.report, self._importer.tally)
        self._chance = random.Random(self._key)  # noqa: S311 - which cases are handled is no secret
        self._last = self._last_moment()
        self._shift = clock.now() - self._last if plan.shifts_to_now else timedelta()
        self._simulation = Simulation(
            until=self._last + self._shift,
            chance=self._chance,
            choose=plan.choose,
        )

    def run(self) -> Tally:
        """File what is left of the table and play the handling of a share of it."""
        done = counters.read([self._key])[self._key]
        with opened(self._plan.path) as stream:
            rows = rows_of(stream, self._plan.table)
            for _ in range(done):
                next(rows)
            self._simulation.run(self._starts(rows, done), TICK)
        self._refusals.close()
        return self._importer.tally

    def _last_moment(self) -> datetime:
        """Find the end of the table; the simulated clock stops there, with work still open."""
        with opened(self._plan.path) as stream:
            moments = (self._moment(row) for row in rows_of(stream, self._plan.table))
            return max(moment for moment in moments if moment is not None)

    def _moment(self, row: Row) -> datetime | None:
        try:
            return self._importer.moment_of(row)
        except Refusal:
            return None

    def _starts(self, rows: Iterator[Row], done: int) -> Iterator[tuple[datetime, Callable[[], None]]]:
        latest = None
        for count, row in enumerate(rows, start=done + 1):
            if self._plan.rows_most is not None and count > self._plan.rows_most:
                return
            moment = self._moment(row)
            latest = moment or latest or self._last
            yield latest + self._shift, self._step(row, count)

    def _step(self, row: Row, count: int) -> Callable[[], None]:
        def step() -> None:
            try:
                self._importer.moment_of(row)
                number = self._importer.file(row)
            except Refusal as refusal:
                self._refusals.add(row, row.values[self._plan.table.columns.reference], refusal)
            else:
                if self._chance.random() < self._plan.handled_share:
                    self._simulation.follow(number, None)
            counters.bump({self._key: 1})
            if count % SAY_EVERY == 0:
                self._say(count, self._importer.tally)

        return step
