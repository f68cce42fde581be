"""The sub-tasks of a case, each with its own clock."""

from datetime import datetime

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import Case, Task
from cuudinh.engines.cases.queries.rows import Reader, office_label
from cuudinh.engines.cases.types import ClockView, TaskView
from cuudinh.engines.places import queries as places
from cuudinh.kernel.actor import Actor


def tasks_of(actor: Actor, case: Case, who: Reader) -> tuple[TaskView, ...]:
    """Give the sub-tasks of a case, the open ones first."""
    mine = actor.office_ids("officer", "head")
    calendar_id = definitions.service(case.service_id, case.version).shape.calendar
    return tuple(
        TaskView(
            id=task.id,
            office_id=task.office_id,
            office_label=office_label(task.office_id, who.language),
            state=task.state,
            question=task.question,
            answer=task.answer,
            opened_at=task.opened_at,
            clock=_clock(task, calendar_id, who.now),
            is_mine=task.office_id in mine,
        )
        for task in Task.objects.filter(case=case).order_by("-state", "due_at", "id")
    )


def _clock(task: Task, calendar_id: str, now: datetime) -> ClockView:
    if task.done_at is not None:
        return ClockView(tone="done", due_at=task.due_at, promised_at=task.due_at, left_minutes=None)
    calendar = places.calendar(calendar_id)
    if task.due_at >= now:
        left = calendar.working_minutes_between(now, task.due_at)
        return ClockView(tone="ok", due_at=task.due_at, promised_at=task.due_at, left_minutes=left)
    late = calendar.working_minutes_between(task.due_at, now)
    return ClockView(tone="late", due_at=task.due_at, promised_at=task.due_at, left_minutes=-late)
