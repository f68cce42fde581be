"""What our API gives: records made from views, with codes where we hold numbers of our own.

A record has no field that a view of the public does not show: not the facts of an event, which say more
than its words, and not the ids of rows, which would become part of the contract.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from cuudinh.engines.cases.types import (
    CaseRow,
    ClockView,
    DossierView,
    FlagView,
    OfficeCase,
    OfficeFigures,
    PictureView,
    PossibleAct,
    PublicCase,
    TaskView,
    TimelineEntry,
    Why,
    WhyLine,
)
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.places import queries as places
from cuudinh.kernel.pages import Page


class CaseBrief(msgspec.Struct, frozen=True):
    """One case in a list. `unit` is the code of the commune on the day of filing; `picture` an address."""

    number: str
    title: str
    topic: str
    topic_label: str
    state: str
    state_label: str
    phase: str
    clock: ClockView
    flags: tuple[FlagView, ...]
    unit: str | None
    unit_label: str
    place: str
    lat: float | None
    lon: float | None
    office_label: str
    filed_at: datetime
    changed_at: datetime
    follower_count: int
    rating: int | None
    picture: str | None


class CaseList(msgspec.Struct, frozen=True):
    """Some cases and the cursor of the next page, null at the end."""

    rows: tuple[CaseBrief, ...]
    next: str | None


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the history; of a dossier with the status code of the country and its words."""

    at: datetime
    act: str
    label: str
    side: str
    office_label: str
    state_label: str
    phase: str
    text: str
    status: int | None = None
    status_label: str = ""


class PublicRecord(msgspec.Struct, frozen=True):
    """A published case; the text is covered, the place rounded, the pictures cleared by the centre."""

    case: CaseBrief
    text: str
    answer: str
    next_step: str
    pictures: tuple[str, ...]
    timeline: tuple[Line, ...]
    rating_label: str
    why_office: Why
    why_deadline: Why


@dataclass(frozen=True, slots=True)
class Task:
    """A sub-task of a cooperating office, by the code of the office."""

    office: str
    office_label: str
    state: str
    question: str
    answer: str
    opened_at: datetime
    clock: ClockView
    is_mine: bool


@dataclass(frozen=True, slots=True)
class DeskRecord:
    """A case as officers see it, with the acts that are theirs; nothing of who reported.

    `rev` is sent back with an act, so that nobody acts on what somebody else has just changed.
    """

    case: CaseBrief
    rev: int
    text: str
    answer: str
    answers: tuple[WhyLine, ...]
    pictures: tuple[str, ...]
    timeline: tuple[Line, ...]
    acts: tuple[PossibleAct, ...]
    tasks: tuple[Task, ...]
    office_minutes: int
    reporter_minutes: int
    centre_minutes: int
    merged: tuple[str, ...]
    master: str | None
    why_office: Why
    why_deadline: Why
    dossier: DossierView | None = None


@dataclass(frozen=True, slots=True)
class OfficeResult:
    """How one office does in a month: the three outcomes kept apart, and whose time it was, in working minutes.

    `on_time`, `late_extended` and `late` judge the office by its own time; those that begin with `case_` say how
    the same cases ended for the resident.
    """

    office: str
    office_label: str
    open: int
    due_soon: int
    overdue: int
    on_time: int
    late_extended: int
    late: int
    case_on_time: int
    case_late_extended: int
    case_late: int
    median_hours: float | None
    office_minutes: int
    reporter_minutes: int
    good_ratings: int
    ratings: int


def case_list(page: Page[CaseRow]) -> CaseList:
    """Make the record of a page; the communes of its rows are looked up together."""
    units = _unit_codes(page.rows)
    return CaseList(tuple(_brief(row, units) for row in page.rows), page.next)


def public_record(case: PublicCase) -> PublicRecord:
    """Make the record of a published case."""
    return PublicRecord(
        case=_brief(case.row, _unit_codes([case.row])),
        text=case.text,
        answer=case.answer,
        next_step=case.next_step,
        pictures=_addresses(case.pictures),
        timeline=_lines(case.timeline),
        rating_label=case.rating_label,
        why_office=case.why_office,
        why_deadline=case.why_deadline,
    )


def desk_record(case: OfficeCase) -> DeskRecord:
    """Make the record of a case for officers."""
    return DeskRecord(
        case=_brief(case.row, _unit_codes([case.row])),
        rev=case.rev,
        text=case.text,
        answer=case.answer,
        answers=case.answers,
        pictures=_addresses(case.pictures),
        timeline=_lines(case.timeline),
        acts=case.acts,
        tasks=tuple(_task(task) for task in case.tasks),
        office_minutes=case.office_minutes,
        reporter_minutes=case.reporter_minutes,
        centre_minutes=case.centre_minutes,
        merged=tuple(row.number for row in case.merged),
        master=case.master.number if case.master is not None else None,
        why_office=case.why_office,
        why_deadline=case.why_deadline,
        dossier=case.dossier,
    )


def office_result(figures: OfficeFigures) -> OfficeResult:
    """Make the record of an office's figures."""
    return OfficeResult(
        office=identity.office_by_id(figures.office_id).code,
        office_label=figures.office_label,
        open=figures.open,
        due_soon=figures.due_soon,
        overdue=figures.overdue,
        on_time=figures.on_time,
        late_extended=figures.late_extended,
        late=figures.late,
        case_on_time=figures.case_on_time,
        case_late_extended=figures.case_late_extended,
        case_late=figures.case_late,
        median_hours=figures.median_hours,
        office_minutes=figures.office_minutes,
        reporter_minutes=figures.reporter_minutes,
        good_ratings=figures.good_ratings,
        ratings=figures.ratings,
    )


def _unit_codes(rows: Sequence[CaseRow]) -> Mapping[int, str]:
    found = places.units_by_id({row.unit_id for row in rows if row.unit_id is not None})
    return {unit_id: unit.code for unit_id, unit in found.items()}


def _brief(row: CaseRow, units: Mapping[int, str]) -> CaseBrief:
    return CaseBrief(
        number=row.number,
        title=row.title,
        topic=row.topic,
        topic_label=row.topic_label,
        state=row.state,
        state_label=row.state_label,
        phase=row.phase,
        clock=row.clock,
        flags=row.flags,
        unit=units[row.unit_id] if row.unit_id is not None else None,
        unit_label=row.unit_label,
        place=row.place,
        lat=row.lat,
        lon=row.lon,
        office_label=row.office_label,
        filed_at=row.filed_at,
        changed_at=row.changed_at,
        follower_count=row.follower_count,
        rating=row.rating,
        picture=f"/tep/{row.thumb}" if row.thumb else None,
    )


def _addresses(shown: Sequence[PictureView]) -> tuple[str, ...]:
    return tuple(f"/tep/{one.address}" for one in shown if one.is_ready)


def _lines(timeline: Sequence[TimelineEntry]) -> tuple[Line, ...]:
    return tuple(
        Line(
            at=entry.at,
            act=entry.act,
            label=entry.label,
            side=entry.side,
            office_label=entry.office_label,
            state_label=entry.state_label,
            phase=entry.phase,
            text=entry.text,
            status=entry.status,
            status_label=entry.status_label,
        )
        for entry in timeline
    )


def _task(task: TaskView) -> Task:
    return Task(
        office=identity.office_by_id(task.office_id).code,
        office_label=task.office_label,
        state=task.state,
        question=task.question,
        answer=task.answer,
        opened_at=task.opened_at,
        clock=task.clock,
        is_mine=task.is_mine,
    )
