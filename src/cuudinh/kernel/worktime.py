"""Working time: how long a promise may take, in the hours in which an office works.

A `Calendar` is built once from the data of a pack and then answers every question without walking over
days: prefix sums of working time and of working days are laid down at the start, so that a million due
times can be computed again when a decree changes a holiday.

Moments go in aware and come out in UTC. UTC on purpose: Python subtracts two moments of one zone by their
wall clocks, which is an hour wrong across a change to summer time.
"""

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

from cuudinh.kernel.refusal import NotNow
from cuudinh.kernel.rising import Rising, WorkedDays
from cuudinh.kernel.span import Span
from cuudinh.kernel.trace import TraceKind, TraceLine

__all__ = [
    "WEEKDAYS",
    "Calendar",
    "DayHours",
    "DaySpan",
    "Holiday",
    "OutsideCalendar",
    "Span",
    "TraceLine",
    "WeeklyHours",
    "check_hours",
    "parse_hours",
]

DaySpan = tuple[time, time]
DayHours = tuple[DaySpan, ...]
HolidayKind = Literal["holiday", "substitute", "swap_off"]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_STRETCH = re.compile(r"((?:[01][0-9]|2[0-3]):[0-5][0-9])-((?:[01][0-9]|2[0-3]):[0-5][0-9])")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_MINUTE = 60_000_000


class OutsideCalendar(NotNow):
    """409: the moment lies outside the days a calendar covers; a later year must be added to the pack."""

    code: ClassVar[str] = "outside-calendar"
    sentence: ClassVar[str] = (
        "Lịch làm việc “{calendar}” chỉ có từ năm {first_year} đến năm {last_year}; "
        "cần bổ sung lịch trước khi tính thời hạn."
    )


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """The stretches worked on each weekday (0 is Monday), in order and apart from each other.

    A stretch ends before midnight: work round the clock is promised by wall-clock spans instead.

    >>> WeeklyHours.parse({"mon": ["07:30-11:30", "13:30-17:00"]}).on(0)[0][1]
    datetime.time(11, 30)
    """

    by_weekday: Mapping[int, DayHours]

    def __post_init__(self) -> None:
        for weekday, hours in self.by_weekday.items():
            if weekday not in range(7):
                raise ValueError(f"{weekday} is no weekday (0 is Monday, 6 is Sunday)")
            check_hours(hours)

    @classmethod
    def parse(cls, weekly: Mapping[str, Sequence[str]]) -> "WeeklyHours":
        """Give the hours of a pack: `mon` … `sun`, each a list such as `["07:30-11:30"]`."""
        unknown = sorted(set(weekly) - set(WEEKDAYS))
        if unknown:
            raise ValueError(f"unknown weekday: {', '.join(unknown)}; known: {', '.join(WEEKDAYS)}")
        return cls({WEEKDAYS.index(day): parse_hours(spans) for day, spans in weekly.items()})

    def on(self, weekday: int) -> DayHours:
        """Give the stretches of a weekday; none for a day off."""
        return self.by_weekday.get(weekday, ())


def parse_hours(spans: Sequence[str]) -> DayHours:
    """Give the stretches of one day from texts such as `07:30-11:30`; raises `ValueError`.

    >>> parse_hours(["13:30-17:00"])
    ((datetime.time(13, 30), datetime.time(17, 0)),)
    """
    hours = []
    for span in spans:
        seen = _STRETCH.fullmatch(span)
        if seen is None:
            raise ValueError(f"“{span}” is no stretch of a day such as 07:30-11:30")
        hours.append((time.fromisoformat(seen[1]), time.fromisoformat(seen[2])))
    check_hours(tuple(hours))
    return tuple(hours)


def check_hours(hours: DayHours) -> None:
    """Raise `ValueError` unless each stretch of a day ends after it starts and before the next one starts."""
    edges = [edge for stretch in hours for edge in stretch]
    if any(later <= earlier for earlier, later in pairwise(edges)):
        raise ValueError("the stretches of a day must be in order and must not touch")


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off with its name; `swap_off` is a day exchanged for a working Saturday."""

    on: date
    name: str
    kind: HolidayKind = "holiday"


class Calendar:
    """When an office works, from `first_day` to `last_day`, and every sum of working time within.

    `swap_work` maps a made-up working day to its hours (None: those of the weekday it stands for) and the
    day it stands for; it wins over weekends and holidays. `cut_off` holds where a caller gives none.
    A moment outside the covered days is refused (`OutsideCalendar`). `ValueError` if no day is worked.
    """

    def __init__(
        self,
        id: str,
        zone: str,
        weekly: WeeklyHours,
        holidays: Sequence[Holiday],
        swap_work: Mapping[date, tuple[DayHours | None, date]],
        first_day: date,
        last_day: date,
        cut_off: time | None = None,
    ) -> None:
        self.id, self.zone, self.cut_off = id, ZoneInfo(zone), cut_off
        self.first_day, self.last_day = first_day, last_day
        self._weekly, self._swap_work = weekly, dict(swap_work)
        self._holidays = {holiday.on: holiday for holiday in holidays}
        self._first_tick = self._tick_of(first_day, time.min)
        self._end_tick = self._tick_of(last_day + timedelta(days=1), time.min)
        self._lay_down()

    def is_working_day(self, day: date) -> bool:
        """Whether any hour of the day is worked."""
        number = self._number_of(day)
        return self._days.worked_before[number + 1] > self._days.worked_before[number]

    def working_minutes_between(self, a: datetime, b: datetime) -> int:
        """Give the whole working minutes from `a` to `b`; negative when `b` comes first."""
        worked = self._worked_until(self._tick(b)) - self._worked_until(self._tick(a))
        return worked // _MINUTE if worked >= 0 else -(-worked // _MINUTE)

    def add_working_minutes(self, start: datetime, n: int) -> datetime:
        """Give the first moment by which `n` more working minutes have passed since `start`.

        With `n` below 0: the last moment from which `-n` working minutes pass until `start`; so a case that
        was late when it was paused is as late when it goes on.
        """
        if n == 0:
            return start.astimezone(UTC)
        wanted = self._worked_until(self._tick(start)) + n * _MINUTE
        if not 0 <= wanted <= self._worked.values[-1]:
            raise self._outside()
        stretch = self._worked.up_to(wanted - 1 if n > 0 else wanted) - 1
        return _moment(self._starts.values[stretch] + wanted - self._worked.values[stretch])

    def next_working_moment(self, t: datetime) -> datetime:
        """Give `t` itself while people work, else when they start again; closing time is still worked."""
        tick = self._tick(t)
        stretch = self._starts.up_to(tick) - 1
        if stretch >= 0 and tick <= self._ends[stretch]:
            return t.astimezone(UTC)
        return self._opening(stretch + 1)

    def receipt(self, start: datetime, cut_off: time | None = None) -> datetime:
        """Give the moment from which working days are counted for a case that came at `start`.

        That is the next working moment; after the cut-off (15:00 at a one-stop desk) the start of the next
        working day.
        """
        moment = self.next_working_moment(start)
        limit = cut_off or self.cut_off
        came, counts = start.astimezone(self.zone), moment.astimezone(self.zone)
        if limit is None or came.date() != counts.date() or came.time() <= limit:
            return moment
        return self._opening(self._days.first_stretch[self._number_of(came.date()) + 1])

    def add_working_days(self, start: datetime, n: int, cut_off: time | None = None) -> datetime:
        """Give the same time of day on the `n`-th working day after the day of receipt.

        Where that day's hours are shorter, the time is moved to the nearest worked moment before it, or to
        the opening when nothing is worked before it.
        """
        assert n >= 0, "working days are counted forward"
        received = self.receipt(start, cut_off).astimezone(self.zone)
        place = self._days.worked_before[self._number_of(received.date())] + n
        if place >= len(self._days.worked):
            raise self._outside()
        return self._on_worked_day(self._days.worked[place], received.time())

    def add_days(self, start: datetime, n: int, cut_off: time | None = None) -> datetime:
        """Give the same time of day `n` days of the calendar after the day of receipt.

        Where that day is off, the time ends when the next working day does (Bộ luật Dân sự 2015, điều 148 khoản 5).
        """
        received = self.receipt(start, cut_off).astimezone(self.zone)
        number = self._number_of(received.date()) + n
        place = self._days.worked_before[min(number, len(self._days.worked_before) - 1)]
        if place >= len(self._days.worked):
            raise self._outside()
        worked = self._days.worked[place]
        return self._on_worked_day(worked, received.time()) if worked == number else self._closing(worked)

    def _closing(self, number: int) -> datetime:
        """Give when a worked day ends."""
        return _moment(self._ends[self._days.first_stretch[number + 1] - 1])

    def _on_worked_day(self, number: int, at: time) -> datetime:
        """Give a time of day on a worked day, moved to the nearest worked moment before it or to the opening."""
        wished = self._tick_of(self.first_day + timedelta(days=number), at)
        first, after = self._days.first_stretch[number], self._days.first_stretch[number + 1]
        stretch = min(max(self._starts.up_to(wished) - 1, first), after - 1)
        return _moment(min(max(wished, self._starts.values[stretch]), self._ends[stretch]))

    def before(self, end: datetime, span: Span) -> datetime:
        """Give the moment from which the span lasts until `end`: of working days, the same time of day on that day.

        Where that day's hours are shorter, the time is moved to the nearest worked moment before it, or to the
        opening when nothing is worked before it.
        """
        if not span.working_days:
            if span.working_hours:
                return self.add_working_minutes(end, -span.working_hours * 60)
            return end.astimezone(UTC) - timedelta(days=span.days, hours=span.hours, minutes=span.minutes)
        last = end.astimezone(self.zone)
        place = self._days.worked_before[self._number_of(last.date())] - span.working_days
        if place < 0:
            raise self._outside()
        return self._on_worked_day(self._days.worked[place], last.time())

    def add(self, start: datetime, span: Span, cut_off: time | None = None) -> datetime:
        """Give the moment when the span is over; the cut-off bears on days only, worked or not."""
        if span.working_days:
            return self.add_working_days(start, span.working_days, cut_off)
        if span.days:
            return self.add_days(start, span.days, cut_off)
        if span.same_day:
            return self._closing(self._number_of(self.receipt(start, cut_off).astimezone(self.zone).date()))
        if span.working_hours:
            return self.add_working_minutes(start, span.working_hours * 60)
        return start.astimezone(UTC) + timedelta(hours=span.hours, minutes=span.minutes)

    def working_days_between(self, a: datetime, b: datetime) -> int:
        """Give how many working days after that of `a` lie up to that of `b`; negative when `b` is before.

        A moment on a day off belongs to the next working day, as in `add_working_days`.
        """
        days = [self.next_working_moment(moment).astimezone(self.zone).date() for moment in (a, b)]
        before, until = (self._days.worked_before[self._number_of(day)] for day in days)
        return until - before

    def explain_days(self, start: datetime, n: int, cut_off: time | None = None) -> tuple[TraceLine, ...]:
        """Give every day from `start` to the deadline of `n` working days, each with why it counted or not.

        This is for people, so it walks over the days; the last line is the day of the deadline.
        """
        due = self.add_working_days(start, n, cut_off).astimezone(self.zone).date()
        came = start.astimezone(self.zone).date()
        received = self.receipt(start, cut_off).astimezone(self.zone).date()
        late: TraceKind = "cut_off" if self._is_after(start, cut_off or self.cut_off) else "after_hours"
        lines, number = [], 0
        for day in (came + timedelta(days=step) for step in range((due - came).days + 1)):
            if not self.is_working_day(day):
                lines.append(self._day_off(day))
            elif day <= received:
                lines.append(TraceLine(day, "received" if day == received else late))
            else:
                number += 1
                lines.append(self._counted(day, number))
        return tuple(lines)

    def _is_after(self, start: datetime, cut_off: time | None) -> bool:
        local = start.astimezone(self.zone)
        return cut_off is not None and local.time() > cut_off

    def _day_off(self, day: date) -> TraceLine:
        holiday = self._holidays.get(day)
        if holiday is None:
            return TraceLine(day, "weekend")
        return TraceLine(day, "swap_off" if holiday.kind == "swap_off" else "holiday", holiday.name)

    def _counted(self, day: date, number: int) -> TraceLine:
        swap = self._swap_work.get(day)
        if swap is None:
            return TraceLine(day, "counted", number=number)
        return TraceLine(day, "swap_work", number=number, stands_for=swap[1])

    def _lay_down(self) -> None:
        starts, self._ends, worked = array("q"), array("q"), array("q", [0])
        self._days = WorkedDays()
        for offset in range((self.last_day - self.first_day).days + 1):
            before = len(starts)
            for start, end in self._stretches(self.first_day + timedelta(days=offset)):
                starts.append(start)
                self._ends.append(end)
                worked.append(worked[-1] + end - start)
            self._days.add(before, len(starts))
        if not starts:
            raise ValueError(f"calendar {self.id} has no working day")
        self._days.first_stretch.append(len(starts))
        self._starts, self._worked = Rising(starts), Rising(worked)

    def _stretches(self, day: date) -> Iterator[tuple[int, int]]:
        """The stretches of a day in ticks of UTC; hours that a change to summer time skips are left out."""
        until = self._tick_of(day, time.min)
        for start, end in self._hours_on(day):
            first, after = max(self._tick_of(day, start), until), self._tick_of(day, end)
            if after > first:
                yield first, after
                until = after

    def _hours_on(self, day: date) -> DayHours:
        if day in self._swap_work:
            hours, stands_for = self._swap_work[day]
            return self._weekly.on(stands_for.weekday()) if hours is None else hours
        return () if day in self._holidays else self._weekly.on(day.weekday())

    def _worked_until(self, tick: int) -> int:
        stretch = self._starts.up_to(tick) - 1
        if stretch < 0:
            return 0
        end = min(tick, self._ends[stretch])
        return self._worked.values[stretch] + end - self._starts.values[stretch]

    def _opening(self, stretch: int) -> datetime:
        if stretch >= len(self._ends):
            raise self._outside()
        return _moment(self._starts.values[stretch])

    def _tick(self, moment: datetime) -> int:
        tick = _ticks(moment)
        if not self._first_tick <= tick < self._end_tick:
            raise self._outside()
        return tick

    def _tick_of(self, day: date, at: time) -> int:
        return _ticks(datetime.combine(day, at, self.zone))

    def _number_of(self, day: date) -> int:
        if not self.first_day <= day <= self.last_day:
            raise self._outside()
        return day.toordinal() - self.first_day.toordinal()

    def _outside(self) -> OutsideCalendar:
        return OutsideCalendar(calendar=self.id, first_year=self.first_day.year, last_year=self.last_day.year)


def _ticks(moment: datetime) -> int:
    """Microseconds since 1970, exact; a float of seconds would lose some."""
    assert moment.tzinfo is not None, "a moment without a zone is not a moment"
    return (moment - _EPOCH) // _TICK


def _moment(ticks: int) -> datetime:
    return _EPOCH + ticks * _TICK
