"""GeoReport v2 records made from our views: services, definitions, requests and updates.

Statuses are folded to the standard's `open` and `closed`; our own word for the state, or the answer once it
is approved, goes along as `status_notes`. The standard's personal fields (name, e-mail, phone, device) are
never given out, and on filing they are left aside: the reporter is whoever holds the key.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from cuudinh.engines.cases.queries import QuestionView, ServiceView
from cuudinh.engines.cases.types import CaseRow, ExchangedCase, PublicCase, TimelineEntry, TopicView
from cuudinh.kernel.flow import Phase

PHASES: Final[Mapping[str, tuple[Phase, ...]]] = {"open": ("open", "paused"), "closed": ("done", "final")}
DATATYPES: Final[Mapping[str, str]] = {
    "text": "string",
    "long_text": "text",
    "number": "number",
    "choice": "singlevaluelist",
    "flag": "singlevaluelist",
}
# How the standard calls what it asks itself.
STANDARD_NAMES: Final[Mapping[str, str]] = {
    "topic": "service_code",
    "place": "lat, long",
    "photos": "media",
    "main": "description",
}
FLAG_VALUES: Final[Mapping[str, bool]] = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Setting:
    """Where records are shown: the address of the platform, for pictures, and the zone of moments."""

    base: str
    zone: ZoneInfo

    def moment(self, at: datetime | None) -> str | None:
        """Give a moment as ISO 8601 with the offset of the province."""
        return at.astimezone(self.zone).isoformat(timespec="seconds") if at is not None else None


def parts_of(form: ServiceView) -> dict[str, QuestionView]:
    """Give the questions for which the standard has fields of its own, by their part in a report."""
    first: dict[str, QuestionView] = {}
    for question in form.questions:
        first.setdefault(question.type, question)
    main = first.get("long_text") or first.get("text")
    parts = {
        "topic": first.get("topic"),
        "place": first.get("place"),
        "photos": first.get("photos"),
        "main": main,
    }
    return {part: question for part, question in parts.items() if question is not None}


def service_record(topic: TopicView, *, has_attributes: bool) -> dict[str, Any]:
    """Give one service: in our words a topic of the service for reports."""
    return {
        "service_code": topic.id,
        "service_name": topic.title,
        "description": _("Thời hạn xử lý: {span}").format(span=topic.deadline_text),
        "metadata": has_attributes,
        "type": "realtime",
        "keywords": topic.group,
        "group": topic.group_title,
    }


def attributes_of(form: ServiceView, shown: Iterable[str]) -> tuple[QuestionView, ...]:
    """Give the questions, among those that are shown, which the standard has no field for."""
    standard = {question.id for question in parts_of(form).values()}
    asked = set(shown) - standard
    return tuple(one for one in form.questions if one.id in asked and one.type in DATATYPES)


def definition_record(topic_id: str, attributes: Sequence[QuestionView]) -> dict[str, Any]:
    """Give the attributes of a service."""
    return {
        "service_code": topic_id,
        "attributes": [_attribute(one, order) for order, one in enumerate(attributes, start=1)],
    }


def _attribute(question: QuestionView, order: int) -> dict[str, Any]:
    yes_and_no = (("true", _("Có")), ("false", _("Không")))
    values = yes_and_no if question.type == "flag" else question.choices
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


def request_record(case: ExchangedCase | PublicCase, setting: Setting) -> dict[str, Any]:
    """Give one request as the public may see it."""
    row = case.row
    return {
        "service_request_id": row.number,
        "status": status_of(row.phase),
        "status_notes": case.answer or row.state_label,
        "service_name": row.topic_label,
        "service_code": row.topic,
        "description": case.text,
        "agency_responsible": row.office_label or None,
        "service_notice": None,
        "requested_datetime": setting.moment(row.filed_at),
        "updated_datetime": setting.moment(row.changed_at),
        "expected_datetime": setting.moment(row.clock.due_at),
        "address": row.place or None,
        "address_id": None,
        "zipcode": None,
        "lat": row.lat,
        "long": row.lon,
        "media_url": f"{setting.base}/tep/{row.thumb}" if row.thumb else None,
    }


def status_of(phase: str) -> str:
    """Give the standard's status of a phase.

    >>> status_of("paused"), status_of("done")
    ('open', 'closed')
    """
    return "open" if phase in PHASES["open"] else "closed"


def update_records(case: PublicCase, setting: Setting) -> list[dict[str, Any]]:
    """Give the updates of a request, the oldest first (an extension that FixMyStreet and others speak)."""
    oldest_first = enumerate(reversed(case.timeline), start=1)
    return [_update(case.row, entry, place, setting) for place, entry in oldest_first]


def _update(row: CaseRow, entry: TimelineEntry, place: int, setting: Setting) -> dict[str, Any]:
    return {
        "update_id": f"{row.number}.{place}",
        "service_request_id": row.number,
        "status": status_of(entry.phase),
        "updated_datetime": setting.moment(entry.at),
        "description": f"{entry.label}: {entry.text}" if entry.text else entry.label,
    }


def answers_from(form: ServiceView, sent: Mapping[str, str]) -> dict[str, Any]:
    """Give the answers of our form from a GeoReport POST: `lat`, `long`, `address_string`, `attribute[code]`."""
    answers: dict[str, Any] = {}
    for name, value in sent.items():
        if name.startswith("attribute[") and name.endswith("]"):
            code = name.removeprefix("attribute[").removesuffix("]")
            answers[code] = FLAG_VALUES.get(value, value)
    standard = {
        "topic": sent.get("service_code", ""),
        "main": sent.get("description", ""),
        "place": _place(sent),
    }
    parts = parts_of(form)
    return {**answers, **{parts[part].id: value for part, value in standard.items() if part in parts}}


def _place(sent: Mapping[str, str]) -> dict[str, str]:
    """Give the point that was sent. An address alone is not looked up: offices are found by the point."""
    lat, lon = sent.get("lat", ""), sent.get("long", "")
    return {"lat": lat, "lon": lon, "label": sent.get("address_string", "")} if lat and lon else {}


def field_of(form: ServiceView, question_id: str) -> str:
    """Give the name under which the standard sends the answer to a question of ours."""
    for part, question in parts_of(form).items():
        if question.id == question_id:
            return STANDARD_NAMES[part]
    return f"attribute[{question_id}]"
