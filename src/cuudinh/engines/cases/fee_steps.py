"""What a dossier and its fee hear of each other: it is handed in, it moves on, money has come."""

from cuudinh.engines.cases.commands.charging import charge_case, give_back_case, settle_case
from cuudinh.engines.cases.rules.fees import FILED
from cuudinh.engines.cases.types import CaseFiled, CaseMoved
from cuudinh.engines.ledger.types import ChargePaid
from cuudinh.journal import outbox


@outbox.listener(CaseFiled, "cases.charge-filed")
def charge_filed(event: CaseFiled) -> None:
    """Draw up the fee of what was handed in, where its service says so."""
    charge_case(event.case_id, FILED)


@outbox.listener(CaseMoved, "cases.charge-moved")
def charge_moved(event: CaseMoved) -> None:
    """Draw up the fee after an act, or ask for it no more."""
    charge_case(event.case_id, event.act)
    give_back_case(event.case_id, event.act)


@outbox.listener(ChargePaid, "cases.settle-paid")
def settle_paid(event: ChargePaid) -> None:
    """Let a dossier that waited for its fee go on."""
    settle_case(event.subject)
