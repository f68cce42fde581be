"""What a simulation says of its seeds: how many are done, and of one that fails everything that led to it."""

import time
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from cuudinh.project.simulation.year import Report

LINES_SHOWN: Final = 40


class Teller:
    """Tells of each seed as it ends. On a terminal there is a bar; elsewhere a line for each seed."""

    def __init__(self, *, total: int, shows_trail: bool) -> None:
        self._console = Console(soft_wrap=True)
        self._shows_trail = shows_trail
        self._began = time.monotonic()
        self._ended = self._acts = 0
        self._failed = False
        columns = (TextColumn("seeds"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=self._console, disable=not self._console.is_terminal)
        self._task = self._bar.add_task("seeds", total=total)

    def __enter__(self) -> "Teller":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()
        if not self._failed:
            minutes = max(time.monotonic() - self._began, 0.001) / 60
            rate = f"{self._ended / minutes:.0f} seeds a minute"
            self._say("green", "✓ ", f"{self._ended} seeds, {self._acts:,} events, nothing violated; {rate}")

    def tell(self, report: Report) -> None:
        """Say what became of a seed."""
        self._ended += 1
        self._acts += report.events
        self._bar.advance(self._task)
        if report.violation:
            self._failed = True
            self._tell_violation(report)
            return
        if self._shows_trail:
            self._lines(report.lines)
        if self._shows_trail or not self._console.is_terminal:
            said = f"seed {report.seed}: {report.cases} cases, {report.events} events, digest {report.digest}"
            self._say("", "", said)

    def _tell_violation(self, report: Report) -> None:
        shown = report.lines if self._shows_trail else report.lines[-LINES_SHOWN:]
        self._lines(shown)
        if report.trace:
            self._say("", "", report.trace)
        self._say("bold red", "✗ ", f"seed {report.seed}, step {report.steps}: {report.violation}")
        if not self._shows_trail:
            self._say("", "", f"Everything that led to it: cuudinh simulate --seed {report.seed}")

    def _lines(self, lines: tuple[str, ...]) -> None:
        for line in lines:
            self._say("", "", line)

    def _say(self, style: str, mark: str, words: str) -> None:
        self._console.print(Text.assemble((mark, style), words), highlight=False)
