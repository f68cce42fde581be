"""Conditions of a pack: CEL, the common expression language, compiled once and checked before use."""

from collections.abc import Iterable, Mapping
from typing import Any

import cel

from cuudinh.kernel.text import nearest

LENGTH_MOST = 2000


class Condition:
    """A condition such as `topic == 'o-ga' && answers.depth_cm > 10`; `ValueError` when it is no CEL."""

    __slots__ = ("_program", "text")

    def __init__(self, text: str) -> None:
        if len(text) > LENGTH_MOST:
            raise ValueError(f"a condition has at most {LENGTH_MOST} characters")
        self.text = text
        self._program = cel.compile(text)

    @property
    def variables(self) -> frozenset[str]:
        """Give the names of the variables the condition reads."""
        return frozenset(self._program.variables())

    def faults(self, samples: Iterable[Mapping[str, Any]], names: Iterable[str]) -> list[str]:
        """Give what is wrong: unknown variables (with the nearest known one), or a result that is no bool.

        It is run on samples, because CEL finds wrong types only while it runs.
        """
        known = list(names)
        unknown = sorted(self.variables.difference(known))
        if unknown:
            return [_unknown(name, known) for name in unknown]
        return [fault for sample in samples if (fault := self._fault_on(sample))]

    def _fault_on(self, sample: Mapping[str, Any]) -> str:
        try:
            result = self._program.execute(dict(sample))
        except (RuntimeError, TypeError, ValueError) as wrong:
            return str(wrong).splitlines()[0]
        return "" if isinstance(result, bool) else f"gives {type(result).__name__}, not true or false"

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Whether the condition holds for these facts."""
        return bool(self._program.execute(dict(facts)))


def _unknown(name: str, known: list[str]) -> str:
    near = nearest(name, known)
    hint = f'; did you mean "{near}"?' if near else ""
    return f'unknown variable "{name}"; known: {", ".join(sorted(known))}{hint}'
