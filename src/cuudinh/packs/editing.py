"""Changing single values of a YAML file and nothing else: every other letter stays where it was.

A file is never written anew from what it says: a writer of YAML moves comments, quotes and line ends about, and an
office that changed one deadline would see a hundred lines differ. The places of values are asked of the reader; what
is new is cut in between.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml

from cuudinh.packs.documents import plain
from cuudinh.packs.faults import KeyPath

_PLAIN: Final = re.compile(r"[^\W\d_][\w .()/%-]*[\w)%]|[^\W\d_]")
# What other readers of YAML take for true, false or nothing is put in quotes.
_TAKEN: Final = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false", "null"})
_BLOCKS: Final = frozenset({"|", ">"})


class NoSuchPlace(LookupError):
    """Keys that lead nowhere in a file; a bug of whoever asks."""


def put(text: str, keys: KeyPath, value: Any) -> str:
    """Give a file with another value at some keys; the last of them may be new in its mapping.

    >>> put("label: {vi: Mở} # nhãn\\n", ("label", "vi"), "Mở lại")
    'label: {vi: Mở lại} # nhãn\\n'
    >>> put("label: {vi: Mở}\\n", ("label", "en"), "Open: again")
    'label: {vi: Mở, en: "Open: again"}\\n'
    >>> put("version: 1\\n", ("kind",), "report")
    'version: 1\\nkind: report\\n'
    """
    node = _node_at(text, keys)
    if node is not None:
        return _put(text, node, value)
    holder = _node_at(text, keys[:-1])
    if not isinstance(holder, yaml.MappingNode):
        raise NoSuchPlace(keys)
    return _added(text, holder, f"{_key(keys[-1])}: {written(value)}")


def add(text: str, keys: KeyPath, value: Any) -> str:
    """Give a file with one more thing at the end of a list; a list that is not there begins with it.

    >>> add("rows:\\n  - {a: 1} # first\\nrest: 2\\n", ("rows",), {"a": 2})
    'rows:\\n  - {a: 1} # first\\n  - {a: 2}\\nrest: 2\\n'
    >>> add("rows: [1]\\n", ("rows",), 2), add("a: 1\\n", ("rows",), 2)
    ('rows: [1, 2]\\n', 'a: 1\\nrows: [2]\\n')
    """
    node = _node_at(text, keys)
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        return put(text, keys, [value])
    return _added(text, node, written(value))


def drop(text: str, keys: KeyPath) -> str:
    """Give a file without what stands at some keys; a list or mapping that loses its last thing stays, empty.

    >>> drop("rows:\\n  - a\\n  # why b\\n  - b\\n", ("rows", 0)), drop("rows: [a, b]\\n", ("rows", 1))
    ('rows:\\n  # why b\\n  - b\\n', 'rows: [a]\\n')
    """
    holder = _node_at(text, keys[:-1])
    if holder is None or _node_at(text, keys) is None:
        raise NoSuchPlace(keys)
    parts = _parts(text, holder)
    if len(parts) == 1:
        return _put(text, holder, [] if isinstance(holder, yaml.SequenceNode) else {})
    place = _place_of(holder, keys[-1])
    if _is_flow(holder):
        return _without_in_flow(text, parts, place)
    start, end = parts[place]
    return text[: _line_start(text, start)] + text[_line_end(text, end) + 1 :]


def swap(text: str, keys: KeyPath, first: int, second: int) -> str:
    """Give a file in which two things of a list stand in each other's place.

    >>> swap("rows:\\n  - a: 1\\n    b: 2\\n  # why\\n  - c\\n", ("rows",), 0, 1)
    'rows:\\n  - c\\n  # why\\n  - a: 1\\n    b: 2\\n'
    """
    node = _node_at(text, keys)
    if not isinstance(node, yaml.SequenceNode):
        raise NoSuchPlace(keys)
    ends = sorted((node.value[first], node.value[second]), key=lambda one: one.start_mark.index)
    (a, b), (c, d) = ((one.start_mark.index, _end_of(text, one)) for one in ends)
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def value_at(text: str, keys: KeyPath) -> Any:
    """Give what a file says at some keys, None where it says nothing."""
    node = _node_at(text, keys)
    return _value(node) if node is not None else None


def written(value: Any) -> str:
    """Give a value as it is written within a line, fit for every place of a file.

    >>> written({"vi": "Mở", "on": ["no", "12", 12, True, None, "a: b"]})
    '{vi: Mở, "on": ["no", "12", 12, true, null, "a: b"]}'
    """
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_key(key)}: {written(one)}' for key, one in value.items())}}}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(written(one) for one in value)}]"
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(text: str) -> str:
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _TAKEN and plain(text) == text
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _key(key: object) -> str:
    return _text(str(key))


def _put(text: str, node: yaml.Node, value: Any) -> str:
    start, end = node.start_mark.index, _end_of(text, node)
    new = written(value)
    if start == end and start > 0 and text[start - 1] == ":":
        new = f" {new}"
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        return text[:start].rstrip(" \n") + f" {new}" + text[end:]
    return text[:start] + new + text[end:]


def _added(text: str, holder: yaml.Node, line: str) -> str:
    parts = _parts(text, holder)
    if _is_flow(holder):
        close = _end_of(text, holder) - 1
        if not parts:
            return f"{text[:close]}{line}{text[close:]}"
        last = parts[-1][1]
        return f"{text[:last]}, {line}{text[last:]}"
    end = _line_end(text, _end_of(text, holder))
    dash = "- " if isinstance(holder, yaml.SequenceNode) else ""
    return f"{text[:end]}\n{' ' * holder.start_mark.column}{dash}{line}{text[end:] or chr(10)}"


def _without_in_flow(text: str, parts: Sequence[tuple[int, int]], place: int) -> str:
    if place + 1 < len(parts):
        return text[: parts[place][0]] + text[parts[place + 1][0] :]
    return text[: parts[place - 1][1]] + text[parts[place][1] :]


def _node_at(text: str, keys: KeyPath) -> yaml.Node | None:
    node: yaml.Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    for key in keys:
        node = _child(node, key)
    return node


def _child(node: yaml.Node | None, key: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == str(key)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        found: yaml.Node = node.value[key]
        return found
    return None


def _is_flow(holder: yaml.Node) -> bool:
    return isinstance(holder, yaml.CollectionNode) and bool(holder.flow_style)


def _place_of(holder: yaml.Node, key: str | int) -> int:
    if isinstance(holder, yaml.MappingNode):
        return next(place for place, (name, _) in enumerate(holder.value) if name.value == str(key))
    assert isinstance(key, int), "a place in a list"
    return key


def _parts(text: str, holder: yaml.Node) -> list[tuple[int, int]]:
    """Give where each thing of a list or mapping begins and ends."""
    if isinstance(holder, yaml.MappingNode):
        return [(name.start_mark.index, _end_of(text, value)) for name, value in holder.value]
    return [(one.start_mark.index, _end_of(text, one)) for one in holder.value]


def _end_of(text: str, node: yaml.Node) -> int:
    """Give where the last letter of a value ends; the reader only notices the end of a block at what follows it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end_of(text, last[1] if isinstance(node, yaml.MappingNode) else last)
    end: int = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in _BLOCKS:
        return len(text[:end].rstrip())
    return end


def _value(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {name.value: _value(value) for name, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(one) for one in node.value]
    is_quoted = isinstance(node, yaml.ScalarNode) and bool(node.style)
    return node.value if is_quoted else plain(node.value)


def _line_start(text: str, place: int) -> int:
    return text.rfind("\n", 0, place) + 1


def _line_end(text: str, place: int) -> int:
    found = text.find("\n", place)
    return found if found >= 0 else len(text)
