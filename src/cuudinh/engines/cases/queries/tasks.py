"""The sub-tasks of a case, each with its own clock."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import Case, Task
from cuudinh.engines.cases.queries.rows import COLUMNS, Reader, office_label, reader, row_of
from cuudinh.engines.cases.rules.timing import Pace
from cuudinh.engines.cases.surroundings import TRACKS
from cuudinh.engines.cases.types import CaseRow, ClockView, TaskView
from cuudinh.engines.places import queries as places
from cuudinh.kernel.actor import Actor


def tasks_of(actor: Actor, case: Case, who: Reader) -> tuple[TaskView, ...]:
    """Give the sub-tasks of a case, the open ones first."""
    mine = actor.office_ids("officer", "head")
    pace = _pace(case.service_id, case.version, case.track)
    return tuple(
        TaskView(
            id=task.id,
            office_id=task.office_id,
            office_label=office_label(task.office_id, who.language),
            state=task.state,
            question=task.question,
            answer=task.answer,
            opened_at=task.opened_at,
            clock=_clock(task.due_at, task.done_at, pace, who.now),
            is_mine=task.office_id in mine,
        )
        for task in Task.objects.filter(case=case).order_by("-state", "due_at", "id")
    )


def open_tasks_page(
    actor: Actor, found: QuerySet[Case], after: tuple[datetime, int] | None, limit: int
) -> tuple[list[tuple[datetime, int]], tuple[CaseRow, ...]]:
    """Give the parts that the actor's offices still have to answer, the most urgent first, by their own clocks.

    Gives the moment and the number of each part, and the case with the clock of the part, one more than
    `limit` when there are more.
    """
    mine = Task.objects.filter(
        state="open", office_id__in=actor.office_ids("officer", "head"), case__in=found
    )
    if after is not None:
        at, last = after
        mine = mine.filter(Q(due_at__gt=at) | Q(due_at=at, id__gt=last))
    columns = ("due_at", "id", *(f"case__{name}" for name in COLUMNS))
    records = list(mine.order_by("due_at", "id").values_list(*columns)[: limit + 1])
    who = reader(actor.language, is_public=False)
    rows = tuple(
        _with_clock(record[0], dict(zip(COLUMNS, record[2:], strict=True)), who) for record in records
    )
    return [(record[0], record[1]) for record in records], rows


def _with_clock(due_at: datetime, record: Mapping[str, Any], who: Reader) -> CaseRow:
    pace = _pace(record["service_id"], record["version"], record["track"])
    return replace(row_of(record, who), clock=_clock(due_at, None, pace, who.now))


def _pace(service_id: str, version: int, track: int) -> Pace:
    calendar_id = definitions.service(service_id, version).shape.calendar
    return Pace(places.calendar(calendar_id), is_wall=track == TRACKS["immediate"])


def _clock(due_at: datetime, done_at: datetime | None, pace: Pace, now: datetime) -> ClockView:
    if done_at is not None:
        return ClockView(tone="done", due_at=due_at, promised_at=due_at, left_minutes=None)
    return ClockView(
        tone="ok" if due_at >= now else "late",
        due_at=due_at,
        promised_at=due_at,
        left_minutes=pace.minutes(now, due_at),
        is_wall_clock=pace.is_wall,
    )
