"""A dossier as its readers see it: the status of the country, the papers, the desk, and how it is measured."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import SCAN, Case, Dossier
from cuudinh.engines.cases.queries.fees import fees_of
from cuudinh.engines.cases.queries.labels import phrases
from cuudinh.engines.cases.queries.rows import office_label
from cuudinh.engines.cases.queries.together import together_with
from cuudinh.engines.cases.queries.whole import Happened, history_of
from cuudinh.engines.cases.rules.dossiers import apology_by, filed_day
from cuudinh.engines.cases.rules.measuring import Measured, measured, stretches_of
from cuudinh.engines.cases.rules.standing import Scene, Standing
from cuudinh.engines.cases.rules.timing import in_force
from cuudinh.engines.cases.sent_files import answered_files
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.shapes_dossiers import MeasureShape
from cuudinh.engines.cases.store import standing_of
from cuudinh.engines.cases.surroundings import scene_of
from cuudinh.engines.cases.types import DossierView, GivenPaper, PaperView, StatusView, Why, WhyLine
from cuudinh.engines.documents import queries as documents
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.numbers import moment_text
from cuudinh.packs.grammar import Dated


def status_of(service: ServiceDefinition, state: str, language: str) -> StatusView | None:
    """Give the status code of the country for a state, with its words; None for cases that are no dossiers."""
    code = service.shape.states[state].status if service.is_dossier else None
    if code is None:
        return None
    label = next(one.label for one in service.shape.statuses if one.code == code)
    return StatusView(code, words(label, language))


def paper_titles(service: ServiceDefinition, papers: Iterable[str], language: str) -> Iterator[str]:
    """Give the titles of papers by their names."""
    procedure = service.shape.procedure
    known = {one.id: one.title for one in procedure.papers} if procedure is not None else {}
    yield from (words(known[paper], language) for paper in papers if paper in known)


def dossier_of(
    actor: Actor, case: Case, service: ServiceDefinition, *, is_applicant: bool = False
) -> DossierView | None:
    """Give what a dossier shows beside its case, to its applicant or to an office; None for other cases."""
    language = actor.language
    procedure, status = service.shape.procedure, status_of(service, case.state, language)
    if procedure is None or status is None:
        return None
    events = tuple(reversed(history_of(case.pk, "centre")))
    scene, standing = scene_of(service, clock.now(), language), standing_of(case)
    found = measure_of(scene, standing, events)
    beside = Dossier.objects.get(case_id=case.pk)
    return DossierView(
        status=status,
        procedure=procedure.code,
        desk_label=office_label(beside.desk_office_id, language),
        papers=_papers(service, beside, (case, events), language),
        result=words(procedure.result, language),
        measure=_why(scene, *found, language) if found is not None else None,
        apology_by=_apology_by(scene, standing),
        is_late_by_measure=found[1].is_late if found is not None else None,
        handed_in_by=identity.staff_name(beside.account_id),
        mandate=_mandate(service, beside.mandate, language),
        document=beside.document,
        fees=fees_of(case.number, language),
        given=_given(actor, case.number, is_applicant=is_applicant),
        linked=tuple(_titles(procedure.linked, language)),
        service_id=service.id,
        fee_unknown=words(service.shape.fee_unknown, language) if service.shape.fee_unknown else "",
        together=together_with(actor, case, is_applicant=is_applicant),
    )


def _given(actor: Actor, number: str, *, is_applicant: bool) -> tuple[GivenPaper, ...]:
    """Give the papers of a dossier: to its applicant all, to an office those it may open."""
    about = ("case", number)
    readable = {one.code for one in documents.papers_about(actor, about)}
    return tuple(
        GivenPaper(
            one.code,
            one.kind,
            one.name,
            one.number,
            one.issued_at,
            can_open=one.code in readable and one.state != "waiting",
        )
        for one in documents.papers_of_thing(about, actor.language)
        if is_applicant or one.code in readable
    )


def _mandate(service: ServiceDefinition, basis: str, language: str) -> str:
    rules = service.shape.rules
    known = {one.id: one.label for one in rules.mandates} if rules is not None else {}
    return words(known[basis], language) if basis in known else ""


def _apology_by(scene: Scene, case: Standing) -> datetime | None:
    rules = scene.service.shape.rules
    if rules is None or case.is_settled or case.times_done("reappoint") or not case.times_done("receive"):
        return None
    return apology_by(case, rules, scene.pace(case))


def _titles(services: Iterable[str], language: str) -> Iterator[str]:
    """Give the names of services that go with one, as far as they are in force."""
    in_force_now = {one.id: one for one in definitions.services()}
    yield from (words(in_force_now[one].shape.title, language) for one in services if one in in_force_now)


def _papers(
    service: ServiceDefinition, beside: Dossier, of: tuple[Case, Sequence[Happened]], language: str
) -> tuple[PaperView, ...]:
    case, events = of
    asked = [event for event in events if event.act == "request_supplement"]
    is_waiting = case.state in service.asked_states
    missing = set(asked[-1].facts.get("papers", ())) if asked and is_waiting else set()
    procedure, sent = service.shape.procedure, answered_files(case.pk)
    return tuple(
        PaperView(
            id=one.id,
            title=words(one.title, language),
            form=one.form,
            copies=one.copies,
            required=one.required,
            is_missing=one.id in missing,
            type=one.type,
            seen=(beside.papers or {}).get(one.id, ""),
            scans=sent.get(f"{SCAN}{one.id}", ()),
        )
        for one in (procedure.papers if procedure is not None else ())
    )


def measure_of(
    scene: Scene, case: Standing, events: Sequence[Happened]
) -> tuple[Dated[MeasureShape], Measured] | None:
    """Measure a dossier by the rule of the day on which it was filed; None before it was received."""
    received, promised_at = received_in(events)
    rules = scene.service.shape.rules
    if received is None or rules is None:
        return None
    row = in_force(rules.measure, filed_day(scene, case))
    found = measured(
        row.value,
        stretches_of(entered(scene.service, events)),
        received_at=received.at,
        due_at=datetime.fromisoformat(promised_at),
        asked=case.times_done("request_supplement"),
        at=scene.at,
        pace=scene.working,
    )
    return row, found


def received_in(events: Iterable[Happened]) -> tuple[Happened | None, str]:
    """Give the event by which the desk took a dossier in, and the day that was named then."""
    promised_at = ""
    for event in events:
        promised_at = event.facts.get("set", {}).get("promised_at", promised_at)
        if event.act == "receive":
            return event, promised_at
    return None, ""


def entered(service: ServiceDefinition, events: Iterable[Happened]) -> Iterator[tuple[int, datetime]]:
    """Give the statuses of the country that a history went through, each with its moment."""
    for event in events:
        status = service.shape.states[event.to_state].status
        assert status is not None, "every state of a dossier has a status"
        yield status, event.at


def _why(scene: Scene, row: Dated[MeasureShape], found: Measured, language: str) -> Why:
    """Explain the measure line by line: from when to when, what is taken off, what was given, what comes out."""
    _ = phrases(language)
    zone: ZoneInfo = scene.working.calendar.zone

    def minutes(n: int) -> str:
        return _("%(hours)d giờ %(minutes)d phút làm việc") % {"hours": n // 60, "minutes": n % 60}

    ended = status_words(scene.service, found.ended_by, language) or _("đang giải quyết, tính đến bây giờ")
    lines = [
        WhyLine(_("Cách đo"), _("theo ngày hẹn trả khi tiếp nhận"), row.source),
        WhyLine(_("Tiếp nhận lúc"), moment_text(found.received_at, zone, language)),
        WhyLine(_("Hẹn trả lúc tiếp nhận"), moment_text(found.due_at, zone, language)),
        WhyLine(_("Kết thúc khi"), f"{ended}: {moment_text(found.ended_at, zone, language)}"),
        WhyLine(_("Từ tiếp nhận đến kết thúc"), minutes(found.minutes)),
        WhyLine(_("Trừ thời gian chờ bổ sung"), minutes(found.taken_off)),
        WhyLine(_("Thời gian được tính"), minutes(found.minutes - found.taken_off)),
        WhyLine(_("Thời gian đã hẹn"), minutes(found.given)),
        WhyLine(
            _("Số lần yêu cầu bổ sung"),
            str(found.asked),
            _("quá %(most)d lần thì tính là trễ") % {"most": row.value.supplements_most},
        ),
        WhyLine(_("Kết quả đo"), _("trễ hạn") if found.is_late else _("đúng hạn")),
    ]
    return Why(title=_("Hồ sơ được đo thế nào?"), lines=tuple(lines))


def status_words(service: ServiceDefinition, code: int | None, language: str) -> str:
    """Give the words of a status code; nothing for none."""
    return next((words(one.label, language) for one in service.shape.statuses if one.code == code), "")
