"""Figures that leave the engine: counts of saved views, of offices and communes, and the wall's snapshot."""

from dataclasses import dataclass
from datetime import datetime

from cuudinh.engines.cases.types.views import CaseRow


@dataclass(frozen=True, slots=True)
class BucketCount:
    """A saved view with its maintained count."""

    id: str
    label: str
    count: int
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class OfficeFigures:
    """How one office does in a period: the three outcomes kept apart, and whose time it was.

    `on_time`, `late_extended` and `late` judge the office by its own time; those that begin with `case_` say how
    the same cases ended for the resident, whoever was slow. Minutes are working ones.
    """

    office_id: int
    office_label: str
    open: int
    due_soon: int
    overdue: int
    on_time: int
    late_extended: int
    late: int
    case_on_time: int = 0
    case_late_extended: int = 0
    case_late: int = 0
    median_hours: float | None = None
    office_minutes: int = 0
    reporter_minutes: int = 0
    good_ratings: int = 0
    ratings: int = 0


@dataclass(frozen=True, slots=True)
class WallSnapshot:
    """Everything the wall shows, from one query per tick.

    `late_by_office` holds code, name, overdue and open cases of each office, the most overdue first.
    """

    as_of: datetime
    filed_today: int
    resolved_today: int
    open: int
    overdue: int
    due_soon: int
    awaiting_intake: int
    awaiting_approval: int
    on_time_month: int
    late_extended_month: int
    late_month: int
    good_ratings_month: int
    ratings_month: int
    by_hour: tuple[tuple[int, int, int], ...]
    late_by_office: tuple[tuple[str, str, int, int], ...]
    points: tuple[tuple[float, float, str, str], ...]
    newest: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """One unit on the tree that was asked for: what was filed and resolved in a month, and is open now.

    `near` and `open_near` are the part of the filed and of the open ones that lies there by a guess.
    """

    unit_id: int
    unit_code: str
    unit_label: str
    is_commune: bool
    open: int
    filed: int
    resolved: int
    near: int
    open_near: int
