"""What a dossier and its fee hear of each other: it is handed in, it moves on, money has come.

Most cases have no fee. That is looked for by what is known anyhow, before a case is read.
"""

from cuudinh.engines.cases import definitions, notices
from cuudinh.engines.cases.commands.charging import charge_case, give_back_case, settle_case
from cuudinh.engines.cases.rules.fees import FILED, charges_after, gives_back_after
from cuudinh.engines.cases.types import CaseFiled, CaseMoved
from cuudinh.engines.ledger.types import ChargePaid
from cuudinh.journal import outbox


@outbox.listener(CaseFiled, "cases.charge-filed")
def charge_filed(event: CaseFiled) -> None:
    """Draw up the fee of what was handed in, where its service says so."""
    if definitions.service(event.service_id).is_dossier:
        charge_case(event.case_id, FILED)


@outbox.listener(CaseMoved, "cases.charge-moved")
def charge_moved(event: CaseMoved) -> None:
    """Draw up the fee after an act, or ask for it no more."""
    if event.act in notices.UNTOLD:
        return
    steps = notices.news(event.case_id, event.seq).service.shape.fee
    if charges_after(steps, event.act):
        charge_case(event.case_id, event.act)
    if gives_back_after(steps, event.act):
        give_back_case(event.case_id, event.act)


@outbox.listener(ChargePaid, "cases.settle-paid")
def settle_paid(event: ChargePaid) -> None:
    """Let a dossier that waited for its fee go on."""
    settle_case(event.subject)
