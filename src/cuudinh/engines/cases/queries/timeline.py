"""The history of a case as its readers may see it, and the ledger of its clock."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext_noop

from cuudinh.engines.cases.models import AUDIENCES, Case, ClockEntry
from cuudinh.engines.cases.queries.dossiers import paper_titles, status_of
from cuudinh.engines.cases.queries.labels import Labels, labels_for, phrases
from cuudinh.engines.cases.queries.rows import Reader, office_label, state_label
from cuudinh.engines.cases.queries.whole import Happened
from cuudinh.engines.cases.rules.timing import Pace
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.types import ClockLine, TimelineEntry
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.places import queries as places
from cuudinh.kernel.numbers import moment_text

# How a case of each kind began.
FILED: Final[Mapping[str, str]] = {
    "dossier": gettext_noop("Nộp hồ sơ"),
    "report": gettext_noop("Gửi phản ánh"),
    "question": gettext_noop("Đã gửi câu hỏi"),
    "enquiry": gettext_noop("Đã gửi câu hỏi, kiến nghị"),
    "incident": gettext_noop("Đã báo sự cố"),
    "request": gettext_noop("Đã gửi yêu cầu"),
    "registration": gettext_noop("Gửi đăng ký"),
}
# Words for what no act of the flow stands for.
BUILT_IN = {
    "escalate": gettext_noop("Nhắc hạn"),
    "inherit": gettext_noop("Đơn vị khác tiếp nhận do sắp xếp tổ chức"),
    "release": gettext_noop("Về danh sách chung của đơn vị"),
    "entrust": gettext_noop("Giao người khác trong đơn vị"),
    "propose": gettext_noop("Đề nghị người thứ hai xác nhận"),
    "show_picture": gettext_noop("Công khai ảnh"),
    "withhold_picture": gettext_noop("Ngừng công khai ảnh"),
    "mark_areas": gettext_noop("Che vùng trên ảnh"),
    "add_pictures": gettext_noop("Thêm ảnh"),
}

# What is told beside the name of an act: which of its facts, and in which words.
DETAILS = {
    "assign": ("office", gettext_noop("Đơn vị chủ trì: {what}")),
    "transfer": ("office", gettext_noop("Đơn vị chủ trì: {what}")),
    "request_joint": ("offices", gettext_noop("Đơn vị phối hợp: {what}")),
    "merge": ("master", gettext_noop("Phản ánh chính: {what}")),
    "request_extension": ("wanted", gettext_noop("Xin đến {what}")),
    "grant_extension": ("due", gettext_noop("Hạn mới: {what}")),
    "reappoint": ("due", gettext_noop("Hẹn lại ngày trả kết quả: {what}")),
    "request_supplement": ("papers", gettext_noop("Giấy tờ cần bổ sung: {what}")),
    "entrust": ("officer", gettext_noop("Người xử lý: {what}")),
    "inherit": ("office", gettext_noop("Đơn vị chủ trì: {what}")),
    "escalate": ("flag", "{what}"),
}


def timeline_of(
    events: Iterable[Happened], service: ServiceDefinition, who: Reader, audience: str
) -> tuple[TimelineEntry, ...]:
    """Tell an audience what it may see (`history_of`); `audience` is public, parties, offices or centre."""
    names = audience in {"offices", "centre"}
    return tuple(_entry(event, service, who, audience, names_officers=names) for event in events)


def _entry(
    event: Happened, service: ServiceDefinition, who: Reader, audience: str, *, names_officers: bool
) -> TimelineEntry:
    status = status_of(service, event.to_state, who.language)
    return TimelineEntry(
        at=event.at,
        act=event.act,
        label=act_label(service, event.act, who.language),
        side=event.side,
        office_label=office_label(event.office_id, who.language),
        officer_label=_who(event, who.language) if names_officers else "",
        state_label=state_label(service, event.to_state, 0, who),
        text=_said(event, service, who.language, audience),
        phase=service.shape.states[event.to_state].phase,
        status=status.code if status is not None else None,
        status_label=status.label if status is not None else "",
    )


def _who(event: Happened, language: str) -> str:
    """Give who did it, and for whom."""
    name, behalf = identity.staff_name(event.account_id), event.facts.get("behalf")
    if behalf is None:
        return name
    _ = phrases(language)
    by_document = "document" in event.facts
    said = _("%(who)s theo ủy quyền của %(whom)s") if by_document else _("%(who)s thay %(whom)s")
    return said % {"who": name, "whom": identity.staff_name(behalf)}


def act_label(service: ServiceDefinition, act: str, language: str) -> str:
    """Give the words of an act of the flow; filing and what the system does have words of their own."""
    return _act_label(labels_for(service, language, is_public=True), act, language)


@lru_cache(maxsize=1_024)
def _act_label(labels: Labels, act: str, language: str) -> str:
    if act == "file":
        return phrases(language)(FILED[labels.service.shape.kind])
    shape = next((one for one in labels.service.shape.acts if one.do == act), None)
    return words(shape.label, language) if shape is not None else phrases(language)(BUILT_IN.get(act, act))


def _said(event: Happened, service: ServiceDefinition, language: str, audience: str) -> str:
    """Give what an act did and the words that an audience may read: those of the act, and notes meant for it too."""
    reason = service.reasons.get(str(event.facts.get("reason", "")))
    said = [words(reason.label, language)] if reason is not None else []
    notes = event.facts.get("notes", {})
    heard = [text for to, text in notes.items() if AUDIENCES[to] <= AUDIENCES[audience]]
    told = [
        _done(event, service, language),
        *said,
        str(event.facts.get("text", "")),
        *heard,
        *_new_promise(event, service, language),
        *_by_document(event, language),
    ]
    return " — ".join(filter(None, told))


def _new_promise(event: Happened, service: ServiceDefinition, language: str) -> list[str]:
    """Give the sentence by which everybody learns that the case was promised for another time."""
    if "promised_before" not in event.facts:
        return []
    _ = phrases(language)
    zone = places.calendar(service.shape.calendar).zone
    new, old = (
        moment_text(datetime.fromisoformat(event.facts[name]), zone, language)
        for name in ("promised", "promised_before")
    )
    return [_("Hạn mới %(new)s, thay cho %(old)s.") % {"new": new, "old": old}]


def _by_document(event: Happened, language: str) -> list[str]:
    """Give the document by which an office ended and another has the case."""
    document = event.facts.get("document")
    return [phrases(language)("Theo %(document)s.") % {"document": document}] if document else []


def _done(event: Happened, service: ServiceDefinition, language: str) -> str:
    """Say to whom, until when or into which, for the acts whose name alone does not."""
    fact = DETAILS.get(event.act, ("", ""))[0]
    value = event.facts.get(fact)
    if not value:
        return ""
    if fact in {"due", "wanted"}:
        zone = places.calendar(service.shape.calendar).zone
        shown = moment_text(datetime.fromisoformat(value), zone, language)
    elif fact == "office":
        shown = office_label(value, language)
    elif fact == "officer":
        shown = identity.staff_name(value)
    elif fact == "papers":
        shown = ", ".join(paper_titles(service, value, language))
    elif fact == "flag":
        shown = words(service.shape.flags[value].label, language)
    else:
        shown = ", ".join(office_label(one, language) for one in value) if fact == "offices" else value
    return phrases(language)(DETAILS[event.act][1]).format(what=shown)


def ledger_of(case: Case, service: ServiceDefinition, who: Reader) -> tuple[ClockLine, ...]:
    """Give every stretch of the clock, oldest first; the running one counted up to now.

    All are counted in the unit of the case's track, so that they can be added: working minutes, or those of
    the wall clock when it is immediate.
    """
    entries = ClockEntry.objects.filter(case=case).order_by("began_at", "id")
    pace = Pace(places.calendar(service.shape.calendar), is_wall=case.track == 1)
    return tuple(
        ClockLine(
            state_label=state_label(service, entry.state, 0, who),
            side=entry.side,
            office_label=office_label(entry.office_id, who.language),
            began_at=entry.began_at,
            ended_at=entry.ended_at,
            minutes=pace.minutes(entry.began_at, entry.ended_at or who.now),
        )
        for entry in entries
    )


def minutes_by_side(lines: Iterable[ClockLine]) -> dict[str, int]:
    """Give the minutes that count against each side, in the unit of the lines.

    Kept apart on purpose: time in which the reporter was asked is not the office's time.
    """
    totals: dict[str, int] = {}
    for line in lines:
        totals[line.side] = totals.get(line.side, 0) + line.minutes
    return totals
