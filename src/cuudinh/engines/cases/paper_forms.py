"""What the papers of a dossier say: each filled from the act by which it is given out, in the words of the office."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from cuudinh.engines.cases.queries.whole import Happened
from cuudinh.engines.cases.rules.standing import Standing
from cuudinh.engines.cases.rules.timing import in_force, span_text
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.documents.types import (
    Apology,
    Handover,
    Paper,
    ProcessSheet,
    Receipt,
    Rejection,
    Result,
    StopNotice,
    SupplementRequest,
)
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel import clock
from cuudinh.kernel.numbers import dong

# Papers are given out in the language of the State.
_LANGUAGE: Final = "vi"
# What is in a history and hands nothing on.
_NO_HANDS: Final = frozenset({"note", "escalate", "propose", "rate", "paid"})


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who handed a dossier in, as papers name them."""

    name: str = field(repr=False)
    phone: str = field(default="", repr=False)
    address: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Told:
    """The act that gives a paper out, and all that the paper may say of its dossier.

    `place` is that of the date line, `desk` the one that took the dossier in, `head` who answers for the office that
    decides, `fee_vnd` what it costs in đồng, None where it is free.
    """

    service: ServiceDefinition
    case: Standing
    event: Happened
    history: Sequence[Happened]
    applicant: Applicant
    place: str
    desk: str
    head: str
    fee_vnd: int | None

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the history keeps of the act."""
        return self.event.facts

    @property
    def officer(self) -> str:
        """Who did the act; of one the platform did by rule, who answers for it."""
        return identity.staff_name(self.event.account_id) or self.head

    @property
    def because(self) -> str:
        """The reason in the words of the pack, and what was written beside it."""
        reason = self.service.reasons.get(self.facts.get("reason", ""))
        said = [words(reason.label, _LANGUAGE)] if reason is not None else []
        return ". ".join(filter(None, [*said, self.facts.get("text", "")]))

    @property
    def received_at(self) -> datetime:
        """When the desk took it in; before that, when it was handed in."""
        taken = [one.at for one in self.history if one.act == "receive"]
        return taken[-1] if taken else self.case.filed_at

    def paper_titles(self, ids: Iterable[str] | None = None) -> tuple[str, ...]:
        """Give the titles of the papers of these names; without names, of all that the procedure cannot do without."""
        procedure = self.service.shape.procedure
        papers = procedure.papers if procedure is not None else ()
        known = set(ids) if ids is not None else {one.id for one in papers if one.required}
        return tuple(words(one.title, _LANGUAGE) for one in papers if one.id in known)

    def same(self) -> dict[str, Any]:
        """Give what every paper to an applicant says."""
        return {
            "place": self.place,
            "code": self.case.number,
            "desk": self.desk,
            "applicant": self.applicant.name,
            "phone": self.applicant.phone,
            "address": self.applicant.address,
            "service": words(self.service.shape.title, _LANGUAGE),
        }


def _receipt(told: Told) -> Paper:
    rows = told.service.shape.deadlines.default
    day = clock.day_in(identity.time_zone(), told.case.filed_at)
    return Receipt(
        **told.same(),
        parts=told.paper_titles(),
        term=span_text(in_force(rows, day).value, _LANGUAGE),
        received_at=told.event.at,
        due_at=_moment(told.facts.get("set", {}).get("promised_at"))
        or told.case.promised_at
        or told.event.at,
        collect_at=told.desk,
        fee=dong(told.fee_vnd) if told.fee_vnd is not None else "",
        officer=told.officer,
    )


def _supplement_request(told: Told) -> Paper:
    return SupplementRequest(
        **told.same(),
        missing=told.paper_titles(told.facts.get("papers", ())),
        reason=told.facts.get("text", ""),
        helper=told.officer,
        helper_phone="",
        officer=told.officer,
    )


def _rejection(told: Told) -> Paper:
    return Rejection(**told.same(), reason=told.because, officer=told.officer)


def _apology(told: Told) -> Paper:
    before, after = _moment(told.facts.get("due_before")), _moment(told.facts.get("due"))
    assert before is not None, "naming another day keeps the one before in the history"
    assert after is not None, "and the new one"
    return Apology(
        **told.same(),
        received_at=told.received_at,
        due_at=before,
        new_due_at=after,
        reason=told.because,
        signer=told.officer,
    )


def _stop_notice(told: Told) -> Paper:
    return StopNotice(**told.same(), received_at=told.received_at, reason=told.because, signer=told.officer)


def _result(told: Told) -> Paper:
    """Give what came out; the pages of a file that the approving act brought follow."""
    procedure = told.service.shape.procedure
    return Result(
        **told.same(),
        received_at=told.received_at,
        outcome=words(procedure.result, _LANGUAGE) if procedure is not None else "",
        decision=told.facts.get("text", ""),
        attached="Văn bản kèm theo ở các trang sau."
        if told.facts.get("photos")
        else "Không có văn bản kèm theo.",
        signer=told.officer,
    )


def _process_sheet(told: Told) -> Paper:
    """Give every hand the dossier went through; the first is that of whoever handed it in."""
    giver, rows = told.applicant.name, []
    for one in told.history:
        taker = identity.staff_name(one.account_id)
        if one.act in _NO_HANDS or one.seq > told.event.seq or not taker:
            continue
        office = identity.office_name(one.office_id, _LANGUAGE) if one.office_id is not None else told.desk
        rows.append(Handover(office=office, giver=giver, taker=taker, given_at=one.at))
        giver = taker
    owner = told.case.owner_office_id
    assert owner is not None, "a dossier has its office from the filing"
    return ProcessSheet(
        place=told.place,
        code=told.case.number,
        desk=told.desk,
        service=words(told.service.shape.title, _LANGUAGE),
        lead=identity.office_name(owner, _LANGUAGE),
        rows=tuple(rows),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


# Every kind of paper that an act on a dossier can give out.
FILLED: Final[Mapping[str, Callable[[Told], Paper]]] = {
    Receipt.kind: _receipt,
    SupplementRequest.kind: _supplement_request,
    Rejection.kind: _rejection,
    Apology.kind: _apology,
    StopNotice.kind: _stop_notice,
    ProcessSheet.kind: _process_sheet,
    Result.kind: _result,
}
