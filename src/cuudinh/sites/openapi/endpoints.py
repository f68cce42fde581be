"""Endpoints of our own API: declared with what they take and give, so that their description cannot lie.

The description is made of the very types that are read and written; an endpoint without one is not served.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, TypeVar, cast

import msgspec
from django.http.request import RawPostDataException
from django.http.response import HttpResponseBase

from cuudinh.kernel.refusal import BadInput, TooLarge
from cuudinh.sites.openapi.keeping import kept
from cuudinh.web.answers import json
from cuudinh.web.calls import Call
from cuudinh.web.routes import EVERYONE, Who, route

BASE: Final = "api/v1"
BODY_BYTES_MOST: Final = 256 * 1024
Body = TypeVar("Body")
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One parameter of the query or one header: what it means, and what it may be."""

    words: str
    schema: Schema
    place: str = "query"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint: address with its named parts, method, what it says, takes and gives.

    `file` names the one file of a form, for an endpoint that takes a picture instead of a body. `group` gathers
    endpoints on the page for people; the texts are in Vietnamese and translated when read.
    """

    address: str
    method: str
    group: str
    summary: str
    who: Who
    asks: Mapping[str, Asked]
    body: type | None
    file: str
    gives: Any
    refusals: Sequence[int]
    status: int

    @property
    def parts(self) -> tuple[str, ...]:
        """The named parts of the address."""
        return tuple(part[5:-1] for part in self.address.split("/") if part.startswith("<str:"))

    @property
    def template(self) -> str:
        """The address as OpenAPI writes it: `/cases/{number}`."""
        return "/" + self.address.replace("<str:", "{").replace(">", "}")

    @property
    def name(self) -> str:
        """The name of the endpoint, unique among all."""
        words = self.address.replace("<str:", "").replace(">", "").replace("/", "-")
        return f"{self.method.lower()}-{words}"


_endpoints: dict[str, Endpoint] = {}


def all_endpoints() -> tuple[Endpoint, ...]:
    """Give every endpoint in the order in which they were declared."""
    return tuple(_endpoints.values())


def endpoint(
    address: str,
    *,
    group: str,
    summary: str,
    who: Who,
    gives: Any,
    method: str = "GET",
    asks: Mapping[str, Asked] | None = None,
    body: type | None = None,
    file: str = "",
    refusals: Sequence[int] = (),
    status: int = 200,
    limit: str = "api",
    hashes_passwords: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., HttpResponseBase]]:
    """Declare the function below as an endpoint: it gets the call, the body read, and the parts of the address."""
    found = Endpoint(address, method, group, summary, who, asks or {}, body, file, gives, refusals, status)

    def declare(view: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
        _endpoints[found.name] = found
        declared = route(
            f"{BASE}/{address}",
            name=f"api:{found.name}",
            who=who,
            methods=(method,),
            limit=limit,
            pictures_most=1 if file else 0,
            speaks_json=True,
            by_key=True,
            is_shared=who == EVERYONE and method == "GET",
            hashes_passwords=hashes_passwords,
        )
        return declared(_answering(found, view))

    return declare


def _answering(found: Endpoint, view: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
    """Make what a view gives an answer; what was read may be kept, what was written may not."""

    @wraps(view)
    def answered(call: Call, **parts: str) -> HttpResponseBase:
        if found.method == "GET":
            return kept(call, json(view(call, **parts)), is_public=found.who.kind == "everyone")
        given: dict[str, Any] = {"body": read_body(call, found.body)} if found.body is not None else {}
        answer = json(view(call, **given, **parts), status=found.status)
        answer["Cache-Control"] = "no-store"
        return answer

    return cast(Callable[..., HttpResponseBase], answered)


def read_body(call: Call, body: type[Body]) -> Body:
    """Read a JSON body strictly: a field that is unknown, missing or of a wrong type is refused with its path."""
    try:
        sent = call.body
    except RawPostDataException as fault:
        # A form with parts: it was read as one when a key was looked for in it.
        raise BadInput from fault
    if len(sent) > BODY_BYTES_MOST:
        raise TooLarge("Nội dung gửi lên quá lớn.")
    if b"\\u0000" in sent:
        raise BadInput("Nội dung JSON không được chứa ký tự NUL.")
    try:
        return msgspec.json.decode(sent, type=body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise BadInput("Nội dung JSON không đúng: {why}", why=str(fault)) from fault


def read_asked(call: Call, name: str, most: int = 120) -> str:
    """Give a parameter of the query, cut at its longest; empty if it was not sent."""
    return call.GET.get(name, "")[:most]
