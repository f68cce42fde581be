"""GeoReport v2 records made from our views: services, definitions, requests and updates.

Statuses are folded to the standard's `open` and `closed`; our own state goes along as `status_notes`. The
standard's personal fields (name, e-mail, phone, device) are accepted on filing and never given out.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from cuudinh.engines.cases.types import CaseRow, PublicCase, TimelineEntry, TopicView

CLOSED_PHASES = frozenset({"done", "final"})
DATATYPES = {
    "text": "string",
    "long_text": "text",
    "number": "number",
    "choice": "singlevaluelist",
    "flag": "singlevaluelist",
}
STANDARD_QUESTIONS = frozenset({"topic", "place", "photos"})


def service_record(topic: TopicView, *, has_questions: bool) -> dict[str, Any]:
    """Give one service: in our words a topic of the field-report service."""
    return {
        "service_code": topic.id,
        "service_name": topic.title,
        "description": topic.deadline_text,
        "metadata": has_questions,
        "type": "realtime",
        "keywords": topic.group,
        "group": topic.group_title,
    }


def definition_record(topic_id: str, questions: Iterable[Any]) -> dict[str, Any]:
    """Give the attributes of a service: the questions of the form that the standard has no field for."""
    asked = [one for one in questions if one.type not in STANDARD_QUESTIONS and one.id != "description"]
    return {
        "service_code": topic_id,
        "attributes": [_attribute(one, order) for order, one in enumerate(asked, start=1)],
    }


def _attribute(question: Any, order: int) -> dict[str, Any]:
    values = question.choices or ((("true", "✓"), ("false", "–")) if question.type == "flag" else ())
    return {
        "variable": True,
        "code": question.id,
        "datatype": DATATYPES[question.type],
        "required": question.required,
        "datatype_description": question.hint or None,
        "order": order,
        "description": question.label,
        "values": [{"key": key, "name": name} for key, name in values],
    }


def request_record(row: CaseRow, *, text: str, base: str, answer: str = "") -> dict[str, Any]:
    """Give one request as the public may see it. `base` is the address of the platform, for pictures."""
    return {
        "service_request_id": row.number,
        "status": "closed" if row.phase in CLOSED_PHASES else "open",
        "status_notes": answer or row.state_label,
        "service_name": row.topic_label,
        "service_code": row.topic,
        "description": text,
        "agency_responsible": row.office_label or None,
        "service_notice": None,
        "requested_datetime": row.filed_at.isoformat(timespec="seconds"),
        "updated_datetime": row.changed_at.isoformat(timespec="seconds"),
        "expected_datetime": row.clock.due_at.isoformat(timespec="seconds") if row.clock.due_at else None,
        "address": row.place or None,
        "address_id": None,
        "zipcode": None,
        "lat": row.lat,
        "long": row.lon,
        "media_url": f"{base}/tep/{row.thumb}" if row.thumb else None,
    }


def whole_request_record(case: PublicCase, *, base: str) -> dict[str, Any]:
    """Give one request with its answer."""
    return request_record(case.row, text=case.text, base=base, answer=case.answer)


def update_records(case: PublicCase) -> list[dict[str, Any]]:
    """Give the updates of a request, the oldest first (an extension that FixMyStreet and others speak)."""
    return [
        _update(case.row, entry, position) for position, entry in enumerate(reversed(case.timeline), start=1)
    ]


def _update(row: CaseRow, entry: TimelineEntry, position: int) -> dict[str, Any]:
    return {
        "update_id": f"{row.number}.{position}",
        "service_request_id": row.number,
        "status": "CLOSED" if entry.act in {"approve", "refuse", "auto_close", "close"} else "OPEN",
        "updated_datetime": entry.at.isoformat(timespec="seconds"),
        "description": entry.text or entry.label,
    }


def answers_from(form: Mapping[str, str]) -> dict[str, Any]:
    """Give the answers of our form from a GeoReport POST: `lat`, `long`, `address_string`, `attribute[code]`."""
    answers: dict[str, Any] = {
        "topic": form.get("service_code", ""),
        "description": form.get("description", ""),
    }
    lat, lon = _number(form.get("lat")), _number(form.get("long"))
    if lat is not None and lon is not None:
        answers["location"] = {"lat": lat, "lon": lon, "label": form.get("address_string", "")[:200]}
    for name, value in form.items():
        if name.startswith("attribute[") and name.endswith("]"):
            answers[name[10:-1]] = {"true": True, "false": False}.get(value, value)
    return answers


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
