"""What somebody owes, as they see it: how it is made up, how to pay it, and the receipts."""

from collections.abc import Iterable

import segno

from cuudinh.engines.identity import queries as identity
from cuudinh.engines.ledger.banking import is_connected
from cuudinh.engines.ledger.fees import place_on
from cuudinh.engines.ledger.models import Charge, PaymentReceipt
from cuudinh.engines.ledger.types import ChargeView, PaymentCode, ReceiptView, UnknownCharge
from cuudinh.engines.ledger.views import receipt_view, short_view, whole_view
from cuudinh.engines.ledger.writing import facts_of, today
from cuudinh.kernel import vietqr
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.pages import Page, decode_cursor, encode_cursor
from cuudinh.kernel.refusal import BadInput, SignInFirst

PAGE_ROWS = 20


def my_charges(actor: Actor, cursor: str | None = None) -> Page[ChargeView]:
    """Give a page of what the actor owes and paid, the newest first. Raises `SignInFirst`, `BadInput`."""
    if actor.account_id is None:
        raise SignInFirst
    rows = Charge.objects.filter(account_id=actor.account_id, pk__lt=before(cursor)).order_by("-pk")
    return page_of(rows[: PAGE_ROWS + 1], actor.language)


def before(cursor: str | None) -> int:
    """Give the number of the row before which a page begins. Raises `BadInput`."""
    if not cursor:
        return 2**63 - 1
    (last,) = decode_cursor(cursor, length=1)
    if not isinstance(last, int):
        raise BadInput
    return last


def page_of(rows: Iterable[Charge], language: str) -> Page[ChargeView]:
    """Give a page of rows, of which one more was read than it shows."""
    found = list(rows)
    views = tuple(short_view(row, language) for row in found[:PAGE_ROWS])
    return Page(views, encode_cursor(found[PAGE_ROWS - 1].pk) if len(found) > PAGE_ROWS else None)


def charge(actor: Actor, number: str) -> ChargeView:
    """Give a charge to who pays it and to the office it is paid to. Raises `UnknownCharge`."""
    row = _seen(actor, number)
    may_decide = identity.can(actor, "fee.decide_refund", facts_of(row, actor))
    return whole_view(row, actor, may_decide=may_decide.allowed or bool(may_decide.needs))


def _seen(actor: Actor, number: str) -> Charge:
    """Give a charge that the actor may see; of others nobody is told that they are there."""
    row = Charge.objects.filter(number=number).first()
    if row is None:
        raise UnknownCharge
    facts = facts_of(row, actor)
    if not any(identity.can(actor, act, facts).allowed for act in ("fee.pay", "fee.read")):
        raise UnknownCharge
    return row


def charges_about(subject: str, language: str = "vi") -> tuple[ChargeView, ...]:
    """Give what is owed for one thing, for the engine that knows the thing and who may see it."""
    rows = Charge.objects.filter(subject=subject).order_by("pk")
    return tuple(short_view(row, language) for row in rows)


def payment_code(found: ChargeView) -> PaymentCode | None:
    """Give what a payer scans for what is left; None where nothing is, or no account is known."""
    place = place_on(today())
    if place is None or not found.balance.left_vnd:
        return None
    words = found.reference
    transfer = vietqr.Transfer(place.bank, place.account, found.balance.left_vnd, words=words)
    return PaymentCode(vietqr.encode(transfer), place, found.balance.left_vnd, words)


def takes_transfers() -> bool:
    """Whether a bank is connected, which tells of money that comes."""
    return is_connected()


def picture_of(code: PaymentCode) -> str:
    """Give the code as a picture for a page, black on white whatever the page looks like."""
    drawn = segno.make(code.text, error="m", micro=False)
    return str(drawn.svg_data_uri(scale=5, border=4, dark="#1d1a24", light="#fff"))


def receipt(actor: Actor, number: str) -> ReceiptView:
    """Give a receipt to whoever may see its charge. Raises `UnknownCharge`."""
    found = PaymentReceipt.objects.filter(number=number).select_related("posting__charge").first()
    if found is None or found.posting.charge is None:
        raise UnknownCharge
    row = _seen(actor, found.posting.charge.number)
    return receipt_view(found, row, actor.language)
