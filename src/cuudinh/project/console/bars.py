"""Progress of long work on the console."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)


class Bars:
    """One progress bar for each step, made when the step is first spoken of."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bars: dict[str, TaskID] = {}

    def say(self, step: str, done: int, total: int) -> None:
        """Show how much of a step is done."""
        if step not in self._bars:
            self._bars[step] = self._progress.add_task(step)
        self._progress.update(self._bars[step], completed=done, total=total)


@contextmanager
def progress_bars(console: Console) -> Iterator[Bars]:
    """Show bars while the work in the block goes on."""
    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
    ) as progress:
        yield Bars(progress)
