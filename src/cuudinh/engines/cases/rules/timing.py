"""By when: the promise, the stages, pausing and resuming, and how a result stands against the promise.

Everything is counted in whole minutes: a moment is rounded down to its minute before it is counted from, so
that a case which is paused and goes on loses and gains nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeVar

from cuudinh.engines.cases.service import span_of
from cuudinh.engines.cases.shapes import ServiceShape, TopicShape
from cuudinh.kernel.worktime import Calendar, Span, TraceLine
from cuudinh.packs.grammar import Dated, SpanShape, value_on

Value = TypeVar("Value")
Outcome = Literal["on_time", "late_extended", "late"]


def minute(moment: datetime) -> datetime:
    """Give the minute a moment lies in."""
    return moment.replace(second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Pace:
    """How time runs for a case: in the hours of a calendar, or by the wall clock when something is urgent."""

    calendar: Calendar
    is_wall: bool = False

    def day_of(self, moment: datetime) -> date:
        """Give the calendar day of a moment where the service works."""
        return moment.astimezone(self.calendar.zone).date()

    def minutes(self, a: datetime, b: datetime) -> int:
        """Give the minutes that count from `a` to `b`; negative when `b` comes first."""
        a, b = minute(a), minute(b)
        if self.is_wall:
            return int((b - a).total_seconds()) // 60
        return self.calendar.working_minutes_between(a, b)

    def add_minutes(self, start: datetime, n: int) -> datetime:
        """Give the moment when `n` minutes that count have passed; with `n` below 0, that many before."""
        if self.is_wall:
            return minute(start) + timedelta(minutes=n)
        return self.calendar.add_working_minutes(minute(start), n)

    def before(self, end: datetime, span: Span) -> datetime:
        """Give the moment from which a span lasts until `end`; by the wall clock a working day is a day."""
        if self.is_wall:
            return minute(end) - _on_the_wall(span)
        return self.calendar.before(minute(end), span)

    def add(self, start: datetime, span: Span, cut_off: time | None = None) -> datetime:
        """Give the moment when a span is over.

        When the clock on the wall counts, a working hour is an hour and a working day is a day: whoever is
        called at night acts at night. That holds of the deadline, its stages and its ladder; what somebody may
        do within so many working days is counted in working days on every track (`Scene.working`).
        """
        if self.is_wall:
            return minute(start) + _on_the_wall(span)
        return self.calendar.add(minute(start), span, cut_off)


def _on_the_wall(span: Span) -> timedelta:
    """Give a span as every clock passes it: a day, worked or not, is one of 24 hours."""
    days = span.working_days + span.days + span.same_day
    return timedelta(days=days, hours=span.working_hours + span.hours, minutes=span.minutes)


@dataclass(frozen=True, slots=True)
class Promise:
    """A deadline, with the dated row of the pack that fixed it."""

    due_at: datetime
    row: Dated[SpanShape]


@dataclass(frozen=True, slots=True)
class DeadlineTrace:
    """A deadline explained: the row in force, the cut-off, and every day that counted or did not."""

    due_at: datetime
    row: Dated[SpanShape]
    cut_off: time | None
    lines: tuple[TraceLine, ...]


def deadline_rows(service: ServiceShape, topic: TopicShape) -> Sequence[Dated[SpanShape]]:
    """Give the dated deadlines of a topic: its own, else those of its track."""
    if topic.deadline:
        return topic.deadline
    return service.deadlines.immediate if topic.track == "immediate" else service.deadlines.default


def deadline_row(service: ServiceShape, topic: TopicShape, day: date) -> Dated[SpanShape]:
    """Give the deadline in force on a day; the first one for a day before all of them."""
    return in_force(deadline_rows(service, topic), day)


def cut_off_of(service: ServiceShape, day: date) -> time | None:
    """Give the time of day after which a case counts as received on the next working day, by the rules of a day."""
    if service.rules is not None:
        return time.fromisoformat(in_force(service.rules.cut_off, day).value)
    return time.fromisoformat(service.deadlines.cut_off) if service.deadlines.cut_off else None


def in_force(rows: Sequence[Dated[Value]], day: date) -> Dated[Value]:
    """Give the row in force on a day; the first one for a day before all of them."""
    return value_on(rows, day) or rows[0]


def promise(
    service: ServiceShape, topic: TopicShape, since: datetime, pace: Pace, filed_at: datetime | None = None
) -> Promise:
    """Give the deadline of a case whose time counts from `since`.

    A dossier keeps what was in force when it was filed (`filed_at`), whenever its time starts anew.
    """
    day = _day_of_rules(service, since, pace, filed_at)
    row = deadline_row(service, topic, day)
    return Promise(pace.add(since, span_of(row.value), cut_off_of(service, day)), row)


def _day_of_rules(service: ServiceShape, since: datetime, pace: Pace, filed_at: datetime | None) -> date:
    return pace.day_of(since if service.rules is None or filed_at is None else filed_at)


def deadline_trace(
    service: ServiceShape,
    topic: TopicShape,
    since: datetime,
    calendar: Calendar,
    filed_at: datetime | None = None,
) -> DeadlineTrace:
    """Explain a deadline day by day; hours and the wall clock need no list of days."""
    pace = Pace(calendar, topic.track == "immediate")
    found = promise(service, topic, since, pace, filed_at)
    span = span_of(found.row.value)
    cut_off = cut_off_of(service, _day_of_rules(service, since, pace, filed_at))
    in_days = span.unit in _DAYS and not pace.is_wall
    is_counted = in_days and span.working_days
    lines = calendar.explain_days(minute(since), span.working_days, cut_off) if is_counted else ()
    return DeadlineTrace(found.due_at, found.row, cut_off if in_days else None, lines)


def stage_due(service: ServiceShape, state: str, since: datetime, pace: Pace) -> datetime | None:
    """Give when the time allowed in a state is over, or None where the pack allows any."""
    span = service.deadlines.stages.get(state)
    return pace.add(since, span_of(span)) if span is not None else None


def outcome(resolved_at: datetime, base_due: datetime, extended_to: datetime | None) -> Outcome:
    """Say how a result stands against the promise; an extension never makes a late result on time.

    `base_due` is the promise moved by the time in which the clock stood still, since nobody can work without
    the answer of the reporter; `extended_to` the deadline an extension gave, None when none was granted.
    """
    if minute(resolved_at) <= base_due:
        return "on_time"
    return "late_extended" if extended_to is not None and minute(resolved_at) <= extended_to else "late"


def span_text(span: SpanShape, language: str) -> str:
    """Give a span in words.

    >>> span_text(SpanShape(working_days=3), "vi"), span_text(SpanShape(hours=24), "en")
    ('3 ngày làm việc', '24 hours')
    >>> span_text(SpanShape(same_day=True), "vi")
    'trong ngày làm việc'
    """
    found = span_of(span)
    if found.same_day:
        return _SAME_DAY.get(language, _SAME_DAY["en"])
    one, many = _UNITS[language if language in _UNITS else "en"][found.unit]
    return f"{found.amount} {one if found.amount == 1 else many}"


_DAYS = frozenset({"working_days", "days", "same_day"})
_SAME_DAY = {"vi": "trong ngày làm việc", "en": "the same working day"}
_UNITS = {
    "vi": {
        "working_days": ("ngày làm việc", "ngày làm việc"),
        "working_hours": ("giờ làm việc", "giờ làm việc"),
        "hours": ("giờ", "giờ"),
        "minutes": ("phút", "phút"),
        "days": ("ngày", "ngày"),
    },
    "en": {
        "working_days": ("working day", "working days"),
        "working_hours": ("working hour", "working hours"),
        "hours": ("hour", "hours"),
        "minutes": ("minute", "minutes"),
        "days": ("day", "days"),
    },
}
