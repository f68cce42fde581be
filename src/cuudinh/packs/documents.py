"""YAML files of a pack, with the line of every key and value.

What YAML adds to plain mappings, lists and values is refused: it surprises people (`no` is false, `on` is
true, `012` is ten, a second key silently wins) or lets a small file unfold into a huge one (aliases). Plain
`true`, `false`, `null` and decimal numbers mean themselves, everything else is text; a day stays text and
is checked by its shape.

The file is read as a stream of events and not as a tree, so that a deep one is refused before it is built.
"""

import math
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from cuudinh.packs.characters import Unreadable
from cuudinh.packs.faults import Fault, KeyPath

DEPTH_MOST = 40
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+([eE][-+]?[0-9]+)?")
_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, the line of each of its keys, and the keys that stand twice."""

    value: Any
    lines: dict[KeyPath, int]
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet; `key` waits for its value."""

    value: dict[str, Any] | list[Any]
    keys: KeyPath
    key: str | None = None


def read_yaml(file: str, text: str) -> Document:
    """Give what a YAML file says; raises `Unreadable` at the first thing that is no plain YAML."""
    tab = text.find("\t")
    if tab >= 0:
        raise Unreadable(file, text.count("\n", 0, tab) + 1, "a tab", "spaces")
    reader = _Reader(file)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            reader.take(event)
    except yaml.YAMLError as fault:
        raise _no_yaml(file, text, fault) from fault
    if not reader.documents:
        raise Unreadable(file, 1, "the file is empty", "keys and values")
    return Document(reader.value, reader.lines, tuple(reader.faults))


@dataclass(slots=True)
class _Reader:
    """Builds the values of one file from its events."""

    file: str
    value: Any = None
    documents: int = 0
    lines: dict[KeyPath, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.NodeEvent):
            self._refuse_extras(event, line)
        if isinstance(event, yaml.DocumentStartEvent):
            self._begin(line)
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, yaml.MappingStartEvent):
            self._enter({}, line)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._enter([], line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()

    def _refuse_extras(self, event: Any, line: int) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable(self.file, line, f"alias *{event.anchor}", "the value itself, written again")
        if event.anchor is not None:
            raise Unreadable(self.file, line, f"anchor &{event.anchor}", "no names for values")
        if event.tag is not None:
            raise Unreadable(self.file, line, f"tag {event.tag}", "values without tags")

    def _begin(self, line: int) -> None:
        self.documents += 1
        if self.documents > 1:
            raise Unreadable(self.file, line, "a second document", "one document in a file")

    def _scalar(self, event: Any, line: int) -> None:
        inside = self.open[-1] if self.open else None
        if inside is not None and isinstance(inside.value, dict) and inside.key is None:
            self._key(inside, event.value, line)
        else:
            self._put(plain(event.value) if event.implicit[0] else event.value, line)

    def _key(self, inside: _Open, key: str, line: int) -> None:
        keys = (*inside.keys, key)
        if keys in self.lines:
            what = f'key "{key}" stands twice, first in line {self.lines[keys]}'
            self.faults.append(Fault(self.file, line, what, "each key once"))
        inside.key = key
        self.lines[keys] = line

    def _enter(self, value: dict[str, Any] | list[Any], line: int) -> None:
        if len(self.open) >= DEPTH_MOST:
            raise Unreadable(self.file, line, "too deep", f"at most {DEPTH_MOST} levels")
        self.open.append(_Open(value, self._put(value, line)))

    def _put(self, value: Any, line: int) -> KeyPath:
        """Put a value where it belongs and give its keys."""
        if not self.open:
            self.value, self.lines[()] = value, line
            return ()
        inside = self.open[-1]
        if isinstance(inside.value, list):
            inside.value.append(value)
            keys: KeyPath = (*inside.keys, len(inside.value) - 1)
            self.lines[keys] = line
            return keys
        if inside.key is None:
            raise Unreadable(self.file, line, "a key that is no text", "a plain key")
        keys, inside.value[inside.key], inside.key = (*inside.keys, inside.key), value, None
        return keys


def plain(text: str) -> str | int | float | bool | None:
    """Give the value of a text without quotes.

    >>> [plain(text) for text in ("true", "no", "12", "012", "1.50", "2026-11-23")]
    [True, 'no', 12, '012', 1.5, '2026-11-23']
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return text


def _no_yaml(file: str, text: str, fault: yaml.YAMLError) -> Unreadable:
    """The reader notices what was never closed behind the end; the fault is told in the last line."""
    mark = getattr(fault, "problem_mark", None)
    problem = getattr(fault, "problem", None) or "cannot be read"
    last = max(1, len(text.splitlines()))
    line = min(mark.line + 1, last) if mark else 1
    return Unreadable(file, line, f"no YAML: {problem}", "mappings and lists")
