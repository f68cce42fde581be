"""Rows of lists by hand: the columns a list reads, made into what is written of a case."""

import math
from datetime import UTC, datetime
from typing import Any

from bench.floors.words import Spoken, Words

COLUMNS = (
    "id, number, title, topic, state, phase, flags, track, owner_office_id, owner_account_id, unit_id, place, lat, "
    "lon, filed_at, changed_at, due_at, promised_at, sort_at, left_minutes, resolved_at, outcome, published_at, "
    "follower_count, rating, service_id, version, thumb, public_thumb"
)
PHASES = ("open", "paused", "done", "final")
_METRES_PER_DEGREE = 111_320
_OVERDUE, _DUE_SOON, _EXTENDED = 2, 1, 1 << 8
Brief = dict[str, Any]


def moment(text: str | None) -> datetime | None:
    """Read a moment as SQLite keeps it."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def written(text: str | None) -> str | None:
    """Give a moment as JSON writes it, without reading it."""
    return f"{text[:10]}T{text[11:]}Z" if text else None


def rounded(lat: float | None, lon: float | None, metres: int) -> tuple[float | None, float | None]:
    """Give a place as strangers see it."""
    if lat is None or lon is None or not metres:
        return lat, lon
    step = metres / _METRES_PER_DEGREE
    middle = (math.floor(lat / step) + 0.5) * step
    step_lon = metres / (_METRES_PER_DEGREE * max(math.cos(math.radians(middle)), 0.01))
    return round(middle, 6), round((math.floor(lon / step_lon) + 0.5) * step_lon, 6)


def minutes(of: Spoken, track: int, now: datetime, until: datetime) -> int:
    """Give the minutes left by the clock of a case, from a whole minute."""
    until = until.replace(second=0, microsecond=0)
    if track == 1:
        return int((until - now).total_seconds()) // 60
    return of.calendar.working_minutes_between(now, until)


def flags_of(of: Spoken, flags: int, *, is_public: bool) -> list[dict[str, str]]:
    """Give the flags that a reader may see; what a state says already is marked for offices."""
    shown = [one for one in of.flags if flags & one[0] and (one[4] or not is_public)]
    said = next((one[1] for one in shown if one[5]), "") if not is_public else ""
    reached = [s.flag for s in of.service.shape.deadlines.ladder if any(s.flag == one[1] for one in shown)]
    return [
        {
            "id": name,
            "label": label,
            "tone": tone,
            "said_by": "state" if name == said else "ladder" if name in reached[:-1] else "",
        }
        for _bit, name, label, tone, _public, _on_label in shown
    ]


def state_of(of: Spoken, state: str, flags: int, *, is_public: bool) -> str:
    """Give the word for a state."""
    if is_public:
        return of.public_states[state]
    on_label = next((one[2] for one in of.flags if one[5] and flags & one[0]), None)
    return on_label or of.office_states[state]


def tone_of(phase: int, flags: int, left: int | None) -> str:
    """Give the colour of a deadline."""
    if phase:
        return "paused" if phase == 1 else "done"
    if left is None:
        return "none"
    if left < 0 or flags & _OVERDUE:
        return "late"
    return "soon" if flags & _DUE_SOON else "ok"


def brief(words: Words, row: tuple[Any, ...], now: datetime, *, is_public: bool) -> Brief:
    """Give what a list writes of a case."""
    _id, number, title, topic, state, phase, flags, _track, office, _account, unit_id, place, lat, lon = row[
        :14
    ]
    filed, changed = row[14:16]
    of = words.service(row[25], row[26])
    code, unit = words.unit(unit_id)
    if is_public:
        lat, lon = rounded(lat, lon, of.round_m)
    thumb = row[28] if is_public else row[27]
    return {
        "number": number,
        "title": title,
        "topic": topic,
        "topic_label": of.topics[topic][0],
        "state": state,
        "state_label": state_of(of, state, flags, is_public=is_public),
        "phase": PHASES[phase],
        "clock": _clock(of, row, now, is_public=is_public),
        "flags": flags_of(of, flags, is_public=is_public) if flags else [],
        "unit": code,
        "unit_label": unit,
        "place": place,
        "lat": lat,
        "lon": lon,
        "office_label": words.office(office),
        "filed_at": written(filed),
        "changed_at": written(changed),
        "follower_count": row[23],
        "rating": row[24],
        "picture": f"/tep/{thumb}" if thumb else None,
    }


def _clock(of: Spoken, row: tuple[Any, ...], now: datetime, *, is_public: bool) -> dict[str, Any]:
    phase, flags, track = row[5:8]
    due, promised, sort_at, left = row[16:20]
    due_at = moment(due)
    if phase > 1:
        left = None
    elif due_at is not None:
        left = minutes(of, track, now, due_at)
    step = None
    if not is_public and not phase and due_at is not None and due_at >= now and sort_at < due:
        step = minutes(of, track, now, moment(sort_at) or now)
    return {
        "tone": tone_of(phase, flags, left),
        "due_at": written(due),
        "promised_at": written(promised),
        "left_minutes": left,
        "is_extended": bool(flags & _EXTENDED),
        "is_wall_clock": track == 1,
        "step_left_minutes": step,
    }
