"""A fee with its conditions compiled once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cuudinh.engines.ledger.shapes import FeeShape, LineShape, ReductionShape
from cuudinh.packs.conditions import Condition


@dataclass(frozen=True)
class Fee:
    """A fee of a pack, ready to be asked. `conditions` are by their text: many lines share one."""

    shape: FeeShape
    conditions: dict[str, Condition]

    def fits(self, rule: LineShape | ReductionShape, facts: dict[str, Any]) -> bool:
        """Whether a line or a reduction is for somebody with these answers."""
        return rule.when is None or self.conditions[rule.when].holds(facts)


def compiled(shape: FeeShape) -> Fee:
    """Give a fee ready to be asked. Raises `ValueError` for a condition that is none; a checked pack has none."""
    texts = dict.fromkeys(rule.when for rule in rules_of(shape) if rule.when is not None)
    return Fee(shape, {text: Condition(text) for text in texts})


def rules_of(shape: FeeShape) -> Iterator[LineShape | ReductionShape]:
    """Give every line of every price and every reduction."""
    for price in shape.prices:
        yield from price.lines
    yield from shape.reductions
