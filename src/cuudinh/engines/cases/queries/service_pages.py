"""The page of a service: all that a person needs to know before using it, as it is in force today."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext_noop

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.queries.catalogue import card, catalogue, today
from cuudinh.engines.cases.queries.labels import phrases
from cuudinh.engines.cases.queries.lately import lately
from cuudinh.engines.cases.queries.owners import office_of_rules, owner_lines, owner_rules
from cuudinh.engines.cases.rules import limits, timing
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.shapes import OwnerRule
from cuudinh.engines.cases.shapes_dossiers import ConsultedShape, ProcedureShape
from cuudinh.engines.cases.shapes_limits import OpenPeriod
from cuudinh.engines.cases.shapes_words import LegalSource
from cuudinh.engines.cases.types import (
    NeededPaper,
    OwnerLine,
    ServicePage,
    SourceLine,
)
from cuudinh.engines.places import queries as places
from cuudinh.journal import releases
from cuudinh.kernel import clock
from cuudinh.packs.grammar import Dated, SpanShape

_APPLICANTS: Final = {
    "person": gettext_noop("Cá nhân"),
    "household": gettext_noop("Hộ gia đình, hộ kinh doanh"),
    "organisation": gettext_noop("Tổ chức, doanh nghiệp"),
}
_CHANNELS: Final = {
    "web": gettext_noop("Trực tuyến, trên trang này"),
    "app": gettext_noop("Ứng dụng trên điện thoại"),
    "counter": gettext_noop("Bất kỳ Bộ phận Một cửa nào trong tỉnh, thành phố"),
    "hotline": gettext_noop("Đường dây nóng"),
}


def service_page(service_id: str, language: str) -> ServicePage:
    """Give the page of a service in force. Raises `ServiceNotThere`."""
    service = definitions.service(service_id)
    shape, day = service.shape, today()
    known = definitions.catalogue()
    group = next((words(one.title, language) for one in known.groups if one.id == shape.group), "")
    events = ((one.id, words(one.title, language)) for one in known.life_events)
    return ServicePage(
        card=card(service_id, language),
        group_title=group,
        events=tuple(pair for pair in events if pair[0] in shape.life_events),
        has_topics=len(service.topics) > 1,
        **_when(service, day, language),
        **_procedure(shape.procedure, day, language),
        fee_unknown=words(shape.fee_unknown, language) if shape.fee_unknown else "",
        owners=_owners(service, day, language),
        channels=_told(_CHANNELS, shape.channels, language),
        submit=shape.identity.submit,
        **_open(service, day, language),
        is_restricted=shape.restricted is not None,
        is_reporter_hidden=shape.identity.hidden_from_offices,
        legal=tuple(_legal(one) for one in shape.legal),
        bars=tuple(_bars(service, language)),
        steps=tuple(words(one.title, language) for one in shape.steps),
        asks_first=shape.eligibility is not None,
        guide=guide(service_id, language),
        lately=lately(service_id, language),
    )


def guide(service_id: str, language: str) -> str:
    """Give the guide of a service in a language, else in Vietnamese; nothing where the pack has none."""
    for name in dict.fromkeys((language, "vi")):
        found = releases.file_in_force(f"services/{service_id}/guide.{name}.md")
        if found is not None:
            return found.decode("utf-8")
    return ""


def _when(service: ServiceDefinition, day: date, language: str) -> dict[str, Any]:
    """Give the deadlines of a service whose topics have the same; of others each topic tells its own."""
    if service.only_tells:
        return {"deadlines": (), "due_now": None, "cut_off": ""}
    topic = next(iter(service.topics.values()))
    rows = timing.deadline_rows(service.shape, topic)
    cut_off = timing.cut_off_of(service.shape, day)
    return {
        "deadlines": tuple(_deadlines(rows, day, language)),
        "due_now": _due_now(service) if len(service.topics) == 1 else None,
        "cut_off": f"{cut_off:%H:%M}" if cut_off is not None else "",
    }


def _deadlines(rows: Sequence[Dated[SpanShape]], day: date, language: str) -> Iterator[SourceLine]:
    now = timing.in_force(rows, day)
    later = sorted((row for row in rows if row.since > day.isoformat()), key=lambda row: row.since)
    for row in (now, *(one for one in later if one is not now)):
        yield SourceLine(
            timing.span_text(row.value, language),
            row.source,
            date.fromisoformat(row.since),
            mark=row.mark or "",
        )


def _due_now(service: ServiceDefinition) -> datetime:
    """Give by when there would be a result of what is received at this moment."""
    topic = next(iter(service.topics.values()))
    pace = timing.Pace(places.calendar(service.shape.calendar), topic.track == "immediate")
    return timing.promise(service.shape, topic, clock.now(), pace).due_at


def _open(service: ServiceDefinition, day: date, language: str) -> dict[str, Any]:
    """Give whether cases are taken today, the period that says so, and how many places there are."""
    shape = service.shape
    periods = shape.open_during
    now = limits.open_on(periods, day) if periods is not None else None
    later = min(
        (one for one in periods or () if one.since > day.isoformat()), key=lambda one: one.since, default=None
    )
    period = now or later
    quota = shape.quota
    return {
        "is_open": not service.only_tells and (periods is None or now is not None),
        "period": _period(period) if period is not None else None,
        "places": timing.in_force(quota.total, day).value if quota is not None else None,
        "sponsor": words(quota.sponsor, language) if quota is not None and quota.sponsor else "",
    }


def _period(period: OpenPeriod) -> SourceLine:
    until = date.fromisoformat(period.until) if period.until else None
    return SourceLine("", period.source, date.fromisoformat(period.since), until, period.mark or "")


def _procedure(shape: ProcedureShape | None, day: date, language: str) -> dict[str, Any]:
    """Give what only a procedure has; nothing of it for other kinds."""
    if shape is None:
        return (
            dict.fromkeys(("part_because", "code", "fee_table", "result"), "")
            | dict.fromkeys(("applicants", "papers", "consulted", "deliver", "linked"), ())
            | {"papers_source": None}
        )
    return {
        "applicants": _told(_APPLICANTS, shape.applicants, language),
        "part_because": words(shape.part_because, language) if shape.part_because else "",
        "papers": tuple(
            NeededPaper(words(one.title, language), one.form, one.copies, one.required)
            for one in shape.papers
        ),
        "papers_source": SourceLine("", shape.source, mark=shape.mark),
        "code": shape.code,
        "fee_table": shape.fee_table or "",
        "consulted": tuple(_consulted(one, day, language) for one in shape.consulted),
        "result": words(shape.result, language),
        "deliver": tuple(shape.deliver),
        "linked": tuple(one for one in catalogue(language) if one.id in shape.linked),
    }


def _consulted(shape: ConsultedShape, day: date, language: str) -> SourceLine:
    row = timing.in_force(shape.deadline, day)
    rule = OwnerRule(since=row.since, office=shape.office, function=shape.function, at=shape.at)
    office, within = office_of_rules([rule], day, language), timing.span_text(row.value, language)
    said = f"{office}: {words(shape.about, language)} ({within})"
    return SourceLine(said, row.source, date.fromisoformat(row.since), mark=row.mark or "")


def _owners(service: ServiceDefinition, day: date, language: str) -> tuple[OwnerLine, ...]:
    """Give who answers; of a service with topics each office once."""
    found: dict[str, OwnerLine] = {}
    for rules in owner_rules(service):
        for line in owner_lines(rules, day, language):
            found.setdefault(line.office, line)
    return tuple(found.values())


def _told(known: dict[str, str], names: Sequence[str], language: str) -> tuple[str, ...]:
    _ = phrases(language)
    return tuple(_(known[name]) for name in names if name in known)


def _legal(shape: LegalSource) -> SourceLine:
    until = date.fromisoformat(shape.until) if shape.until else None
    return SourceLine(
        shape.title,
        since=date.fromisoformat(shape.since),
        until=until,
        mark=shape.mark,
        note=shape.note or "",
    )


def _bars(service: ServiceDefinition, language: str) -> Iterator[SourceLine]:
    """Give who cannot apply, and what they can do instead."""
    asked = service.shape.eligibility
    for bar in asked.bars if asked is not None else ():
        instead = words(bar.instead, language) if bar.instead else ""
        yield SourceLine(words(bar.because, language), bar.source, note=instead)
