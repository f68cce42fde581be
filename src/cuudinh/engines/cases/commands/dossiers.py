"""What a dossier gets at its filing beside its case: its desk, the code of its office, who handed it in for whom."""

from typing import Final

from cuudinh.engines.cases.models import Dossier
from cuudinh.engines.cases.rules.dossiers import ruled
from cuudinh.engines.cases.rules.numbering import LONGEST
from cuudinh.engines.cases.rules.routing import desk_of
from cuudinh.engines.cases.rules.standing import Scene, Standing
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.types import Caller, Mandate, NoSuchMandate
from cuudinh.kernel.actor import Actor

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


def open_dossier(actor: Actor, scene: Scene, case_id: int, case: Standing, mandate: Mandate | None) -> None:
    """Write which desk has the dossier, and who handed it in on what basis when it was for somebody else."""
    desks = (seat.office_id for seat in actor.seats if seat.acts is None and seat.role in DESK_ROLES)
    own = next(desks, None) if mandate is not None else None
    desk = own or desk_of(scene, case)
    assert desk is not None, "a dossier has its office from the filing"
    Dossier.objects.create(
        case_id=case_id,
        desk_office_id=desk,
        account_id=actor.account_id if mandate is not None else None,
        mandate=mandate.basis if mandate is not None else "",
        document=mandate.document.strip() if mandate is not None else "",
    )
