"""A case as it stands, and what stands around it: the values that every decision reads.

Decisions are pure: they take a `Standing`, a `Scene` and a `Doer` and give a `Move`. The commands load the
one and store the other; the examples of a pack run the same decisions without any database.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final, Protocol

from cuudinh.engines.cases.rules.timing import Pace, minute
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.kernel.actor import Behalf

FAR_FUTURE: Final = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class AskedExtension:
    """An extension that waits for its answer."""

    working_minutes: int
    office_id: int


@dataclass(frozen=True)
class Standing:
    """A case as it stands: one field for each column of its row that acts change, and what hangs on it.

    `phase` and `track` are words here and numbers in the row, `flags` are names here and bits there.
    `spent` holds minutes of this round by whose they are, working ones and those of the wall clock;
    `units` maps the unit of each period of the tree to how it was decided, None while nothing was;
    `tasks` holds the offices that have not answered their part, each with the moment by which it must.
    """

    number: str
    state: str
    phase: str
    topic: str
    track: str
    filed_at: datetime
    changed_at: datetime
    state_since: datetime
    counted_from: datetime
    flags: frozenset[str] = frozenset()
    channel: str = "web"
    title: str = ""
    text: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    owner_office_id: int | None = None
    owner_account_id: int | None = None
    unit_id: int | None = None
    units: Mapping[str, str] | None = None
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    cell: int | None = None
    promised_at: datetime | None = None
    due_at: datetime | None = None
    stage_due_at: datetime | None = None
    left_minutes: int | None = None
    waited_minutes: int = 0
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    published_at: datetime | None = None
    is_public: bool = False
    outcome: str = ""
    answer: str = ""
    reason: str = ""
    master_id: int | None = None
    rating: int | None = None
    act_counts: Mapping[str, int] = field(default_factory=dict)
    spent: Mapping[str, Sequence[int]] = field(default_factory=dict)
    back_to: str = ""
    proposal: Mapping[str, Any] = field(default_factory=dict)
    rev: int = 1
    tasks: Mapping[int, datetime] = field(default_factory=dict)
    asked_extension: AskedExtension | None = None

    def but(self, **changes: Any) -> "Standing":
        """Give the case as it stands, but for some fields.

        An act does this five times; `dataclasses.replace` sets all forty fields one by one and costs as much as
        the rest of the rules together.
        """
        assert changes.keys() <= self.__dict__.keys(), (
            f"a case has no {changes.keys() - self.__dict__.keys()}"
        )
        other = object.__new__(Standing)
        other.__dict__.update(self.__dict__, **changes)
        return other

    @property
    def open_tasks(self) -> frozenset[int]:
        """The offices that have not answered their part."""
        return frozenset(self.tasks)

    @property
    def is_settled(self) -> bool:
        """Whether the office has nothing more to do: it answered, or the case is done."""
        return self.resolved_at is not None or self.phase in {"done", "final"}

    def is_late(self, at: datetime) -> bool:
        """Whether the deadline has passed unanswered; while the clock stands still, whether it had."""
        if self.is_settled:
            return False
        return minute(at) > self.due_at if self.due_at is not None else (self.left_minutes or 0) < 0

    def sort_at(self) -> datetime:
        """Give the moment by which lists order the case: the next thing due, else far in the future."""
        due = None if self.is_settled else self.due_at
        return min((at for at in (due, self.stage_due_at) if at is not None), default=FAR_FUTURE)

    @property
    def is_extended(self) -> bool:
        """Whether another day was named than the promised one: more time was granted, or an apology sent."""
        return self.times_done("grant_extension") + self.times_done("reappoint") > 0

    def times_done(self, verb: str) -> int:
        """Give how often an act was done on the case."""
        return self.act_counts.get(verb, 0)


def task_mark(office_id: int) -> str:
    """Give the name under which `act_counts` remembers that an office is late with its part.

    >>> task_mark(7)
    'task.7'
    """
    return f"task.{office_id}"


def without(tasks: Mapping[int, datetime], office_ids: Collection[int]) -> dict[int, datetime]:
    """Give the parts that stay open when some offices are done with theirs."""
    return {office_id: due_at for office_id, due_at in tasks.items() if office_id not in office_ids}


@dataclass(frozen=True, slots=True)
class OfficeRef:
    """An office as routing sees it."""

    id: int
    code: str


@dataclass(frozen=True, slots=True)
class UnitRef:
    """One unit of the chain from the commune up to the province."""

    code: str
    level: str


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place inside the province: its unit, the point when one is known, and the units of other periods."""

    unit_id: int
    label: str = ""
    lat: float | None = None
    lon: float | None = None
    units: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class OtherCase:
    """Another case, as far as merging needs to know it."""

    id: int
    number: str
    phase: str
    is_merged: bool
    state: str
    track: str
    state_since: datetime
    is_resolved: bool


class Offices(Protocol):
    """The offices of a day; answered from the database, or from a pack that is being checked."""

    def by_code(self, code: str, day: date) -> OfficeRef | None:
        """Give the office with a code, if it is in force."""

    def serving(self, function: str, unit_code: str, level: str, day: date) -> OfficeRef | None:
        """Give the office that serves a function for a unit at a level."""

    def official_code(self, office_id: int, system: str, day: date) -> str:
        """Give the code of an office in a system of the country, else of the nearest office above it that has one."""


class Places(Protocol):
    """The units of a day and where a place lies."""

    def locate(self, place: Mapping[str, Any], day: date) -> FoundPlace | None:
        """Give the place of an answer, or None when it lies outside."""

    def chain(self, unit_id: int, day: date) -> tuple[UnitRef, ...]:
        """Give the unit of that day and those above it, the smallest first."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything outside the case that a decision may read."""

    service: ServiceDefinition
    at: datetime
    offices: Offices
    places: Places
    pace_of: Callable[[str], Pace]
    find_case: Callable[[str], OtherCase | None]
    language: str = "vi"

    @property
    def day(self) -> date:
        """Give today's date where the service works."""
        return self.pace_of("timed").day_of(self.at)

    @property
    def working(self) -> Pace:
        """Give the pace of what people may do or must do by when: a working day is one on every track."""
        return self.pace_of("timed")

    def pace(self, case: Standing) -> Pace:
        """Give how time runs for a case: in working hours, or by the wall clock on the immediate track."""
        return self.pace_of(case.track)


@dataclass(frozen=True, slots=True)
class Doer:
    """Who acts, as far as the flow cares: what they are to the case, and for which office they speak.

    `account_id` is None for a reporter: the history of a case never holds who reported it. `behalf` is for
    whom it is done, when the seat is that of somebody else; what is taken on is held by its owner.
    `receiving_office_id` is the desk that took the case in.
    """

    relations: frozenset[str]
    account_id: int | None = None
    office_ids: frozenset[int] = frozenset()
    behalf: Behalf | None = None
    receiving_office_id: int | None = None

    @property
    def persons(self) -> frozenset[int | None]:
        """Who acts and for whom: neither of them is a second person to the other."""
        return frozenset({self.account_id, self.holder_id})

    @property
    def holder_id(self) -> int | None:
        """The account by whose name a case is held that is taken on now: whose seat it is."""
        return self.behalf.account_id if self.behalf is not None else self.account_id


SYSTEM_DOER: Final = Doer(frozenset({"system"}))
