"""What a fee comes to: the price in force, line by line, then who pays less, each with the text it rests on."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, TypeVar

from cuudinh.engines.ledger.fee import Fee
from cuudinh.engines.ledger.shapes import AnswerShape, FeeShape, LineShape, Period, PriceShape
from cuudinh.engines.ledger.types import NoPrice, Quote, QuoteLine, WrongAnswers
from cuudinh.kernel.money import share

InTime = TypeVar("InTime", bound=Period)


def quote(fee: Fee, answers: Mapping[str, Any], day: date, channel: str) -> Quote:
    """Give what somebody pays who files on a day through a channel, with every line explained.

    The lines add up to the total: what a ceiling or a reduction takes off is a line of its own, so nothing is paid
    and nothing is spared without a reason. Raises `WrongAnswers`, `NoPrice`.
    """
    faults = answer_faults(fee.shape, answers)
    if faults:
        raise WrongAnswers(faults=faults)
    price = price_on(fee.shape, day)
    facts = {"answers": dict(answers), "channel": channel}
    lines = list(_amounts(fee, price, facts)) if price is not None else []
    if price is None or not lines:
        raise NoPrice(fee=fee.shape.title.get("vi", fee.shape.id), day=day.isoformat())
    lines += _ceiling(price, lines, _times(price, answers))
    lines += _reductions(fee, facts, day, sum(line.amount_vnd for line in lines))
    return Quote(fee.shape.id, fee.shape.kind, fee.shape.title, day, channel, tuple(lines))


def price_on(shape: FeeShape, day: date) -> PriceShape | None:
    """Give the price in force on a day; None before the first and where the pack has a gap."""
    begun = [price for price in shape.prices if price.since <= day.isoformat()]
    latest = max(begun, key=lambda price: price.since, default=None)
    return latest if latest is not None and holds_on(latest, day) else None


def holds_on(row: Period, day: date) -> bool:
    """Whether a row is in force on a day, first and last day included."""
    return row.since <= day.isoformat() and (row.until is None or day.isoformat() <= row.until)


def answer_faults(shape: FeeShape, answers: Mapping[str, Any]) -> dict[str, str]:
    """Give what is wrong with answers, by their names: missing, unknown, of another type, outside the limits."""
    known = {answer.id: answer for answer in shape.answers}
    faults = {name: "Không dùng cho khoản này." for name in answers if name not in known}
    for name, answer in known.items():
        if not is_fit(answer, answers.get(name)):
            faults[name] = "Cần một giá trị trong giới hạn."
    return faults


def is_fit(answer: AnswerShape, given: Any) -> bool:
    """Whether something answers what a fee asks, within its limits."""
    if answer.type == "flag":
        return isinstance(given, bool)
    if answer.type == "choice":
        return given in answer.choices
    is_number = isinstance(given, int) and not isinstance(given, bool)
    return is_number and answer.minimum <= given <= answer.maximum


def counted(line: LineShape, answers: Mapping[str, Any]) -> int:
    """Give how many of what it counts a line is for; once where it counts nothing."""
    if line.per is None:
        return 1
    most = answers[line.per] if line.last is None else min(answers[line.per], line.last)
    return int(max(0, most - line.first + 1))


def _times(price: PriceShape, answers: Mapping[str, Any]) -> int:
    return int(answers[price.times]) if price.times is not None else 1


def _amounts(fee: Fee, price: PriceShape, facts: dict[str, Any]) -> Iterator[QuoteLine]:
    answers = facts["answers"]
    times = _times(price, answers)
    for line in price.lines:
        if not fee.fits(line, facts):
            continue
        count = counted(line, answers)
        # A line that counts nobody is said only where it is the whole answer: nothing is asked for nothing.
        if count or len(price.lines) == 1:
            amount = line.amount_vnd * count * times
            rests = (price.source, price.since, price.mark or "")
            yield QuoteLine("amount", line.id, line.title, amount, *rests, line.amount_vnd, count, times)


def _ceiling(price: PriceShape, lines: Sequence[QuoteLine], times: int) -> Iterator[QuoteLine]:
    over = sum(line.unit_vnd * line.count for line in lines) - (price.most_vnd or 0)
    if price.most_vnd is not None and over > 0:
        title = {"vi": "Mức thu tối đa", "en": "The most that is charged"}
        rests = (price.source, price.since, price.mark or "")
        yield QuoteLine("most", "most", title, -over * times, *rests, price.most_vnd, 1, times)


def _reductions(fee: Fee, facts: dict[str, Any], day: date, left_vnd: int) -> Iterator[QuoteLine]:
    for rule in fee.shape.reductions:
        if left_vnd <= 0:
            return
        if not holds_on(rule, day) or not fee.fits(rule, facts):
            continue
        off = share(left_vnd, rule.off_percent)
        left_vnd -= off
        rests = (rule.source, rule.since, rule.mark or "")
        yield QuoteLine("reduction", rule.id, rule.title, -off, *rests, off_percent=rule.off_percent)
        if rule.is_last:
            return


def holes(rows: Sequence[InTime]) -> Iterator[tuple[InTime, str]]:
    """Give the rows after or in which time is not covered exactly once, each with what is wrong."""
    for row in rows:
        if row.until is not None and row.until < row.since:
            yield row, f"it ends on {row.until}, before it begins"
    for before, after in pairwise(rows):
        if after.since <= before.since:
            yield after, f"it begins on {after.since}, not after the row before ({before.since})"
        elif before.until is not None and before.until >= after.since:
            yield after, f"it begins on {after.since}, while the row before holds until {before.until}"
        elif before.until is not None and before.until < _day_before(after.since):
            yield after, f"nothing holds from {_day_after(before.until)} to {_day_before(after.since)}"
    if rows and rows[-1].until is not None:
        yield rows[-1], f"nothing holds after {rows[-1].until}"


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
