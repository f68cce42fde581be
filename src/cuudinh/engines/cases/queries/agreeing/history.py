"""The history against the case: it folds to the row, follows on without a gap, and never runs backwards."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final, NamedTuple

from cuudinh.engines.cases.models import Event
from cuudinh.engines.cases.queries.agreeing.reading import read_of_case
from cuudinh.engines.cases.rules import folding
from cuudinh.engines.cases.rules.standing import Standing
from cuudinh.engines.cases.service import RUNNING, ServiceDefinition

# What may make a new promise, and what may move the deadline in force; the clock that stops or goes on moves it too.
_PROMISING: Final = frozenset({"file", "correct"})
_MOVING: Final = _PROMISING | {"grant_extension"}


class Told(NamedTuple):
    """One event, as far as it is compared."""

    seq: int
    at: datetime
    act: str
    from_state: str
    to_state: str
    facts: Mapping[str, Any]

    @property
    def changed(self) -> Mapping[str, Any]:
        """The columns that the event says it changed."""
        found: Mapping[str, Any] = self.facts.get("set", {})
        return found


@dataclass(frozen=True, slots=True)
class History:
    """The events of one case in their order."""

    events: Sequence[Told]

    @classmethod
    def of(cls, case_id: int) -> "History":
        """Read the history of a case."""
        return cls([Told(*row) for row in _EVENTS.run(case_id=case_id)])


_EVENTS: Final = read_of_case(
    "events",
    lambda case_id: Event.objects.filter(case_id=case_id).order_by("seq").values_list(*Told._fields),
)


def history_faults(history: History, case: Standing, service: ServiceDefinition) -> Iterator[str]:
    """Give everything in which the history and the case do not agree."""
    events = history.events
    if [event.seq for event in events] != list(range(1, case.rev + 1)):
        yield f"revision {case.rev} has the events {[event.seq for event in events]}"
        return
    yield from _folded(history, case)
    for before, after in pairwise(events):
        if after.at < before.at:
            yield f"time runs backwards from event {before.seq} ({before.act}) to {after.seq} ({after.act})"
        if after.from_state != before.to_state:
            yield f"event {after.seq} starts in {after.from_state}, the one before ended in {before.to_state}"
    if events[-1].at != case.changed_at:
        yield f"changed at {case.changed_at}, by its history at {events[-1].at}"
    for event in events:
        yield from _moved_without_reason(event, service)


def _folded(history: History, case: Standing) -> Iterator[str]:
    folded = folding.fold((event.seq, event.to_state, event.facts) for event in history.events)
    expected = {name: folding.folded_value(case, name) for name in folding.FOLDED}
    expected |= {"rev": case.rev, "state": case.state}
    for name, value in expected.items():
        if _plain(name, folded.get(name)) != _plain(name, value):
            yield f"the history folds {name} to {folded.get(name)!r}, the case has {value!r}"


def _plain(name: str, value: Any) -> Any:
    """Moments compare as moments, whatever zone their text was written in; lists as lists."""
    is_moment = name.endswith("_at") or name in {"state_since", "counted_from"}
    if is_moment and value is not None:
        return datetime.fromisoformat(str(value))
    return {key: list(one) for key, one in value.items()} if name == "spent" else value


def _moved_without_reason(event: Told, service: ServiceDefinition) -> Iterator[str]:
    """Give the deadlines that an act moved which is no reason to."""
    shape = service.act(event.from_state, event.act)
    is_new = shape is not None and shape.clock == "restart"
    if "promised_at" in event.changed and event.act not in _PROMISING and not is_new:
        yield f"event {event.seq} ({event.act}) moves the promise"
    if "due_at" not in event.changed or event.act in _MOVING or is_new:
        return
    sides = [service.state(state).clock in RUNNING for state in (event.from_state, event.to_state)]
    if sides[0] == sides[1]:
        yield f"event {event.seq} ({event.act}) moves the deadline"
