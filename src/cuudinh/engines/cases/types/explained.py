"""Explanations: why this deadline, why this office, line by line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WhyLine:
    """One line of an explanation: a label, a value and the source of the rule."""

    label: str
    value: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """Why this deadline, or why this office: the rule that decided and its sum, line by line."""

    title: str
    lines: tuple[WhyLine, ...]
