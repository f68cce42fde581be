"""Papers that an act gives out: filled from what was done, issued once, made by the engine of documents.

Called in the background. Whatever was given out before is not given out again: papers of a kind are as many as the
acts that give it. What an office printed by hand meanwhile is none of them.
"""

from cuudinh.engines.cases import sealed
from cuudinh.engines.cases.commands.writing import SYSTEM
from cuudinh.engines.cases.models import Attachment, Party
from cuudinh.engines.cases.paper_forms import FILLED, Applicant, Told
from cuudinh.engines.cases.queries.whole import history_of
from cuudinh.engines.cases.queries.wording import said_of
from cuudinh.engines.cases.rules.fees import subject_of
from cuudinh.engines.cases.store import (
    Loaded,
    account_of_applicant,
    load_by_id,
    open_answers,
    receiving_office,
)
from cuudinh.engines.documents import commands as documents
from cuudinh.engines.documents import queries as papers
from cuudinh.engines.documents.types import Result
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.ledger import queries as charges
from cuudinh.engines.places import queries as places
from cuudinh.journal.transactions import acting


@acting()
def issue_papers(case_id: int, from_state: str, act: str, seq: int) -> None:
    """Give out the papers that the service names for an act, each once."""
    loaded = load_by_id(case_id)
    shape = loaded.service.act(from_state, act) if loaded is not None else None
    if loaded is None or shape is None or not shape.issues:
        return
    about = ("case", loaded.case.number)
    given = papers.kinds_given(about)
    missing = [kind for kind in shape.issues if given.count(kind) < _times_due(loaded, kind)]
    if not missing:
        return
    told, desk, owner = _told(loaded, seq), receiving_office(case_id), loaded.case.owner_office_id
    assert owner is not None, "a dossier has its office from the filing"
    for kind in missing:
        documents.issue(
            SYSTEM,
            FILLED[kind](told),
            about=about,
            office_id=owner,
            desk_office_id=desk,
            account_id=account_of_applicant(case_id),
            attached=_attached(case_id) if kind == Result.kind else None,
        )


def _attached(case_id: int) -> int | None:
    """Give the file that the approving act brought, if it brought one: the last."""
    brought = Attachment.objects.filter(case_id=case_id, purpose="result").order_by("-position")
    return brought.values_list("picture_id", flat=True).first()


def _times_due(loaded: Loaded, kind: str) -> int:
    verbs = {act.do for act in loaded.service.shape.acts if kind in act.issues}
    return sum(loaded.case.times_done(verb) for verb in verbs)


def _told(loaded: Loaded, seq: int) -> Told:
    history = tuple(reversed(history_of(loaded.case_id, "centre")))
    owner, desk = loaded.case.owner_office_id, receiving_office(loaded.case_id)
    assert owner is not None, "a dossier has its office from the filing"
    assert desk is not None, "and its desk"
    heads = identity.members(owner, ("head",))
    owed = charges.charges_about(subject_of(loaded.case.number))
    return Told(
        service=loaded.service,
        case=loaded.case,
        event=next(one for one in history if one.seq == seq),
        history=history,
        applicant=_applicant(loaded),
        place=_place_of(owner),
        desk=identity.office_name(desk),
        head=identity.staff_name(heads[0]) if heads else "",
        fee_vnd=sum(one.balance.owed_vnd for one in owed) if owed else None,
    )


def _place_of(office_id: int) -> str:
    """Give the name of the unit of an office, for the date line; its own name where it is of none."""
    office = identity.office_by_id(office_id)
    return places.unit(office.unit_code).name() if office.unit_code else office.name()


def _applicant(loaded: Loaded) -> Applicant:
    """Give who handed it in; nobody where the service hides that from offices: a paper is read by them."""
    if loaded.service.shape.identity.hidden_from_offices:
        return Applicant("")
    party = Party.objects.filter(case_id=loaded.case_id, role="reporter").first()
    if party is None:
        return Applicant("")
    address = _address(loaded)
    if party.sealed_contact is not None:
        said = sealed.unseal(loaded.case_id, "contact", bytes(party.sealed_contact))
        return Applicant(said["name"], said["phone"], address)
    if party.account_id is None:
        return Applicant("", "", address)
    known = identity.named_on_papers(SYSTEM, party.account_id)
    return Applicant(known.name, known.phone, address)


def _address(loaded: Loaded) -> str:
    """Give the first address that was answered on the form; nothing where none is asked for."""
    answers = open_answers(loaded.case_id)
    asked = (one for one in loaded.service.shape.questions if one.type == "address" and one.id in answers)
    return next((said_of(one, answers[one.id], "vi").value for one in asked), "")
