"""Papers of a dossier as its offices issue them: what each says is read from the case, and whose it is is opened."""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext as _

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import OfficeCase, ProcessView
from cuudinh.engines.documents import commands as documents
from cuudinh.engines.documents import queries as issued
from cuudinh.engines.documents.types import (
    Handover,
    Paper,
    PaperView,
    ProcessSheet,
    Receipt,
    Rejection,
    SupplementRequest,
)
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import BadInput, NotYours
from cuudinh.web.province import province

# What a paper is said to be about.
ABOUT: Final = "case"
_ISSUERS: Final = ("receiver", "officer", "head")


def issuing_office(actor: Actor) -> int:
    """Give the office in whose name the actor issues papers: that of their first seat of their own."""
    seats = (seat.office_id for seat in actor.seats if seat.acts is None and seat.role in _ISSUERS)
    found = next(seats, None)
    if found is None:
        raise NotYours
    return found


def papers_of(actor: Actor, number: str) -> tuple[PaperView, ...]:
    """Give the papers of a dossier that the actor may read."""
    return issued.papers_about(actor, (ABOUT, number))


def receipt_of(actor: Actor, number: str) -> PaperView:
    """Give the receipt of a dossier: the one that was issued last, else a new one."""
    found = [one for one in papers_of(actor, number) if one.kind == Receipt.kind and one.state != "replaced"]
    return found[-1] if found else issue(actor, number, Receipt.kind)


def issue(actor: Actor, number: str, kind: str) -> PaperView:
    """Issue a paper of a dossier. Raises `BadInput` for a kind no page issues, and as `documents.issue`."""
    office_id = issuing_office(actor)
    if kind == ProcessSheet.kind:
        sheet = _process_sheet(cases.process_sheet(actor, number))
        return documents.issue(actor, sheet, about=(ABOUT, number), office_id=office_id)
    if kind not in _PAPERS:
        raise BadInput
    case = cases.office_case(actor, number)
    whose = cases.applicant(actor, number)
    paper = _PAPERS[kind](actor, case, whose)
    return documents.issue(
        actor, paper, about=(ABOUT, number), office_id=office_id, account_id=whose.account_id
    )


def _receipt(actor: Actor, case: OfficeCase, whose: cases.Applicant) -> Paper:
    dossier, due_at = case.dossier, case.row.clock.due_at
    if dossier is None or due_at is None:
        raise BadInput
    form = cases.desk_form(dossier.service_id, actor.language)
    return Receipt(
        place=province().name,
        code=case.row.number,
        desk=dossier.desk_label,
        applicant=whose.name,
        phone=whose.phone,
        service=form.service.title,
        parts=tuple(
            one.title for one in dossier.papers if one.seen != "missing" and (one.required or one.seen)
        ),
        term=form.term,
        received_at=clock.now(),
        due_at=due_at,
        collect_at=dossier.desk_label,
        officer=actor.name,
    )


def _supplement(actor: Actor, case: OfficeCase, whose: cases.Applicant) -> Paper:
    dossier = case.dossier
    if dossier is None:
        raise BadInput
    return SupplementRequest(
        place=province().name,
        code=case.row.number,
        desk=dossier.desk_label,
        applicant=whose.name,
        phone=whose.phone,
        service=cases.desk_form(dossier.service_id, actor.language).service.title,
        missing=tuple(one.title for one in dossier.papers if one.is_missing or one.seen == "missing"),
        reason=_last_words(case, "request_supplement"),
        helper=actor.name,
        helper_phone="",
        officer=actor.name,
    )


def _rejection(actor: Actor, case: OfficeCase, whose: cases.Applicant) -> Paper:
    dossier = case.dossier
    if dossier is None:
        raise BadInput
    return Rejection(
        place=province().name,
        code=case.row.number,
        desk=dossier.desk_label,
        applicant=whose.name,
        phone=whose.phone,
        service=cases.desk_form(dossier.service_id, actor.language).service.title,
        reason=_last_words(case, "refuse"),
        officer=actor.name,
    )


def _last_words(case: OfficeCase, act: str) -> str:
    """Give what was said with the last act of a kind."""
    return next((one.text for one in case.timeline if one.act == act and one.text), "")


def _process_sheet(found: ProcessView) -> ProcessSheet:
    return ProcessSheet(
        place=province().name,
        code=found.number,
        desk=found.desk,
        service=found.service_title,
        lead=found.lead,
        together_with=", ".join(found.together_with),
        rows=tuple(
            Handover(
                office=one.office,
                giver=one.giver,
                taker=one.taker,
                given_at=one.given_at,
                result=one.result,
                note=one.act,
            )
            for one in found.hands
        ),
    )


_PAPERS: Final[Mapping[str, Callable[[Actor, OfficeCase, cases.Applicant], Paper]]] = {
    Receipt.kind: _receipt,
    SupplementRequest.kind: _supplement,
    Rejection.kind: _rejection,
}


def words_of_kinds() -> dict[str, str]:
    """Give what the buttons that issue papers say, by kind."""
    return {
        Receipt.kind: _("Giấy tiếp nhận và hẹn trả"),
        SupplementRequest.kind: _("Phiếu yêu cầu bổ sung"),
        Rejection.kind: _("Phiếu từ chối tiếp nhận"),
        ProcessSheet.kind: _("Phiếu kiểm soát quá trình"),
    }
