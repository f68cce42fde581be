"""What a shape may hold at some key: the one description that faults, tables and the reference read."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from cuudinh.packs.faults import KeyPath

Node = Mapping[str, Any]
LANGUAGE = r"^[a-z]{2}$"
A_DAY = "a day such as 2026-11-23"
PATTERNS = {
    r"^\d{4}-\d{2}-\d{2}$": A_DAY,
    LANGUAGE: "a language such as vi",
    r"^[a-z0-9][a-z0-9_.-]{0,59}$": "a code of small letters, digits, hyphens, points and underscores",
    r"^\d{2}:\d{2}$": "a time such as 15:00",
    r"^[A-Z]{2}$": "a country such as VN",
    r"^#[0-9a-f]{6}$": "a colour such as #5a2a82",
    r"^(>=|<=|==|>|<)\d{1,6}(\.\d{1,6}){0,2}$": "a version such as >=1",
}


@lru_cache(maxsize=512)
def described(shape: type[BaseModel]) -> dict[str, Any]:
    """Give the JSON schema of a shape, in the words that packs use."""
    return shape.model_json_schema(by_alias=True)


def nodes_at(shape: type[BaseModel], keys: KeyPath) -> list[Node]:
    """Give what a shape may hold at some keys; several where it has a choice, none beyond its keys."""
    root = described(shape)
    nodes = choices(root, root)
    for key in keys:
        nodes = [choice for node in nodes for choice in choices(_below(node, key), root)]
    return nodes


def keys_at(shape: type[BaseModel], keys: KeyPath) -> list[str]:
    """Give the names that are known at some keys: those of a shape, or the allowed ones of a mapping."""
    found = []
    for node in nodes_at(shape, keys):
        found += list(node.get("properties", {}))
        found += node.get("propertyNames", {}).get("enum", [])
    return found


def values_at(shape: type[BaseModel], keys: KeyPath) -> list[str]:
    """Give the words that are allowed at some keys, where only some words are."""
    found = []
    for node in nodes_at(shape, keys):
        found += node.get("enum", [node["const"]] if "const" in node else [])
    return [str(word) for word in found]


def meaning_of(shape: type[BaseModel], keys: KeyPath) -> str:
    """Give what a key is for: its description, or nothing when it has none."""
    for node in nodes_at(shape, keys[:-1]):
        meaning = node.get("properties", {}).get(keys[-1], {}).get("description", "")
        if meaning:
            return str(meaning).rstrip(".")
    return ""


def choices(node: Node, root: Node) -> list[Node]:
    """Give a node with its references followed, one for each choice it leaves."""
    if "$ref" in node:
        return choices(root["$defs"][node["$ref"].rsplit("/", 1)[1]], root)
    if "anyOf" in node:
        return [choice for one in node["anyOf"] for choice in choices(one, root)]
    return [node]


def value_of(node: Node) -> Node:
    """Give what a mapping may hold under each of its names."""
    for below in (*node.get("patternProperties", {}).values(), node.get("additionalProperties")):
        if isinstance(below, Mapping):
            return below
    return {}


def is_text(node: Node) -> bool:
    """Whether a mapping is a text by language."""
    return LANGUAGE in node.get("patternProperties", {})


def _below(node: Node, key: str | int) -> Node:
    if isinstance(key, int):
        return node.get("items", {})  # type: ignore[no-any-return]  # JSON of pydantic
    return node.get("properties", {}).get(key) or value_of(node)
