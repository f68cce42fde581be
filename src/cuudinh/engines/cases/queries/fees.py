"""The fee of a dossier as its readers see it, what it will come to before it is handed in, and whether both agree."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import PHASES, Case
from cuudinh.engines.cases.rules.fees import (
    PAID,
    SETTLED,
    fee_answers,
    fee_channel,
    gives_back_after,
    subject_of,
)
from cuudinh.engines.cases.service import words
from cuudinh.engines.cases.types import FeeLine, FeeView
from cuudinh.engines.ledger import queries as ledger
from cuudinh.engines.ledger.types import ChargeView, Quote

_ENDED: Final = frozenset({"withdrawn", "nothing-due", "refunded", "overpaid"})


def fees_of(number: str, language: str) -> tuple[FeeView, ...]:
    """Give what is owed for a dossier, for whoever may open it."""
    return tuple(_view(one, language) for one in ledger.charges_about(subject_of(number), language))


def fee_quoted(service_id: str, answers: Mapping[str, Any], channel: str = "web") -> Quote | None:
    """Give what a dossier of a service will cost by its answers, before it is handed in; None where it is free.

    Raises as `ledger.queries.quoted`, when the answers do not say yet what the fee asks.
    """
    service = definitions.service(service_id)
    procedure = service.shape.procedure
    if procedure is None or procedure.fee_table is None:
        return None
    asked = fee_answers(procedure, service.full_answers(answers))
    return ledger.quoted(procedure.fee_table, asked, channel=fee_channel(channel))


def _view(charge: ChargeView, language: str) -> FeeView:
    lines = [line for quote in charge.quotes for line in quote.lines]
    return FeeView(
        number=charge.number,
        office=charge.office,
        standing=charge.standing,
        total_vnd=charge.balance.owed_vnd,
        left_vnd=0 if charge.standing in _ENDED else charge.balance.left_vnd,
        lines=tuple(
            FeeLine(
                words(dict(line.title), language),
                line.amount_vnd,
                line.off_percent,
                line.source,
                what=line.what,
            )
            for line in lines
        ),
        code=None if charge.standing in _ENDED else ledger.payment_code(charge),
    )


def fees_disagreeing() -> Iterator[str]:
    """Give a sentence for every dossier that its fee and its state say different things of.

    One that waits though all has come, one that waits for a fee nobody drew up, and one that ended and is still
    charged. News on its way is no disagreement: ask when nothing is waiting.
    """
    paused = Case.objects.filter(kind="dossier", phase=PHASES["paused"])
    for number, state, service_id, version in paused.order_by("pk").values_list(
        "number", "state", "service_id", "version"
    ):
        if definitions.service(service_id, version).act(state, PAID) is None:
            continue
        found = ledger.charges_about(subject_of(number))
        if not found:
            yield f"{number}: it waits for a fee, and none is drawn up"
        elif all(one.standing in SETTLED for one in found):
            yield f"{number}: it waits for its fee, and {found[0].number} is {found[0].standing}"
    yield from _still_charged()


def _still_charged() -> Iterator[str]:
    ended = Case.objects.filter(kind="dossier", phase=PHASES["final"]).order_by("pk")
    for number, counts, service_id, version in ended.values_list(
        "number", "act_counts", "service_id", "version"
    ):
        steps = definitions.service(service_id, version).shape.fee
        if not any(gives_back_after(steps, act) for act in counts):
            continue
        for one in ledger.charges_about(subject_of(number)):
            if one.standing in {"unpaid", "partly", "paid"}:
                yield f"{number}: nothing is done for it any more, and {one.number} is {one.standing}"
