"""What becomes of money that is owed for a case: whoever pays is told, where they have an account."""

from cuudinh.engines.ledger.types import ChargeOpened, ChargePaid, ChargeRefunded, ChargeReopened
from cuudinh.engines.messages import commands as messages
from cuudinh.journal import outbox
from cuudinh.kernel.numbers import dong


@outbox.listener(ChargeOpened, "cases.tell-charge-opened")
def tell_opened(event: ChargeOpened) -> None:
    """Tell that something is to be paid; of what is spared whole nobody is asked."""
    if event.total_vnd:
        _tell("fee_due", event.number, event.total_vnd, event.account_id, "opened")


@outbox.listener(ChargePaid, "cases.tell-charge-paid")
def tell_paid(event: ChargePaid) -> None:
    """Tell that all has come; again only after money was taken back."""
    _tell("fee_paid", event.number, event.total_vnd, event.account_id, f"paid:{event.at}")


@outbox.listener(ChargeReopened, "cases.tell-charge-reopened")
def tell_reopened(event: ChargeReopened) -> None:
    """Tell that the bank took money back, and how much is to be paid again."""
    _tell("fee_reopened", event.number, event.left_vnd, event.account_id, f"reopened:{event.at}")


@outbox.listener(ChargeRefunded, "cases.tell-charge-refunded")
def tell_refunded(event: ChargeRefunded) -> None:
    """Tell that money goes back."""
    _tell("fee_refunded", event.number, event.amount_vnd, event.account_id, f"refunded:{event.at}")


def _tell(message: str, number: str, amount_vnd: int, account_id: int | None, what: str) -> None:
    """Tell one payer in the words of the pack; a pack without such words tells nobody."""
    if account_id is not None and messages.is_known(message):
        facts = {"number": number, "amount": {"vi": dong(amount_vnd), "en": dong(amount_vnd, "en")}}
        messages.notify([account_id], message, facts, ("charge", number), key=f"charge:{number}:{what}")
