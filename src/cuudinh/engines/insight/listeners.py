"""Whatever happens to a dossier or to its money: it is looked at anew, and counted as it is now."""

from typing import Final

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import CaseFiled, CaseMoved
from cuudinh.engines.insight.keeping import keep
from cuudinh.engines.ledger.types import ChargeOpened, ChargePaid, ChargeRefunded, ChargeReopened
from cuudinh.journal import outbox

_SUBJECT: Final = "case:"


@outbox.listener(CaseFiled, "insight.filed")
def filed(event: CaseFiled) -> None:
    """Count a new dossier."""
    keep(event.case_id)


@outbox.listener(CaseMoved, "insight.moved")
def moved(event: CaseMoved) -> None:
    """Count a dossier as it is after an act."""
    keep(event.case_id)


@outbox.listener(ChargeOpened, "insight.charge-opened")
def charge_opened(event: ChargeOpened) -> None:
    """Count a dossier for which something is owed."""
    _money(event.subject)


@outbox.listener(ChargePaid, "insight.charge-paid")
def charge_paid(event: ChargePaid) -> None:
    """Count a dossier that was paid for."""
    _money(event.subject)


@outbox.listener(ChargeReopened, "insight.charge-reopened")
def charge_reopened(event: ChargeReopened) -> None:
    """Count a dossier whose money was taken back."""
    _money(event.subject)


@outbox.listener(ChargeRefunded, "insight.charge-refunded")
def charge_refunded(event: ChargeRefunded) -> None:
    """Count a dossier whose money was given back."""
    _money(event.subject)


def _money(subject: str) -> None:
    if not subject.startswith(_SUBJECT):
        return
    case_id = cases.dossier_of_number(subject.removeprefix(_SUBJECT))
    if case_id is not None:
        keep(case_id)
