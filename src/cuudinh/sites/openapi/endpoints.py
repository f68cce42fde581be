"""Endpoints of our own API: declared with what they take and give, so that the OpenAPI page cannot lie.

The description is made of the very types that are read and written; an endpoint without one is not served.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

import msgspec
from django.http.response import HttpResponseBase

from cuudinh import __version__
from cuudinh.kernel.refusal import BadInput
from cuudinh.web.answers import json
from cuudinh.web.calls import Call
from cuudinh.web.routes import Who, route

BASE = "api/v1"
BODY_BYTES_MOST = 256 * 1024
Body = TypeVar("Body")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint: address with its named parts, method, what it says, takes and gives."""

    address: str
    method: str
    summary: str
    who: Who
    query: Mapping[str, str]
    body: type | None
    gives: Any
    refusals: Sequence[int]
    status: int


_endpoints: dict[tuple[str, str], Endpoint] = {}


def endpoint(
    address: str,
    *,
    who: Who,
    gives: Any,
    summary: str,
    method: str = "GET",
    query: Mapping[str, str] | None = None,
    body: type | None = None,
    refusals: Sequence[int] = (),
    status: int = 200,
    limit: str = "api",
) -> Callable[[Callable[..., Any]], Callable[..., HttpResponseBase]]:
    """Declare the function below as an endpoint: it gets the request, the body read, and the parts of the address."""

    def declare(view: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
        found = Endpoint(address, method, summary, who, query or {}, body, gives, refusals, status)
        _endpoints[address, method] = found

        @wraps(view)
        def answered(request: Call, **parts: str) -> HttpResponseBase:
            given: dict[str, Any] = {"body": _read(request, body)} if body is not None else {}
            return json(view(request, **given, **parts), status=status)

        name = f"api:{method.lower()}-{address.replace('<str:', '').replace('>', '').replace('/', '-')}"
        declared = route(
            f"{BASE}/{address}",
            name=name,
            who=who,
            methods=(method,),
            limit=limit,
            speaks_json=True,
            by_key=True,
        )
        return cast(Callable[..., HttpResponseBase], declared(answered))

    return declare


def _read(request: Call, body: type[Body]) -> Body:
    """Read a JSON body strictly: an unknown field or a wrong type is refused with its path."""
    if len(request.body) > BODY_BYTES_MOST:
        raise BadInput("Nội dung gửi lên quá lớn.")
    try:
        return msgspec.json.decode(request.body, type=body)
    except (msgspec.ValidationError, msgspec.DecodeError) as fault:
        raise BadInput("Nội dung JSON không đúng: {why}", why=str(fault)) from fault


def openapi(server: str) -> dict[str, Any]:
    """Give the OpenAPI 3.1 description of every endpoint."""
    kinds = [one for found in _endpoints.values() for one in (found.body, found.gives) if one is not None]
    schemas, components = msgspec.json.schema_components(kinds, ref_template="#/components/schemas/{name}")
    by_kind = {repr(kind): schema for kind, schema in zip(kinds, schemas, strict=True)}
    paths: dict[str, dict[str, Any]] = {}
    for found in _endpoints.values():
        address = "/" + found.address.replace("<str:", "{").replace(">", "}")
        paths.setdefault(address, {})[found.method.lower()] = _operation(found, by_kind)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Cửu Đỉnh", "version": __version__, "license": {"name": "Apache-2.0"}},
        "servers": [{"url": f"{server}/{BASE}"}],
        "paths": paths,
        "components": {
            "schemas": {**components, "Problem": _PROBLEM},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


_PROBLEM = {
    "type": "object",
    "description": "RFC 9457",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "faults": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "required": ["type", "title", "status", "detail", "code"],
}


def _operation(found: Endpoint, by_kind: Mapping[str, Any]) -> dict[str, Any]:
    parts = [part[5:-1] for part in found.address.split("/") if part.startswith("<str:")]
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in parts
    ]
    parameters += [
        {"name": name, "in": "query", "description": words, "schema": {"type": "string"}}
        for name, words in found.query.items()
    ]
    operation: dict[str, Any] = {
        "summary": found.summary,
        "parameters": parameters,
        "responses": {str(found.status): _content("OK", by_kind[repr(found.gives)]), **_refusals(found)},
    }
    if found.body is not None:
        operation["requestBody"] = {**_content("", by_kind[repr(found.body)]), "required": True}
    if found.who.kind != "everyone":
        operation["security"] = [{"key": []}]
    return operation


def _content(words: str, schema: Any) -> dict[str, Any]:
    found = {"content": {"application/json": {"schema": schema}}}
    return {"description": words, **found} if words else found


def _refusals(found: Endpoint) -> dict[str, Any]:
    always = (400, 429) if found.who.kind == "everyone" else (400, 401, 403, 429)
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    codes = sorted({*always, *found.refusals})
    return {str(code): {"description": "Refused", "content": problem} for code in codes}
