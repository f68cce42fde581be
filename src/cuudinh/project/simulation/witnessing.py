"""A witness of every event: it writes down, in the transaction of the delivery, that it was told."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from cuudinh.engines.cases.queries.agreeing import Examined
from cuudinh.engines.cases.types import CaseFiled, CaseMoved, DeadlinePassed
from cuudinh.journal import counters, outbox

PREFIX: Final = "simulation:"


def begin() -> None:
    """Be told every event of this process from now on; called once, by the process of a simulation."""
    outbox.listener(CaseFiled, "simulation.saw-filed")(saw_filed)
    outbox.listener(CaseMoved, "simulation.saw-moved")(saw_moved)
    outbox.listener(DeadlinePassed, "simulation.saw-deadline")(saw_deadline)


def saw_filed(event: CaseFiled) -> None:
    """Write down that a filing was told."""
    _saw("filed", event.case_id, 1)


def saw_moved(event: CaseMoved) -> None:
    """Write down that an act was told."""
    _saw("moved", event.case_id, event.seq)


def saw_deadline(event: DeadlinePassed) -> None:
    """Write down that a reminder was told."""
    _saw("deadline", event.case_id, event.seq)


def _saw(what: str, case_id: int, seq: int) -> None:
    counters.bump({f"{PREFIX}{what}:{case_id}:{seq}": 1})


def seen() -> Mapping[str, int]:
    """Give how often each piece of news was told."""
    return counters.read_prefix(PREFIX)


def misdelivered(cases: Iterator[Examined]) -> Iterator[str]:
    """Give a sentence for each piece of news that was not told exactly once; to be asked when none waits.

    What there is to tell is read from the histories, not from the outbox, which may have lost it.
    """
    expected: Counter[str] = Counter()
    for case in cases:
        for seq, act in enumerate(case.acts, 1):
            kinds = ["filed" if act == "file" else "moved", *(["deadline"] if act == "escalate" else [])]
            expected.update(f"{PREFIX}{kind}:{case.id}:{seq}" for kind in kinds)
    told = seen()
    for name in sorted(expected.keys() | told.keys()):
        if told.get(name, 0) != expected[name]:
            yield f"{name.removeprefix(PREFIX)} was told {told.get(name, 0)} times, not {expected[name]}"
