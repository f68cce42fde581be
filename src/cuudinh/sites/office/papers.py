"""Papers of a dossier as its offices issue them: what each says is read from the case, and whose it is is opened."""

from typing import Final

from django.utils.translation import gettext as _

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import ProcessView
from cuudinh.engines.documents import commands as documents
from cuudinh.engines.documents import queries as issued
from cuudinh.engines.documents.types import (
    Handover,
    PaperView,
    ProcessSheet,
)
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


def newest_of(actor: Actor, number: str, kind: str) -> PaperView | None:
    """Give the paper of a kind that was issued last and is in force; None where there is none."""
    found = [one for one in papers_of(actor, number) if one.kind == kind and one.state != "replaced"]
    return found[-1] if found else None


def issue(actor: Actor, number: str, kind: str) -> PaperView:
    """Issue a paper of a dossier; what its acts give out is given out by them alone.

    Raises `BadInput` for a kind no page issues, and as `documents.issue`.
    """
    if kind != ProcessSheet.kind:
        raise BadInput
    sheet = _process_sheet(cases.process_sheet(actor, number))
    return documents.issue(actor, sheet, about=(ABOUT, number), office_id=issuing_office(actor))


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


def words_of_kinds() -> dict[str, str]:
    """Give what the buttons that issue papers say, by kind."""
    return {
        ProcessSheet.kind: _("Phiếu kiểm soát quá trình"),
    }
