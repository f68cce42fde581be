"""Why a value does not fit its shape, said in the words of packs: the key, its line, what was expected."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from cuudinh.kernel.text import nearest
from cuudinh.packs import describing
from cuudinh.packs.faults import Fault, KeyPath, one_of, unknown

_SHOWN_MOST = 60
_A_MAPPING = "keys with values"
_EXPECTED = {
    "string_type": "a text (in quotes if it looks like a number)",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": _A_MAPPING,
    "model_type": _A_MAPPING,
    "date_type": describing.A_DAY,
    "date_parsing": describing.A_DAY,
    "date_from_datetime_parsing": describing.A_DAY,
    "greater_than_equal": "at least {ge}",
    "greater_than": "more than {gt}",
    "less_than_equal": "at most {le}",
    "less_than": "less than {lt}",
    "string_too_short": "at least {min_length} characters",
    "string_too_long": "at most {max_length} characters",
    "too_short": "at least {min_length} of them",
    "too_long": "at most {max_length} of them",
}


def explained(
    wrong: ValidationError, shape: type[BaseModel], file: str, lines: Mapping[KeyPath, int]
) -> list[Fault]:
    """Give a fault for everything that is wrong with a value, each once, in order of lines."""
    faults = {_Wrong(shape, file, lines, detail).fault() for detail in wrong.errors(include_url=False)}
    return sorted(faults)


@dataclass(frozen=True, slots=True)
class _Wrong:
    """One thing that does not fit."""

    shape: type[BaseModel]
    file: str
    lines: Mapping[KeyPath, int]
    detail: ErrorDetails

    def fault(self) -> Fault:
        keys, kind = self._keys(), self.detail["type"]
        line = self._line(keys)
        if self.detail["loc"][-1:] == ("[key]",) or kind == "extra_forbidden":
            return self._unknown_key(keys, line)
        if kind == "missing":
            meaning = describing.meaning_of(self.shape, keys) or f'the key "{keys[-1]}"'
            return Fault(self.file, line, f'"{keys[-1]}" is missing', meaning)
        if kind == "value_error":
            return Fault(self.file, line, f"{_where(keys)}: {self.detail['ctx']['error']}")
        what = f"{_where(keys)} is {_shown(self.detail['input'])}"
        words = describing.values_at(self.shape, keys)
        if kind == "literal_error" and words:
            return Fault(self.file, line, what, one_of(words), nearest(str(self.detail["input"]), words))
        return Fault(self.file, line, what, self._expected())

    def _unknown_key(self, keys: KeyPath, line: int) -> Fault:
        known = describing.keys_at(self.shape, keys[:-1])
        if known:
            return unknown("key", str(keys[-1]), known, file=self.file, line=line)
        return Fault(self.file, line, f'key "{keys[-1]}" of {_where(keys[:-1])}', self._expected())

    def _keys(self) -> KeyPath:
        """The keys as the file has them: pydantic also names the choice it tried, and marks keys."""
        found: KeyPath = ()
        parts = self.detail["loc"]
        for number, part in enumerate(parts, start=1):
            is_absent = self.detail["type"] == "missing" and number == len(parts)
            if is_absent or (*found, part) in self.lines:
                found = (*found, part)
        return found

    def _line(self, keys: KeyPath) -> int:
        return self.lines.get(keys) or self.lines.get(keys[:-1]) or self.lines.get((), 1)

    def _expected(self) -> str:
        kind, context = self.detail["type"], self.detail.get("ctx", {})
        if kind == "string_pattern_mismatch":
            pattern = str(context["pattern"])
            return describing.PATTERNS.get(pattern, f"a text like {pattern}")
        return _EXPECTED[kind].format_map(context) if kind in _EXPECTED else self.detail["msg"]


def _where(keys: KeyPath) -> str:
    """Give keys as people say them, counting from one.

    >>> _where(("acts", 3, "to"))
    'acts.4.to'
    """
    return ".".join(str(key + 1) if isinstance(key, int) else key for key in keys) or "the file"


def _shown(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else f"a list of {len(value)}"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN_MOST else f"{text[:_SHOWN_MOST]}…"
