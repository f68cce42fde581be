"""The description of our API: OpenAPI 3.1 for programs, and the same in words for the page of people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from django.utils.translation import gettext as _

from cuudinh import __version__
from cuudinh.sites.openapi.endpoints import BASE, Asked, Endpoint, Schema, all_endpoints
from cuudinh.web.routes import Who
from cuudinh.web.wording import title_of

REF: Final = "#/components/schemas/"
PROBLEM: Final = {
    "type": "object",
    "description": "RFC 9457",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "code": {"type": "string"},
        "request_id": {"type": "string"},
        "faults": {"type": "object", "additionalProperties": {"type": "string"}},
        "wait_seconds": {"type": "integer"},
    },
    "required": ["type", "title", "status", "detail", "code"],
}
_OF_EVERYBODY: Final = (400, 429)
_OF_KEYS: Final = (400, 401, 403, 429)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a type, as the page shows it; `refers_to` names the type it is made of."""

    name: str
    type: str
    refers_to: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class ShownType:
    """A type that is taken or given: its name, what it is, its fields."""

    name: str
    words: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class ShownEndpoint:
    """One endpoint as the page shows it."""

    name: str
    method: str
    address: str
    summary: str
    who: str
    asks: tuple[tuple[str, Asked], ...]
    takes: Field | None
    gives: Field
    status: int
    refusals: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Schemas:
    """The schemas of all types that endpoints read and write, and those parts that have names."""

    by_kind: Mapping[str, Schema]
    named: Mapping[str, Schema]

    def of(self, kind: Any) -> Schema:
        """Give the schema of what an endpoint takes or gives."""
        return self.by_kind[repr(kind)]


def schemas() -> Schemas:
    """Make the schemas of every endpoint together, so that a type that several use is described once."""
    kinds = [kind for found in all_endpoints() for kind in (found.body, found.gives) if kind is not None]
    made, named = msgspec.json.schema_components(kinds, ref_template=REF + "{name}")
    by_kind = {repr(kind): schema for kind, schema in zip(kinds, made, strict=True)}
    return Schemas(by_kind, named)


def openapi(server: str) -> dict[str, Any]:
    """Give the OpenAPI 3.1 description of every endpoint, in the language of the request."""
    known = schemas()
    paths: dict[str, dict[str, Any]] = {}
    for found in all_endpoints():
        paths.setdefault(found.template, {})[found.method.lower()] = _operation(found, known)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Cửu Đỉnh", "version": __version__, "license": {"name": "Apache-2.0"}},
        "servers": [{"url": f"{server}/{BASE}"}],
        "paths": paths,
        "components": {
            "schemas": {**known.named, "Problem": PROBLEM},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(found: Endpoint, known: Schemas) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": found.name,
        "tags": [_(found.group)],
        "summary": _(found.summary),
        "parameters": [*map(_part, found.parts), *(_parameter(*one) for one in found.asks.items())],
        "responses": {str(found.status): _content("OK", known.of(found.gives)), **_refusals(found)},
    }
    if found.body is not None:
        content = {"application/json": {"schema": known.of(found.body)}}
        operation["requestBody"] = {"required": True, "content": content}
    if found.file:
        content = {"multipart/form-data": {"schema": _form_of(found.file)}}
        operation["requestBody"] = {"required": True, "content": content}
    if found.who.kind != "everyone":
        operation["security"] = [{"key": []}]
    return operation


def _form_of(file: str) -> dict[str, Any]:
    one = {"type": "string", "format": "binary"}
    return {"type": "object", "properties": {file: one}, "required": [file]}


def _part(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}


def _parameter(name: str, asked: Asked) -> dict[str, Any]:
    return {"name": name, "in": asked.place, "description": _(asked.words), "schema": asked.schema}


def _content(words: str, schema: Schema, kind: str = "application/json") -> dict[str, Any]:
    return {"description": words, "content": {kind: {"schema": schema}}}


def _refusals(found: Endpoint) -> dict[str, Any]:
    schema = {"$ref": f"{REF}Problem"}
    return {
        str(status): _content(title_of(status), schema, "application/problem+json")
        for status in refusals_of(found)
    }


def refusals_of(found: Endpoint) -> tuple[int, ...]:
    """Give the statuses with which an endpoint may refuse: its own, and those of its kind of caller."""
    always = _OF_EVERYBODY if found.who.kind == "everyone" else _OF_KEYS
    return tuple(sorted({*always, *found.refusals}))


def shown_groups() -> tuple[tuple[str, tuple[ShownEndpoint, ...]], ...]:
    """Give the endpoints for the page, by group in the order in which they were declared."""
    known = schemas()
    groups: dict[str, list[ShownEndpoint]] = {}
    for found in all_endpoints():
        groups.setdefault(_(found.group), []).append(_shown(found, known))
    return tuple((name, tuple(found)) for name, found in groups.items())


def _shown(found: Endpoint, known: Schemas) -> ShownEndpoint:
    return ShownEndpoint(
        name=found.name,
        method=found.method,
        address=f"/{BASE}{found.template}",
        summary=_(found.summary),
        who=_who(found.who),
        asks=tuple((name, asked) for name, asked in found.asks.items()),
        takes=_taken(found, known),
        gives=_field("", known.of(found.gives)),
        status=found.status,
        refusals=tuple((status, title_of(status)) for status in refusals_of(found)),
    )


def _taken(found: Endpoint, known: Schemas) -> Field | None:
    if found.file:
        return Field(found.file, "multipart/form-data: file", "", True)
    return _field("", known.of(found.body)) if found.body is not None else None


def _who(who: Who) -> str:
    if who.kind == "everyone":
        return _("Ai cũng gọi được, không cần khóa")
    if who.kind == "signed_in":
        return _("Cần khóa")
    return _("Cần khóa của người giữ vai: {roles}").format(roles=", ".join(sorted(who.roles)))


def shown_types() -> tuple[ShownType, ...]:
    """Give every named type for the page, in the order of their names."""
    return tuple(_shown_type(name, schema) for name, schema in sorted(schemas().named.items()))


def _shown_type(name: str, schema: Schema) -> ShownType:
    required = set(schema.get("required", ()))
    fields = (_field(field, one, field in required) for field, one in schema["properties"].items())
    return ShownType(name, schema.get("description", ""), tuple(fields))


def _field(name: str, schema: Schema, is_required: bool = True) -> Field:
    return Field(name, type_words(schema), _named_in(schema), is_required)


def type_words(schema: Schema) -> str:
    """Give a type in short, as programmers write it.

    >>> type_words({"type": "array", "items": {"$ref": "#/components/schemas/Line"}})
    'Line[]'
    >>> type_words({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]})
    'date-time | null'
    """
    if "anyOf" in schema:
        return " | ".join(type_words(one) for one in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REF)
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    if schema.get("type") == "array":
        return _array_words(schema)
    return str(schema.get("format") or schema.get("type") or "any")


def _array_words(schema: Schema) -> str:
    if "prefixItems" in schema:
        return f"[{', '.join(type_words(one) for one in schema['prefixItems'])}]"
    return f"{type_words(schema['items'])}[]"


def _named_in(schema: Schema) -> str:
    """Give the name of the type that a schema is made of, or nothing."""
    inner: Sequence[Schema] = [schema, *schema.get("anyOf", ())]
    if isinstance(schema.get("items"), dict):
        inner = [*inner, schema["items"]]
    return next((str(one["$ref"]).removeprefix(REF) for one in inner if "$ref" in one), "")
