"""One published case by hand: its row, its history, its pictures, and why this office and this deadline."""

import sqlite3
from datetime import datetime
from typing import Any

import msgspec

from bench.floors.rows import COLUMNS, brief, moment, written
from bench.floors.words import LANGUAGE, Spoken, Words
from cuudinh.engines.cases.rules import timing
from cuudinh.kernel.numbers import date_text, moment_text

_ONE = f"SELECT {COLUMNS}, text, answer, counted_from, units FROM cases_case WHERE number = ? AND is_public"
_EVENTS = (
    "SELECT at, act, to_state, side, office_id, facts FROM cases_event WHERE case_id = ? AND audience <= 0 "
    "ORDER BY seq DESC"
)
_PICTURES = (
    "SELECT a.name FROM cases_attachment a JOIN journal_storedpicture p "
    "ON p.id = coalesce(a.shown_picture_id, a.picture_id) "
    "WHERE a.case_id = ? AND a.is_public AND p.state = 'ready' AND (? OR a.purpose NOT IN ('after', 'task')) "
    "ORDER BY a.purpose, a.position, a.id"
)
_LEADS = ("assign", "transfer")


def one(words: Words, database: sqlite3.Connection, number: str, now: datetime) -> dict[str, Any] | None:
    """Give what is written of one published case."""
    row = database.execute(_ONE, [number]).fetchone()
    if row is None:
        return None
    of = words.service(row[25], row[26])
    has_result = row[4] in of.service.result_states
    pictures = database.execute(_PICTURES, [row[0], has_result]).fetchall()
    rating = of.service.shape.rating
    levels = rating.levels if rating is not None else []
    return {
        "case": brief(words, row[:29], now, is_public=True),
        "text": row[29],
        "answer": row[30] if has_result else "",
        "next_step": of.next_steps[row[4]],
        "pictures": [f"/tep/{name}.jpg" for (name,) in pictures],
        "timeline": [_line(words, of, event) for event in database.execute(_EVENTS, [row[0]])],
        "rating_label": next((level.label[LANGUAGE] for level in levels if level.value == row[24]), ""),
        "why_office": {"title": "Vì sao đơn vị này?", "lines": _why_office(words, of, row)},
        "why_deadline": {"title": "Vì sao hạn này?", "lines": _why_deadline(of, row)},
    }


def _line(words: Words, of: Spoken, event: tuple[Any, ...]) -> dict[str, Any]:
    at, act, state, side, office, kept = event
    facts = msgspec.json.decode(kept)
    reason = of.service.reasons.get(facts.get("reason", ""))
    told = [
        f"Đơn vị chủ trì: {words.office(facts['office'])}" if act in _LEADS and facts.get("office") else "",
        reason.label[LANGUAGE] if reason is not None else "",
        facts.get("text", ""),
        facts.get("notes", {}).get("public", ""),
    ]
    return {
        "at": written(at),
        "act": act,
        "label": "Gửi phản ánh" if act == "file" else of.acts.get(act, act),
        "side": side,
        "office_label": words.office(office),
        "state_label": of.public_states[state],
        "phase": of.phases[state],
        "text": " — ".join(filter(None, told)),
    }


def _said(label: str, value: str, source: str = "") -> dict[str, str]:
    return {"label": label, "value": value, "source": source}


def _why_office(words: Words, of: Spoken, row: tuple[Any, ...]) -> list[dict[str, str]]:
    unit_id, filed_at = row[10], moment(row[14])
    lines = [_said("Lĩnh vực", of.topics[row[3]][0])]
    lines.append(_said("Nơi xảy ra", words.unit(unit_id)[1] or "chưa rõ"))
    if (msgspec.json.decode(row[32]) if row[32] else {}).get(str(unit_id)) == "cell":
        near = "gần đúng, vẽ quanh trung tâm xã, phường; vị trí sát ranh có thể thuộc nơi kế bên"
        lines.append(_said("Ranh giới", near))
    if unit_id is not None and filed_at is not None:
        day = filed_at.astimezone(of.calendar.zone).date()
        routed = words.routed(of, row[3], unit_id, day)
        lines.append(
            _said("Đơn vị được đề xuất", *routed)
            if routed
            else _said("Quy tắc", "chưa có quy tắc cho nơi này")
        )
    if row[8] is not None:
        lines.append(_said("Đơn vị đang chủ trì", words.office(row[8])))
    return lines


def _why_deadline(of: Spoken, row: tuple[Any, ...]) -> list[dict[str, str]]:
    filed_at, counted_from = moment(row[14]), moment(row[31])
    assert filed_at is not None
    assert counted_from is not None
    zone, shape = of.calendar.zone, of.service.shape
    trace = timing.deadline_trace(shape, of.service.topics[row[3]], counted_from, of.calendar)
    lines = [
        _said("Thời hạn", timing.span_text(trace.row.value, LANGUAGE), trace.row.source),
        _said("Nhận lúc", moment_text(filed_at, zone)),
    ]
    if row[31] != row[14]:
        lines.append(_said("Tính lại từ", moment_text(counted_from, zone)))
    lines += [_said(date_text(line.day), line.words(LANGUAGE)) for line in trace.lines]
    due_at, promised_at = moment(row[16]), moment(row[17])
    if promised_at is not None:
        lines.append(_said("Hạn đã hứa", moment_text(promised_at, zone)))
    if due_at is not None and row[16] != row[17]:
        lines.append(_said("Hạn hiện nay", moment_text(due_at, zone)))
    return lines
