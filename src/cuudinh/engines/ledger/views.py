"""Rows of the ledger as they leave it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from cuudinh.engines.identity import queries as identity
from cuudinh.engines.ledger.books import BOOK
from cuudinh.engines.ledger.models import Charge, PaymentReceipt, PaymentRequest, Refund
from cuudinh.engines.ledger.rules.references import reference_of
from cuudinh.engines.ledger.rules.standing import balance_of
from cuudinh.engines.ledger.types import (
    Balance,
    ChargeView,
    Quote,
    QuoteLine,
    ReceiptView,
    RefundView,
)
from cuudinh.kernel.actor import Actor


def short_view(row: Charge, language: str) -> ChargeView:
    """Give a charge for a list: its sums as kept, without receipts and refunds."""
    kept = Balance(owed_vnd=row.owed_vnd, paid_vnd=row.held_vnd)
    return _view(row, language, kept)


def whole_view(row: Charge, actor: Actor, *, may_decide: bool) -> ChargeView:
    """Give a charge with all its money; `may_decide`: the actor may decide on refunds others proposed."""
    balance = balance_of(BOOK.of_charge(row.pk))
    waits = balance.left_vnd > 0 and PaymentRequest.objects.filter(charge=row).exists()
    receipts = PaymentReceipt.objects.filter(posting__charge=row).select_related("posting").order_by("pk")
    return _view(
        row,
        actor.language,
        balance,
        waits_for_bank=waits,
        receipts=tuple(receipt_view(one, row, actor.language) for one in receipts),
        refunds=tuple(_refund_views(row.refunds.order_by("pk"), row, actor, may_decide=may_decide)),
    )


def _view(row: Charge, language: str, balance: Balance, **more: Any) -> ChargeView:
    return ChargeView(
        number=row.number,
        reference=reference_of(row.number),
        subject=row.subject,
        title=row.title,
        office_id=row.office_id,
        office=identity.office_name(row.office_id, language),
        quotes=quotes_of(row),
        balance=balance,
        standing=row.standing,  # type: ignore[arg-type]  # the table holds no other
        opened_at=row.opened_at,
        **more,
    )


def quotes_of(row: Charge) -> tuple[Quote, ...]:
    """Give the quotes of a charge as they were when it was drawn up."""
    return tuple(
        Quote(
            **{
                **one,
                "day": date.fromisoformat(one["day"]),
                "lines": tuple(QuoteLine(**line) for line in one["lines"]),
            }
        )
        for one in row.quotes
    )


def receipt_view(receipt: PaymentReceipt, row: Charge, language: str) -> ReceiptView:
    """Give a receipt of a charge."""
    return ReceiptView(
        number=receipt.number,
        charge=row.number,
        amount_vnd=receipt.posting.amount_vnd,
        method=receipt.method,  # type: ignore[arg-type]  # the table holds no other
        at=receipt.posting.at,
        title=row.title,
        office=identity.office_name(row.office_id, language),
        lines=tuple((one.kind, one.title, one.total_vnd) for one in quotes_of(row)),
    )


def _refund_views(
    refunds: Iterable[Refund], row: Charge, actor: Actor, *, may_decide: bool
) -> Iterable[RefundView]:
    for one in refunds:
        yield RefundView(
            id=one.pk,
            charge=row.number,
            amount_vnd=one.amount_vnd,
            reason=one.reason,
            state=one.state,  # type: ignore[arg-type]  # the table holds no other
            proposed_at=one.proposed_at,
            decided_at=one.decided_at,
            decision=one.decision,
            may_decide=may_decide and one.state == "proposed" and one.proposer_account_id != actor.account_id,
        )


def as_quotes(quotes: Iterable[Quote]) -> Any:
    """Give quotes as they are kept beside their charge."""
    return msgspec.to_builtins(list(quotes))
