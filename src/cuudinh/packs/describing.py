"""What a shape may hold at some key: the one description that faults, tables and the reference read."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from cuudinh.packs.faults import KeyPath

Node = Mapping[str, Any]


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


def _below(node: Node, key: str | int) -> Node:
    if isinstance(key, int):
        below = node.get("items", {})
    else:
        below = node.get("properties", {}).get(key, node.get("additionalProperties", {}))
    return below if isinstance(below, Mapping) else {}
