"""What a dossier gets at its filing beside its case: its desk, the code of its office, who handed it in for whom."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from cuudinh.engines.cases.models import PHASES, SCAN, Dossier
from cuudinh.engines.cases.rules import desks
from cuudinh.engines.cases.rules.dossiers import ruled
from cuudinh.engines.cases.rules.numbering import LONGEST
from cuudinh.engines.cases.rules.routing import desk_of
from cuudinh.engines.cases.rules.standing import Scene, Standing
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.store import DESK_OF
from cuudinh.engines.cases.types import Caller, Mandate, NoSuchMandate
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.kernel.actor import Actor

_DOSSIERS: Final = PreparedRows(Dossier)
# The roles whose seats hand dossiers in at a desk.
DESK_ROLES: Final = ("receiver", "officer", "head")


def check_mandate(service: ServiceDefinition, caller: Caller | None, mandate: Mandate | None) -> None:
    """Make sure that a dossier for somebody else says for whom and on what basis. Raises `NoSuchMandate`."""
    rules = service.shape.rules
    known = {one.id: one for one in rules.mandates} if rules is not None else {}
    basis = known.get(mandate.basis) if mandate is not None else None
    if caller is None or mandate is None or basis is None:
        raise NoSuchMandate
    if basis.needs_document and not mandate.document.strip():
        raise NoSuchMandate(NoSuchMandate.without_document)


def office_code(scene: Scene, case: Standing) -> str:
    """Give the code of the office that decides a dossier, in the system in force; nothing for other cases.

    An office without a code of its own numbers under that of the nearest office above it.
    """
    rules = scene.service.shape.rules
    if rules is None or case.owner_office_id is None:
        return ""
    code = scene.offices.official_code(case.owner_office_id, ruled(scene, case, rules.office_code), scene.day)
    assert 0 < len(code) < LONGEST, "the check of the pack looks for the codes of all who decide"
    return code


def open_dossier(
    actor: Actor,
    scene: Scene,
    case_id: int,
    case: Standing,
    mandate: Mandate | None,
    papers: Mapping[str, Any],
) -> Mapping[str, int]:
    """Write which desk has the dossier, what it checked of its papers, and who handed it in on what basis.

    Gives what that adds to the counters of the desk.
    """
    seats = (seat.office_id for seat in actor.seats if seat.acts is None and seat.role in DESK_ROLES)
    own = next(seats, None) if mandate is not None else None
    desk = own or desk_of(scene, case)
    assert desk is not None, "a dossier has its office from the filing"
    is_far = desk != case.owner_office_id
    _DOSSIERS.insert(
        case_id=case_id,
        desk_office_id=desk,
        is_far=is_far,
        phase=PHASES[case.phase],
        filed_at=case.filed_at,
        papers=dict(papers),
        account_id=actor.account_id if mandate is not None else None,
        mandate=mandate.basis if mandate is not None else "",
        document=mandate.document.strip() if mandate is not None else "",
    )
    names = [
        desks.day_name(desk, scene.working.day_of(case.filed_at)),
        *desks.phase_names(desk, case.phase, is_far=is_far),
    ]
    return dict.fromkeys(names, 1)


def move_at_desk(case_id: int, before: Standing, after: Standing) -> Mapping[str, int]:
    """Write into which phase a dossier came, or to which office, for the lists of its desk.

    Gives what that adds to their counters.
    """
    if (before.phase, before.owner_office_id) == (after.phase, after.owner_office_id):
        return {}
    ((desk, was_far),) = DESK_OF.run(case_id=case_id)
    is_far = desk != after.owner_office_id
    _DOSSIERS.update({"case_id": case_id}, phase=PHASES[after.phase], is_far=is_far)
    delta: Counter[str] = Counter(desks.phase_names(desk, after.phase, is_far=is_far))
    delta.subtract(desks.phase_names(desk, before.phase, is_far=was_far))
    return delta


def pass_desk(scene: Scene, case_id: int, case: Standing, office_id: int) -> Mapping[str, int]:
    """Let another desk have a dossier, with its line of the register; give what that adds to the counters of both."""
    beside = Dossier.objects.filter(case_id=case_id)
    ((desk, was_far),) = beside.values_list("desk_office_id", "is_far")
    is_far, day = office_id != case.owner_office_id, scene.working.day_of(case.filed_at)
    beside.update(desk_office_id=office_id, is_far=is_far)
    delta: Counter[str] = Counter(desks.phase_names(office_id, case.phase, is_far=is_far))
    delta.subtract(desks.phase_names(desk, case.phase, is_far=was_far))
    delta.update({desks.day_name(office_id, day): 1, desks.day_name(desk, day): -1})
    return delta


def scans_of(service: ServiceDefinition, scans: Mapping[str, Sequence[int]]) -> Mapping[str, Sequence[int]]:
    """Give the pictures of papers by the names under which they are kept: those of papers of the procedure alone."""
    procedure = service.shape.procedure
    known = {one.id for one in procedure.papers} if procedure is not None else set[str]()
    return {f"{SCAN}{paper}": numbers for paper, numbers in scans.items() if paper in known and numbers}
