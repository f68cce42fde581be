"""The reference page of every key a pack may hold, written from the shapes themselves."""

import re
from collections.abc import Iterator

from cuudinh.packs.describing import PATTERNS, Node, described, is_text, value_of
from cuudinh.packs.parts import Grammar, Pattern

_NOTE = "<!-- Written by `cuudinh docs` from the code; change the code, not this page. -->"
_LEAD = (
    "Every file of a pack, part by part, and every key in it. What is not listed here is refused. "
    "Keys in bold must be there. A *text* is written by language, such as `{vi: Ổ gà, en: Pothole}`."
)
_BOUNDS = {
    "minimum": "≥ {}",
    "exclusiveMinimum": "> {}",
    "maximum": "≤ {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {}",
    "maxItems": "at most {}",
}
_TYPES = {"string": "word", "integer": "whole number", "number": "number", "boolean": "true or false"}


def reference(grammar: Grammar) -> str:
    """Give the page in Markdown; a shape that several files use stands where it is first met."""
    told: set[str] = set()
    sections = ["# Keys of packs", _NOTE, _LEAD]
    for part in grammar.parts:
        sections.append(f"## {part.name}")
        for pattern in part.patterns:
            sections += _file(pattern, told)
    return "\n\n".join(sections) + "\n"


def _file(pattern: Pattern, told: set[str]) -> Iterator[str]:
    yield f"### `{pattern.glob}`"
    if pattern.shape is None:
        yield "A text."
        return
    schema = described(pattern.shape)
    if pattern.kind == "csv":
        yield "A table: the first line names the columns, every other line is a row; lists are parted by `;`."
    if schema["title"] in told:
        yield f"As {_name(schema)}, above."
        return
    told.add(schema["title"])
    yield from _shape(schema)
    for name, inner in schema.get("$defs", {}).items():
        if name not in told:
            told.add(name)
            yield f"#### {_name(inner)}"
            yield from _shape(inner)


def _shape(node: Node) -> Iterator[str]:
    if node.get("description"):
        yield " ".join(str(node["description"]).split())
    required = node.get("required", ())
    rows = [
        f"| {f'**`{key}`**' if key in required else f'`{key}`'} | {_cell(_type(inner))} "
        f"| {_cell(str(inner.get('description', '')))} |"
        for key, inner in node.get("properties", {}).items()
    ]
    yield "\n".join(["| key | what | meaning |", "| --- | --- | --- |", *rows])


def _type(node: Node) -> str:
    if "$ref" in node:
        name = _name({"title": node["$ref"].rsplit("/", 1)[1]})
        return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
    if "anyOf" in node:
        return " or ".join(_type(one) for one in node["anyOf"] if one.get("type") != "null")
    if "enum" in node or "const" in node:
        return " · ".join(f"`{word}`" for word in node.get("enum", [node.get("const")]))
    if node.get("type") == "array":
        return f"list of {_type(node.get('items', {}))}{_bounds(node)}"
    if node.get("type") == "object":
        return _mapping(node)
    return _TYPES.get(str(node.get("type")), "any value") + _bounds(node)


def _mapping(node: Node) -> str:
    if is_text(node):
        return "text"
    inner = value_of(node)
    return f"names, each with {_type(inner)}" if inner else "keys with values"


def _bounds(node: Node) -> str:
    found = [words.format(node[bound]) for bound, words in _BOUNDS.items() if bound in node]
    if "pattern" in node:
        found.append(PATTERNS.get(node["pattern"], f"like `{node['pattern']}`"))
    return f" ({', '.join(found)})" if found else ""


def _name(node: Node) -> str:
    """Give the name of a shape as people read it.

    >>> _name({"title": "Dated_SpanShape_"})
    'dated span'
    """
    title = re.sub(r"[_\[\]]|Shape", " ", str(node["title"]))
    return " ".join(re.sub(r"([A-Z])", r" \1", title).lower().split())


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
