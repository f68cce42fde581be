"""Rows of lists: which columns a list reads and how they become a `CaseRow` in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.rules.flags import flag_names
from cuudinh.engines.cases.rules.likeness import round_place
from cuudinh.engines.cases.rules.timing import Pace
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.types import CaseRow, ClockTone, ClockView, FlagView
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.places import queries as places
from cuudinh.kernel import clock

COLUMNS: Final = (
    "id",
    "number",
    "title",
    "topic",
    "state",
    "phase",
    "flags",
    "track",
    "owner_office_id",
    "owner_account_id",
    "unit_id",
    "place",
    "lat",
    "lon",
    "filed_at",
    "changed_at",
    "due_at",
    "promised_at",
    "sort_at",
    "left_minutes",
    "resolved_at",
    "outcome",
    "published_at",
    "follower_count",
    "rating",
    "service_id",
    "version",
    "thumb",
    "public_thumb",
)
PHASE_NAMES: Final = ("open", "paused", "done", "final")


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom rows are made: the language, whether they read only what is public, and the moment."""

    language: str
    is_public: bool
    now: datetime


def reader(language: str, *, is_public: bool) -> Reader:
    """Give a reader at this moment."""
    return Reader(language=language, is_public=is_public, now=clock.now())


def rows_of(records: Sequence[Sequence[Any]], who: Reader) -> tuple[CaseRow, ...]:
    """Turn records read in the order of `COLUMNS` into rows."""
    return tuple(row_of(dict(zip(COLUMNS, record, strict=True)), who) for record in records)


def row_of(record: Mapping[str, Any], who: Reader) -> CaseRow:
    """Turn one record into a row, in the reader's language, with its place rounded for the public."""
    service = definitions.service(record["service_id"], record["version"])
    topic = service.topics[record["topic"]]
    lat, lon = position_of(record, who)
    return CaseRow(
        id=record["id"],
        number=record["number"],
        title=record["title"],
        topic=record["topic"],
        topic_label=words(topic.title, who.language),
        icon=topic.icon,
        state=record["state"],
        state_label=state_label(service, record["state"], record["flags"], who),
        phase=PHASE_NAMES[record["phase"]],
        clock=clock_of(record, service, who),
        flags=flags_of(service, record["flags"], who),
        unit_id=record["unit_id"],
        unit_label=unit_label(record["unit_id"], who.language),
        place=record["place"],
        office_label=office_label(record["owner_office_id"], who.language),
        filed_at=record["filed_at"],
        changed_at=record["changed_at"],
        follower_count=record["follower_count"],
        thumb=(record["public_thumb"] if who.is_public else record["thumb"]) or None,
        lat=lat,
        lon=lon,
        rating=record["rating"],
        officer_label="" if who.is_public else identity.staff_name(record["owner_account_id"]),
    )


def position_of(record: Mapping[str, Any], who: Reader) -> tuple[float | None, float | None]:
    """Give the place as the reader may see it: the public gets it rounded to the pack's distance.

    Whatever is filtered or measured for the public starts from here, else the exact place can be found by
    asking often enough.
    """
    lat, lon = record["lat"], record["lon"]
    publication = definitions.service(record["service_id"], record["version"]).shape.publication
    if lat is None or lon is None or not who.is_public or publication is None:
        return lat, lon
    return round_place(lat, lon, publication.round_m)


def state_label(service: ServiceDefinition, state: str, flags: int, who: Reader) -> str:
    """Give the word for a state; for offices a flag such as "returned" may take its place."""
    on_label = _flag_on_label(service, flag_names(flags)) if not who.is_public else None
    if on_label is not None:
        return words(service.shape.flags[on_label].label, who.language)
    shape_of_state = service.shape.states[state]
    shown = shape_of_state.public if who.is_public and shape_of_state.public else shape_of_state.label
    return words(shown, who.language)


def _flag_on_label(service: ServiceDefinition, names: frozenset[str]) -> str | None:
    """Give the flag whose words stand in the place of the state's, the first that the service declares."""
    return next(
        (name for name, shape in service.shape.flags.items() if shape.on_label and name in names), None
    )


def flags_of(service: ServiceDefinition, flags: int, who: Reader) -> tuple[FlagView, ...]:
    """Give the flags that the reader may see, in the order the service declares them."""
    names = flag_names(flags)
    reached = [step.flag for step in service.shape.deadlines.ladder if step.flag in names]
    on_label = _flag_on_label(service, names) if not who.is_public else None
    said: dict[str | None, Literal["state", "ladder"]] = {
        **dict.fromkeys(reached[:-1], "ladder"),
        on_label: "state",
    }
    return tuple(
        FlagView(name, words(shape.label, who.language), shape.tone, said.get(name, ""))
        for name, shape in service.shape.flags.items()
        if name in names and (shape.public or not who.is_public)
    )


def clock_of(record: Mapping[str, Any], service: ServiceDefinition, who: Reader) -> ClockView:
    """Give the deadline at a glance; what is done shows its outcome, what is paused its time left."""
    flags = flag_names(record["flags"])
    left = _left_minutes(record, service, who.now)
    return ClockView(
        tone=_tone(record, flags, left),
        due_at=record["due_at"],
        promised_at=record["promised_at"],
        left_minutes=left,
        is_extended="extended" in flags,
        is_wall_clock=record["track"] == 1,
        step_left_minutes=None if who.is_public else _step_left_minutes(record, service, who.now),
    )


def tone_of(record: Mapping[str, Any], who: Reader) -> ClockTone:
    """Give the colour of a case's deadline, of the columns that decide it alone."""
    service = definitions.service(record["service_id"], record["version"])
    return _tone(record, flag_names(record["flags"]), _left_minutes(record, service, who.now))


def _step_left_minutes(record: Mapping[str, Any], service: ServiceDefinition, now: datetime) -> int | None:
    """Give the time left for the present step where it ends before the case is due: lists are in its order.

    A case that is late is late whatever step it is in, so nothing is said of its step.
    """
    due_at = record["due_at"]
    if record["phase"] or due_at is None or due_at < now or record["sort_at"] >= due_at:
        return None
    return _pace(record, service).minutes(now, record["sort_at"])


def _left_minutes(record: Mapping[str, Any], service: ServiceDefinition, now: datetime) -> int | None:
    if record["phase"] > 1:
        return None
    if record["due_at"] is None:
        left: int | None = record["left_minutes"]
        return left
    return _pace(record, service).minutes(now, record["due_at"])


def _pace(record: Mapping[str, Any], service: ServiceDefinition) -> Pace:
    return Pace(places.calendar(service.shape.calendar), is_wall=record["track"] == 1)


def _tone(record: Mapping[str, Any], flags: frozenset[str], left: int | None) -> ClockTone:
    if record["phase"] > 1:
        return "done"
    if record["phase"] == 1:
        return "paused"
    if left is None:
        return "none"
    if left < 0 or "overdue" in flags:
        return "late"
    return "soon" if "due_soon" in flags else "ok"


def unit_label(unit_id: int | None, language: str) -> str:
    """Give the name of a unit, or nothing when the place is unknown."""
    return places.unit_by_id(unit_id).name(language) if unit_id is not None else ""


def office_label(office_id: int | None, language: str) -> str:
    """Give the name of an office as it is called now, or nothing when no office owns the case."""
    return identity.office_name(office_id, language) if office_id is not None else ""
