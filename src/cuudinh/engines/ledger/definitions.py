"""The part of a pack that the ledger understands: fees with their prices in time, and where they are paid to."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from cuudinh.engines.ledger import fee_checks
from cuudinh.engines.ledger.fee import compiled
from cuudinh.engines.ledger.rules.quoting import is_fit, quote
from cuudinh.engines.ledger.shapes import AnswerShape, CollectingShape, FeeShape, FeesShape
from cuudinh.engines.ledger.types import Quote
from cuudinh.kernel.numbers import date_text
from cuudinh.packs.parts import Part, Pattern, Said
from cuudinh.packs.world import PackWorld

__all__ = [
    "PART",
    "AnswerShape",
    "CollectingShape",
    "FeeShape",
    "FeesShape",
    "collecting_of",
    "fees_of",
    "is_fit",
    "quote_of",
]


def fees_of(world: PackWorld) -> list[FeeShape]:
    """Give the fees of a pack and of those it stands on, from all their files."""
    return [fee for one in world.shapes(FeesShape) for fee in one.value.fees]


def collecting_of(world: PackWorld) -> CollectingShape | None:
    """Give where fees are paid to, where the pack says so."""
    return next((one.value for one in world.shapes(CollectingShape)), None)


def quote_of(world: PackWorld, fee_id: str, answers: Mapping[str, Any], day: date, channel: str) -> Quote:
    """Give what a fee of a pack comes to, for its examples. Raises `WrongAnswers`, `NoPrice`; `KeyError` for no fee."""
    fee = {one.id: one for one in fees_of(world)}[fee_id]
    return quote(compiled(fee), answers, day, channel)


def _sentences(old: PackWorld | None, new: PackWorld) -> Iterator[Said]:
    """Say which fees come, go and cost something else from which day: charges drawn up before keep their price."""
    before = {fee.id: fee for fee in fees_of(old)} if old else {}
    after = {fee.id: fee for fee in fees_of(new)}
    for name, fee in after.items():
        vi, en = _title(fee, "vi"), _title(fee, "en")
        if name not in before:
            yield Said(f"Thêm khoản thu “{vi}”.", f"The fee “{en}” is added.")
        elif fee.prices != before[name].prices:
            first = _changes_on(before[name], fee)
            yield Said(
                f"“{vi}” có mức thu khác từ {date_text(first)}.",
                f"“{en}” costs something else from {date_text(first, 'en')} on.",
            )
        elif fee.reductions != before[name].reductions:
            yield Said(f"“{vi}” có quy định miễn, giảm khác.", f"Others pay less of “{en}”.")
    for name in sorted(before.keys() - after.keys()):
        vi, en = _title(before[name], "vi"), _title(before[name], "en")
        yield Said(f"Bỏ khoản thu “{vi}”.", f"The fee “{en}” goes.")


def _changes_on(old: FeeShape, new: FeeShape) -> date:
    """Give the first day on which a price is another one."""
    changed = [row for row in (*old.prices, *new.prices) if row not in old.prices or row not in new.prices]
    return date.fromisoformat(min(row.since for row in changed))


def _title(fee: FeeShape, language: str) -> str:
    return fee.title.get(language) or next(iter(fee.title.values()))


PART = Part(
    name="ledger",
    patterns=(
        Pattern("fees/*.yaml", FeesShape),
        Pattern("organisation/collecting.yaml", CollectingShape),
    ),
    check=fee_checks.check,
    sentences=_sentences,
)
