"""The table of a fee as everybody may read it: each amount and each reduction with its source."""

from collections.abc import Iterator
from datetime import date

from cuudinh.engines.ledger.fees import fee
from cuudinh.engines.ledger.rules.quoting import holds_on, price_on
from cuudinh.engines.ledger.shapes import FeeShape, LineShape, PriceShape
from cuudinh.engines.ledger.types import FeeLine, FeeTable, ReductionLine
from cuudinh.engines.ledger.writing import today
from cuudinh.packs.grammar import Text


def fee_table(fee_id: str, language: str, day: date | None = None) -> FeeTable:
    """Give the price of a fee in force on a day (today by default), line by line, and who pays less.

    Without a price in force the table has no lines. Raises `UnknownFee`.
    """
    shape, on = fee(fee_id).shape, day or today()
    price = price_on(shape, on)
    return FeeTable(
        id=shape.id,
        kind=shape.kind,
        title=_words(shape.title, language),
        lines=tuple(_lines(shape, price, language)) if price is not None else (),
        most_vnd=price.most_vnd if price is not None else None,
        reductions=tuple(_reductions(shape, on, language)),
        source=price.source if price is not None else "",
        since=date.fromisoformat(price.since) if price is not None else None,
        mark=(price.mark or "") if price is not None else "",
    )


def _lines(shape: FeeShape, price: PriceShape, language: str) -> Iterator[FeeLine]:
    labels = {one.id: _words(one.label, language) for one in shape.answers}
    times = labels.get(price.times or "", "")
    for line in price.lines:
        yield FeeLine(_words(line.title, language), line.amount_vnd, _counts(line, labels), times)


def _counts(line: LineShape, labels: dict[str, str]) -> str:
    return labels.get(line.per or "", "")


def _reductions(shape: FeeShape, day: date, language: str) -> Iterator[ReductionLine]:
    for rule in shape.reductions:
        if holds_on(rule, day):
            until = date.fromisoformat(rule.until) if rule.until else None
            since = date.fromisoformat(rule.since)
            yield ReductionLine(
                _words(rule.title, language), rule.off_percent, rule.source, since, until, rule.mark or ""
            )


def _words(text: Text, language: str) -> str:
    return text.get(language) or next(iter(text.values()))
