"""Why this deadline, why this office: the rule that decided, line by line, from the definition of the case."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from cuudinh.engines.cases.models import Case
from cuudinh.engines.cases.queries.labels import Labels, labels_for, phrases
from cuudinh.engines.cases.queries.rows import office_label, unit_label
from cuudinh.engines.cases.queries.whole import Happened
from cuudinh.engines.cases.rules import timing
from cuudinh.engines.cases.rules.routing import proposed_office, route
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.store import standing_of
from cuudinh.engines.cases.surroundings import scene_of
from cuudinh.engines.cases.types import Why, WhyLine
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.places import queries as places
from cuudinh.kernel import clock
from cuudinh.kernel.numbers import date_text, moment_text, number
from cuudinh.kernel.worktime import Calendar

_MOVING: Final = ("correct", "grant_extension", "reappoint")


def why_deadline(
    case: Case, service: ServiceDefinition, language: str, events: Iterable[Happened], audience: str
) -> Why:
    """Give the rule of the deadline, each day that was or was not counted, and what moved it since.

    It is told from where the time counts: the filing, or the last reopening. `events` are those that the
    audience may read (`history_of`).
    """
    _ = phrases(language)
    calendar = places.calendar(service.shape.calendar)
    labels = labels_for(service, language, is_public=True)
    filed_at = case.filed_at if service.is_dossier else case.counted_from
    allowed, *days = _counted_days(labels, language, case.topic, case.counted_from, filed_at, calendar)
    zone = calendar.zone
    lines = [allowed, WhyLine(_("Nhận lúc"), moment_text(case.filed_at, zone, language))]
    if case.counted_from != case.filed_at:
        lines.append(WhyLine(_("Tính lại từ"), moment_text(case.counted_from, zone, language)))
    lines += days
    if case.promised_at is not None:
        lines.append(WhyLine(_("Hạn đã hứa"), moment_text(case.promised_at, zone, language)))
    moved = [one for one in events if one.act in _MOVING and one.at >= case.counted_from]
    lines += _moved_lines(case, moved, zone, language, audience)
    if case.due_at is not None and case.due_at != case.promised_at:
        lines.append(WhyLine(_("Hạn hiện nay"), moment_text(case.due_at, zone, language)))
    return Why(title=_("Vì sao hạn này?"), lines=tuple(lines))


@lru_cache(maxsize=1_024)
def _counted_days(
    labels: Labels,
    language: str,
    topic: str,
    counted_from: datetime,
    filed_at: datetime,
    calendar: Calendar,
) -> tuple[WhyLine, ...]:
    """Give the time allowed and its source, and each day that was or was not counted.

    They follow from the moment and from what was in force, which a compiled service and a calendar stand for.
    """
    _ = phrases(language)
    service = labels.service
    trace = timing.deadline_trace(service.shape, service.topics[topic], counted_from, calendar, filed_at)
    allowed = WhyLine(_("Thời hạn"), timing.span_text(trace.row.value, language), trace.row.source)
    return (
        allowed,
        *(WhyLine(date_text(line.day, language), line.words(language)) for line in trace.lines),
    )


def _moved_lines(
    case: Case, moved: Sequence[Happened], zone: ZoneInfo, language: str, audience: str
) -> Iterator[WhyLine]:
    """Give what moved the deadline: a corrected topic, an extension with who granted it, a clock that stood still."""
    _ = phrases(language)
    names_officers = audience in {"offices", "centre"}
    for event in reversed(moved):
        if "promised_before" in event.facts:
            before = datetime.fromisoformat(event.facts["promised_before"])
            yield WhyLine(_("Hạn hứa trước khi sửa lĩnh vực"), moment_text(before, zone, language))
        if event.act == "reappoint":
            until = moment_text(datetime.fromisoformat(event.facts["due"]), zone, language)
            yield WhyLine(_("Xin lỗi và hẹn lại"), until, moment_text(event.at, zone, language))
        if event.act == "grant_extension":
            by = identity.staff_name(event.account_id) if names_officers else _("Trung tâm điều hành")
            yield WhyLine(_("Gia hạn"), _granted(event, zone, language), by)
    if case.waited_minutes:
        hours = number(Decimal(case.waited_minutes) / 60, language, decimals=1)
        unit = _("%(hours)s giờ") if case.track else _("%(hours)s giờ làm việc")
        yield WhyLine(_("Thời gian chờ không tính"), unit % {"hours": hours})


def _granted(event: Happened, zone: ZoneInfo, language: str) -> str:
    """Give when more time was granted and until when; a clock that stood still had no moment to name."""
    _ = phrases(language)
    at = moment_text(event.at, zone, language)
    if "due" not in event.facts:
        return at
    until = moment_text(datetime.fromisoformat(event.facts["due"]), zone, language)
    return _("đồng ý lúc %(at)s, đến %(until)s") % {"at": at, "until": until}


def why_office(case: Case, service: ServiceDefinition, language: str) -> Why:
    """Give the rule that proposed the office, and the office that leads now if a person chose another."""
    _ = phrases(language)
    topic = service.topics[case.topic]
    lines = [
        WhyLine(_("Lĩnh vực"), words(topic.title, language)),
        WhyLine(_("Nơi xảy ra"), unit_label(case.unit_id, language) or _("chưa rõ")),
        *_guess_lines(case, language),
        *_rule_lines(case, service, language),
    ]
    if case.owner_office_id is not None:
        lines.append(WhyLine(_("Đơn vị đang chủ trì"), office_label(case.owner_office_id, language)))
    return Why(title=_("Vì sao đơn vị này?"), lines=tuple(lines))


def _guess_lines(case: Case, language: str) -> list[WhyLine]:
    """Say that the unit is a guess, when no boundary but a cell around a centre decided it."""
    _ = phrases(language)
    if (case.units or {}).get(str(case.unit_id)) != "cell":
        return []
    return [
        WhyLine(
            _("Ranh giới"),
            _("gần đúng, vẽ quanh trung tâm xã, phường; vị trí sát ranh có thể thuộc nơi kế bên"),
        )
    ]


def proposed_label(case: Case, service: ServiceDefinition, language: str) -> str:
    """Give the name of the office that routing proposes today; nothing once an office leads, or when none fits."""
    if case.owner_office_id is not None:
        return ""
    return office_label(
        proposed_office(scene_of(service, clock.now(), language), standing_of(case)), language
    )


def _rule_lines(case: Case, service: ServiceDefinition, language: str) -> list[WhyLine]:
    _ = phrases(language)
    if case.unit_id is None:
        return []
    scene = scene_of(service, case.filed_at, language)
    chain = scene.places.chain(case.unit_id, scene.day)
    routed = route(service, case.topic, chain, case.answers, scene.day, scene.offices)
    if routed is None:
        return [WhyLine(_("Quy tắc"), _("chưa có quy tắc cho nơi này"))]
    return [
        WhyLine(
            _("Đơn vị được đề xuất"),
            office_label(routed.office_id, language),
            routed.source,
        )
    ]
