"""Handing results over at a desk: who came, on what basis, when, and whether they signed for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext_noop

from cuudinh.engines.cases import sealed
from cuudinh.engines.cases.commands.acting import MANY_MOST, perform_act
from cuudinh.engines.cases.commands.speaking import speaking
from cuudinh.engines.cases.models import Case, HandedOver
from cuudinh.engines.cases.types import ActResult, InputsIncomplete
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import BadInput, Refusal

# On what basis somebody takes a result away; the second and the third bring a document.
BASES: Final = ("applicant", "authorised", "representative", "carrier")
WITH_DOCUMENT: Final = frozenset({"authorised", "representative", "carrier"})
NAME_MOST: Final = 120
NO_NAME: Final = gettext_noop("Vui lòng ghi họ tên người nhận.")
NO_BASIS: Final = gettext_noop("Vui lòng chọn người nhận là ai.")
NO_DOCUMENT: Final = gettext_noop("Vui lòng ghi giấy ủy quyền, giấy tờ đại diện hoặc số bưu gửi.")


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes a result away: the name, on what basis, by which document, and whether they signed for it."""

    name: str = field(repr=False)
    basis: str
    document: str = ""
    is_signed: bool = False


def check_taker(taker: Taker) -> None:
    """Make sure that a result goes to somebody who is named. Raises `InputsIncomplete`."""
    faults = {}
    if not taker.name.strip() or len(taker.name) > NAME_MOST:
        faults["taker"] = NO_NAME
    if taker.basis not in BASES:
        faults["basis"] = NO_BASIS
    elif taker.basis in WITH_DOCUMENT and not taker.document.strip():
        faults["document"] = NO_DOCUMENT
    if faults:
        raise InputsIncomplete(act="deliver", faults=faults)


@speaking()
@acting()
def hand_over(actor: Actor, *, number: str, way: str, taker: Taker) -> int:
    """Hand the result of a dossier over and keep to whom; give the new revision.

    The name is sealed beside the dossier and is in no log. Raises `InputsIncomplete`, and as `perform_act`.
    """
    check_taker(taker)
    rev = perform_act(actor, number=number, act="deliver", inputs={"way": way})
    case = Case.objects.only("id", "number").get(number=number.strip().upper())
    name = sealed.seal(case.pk, "taker", {"name": " ".join(taker.name.split())})
    HandedOver.objects.create(
        case_id=case.pk,
        office_id=actor.seats[0].office_id,
        account_id=actor.account_id or 0,
        at=clock.now(),
        way=way,
        basis=taker.basis,
        document=taker.document.strip()[:200],
        is_signed=taker.is_signed,
        sealed=name,
    )
    facts = {"way": way, "basis": taker.basis, "is_signed": taker.is_signed}
    audit.record(actor, "case.hand_over", ("case", case.number), facts=facts)
    return rev


@speaking()
def hand_over_many(actor: Actor, *, numbers: Sequence[str], way: str, taker: Taker) -> tuple[ActResult, ...]:
    """Hand several results over to one who came for all of them, each in its own transaction; say what became of each.

    Raises `InputsIncomplete`, `BadInput`.
    """
    if len(numbers) > MANY_MOST:
        raise BadInput("Chỉ xử lý tối đa {most} hồ sơ một lần.", most=MANY_MOST)
    check_taker(taker)
    return tuple(_one(actor, number, way, taker) for number in dict.fromkeys(numbers))


def _one(actor: Actor, number: str, way: str, taker: Taker) -> ActResult:
    try:
        hand_over(actor, number=number, way=way, taker=taker)
    except Refusal as refused:
        return ActResult(number, is_done=False, why_not=str(refused))
    return ActResult(number, is_done=True)
