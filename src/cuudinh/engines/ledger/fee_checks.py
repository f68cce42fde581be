"""What is looked at in the fees of a pack: time without holes, prices for every answer, examples that hold."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from math import prod
from typing import Any, Final, get_args

from cuudinh.engines.ledger.fee import Fee, compiled, rules_of
from cuudinh.engines.ledger.rules.quoting import holes, quote
from cuudinh.engines.ledger.shapes import (
    AnswerShape,
    Channel,
    CollectingShape,
    FeeExampleShape,
    FeeShape,
    FeesShape,
    PriceShape,
    ReductionShape,
)
from cuudinh.engines.ledger.types import NoPrice, WrongAnswers
from cuudinh.packs.conditions import Condition
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.world import PackWorld

CHANNELS: Final[tuple[str, ...]] = get_args(Channel)
_SITUATIONS_MOST: Final = 4_096
_NUMBERS: Final = re.compile(r"(?<![\w.'\"])[0-9]{1,7}(?![\w.'\"])")


def check(world: PackWorld) -> Iterator[Fault]:
    """Give everything that is wrong with fees, their examples and the accounts they are paid to."""
    seen: dict[str, FeeShape] = {}
    for file in world.shapes(FeesShape):
        for shape in file.value.fees:
            if shape.id in seen:
                what = f'two fees are called "{shape.id}"'
                yield world.fault_of(shape, what, "id", expected="a name that is used once")
            seen[shape.id] = shape
    sound: dict[str, Fee] = {}
    for shape in seen.values():
        faults = list(_wrong_fee(world, shape))
        yield from faults
        if not faults:
            sound[shape.id] = compiled(shape)
    yield from _wrong_examples(world, seen, sound)
    for found in world.shapes(CollectingShape):
        yield from _wrong_times(world, found.value.accounts, "account")


def _wrong_fee(world: PackWorld, shape: FeeShape) -> Iterator[Fault]:
    yield from _wrong_times(world, shape.prices, "price")
    yield from _wrong_reductions(world, shape.reductions)
    yield from _wrong_names(world, shape)
    wrong = list(_wrong_conditions(world, shape))
    yield from wrong
    if not wrong:
        yield from _without_price(world, compiled(shape))
        yield from _idle_rules(world, compiled(shape))


def _wrong_times(world: PackWorld, rows: Sequence[Any], kind: str) -> Iterator[Fault]:
    for row, what in holes(rows):
        expected = "rows in the order of their days that leave no day out and take none twice"
        yield world.fault_of(row, f"the {kind} has a hole in time: {what}", "since", expected=expected)


def _wrong_reductions(world: PackWorld, rows: Iterable[ReductionShape]) -> Iterator[Fault]:
    """A reduction may end and come back, but holds only once on a day."""
    by_id: dict[str, list[ReductionShape]] = defaultdict(list)
    for row in rows:
        by_id[row.id].append(row)
    for own in by_id.values():
        for row, what in holes(own):
            if not what.startswith("nothing holds"):
                yield world.fault_of(
                    row, f'the reduction "{row.id}": {what}', "since", expected="each day once"
                )


def _wrong_names(world: PackWorld, shape: FeeShape) -> Iterator[Fault]:
    numbers = [answer.id for answer in shape.answers if answer.type == "number"]
    for price in shape.prices:
        named: list[tuple[Any, str, str | None]] = [(price, "times", price.times)]
        named += [(line, "per", line.per) for line in price.lines]
        for owner, key, name in named:
            if name is not None and name not in numbers:
                what, expected = f'"{name}" is no number of this fee', one_of(numbers) if numbers else "none"
                yield world.fault_of(owner, what, key, expected=expected, given=name, names=numbers)
        for line in price.lines:
            if line.per is None and (line.first != 1 or line.last is not None):
                what = f'"{line.id}" counts from {line.first}, and nothing is counted'
                yield world.fault_of(line, what, "first", expected="per: the number that is counted")
            if line.last is not None and line.last < line.first:
                what = f'"{line.id}" ends at {line.last} before it begins at {line.first}'
                yield world.fault_of(line, what, "last", expected=f"{line.first} or more")


def _wrong_conditions(world: PackWorld, shape: FeeShape) -> Iterator[Fault]:
    samples = [{"answers": one, "channel": "desk"} for one in (_least(shape), _filled(shape))]
    words: dict[str, Sequence[str]] = {"channel": CHANNELS}
    words |= {f"answers.{one.id}": one.choices for one in shape.answers if one.type == "choice"}
    for rule in rules_of(shape):
        if rule.when is None:
            continue
        for what in _faults_of(rule.when, samples, words):
            yield world.fault_of(rule, f"condition: {what}", "when")


def _faults_of(text: str, samples: Sequence[Mapping[str, Any]], words: Mapping[str, Any]) -> list[str]:
    try:
        return Condition(text).faults(samples, words=words)
    except ValueError as wrong:
        return [str(wrong).splitlines()[0]]


def _least(shape: FeeShape) -> dict[str, Any]:
    return {one.id: _values(one, ())[0] for one in shape.answers}


def _filled(shape: FeeShape) -> dict[str, Any]:
    return {one.id: _values(one, ())[-1] for one in shape.answers}


def _values(answer: AnswerShape, edges: Iterable[int]) -> list[Any]:
    """Give the values at which something may change: all of a few, and numbers about every edge."""
    if answer.type == "flag":
        return [False, True]
    if answer.type == "choice":
        return list(answer.choices)
    about = {edge + step for edge in edges for step in (-1, 0, 1)}
    within = {number for number in about if answer.minimum <= number <= answer.maximum}
    return sorted(within | {answer.minimum, answer.maximum})


def _edge_values(shape: FeeShape) -> dict[str, list[Any]]:
    """Give each answer with its values about the edges of all conditions."""
    edges = {int(number) for rule in rules_of(shape) for number in _NUMBERS.findall(rule.when or "")}
    return {one.id: _values(one, edges) for one in shape.answers}


def situations(shape: FeeShape) -> list[dict[str, Any]]:
    """Give answers that stand for all: every choice with every other, numbers at the edges of their conditions.

    Where these are too many, every value comes at least once, beside the least of the others.
    """
    values = _edge_values(shape)
    if prod(map(len, values.values())) <= _SITUATIONS_MOST:
        return [dict(zip(values, one, strict=True)) for one in product(*values.values())]
    base = {name: of_one[0] for name, of_one in values.items()}
    return [{**base, name: value} for name, of_one in values.items() for value in of_one]


def _without_price(world: PackWorld, fee: Fee) -> Iterator[Fault]:
    """Tell of the first situation that no line of a price is for: there somebody would be asked for nothing known."""
    everybody: list[dict[str, Any]] = [
        {"answers": answers, "channel": channel} for answers in situations(fee.shape) for channel in CHANNELS
    ]
    for price in fee.shape.prices:
        left_out = next((one for one in everybody if not _is_for(fee, price, one)), None)
        if left_out is not None:
            said = ", ".join(f"{name} = {value}" for name, value in left_out["answers"].items())
            what = f"no line of the price is for {said or 'anybody'} through {left_out['channel']}"
            yield world.fault_of(price, what, "lines", expected="a line for everybody, if only of 0 đồng")


def _idle_rules(world: PackWorld, fee: Fee) -> Iterator[Fault]:
    """Tell of lines that nobody ever pays and reductions that nobody ever has, where all situations can be tried."""
    if prod(map(len, _edge_values(fee.shape).values())) > _SITUATIONS_MOST:
        return
    everybody: list[dict[str, Any]] = [
        {"answers": answers, "channel": channel} for answers in situations(fee.shape) for channel in CHANNELS
    ]
    for rule in rules_of(fee.shape):
        if rule.when is not None and not any(fee.fits(rule, facts) for facts in everybody):
            what = f'"{rule.id}" is for nobody: its condition never holds'
            yield world.fault_of(rule, what, "when", expected="a condition that some answers fulfil")


def _is_for(fee: Fee, price: PriceShape, facts: dict[str, Any]) -> bool:
    return any(fee.fits(line, facts) for line in price.lines)


def _wrong_examples(
    world: PackWorld, known: Mapping[str, FeeShape], sound: Mapping[str, Fee]
) -> Iterator[Fault]:
    shown: set[str] = set()
    for file in world.shapes(FeesShape):
        for example in file.value.examples:
            if example.fee not in known:
                what = f'unknown fee "{example.fee}"'
                yield world.fault_of(
                    example, what, "fee", expected=one_of(known), given=example.fee, names=known
                )
            elif example.fee in sound:
                shown.add(example.fee)
                for key, what in came_out_otherwise(sound[example.fee], example):
                    said = f'the example "{example.name}" does not hold: {what}'
                    yield world.fault_of(example, said, key, expected="the example or the fee put right")
    for name in sorted(sound.keys() - shown):
        what = f'no example shows what "{name}" comes to'
        yield world.fault_of(known[name], what, "id", expected="an example of it")


def came_out_otherwise(fee: Fee, example: FeeExampleShape) -> Iterator[tuple[str, str]]:
    """Give what came out otherwise than an example says, each with the key that says it."""
    try:
        found = quote(fee, example.given, date.fromisoformat(example.on), example.channel)
    except WrongAnswers as wrong:
        yield "given", f"wrong answers: {', '.join(sorted(wrong.faults))}"
        return
    except NoPrice:
        yield "on", f"there is no price on {example.on}"
        return
    if found.total_vnd != example.pays_vnd:
        sums = " ".join(f"{line.id} {line.amount_vnd:+d}" for line in found.lines)
        yield "pays_vnd", f"{found.total_vnd} đồng comes out ({sums}), not {example.pays_vnd}"
    if list(found.reductions) != example.by:
        yield "by", f"taken were: {', '.join(found.reductions) or 'no reductions'}"
