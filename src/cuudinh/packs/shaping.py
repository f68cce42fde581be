"""Files of a pack turned into shapes that know where they stand."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from cuudinh.packs import describing
from cuudinh.packs.characters import Unreadable, text_of
from cuudinh.packs.documents import plain, read_yaml
from cuudinh.packs.explaining import explained
from cuudinh.packs.faults import Fault, KeyPath, PackRefused
from cuudinh.packs.grammar import Shape
from cuudinh.packs.parts import Pattern
from cuudinh.packs.tables import Row, read_table
from cuudinh.packs.world import Located

AnyShape = TypeVar("AnyShape", bound=Shape)
Shaped = tuple[list[Located[Shape]], list[Fault]]
# Two provinces with the nation below them; who checks a draft again reads only the file that was changed.
FILES_REMEMBERED = 600


def read_file(pattern: Pattern, path: str, shown: str, body: bytes) -> Shaped:
    """Give the shapes of one file and everything wrong with it; `shown` is the path as faults name it.

    The shapes are frozen, so that those of a file with the same bytes are handed out again.
    """
    shapes, faults = _read(pattern, path, shown, body)
    return list(shapes), list(faults)


@lru_cache(maxsize=FILES_REMEMBERED)
def _read(pattern: Pattern, path: str, shown: str, body: bytes) -> Shaped:
    try:
        text = text_of(shown, body)
        if pattern.shape is None:
            return [], []
        if pattern.kind == "csv":
            return _table(pattern.shape, path, shown, text)
        return _document(pattern.shape, path, shown, text)
    except Unreadable as unreadable:
        return [], [unreadable.fault]


def shape_in(file: Path, shape: type[AnyShape]) -> AnyShape:
    """Give the shape of one YAML file outside of any world; raises `PackRefused` with all its faults."""
    found, faults = read_file(Pattern(file.name, shape), file.name, str(file), file.read_bytes())
    if faults:
        raise PackRefused(file.parent.name, faults)
    value = found[0].value
    assert isinstance(value, shape), "a document without faults is one shape"
    return value


def _document(shape: type[Shape], path: str, shown: str, text: str) -> Shaped:
    document = read_yaml(shown, text)
    found, faults = _shaped(shape, document.value, path, shown, document.lines)
    return found, [*document.faults, *faults]


def _table(shape: type[Shape], path: str, shown: str, text: str) -> Shaped:
    """The rows share one mapping of lines for each row: the line of the row, whatever the column."""
    description = describing.described(shape)
    columns, required = description["properties"], description.get("required", [])
    table = read_table(shown, text, list(columns), required)
    shapes: list[Located[Shape]] = []
    faults = list(table.faults)
    for line, row in table.rows:
        lines: dict[KeyPath, int] = {(): line} | {(name,): line for name in row}
        found, wrong = _shaped(shape, _cells(columns, row), path, shown, lines)
        shapes += found
        faults += wrong
    return shapes, faults


def _shaped(shape: type[Shape], value: Any, path: str, shown: str, lines: Mapping[KeyPath, int]) -> Shaped:
    """JSON is the reading in which a text never becomes a number, and yet a list may become a tuple."""
    try:
        found = shape.model_validate_json(json.dumps(value), by_alias=True, by_name=False)
    except ValidationError as wrong:
        return [], explained(wrong, shape, shown, lines)
    return [Located(path, lines.get((), 1), found, lines)], []


def _cells(columns: Mapping[str, describing.Node], row: Row) -> dict[str, Any]:
    """Give the cells as values: numbers where the shape has numbers, lists apart by semicolons."""
    return {name: _cell(_types(columns[name]), cell) for name, cell in row.items()}


def _cell(types: set[str], cell: str) -> Any:
    if "array" in types:
        return [part.strip() for part in cell.split(";")]
    value = plain(cell)
    if isinstance(value, bool):
        return value if "boolean" in types else cell
    if isinstance(value, int | float):
        return value if types & {"integer", "number"} else cell
    return cell


def _types(node: describing.Node) -> set[str]:
    return {str(one["type"]) for one in node.get("anyOf", [node]) if "type" in one}
