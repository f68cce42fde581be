"""Rows of lists: which columns a list reads and how they become a `CaseRow` in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.queries.labels import Labels, labels_for
from cuudinh.engines.cases.rules.flags import flag_bit
from cuudinh.engines.cases.rules.likeness import round_place
from cuudinh.engines.cases.rules.timing import Pace, minute
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.types import CaseRow, ClockTone, ClockView
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.places import queries as places
from cuudinh.kernel import clock

PHASE_NAMES: Final = ("open", "paused", "done", "final")
_EXTENDED, _OVERDUE, _DUE_SOON = flag_bit("extended"), flag_bit("overdue"), flag_bit("due_soon")


class Record(NamedTuple):
    """The columns of a list by their names, in the order of `COLUMNS`."""

    id: int
    number: str
    title: str
    topic: str
    state: str
    phase: int
    flags: int
    track: int
    owner_office_id: int | None
    owner_account_id: int | None
    unit_id: int | None
    place: str
    lat: float | None
    lon: float | None
    filed_at: datetime
    changed_at: datetime
    due_at: datetime | None
    promised_at: datetime | None
    sort_at: datetime
    left_minutes: int | None
    resolved_at: datetime | None
    outcome: str
    published_at: datetime | None
    follower_count: int
    rating: int | None
    service_id: str
    version: int
    thumb: str
    public_thumb: str


COLUMNS: Final = Record._fields


class Names:
    """The names and words that rows of one answer share, each looked up once."""

    def __init__(self) -> None:
        self.labels: dict[tuple[str, int], Labels] = {}
        self.paces: dict[tuple[str, bool], Pace] = {}
        self.units: dict[int | None, str] = {None: ""}
        self.offices: dict[int | None, str] = {None: ""}
        self.officers: dict[int | None, str] = {None: ""}


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom rows are made: the language, whether they read only what is public, and the moment.

    `names` keeps what was looked up for earlier rows of the same answer.
    """

    language: str
    is_public: bool
    now: datetime
    minute: datetime
    names: Names = field(default_factory=Names, compare=False, repr=False)


def reader(language: str, *, is_public: bool) -> Reader:
    """Give a reader at this moment."""
    now = clock.now()
    return Reader(language=language, is_public=is_public, now=now, minute=minute(now))


def rows_of(records: Iterable[Sequence[Any]], who: Reader) -> tuple[CaseRow, ...]:
    """Turn records read in the order of `COLUMNS` into rows."""
    return tuple(_row(record, who) for record in map(Record._make, records))


def row_of(record: Mapping[str, Any], who: Reader) -> CaseRow:
    """Turn one record into a row, in the reader's language, with its place rounded for the public."""
    return _row(Record._make(record[name] for name in COLUMNS), who)


def _row(record: Record, who: Reader) -> CaseRow:
    due_at, labels = record.due_at, labels_of(record.service_id, record.version, who)
    return _made(
        record,
        labels,
        pace_of(labels.service, record.track, who),
        _unit_label(record.unit_id, who),
        _office_label(record.owner_office_id, who),
        "" if who.is_public else _officer_label(record.owner_account_id, who),
        who.minute,
        due_at is not None and due_at < who.now,
    )


@lru_cache(maxsize=2_048)
def _made(
    record: Record,
    labels: Labels,
    pace: Pace,
    unit_label: str,
    office_label: str,
    officer_label: str,
    minute: datetime,
    is_past: bool,
) -> CaseRow:
    """Make a row of everything that shows in it; the same few rows lead every list that is read all day."""
    topic_label, icon = labels.topic(record.topic)
    lat, lon = _position(record.lat, record.lon, labels)
    return CaseRow(
        id=record.id,
        number=record.number,
        title=labels.title(record.title, record.topic),
        topic=record.topic,
        topic_label=topic_label,
        icon=icon,
        state=record.state,
        state_label=labels.state(record.state, record.flags),
        phase=PHASE_NAMES[record.phase],
        clock=_clock(record, pace, minute, steps=not labels.is_public and not is_past),
        flags=labels.flags(record.flags),
        unit_id=record.unit_id,
        unit_label=unit_label,
        place=record.place,
        office_label=office_label,
        filed_at=record.filed_at,
        changed_at=record.changed_at,
        follower_count=record.follower_count,
        thumb=(record.public_thumb if labels.is_public else record.thumb) or None,
        lat=lat,
        lon=lon,
        rating=record.rating,
        officer_label=officer_label,
        officer_id=None if labels.is_public else record.owner_account_id,
    )


def labels_of(service_id: str, version: int, who: Reader) -> Labels:
    """Give the words of a service for a reader."""
    labels = who.names.labels.get((service_id, version))
    if labels is None:
        service = definitions.service(service_id, version)
        labels = labels_for(service, who.language, is_public=who.is_public)
        who.names.labels[service_id, version] = labels
    return labels


def _unit_label(unit_id: int | None, who: Reader) -> str:
    label = who.names.units.get(unit_id)
    if label is None:
        label = who.names.units[unit_id] = unit_label(unit_id, who.language)
    return label


def _office_label(office_id: int | None, who: Reader) -> str:
    label = who.names.offices.get(office_id)
    if label is None:
        label = who.names.offices[office_id] = office_label(office_id, who.language)
    return label


def _officer_label(account_id: int | None, who: Reader) -> str:
    label = who.names.officers.get(account_id)
    if label is None:
        label = who.names.officers[account_id] = identity.staff_name(account_id)
    return label


def position_of(record: Record, who: Reader) -> tuple[float | None, float | None]:
    """Give the place as the reader may see it: the public gets it rounded to the pack's distance.

    Whatever is filtered or measured for the public starts from here, else the exact place can be found by
    asking often enough.
    """
    return _position(record.lat, record.lon, labels_of(record.service_id, record.version, who))


def _position(lat: float | None, lon: float | None, labels: Labels) -> tuple[float | None, float | None]:
    publication = labels.service.shape.publication
    if lat is None or lon is None or not labels.is_public or publication is None:
        return lat, lon
    return round_place(lat, lon, publication.round_m)


def state_label(service: ServiceDefinition, state: str, flags: int, who: Reader) -> str:
    """Give the word for a state; for offices a flag such as "returned" may take its place."""
    return labels_for(service, who.language, is_public=who.is_public).state(state, flags)


def _clock(record: Record, pace: Pace, minute: datetime, *, steps: bool) -> ClockView:
    """Give the deadline at a glance; what is done shows its outcome, what is paused its time left."""
    left = _left_minutes(record.phase, record.due_at, record.left_minutes, pace, minute)
    return ClockView(
        tone=_tone(record.phase, record.flags, left),
        due_at=record.due_at,
        promised_at=record.promised_at,
        left_minutes=left,
        is_extended=bool(record.flags & _EXTENDED),
        is_wall_clock=pace.is_wall,
        step_left_minutes=_step_left_minutes(record, pace, minute) if steps else None,
    )


# By what it is known how time runs for a case: its service with the version, and its track.
Runs = tuple[str, int, int]


def tone_of(
    phase: int, flags: int, due_at: datetime | None, left_minutes: int | None, runs: Runs, who: Reader
) -> ClockTone:
    """Give the colour of a case's deadline, of the columns that decide it alone."""
    if due_at is not None and (phase or flags & _OVERDUE or due_at >= who.now):
        return _tone(phase, flags, 0)
    # Only for who is late without having been told so yet it matters how time runs.
    service_id, version, track = runs
    pace = pace_of(labels_of(service_id, version, who).service, track, who)
    return _tone(phase, flags, _left_minutes(phase, due_at, left_minutes, pace, who.minute))


def _step_left_minutes(record: Record, pace: Pace, minute: datetime) -> int | None:
    """Give the time left for the present step where it ends before the case is due: lists are in its order.

    A case that is late is late whatever step it is in, so nothing is said of its step.
    """
    if record.phase or record.due_at is None or record.sort_at >= record.due_at:
        return None
    return pace.minutes(minute, record.sort_at)


def _left_minutes(
    phase: int, due_at: datetime | None, left_minutes: int | None, pace: Pace, minute: datetime
) -> int | None:
    if phase > 1:
        return None
    return left_minutes if due_at is None else pace.minutes(minute, due_at)


def pace_of(service: ServiceDefinition, track: int, who: Reader) -> Pace:
    """Give how time runs for the cases of a service on a track."""
    key = service.shape.calendar, track == 1
    pace = who.names.paces.get(key)
    if pace is None:
        pace = who.names.paces[key] = Pace(places.calendar(key[0]), is_wall=key[1])
    return pace


def _tone(phase: int, flags: int, left: int | None) -> ClockTone:
    if phase > 1:
        return "done"
    if phase == 1:
        return "paused"
    if left is None:
        return "none"
    if left < 0 or flags & _OVERDUE:
        return "late"
    return "soon" if flags & _DUE_SOON else "ok"


def unit_label(unit_id: int | None, language: str) -> str:
    """Give the name of a unit, or nothing when the place is unknown."""
    return places.unit_by_id(unit_id).name(language) if unit_id is not None else ""


def office_label(office_id: int | None, language: str) -> str:
    """Give the name of an office as it is called now, or nothing when no office owns the case."""
    return identity.office_name(office_id, language) if office_id is not None else ""
