"""Money that goes back: one person proposes it with a reason, another decides."""

from typing import Final

from django.utils.translation import gettext

from cuudinh.engines.identity.commands.permitting import account_of, permit
from cuudinh.engines.ledger.books import receivable
from cuudinh.engines.ledger.commands.charging import withdraw_charge
from cuudinh.engines.ledger.models import Refund
from cuudinh.engines.ledger.ports import Transfer
from cuudinh.engines.ledger.types import (
    AlreadySettled,
    ChargeRefunded,
    SamePerson,
    StillProposed,
    WrongAmount,
)
from cuudinh.engines.ledger.writing import Held, facts_of, held, post, reason_in
from cuudinh.journal import audit, outbox
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours

# No account has this number: the platform proposed by a rule.
BY_RULE: Final = 0


@acting()
def propose_refund(actor: Actor, *, number: str, amount_vnd: int, reason: str) -> int:
    """Propose to give money of a charge back, at most what came for it; give the number of the proposal.

    Raises `UnknownCharge`, `WrongAmount`, `StillProposed`, `ReasonMissing`, `NotYours`.
    """
    charge = held(number)
    rule = permit(actor, "fee.propose_refund", facts_of(charge.row, actor))
    said = reason_in(reason)
    if Refund.objects.filter(charge=charge.row, state="proposed").exists():
        raise StillProposed
    _refuse_too_much(charge, amount_vnd)
    refund = Refund.objects.create(
        charge=charge.row,
        amount_vnd=amount_vnd,
        reason=said,
        proposer_account_id=account_of(actor),
        proposed_at=clock.now(),
    )
    facts = {"amount_vnd": amount_vnd, "refund": refund.pk}
    audit.record(actor, "fee.propose_refund", ("charge", number), purpose=said, rule=rule, facts=facts)
    return refund.pk


@acting()
def give_up(actor: Actor, *, number: str, reason: str) -> None:
    """Ask nothing more for a charge and propose that what came for it goes back; a person decides, as on any refund.

    Only the platform does so, by the rules of the thing that is paid for. Doing it again changes nothing, but that
    money which came meanwhile is proposed too. Raises `UnknownCharge`, `ReasonMissing`, `NotYours`.
    """
    if actor.kind != "system":
        raise NotYours
    charge = held(number)
    if charge.balance.owed_vnd > charge.balance.withdrawn_vnd:
        withdraw_charge(actor, number=number, reason=reason)
    is_proposed = Refund.objects.filter(charge=charge.row, state="proposed").exists()
    over = charge.balance.held_vnd
    if over and not is_proposed:
        refund = Refund.objects.create(
            charge=charge.row,
            amount_vnd=over,
            reason=reason_in(reason),
            proposer_account_id=BY_RULE,
            proposed_at=clock.now(),
        )
        facts = {"amount_vnd": over, "refund": refund.pk}
        rule = permit(actor, "fee.propose_refund", facts_of(charge.row, actor))
        audit.record(actor, "fee.propose_refund", ("charge", number), purpose=reason, rule=rule, facts=facts)


@acting()
def decide_refund(actor: Actor, *, number: str, refund_id: int, is_approved: bool, words: str) -> None:
    """Decide on money to give back. Nobody decides on what they proposed, whoever's seat they act from.

    Raises `UnknownCharge`, `AlreadySettled`, `SamePerson`, `WrongAmount` when money went meanwhile, `NotYours`.
    """
    charge = held(number)
    rule = permit(actor, "fee.decide_refund", facts_of(charge.row, actor))
    said = reason_in(words)
    refund = Refund.objects.select_for_update().filter(pk=refund_id, charge=charge.row).first()
    if refund is None or refund.state != "proposed":
        raise AlreadySettled
    decider = account_of(actor)
    if decider == refund.proposer_account_id:
        raise SamePerson
    refund.state = "approved" if is_approved else "refused"
    refund.decider_account_id, refund.decided_at, refund.decision = decider, clock.now(), said
    refund.save()
    if is_approved:
        _give_back(charge, refund)
    facts = {"refund": refund.pk, "amount_vnd": refund.amount_vnd, "approved": is_approved}
    audit.record(actor, "fee.decide_refund", ("charge", number), purpose=said, rule=rule, facts=facts)


def _refuse_too_much(charge: Held, amount_vnd: int) -> None:
    if not 0 < amount_vnd <= charge.balance.held_vnd:
        raise WrongAmount(faults={"amount": gettext("Số tiền từ 1 đồng đến số đã thu.")})


def _give_back(charge: Held, refund: Refund) -> None:
    """Post what is now owed to the payer; whoever keeps the account pays it out."""
    _refuse_too_much(charge, refund.amount_vnd)
    row = charge.row
    debit, credit = receivable(row.office_id), f"to-refund:{row.office_id}"
    key = f"refunded:{refund.pk}"
    post(charge, Transfer("refunded", debit, credit, refund.amount_vnd, key, clock.now(), row.pk))
    at = clock.now().isoformat()
    outbox.publish(ChargeRefunded(row.number, row.subject, refund.amount_vnd, row.account_id, at))
