"""One run of an import: every row once, in order of time, on a simulated clock; resumable at any moment.

How far a run came is a counter that is raised in the transaction of the row itself, so a run that was killed
goes on exactly where it stopped. A share of the cases is handled by invented people as the clock goes on, so
that every state of the flow is filled with requests that real people made. Which cases is said by their number
alone: a run that goes on takes up again those it had begun to handle.
"""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from zlib import crc32

from cuudinh.engines.cases import queries as cases
from cuudinh.journal import clerk, counters
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import Refusal
from cuudinh.project.demonstration.simulating import WHOLE_ROUND, Simulation
from cuudinh.project.importing.filing import Importer, Refusals, Tally
from cuudinh.project.importing.planning import Plan
from cuudinh.project.importing.table import Row, opened, rows_of

TICK = timedelta(hours=12)
SAY_EVERY = 50
Say = Callable[[str, int, int], None]


def run(plan: Plan, say: Say) -> Tally:
    """Import the rows that were not imported yet and give what became of them.

    `say` is told the step, how many rows are done and how many there are.
    """
    return _Run(plan, say).run()


class _Run:
    """What the steps of one run share."""

    def __init__(self, plan: Plan, say: Say) -> None:
        self._plan = plan
        self._say = say
        self._key = f"import:{plan.memory.key}:rows"
        self._tally = Tally()
        self._importer = Importer(plan, cases.zone(), self._tally)
        self._rows, self._last = self._extent()
        self._shift = self._shift_of_time()
        self._simulation = Simulation(
            until=self._last + self._shift,
            chance=random.Random(self._key),  # noqa: S311 - what invented people do is no secret
            choose=plan.choose,
        )

    def run(self) -> Tally:
        """File what is left of the table and play the handling of a share of it."""
        done = counters.read([self._key])[self._key]
        with opened(self._plan.path) as stream:
            rows = rows_of(stream, self._plan.table)
            before = list(islice(rows, done))[-1:]
            refusals = Refusals(self._plan.report, self._tally, after_line=before[0].line if before else 0)
            if before:
                self._take_up((self._moment(before[0]) or self._last) + self._shift)
            self._simulation.run(self._starts(rows, done, refusals), TICK)
            with clock.frozen(self._last + self._shift):
                clerk.run_until_idle(*WHOLE_ROUND)
        refusals.close()
        self._tally.acts = self._simulation.acts_done
        self._tally.acts_refused = self._simulation.acts_refused
        return self._tally

    def _take_up(self, moment: datetime) -> None:
        """Go on handling the cases that an earlier run left open, at the moment at which it stopped."""
        with clock.frozen(moment):
            for reporter in self._plan.reporters:
                for number in cases.own_unfinished_cases(reporter):
                    self._follow(number, reporter)

    def _follow(self, number: str, reporter: Actor) -> None:
        """Let invented people handle a case or not; the same case always gets the same answer."""
        share = crc32(f"{self._key}:{number}".encode()) / 2**32
        if share < self._plan.handled_share:
            self._simulation.follow(number, reporter)

    def _extent(self) -> tuple[int, datetime]:
        """Give how many rows there are and the end of the table, where the simulated clock stops."""
        count, last = 0, None
        with opened(self._plan.path) as stream:
            for row in islice(rows_of(stream, self._plan.table), self._plan.rows_most):
                count += 1
                moment = self._moment(row)
                last = moment if last is None or (moment is not None and moment > last) else last
        return count, last or clock.now()

    def _shift_of_time(self) -> timedelta:
        """Give by how much moments move; a run that goes on moves them as the first one did."""
        kept = self._plan.memory.shift_seconds
        if kept is None:
            moved = clock.now() - self._last if self._plan.shifts_to_now else timedelta()
            kept = moved.total_seconds()
            self._plan.memory.keep(shift_seconds=kept)
        return timedelta(seconds=kept)

    def _moment(self, row: Row) -> datetime | None:
        try:
            return self._importer.moment_of(row)
        except Refusal:
            return None

    def _starts(
        self, rows: Iterator[Row], done: int, refusals: Refusals
    ) -> Iterator[tuple[datetime, Callable[[], None]]]:
        latest = None
        for count, row in enumerate(islice(rows, max(0, self._rows - done)), start=done + 1):
            latest = self._moment(row) or latest or self._last
            yield latest + self._shift, self._step(row, count, refusals)

    def _step(self, row: Row, count: int, refusals: Refusals) -> Callable[[], None]:
        def step() -> None:
            try:
                self._importer.moment_of(row)
                number, reporter = self._importer.file(row)
            except Refusal as refusal:
                refusals.add(row, row.values[self._plan.table.columns.reference], refusal)
            else:
                if reporter is not None:
                    self._follow(number, reporter)
            counters.bump({self._key: 1})
            if count % SAY_EVERY == 0 or count == self._rows:
                self._say("requests", count, self._rows)

        return step
