"""Provisioning by SCIM 2.0: the systems of teachers and reporters tell us of their people, and state whom they have."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

import msgspec
from django.http import HttpRequest, HttpResponse

from cuudinh.engines.identity.api import scim_answers as answers
from cuudinh.engines.identity.api.asking import program
from cuudinh.engines.identity.commands.provisioning import CHANGES_MOST, Outcome, provision
from cuudinh.engines.identity.commands.provisioning_groups import provision_group
from cuudinh.engines.identity.commands.reconciling import state
from cuudinh.engines.identity.provider.scim import filter_of
from cuudinh.engines.identity.queries import provisioning as queries
from cuudinh.engines.identity.queries.provisioned_people import one_user, users
from cuudinh.engines.identity.queries.tokens import holder_of
from cuudinh.engines.identity.sessions import key_of
from cuudinh.engines.identity.types import (
    Change,
    ClientView,
    NarrowToken,
    ProviderFault,
    Provisioned,
    ScimFault,
    WrongToken,
)
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import Refusal
from cuudinh.web import measuring
from cuudinh.web.calls import Call
from cuudinh.web.routes import EVERYONE, route

_NUMBER_LETTERS_MOST = 9


def _scim(address: str, name: str, *methods: str) -> Callable[[Any], Any]:
    """Declare an endpoint of provisioning: by an access token, with faults as SCIM says them."""

    def declare(view: Callable[..., HttpResponse]) -> Any:
        @wraps(view)
        def answered(request: HttpRequest, **parts: str) -> HttpResponse:
            try:
                return view(request, **parts)
            except (ScimFault, ProviderFault) as fault:
                measuring.refused(cast(Refusal, fault))
                return answers.faulty(fault)

        return route(
            f"scim/v2/{address}",
            name=f"identity:{name}",
            who=EVERYONE,
            methods=methods,
            limit="provider",
            speaks_json=True,
            by_key=True,
        )(answered)

    return declare


def _asking(request: HttpRequest) -> tuple[Actor, ClientView]:
    """Give the system that asks, by its own token with the scope `scim`. Raises `WrongToken`, `NarrowToken`."""
    shown = key_of(request)
    if not shown:
        raise WrongToken("an access token with the scope scim is needed")
    holder = holder_of(shown)
    if "scim" not in holder.scope or holder.account is not None:
        raise NarrowToken("the scope scim is needed")
    return program(cast(Call, request)), holder.client


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(request.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise ScimFault("the body is not JSON", kind="invalidSyntax") from fault
    if not isinstance(found, dict):
        raise ScimFault("the body must be an object", kind="invalidSyntax")
    return found


def _change(request: HttpRequest, ref: str = "") -> Change:
    method: Any = request.method
    content = {} if method == "DELETE" else _body(request)
    return Change(method, ref, content, _version(str(request.META.get("HTTP_IF_MATCH", ""))))


def _version(text: str) -> int | None:
    """Read an ETag of ours; one that cannot be ours is a version that nothing has."""
    digits = text.removeprefix("W/").strip('"')
    if not text or text == "*":
        return None
    return (
        int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= _NUMBER_LETTERS_MOST else -1
    )


def _only(outcome: Outcome) -> Provisioned | None:
    if isinstance(outcome, ScimFault):
        raise outcome
    return outcome


def _told(request: HttpRequest, kind: str, found: Provisioned | None) -> HttpResponse:
    """Give what became of a change: the resource with its version, or nothing where it went."""
    if found is None:
        return HttpResponse(status=204)
    told = answers.answer(answers.resource(request, kind, found), 201 if request.method == "POST" else 200)
    told["ETag"] = answers.version_of(found)
    told["Location"] = answers.location(request, kind, str(found.ref))
    return told


def _shown(request: HttpRequest, kind: str, found: Provisioned) -> HttpResponse:
    # What a system keeps of somebody who had their data restricted since is no answer.
    if request.META.get("HTTP_IF_NONE_MATCH") == answers.version_of(found) and not found.is_restricted:
        return HttpResponse(status=304, headers={"ETag": answers.version_of(found)})
    return _told(request, kind, found)


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    text = request.GET.get(name, "")
    if text and not (text.lstrip("-").isdecimal() and len(text) <= _NUMBER_LETTERS_MOST):
        raise ScimFault(f"{name} must be a number", kind="invalidValue")
    return int(text) if text else otherwise


@_scim("Users", "scim_users", "GET", "POST")
def all_users(request: HttpRequest) -> HttpResponse:
    """Give people of the system that asks, or take a new one."""
    actor, asking = _asking(request)
    if request.method == "POST":
        (outcome,) = provision(actor, asking=asking, changes=[_change(request)])
        return _told(request, "User", _only(outcome))
    wanted = filter_of(request.GET.get("filter", ""), ("userName", "externalId", "id"))
    start, count = max(1, _number(request, "startIndex", 1)), _number(request, "count", 100)
    after = request.GET.get("cursor")
    found = users(actor, asking, wanted, start, count, after or "")
    return answers.listed(request, "User", found, start, by_cursor=after is not None)


@_scim("Users/<str:ref>", "scim_user", "GET", "PUT", "PATCH", "DELETE")
def user(request: HttpRequest, ref: str) -> HttpResponse:
    """Give one person, or change what the system tells of them."""
    actor, asking = _asking(request)
    if request.method in {"GET", "HEAD"}:
        return _shown(request, "User", one_user(actor, asking, ref))
    (outcome,) = provision(actor, asking=asking, changes=[_change(request, ref)])
    return _told(request, "User", _only(outcome))


@_scim("Groups", "scim_groups", "GET", "POST")
def all_groups(request: HttpRequest) -> HttpResponse:
    """Give groups of the system that asks, or take a new one."""
    actor, asking = _asking(request)
    if request.method == "POST":
        return _told(request, "Group", provision_group(actor, asking=asking, change=_change(request)))
    wanted = filter_of(request.GET.get("filter", ""), ("displayName",))
    start, count = max(1, _number(request, "startIndex", 1)), _number(request, "count", 100)
    after = request.GET.get("cursor")
    found = queries.groups(asking, wanted[1] if wanted else None, start, count, after or "")
    return answers.listed(request, "Group", found, start, by_cursor=after is not None)


@_scim("Groups/<str:ref>", "scim_group", "GET", "PUT", "PATCH", "DELETE")
def one_group(request: HttpRequest, ref: str) -> HttpResponse:
    """Give one group with its members, or change it."""
    actor, asking = _asking(request)
    if request.method in {"GET", "HEAD"}:
        return _shown(request, "Group", queries.group(asking, ref))
    return _told(request, "Group", provision_group(actor, asking=asking, change=_change(request, ref)))


@_scim("Bulk", "scim_bulk", "POST")
def bulk(request: HttpRequest) -> HttpResponse:
    """Carry out many changes of people at once (RFC 7644, 3.7)."""
    actor, asking = _asking(request)
    body = _body(request)
    operations = body.get("Operations")
    if not isinstance(operations, list) or not operations:
        raise ScimFault("Operations must be a list", kind="invalidSyntax")
    if len(operations) > CHANGES_MOST:
        raise ScimFault(f"at most {CHANGES_MOST} operations", status=413, kind="tooMany")
    changes = [_operation(one) for one in operations]
    outcomes = provision(actor, asking=asking, changes=changes)
    rows = [
        _outcome(request, one, change, found)
        for one, change, found in zip(operations, changes, outcomes, strict=True)
    ]
    return answers.answer({"schemas": [f"{answers.API}:BulkResponse"], "Operations": rows})


def _operation(one: Any) -> Change:
    """Read one operation of a bulk: people only, since groups name members that have to be there."""
    path = str(one.get("path", "")) if isinstance(one, dict) else ""
    method: Any = str(one.get("method", "")).upper() if isinstance(one, dict) else ""
    collection, _slash, ref = path.strip("/").partition("/")
    if (
        collection != "Users"
        or method not in {"POST", "PUT", "PATCH", "DELETE"}
        or (method == "POST") != (not ref)
    ):
        raise ScimFault("a bulk holds operations on /Users only", kind="invalidPath")
    data = one.get("data")
    return Change(
        method, ref, data if isinstance(data, dict) else {}, _version(str(one.get("version") or ""))
    )


def _outcome(request: HttpRequest, one: Any, change: Change, found: Outcome) -> dict[str, Any]:
    told: dict[str, Any] = {"method": change.method}
    if one.get("bulkId"):
        told["bulkId"] = str(one["bulkId"])
    if isinstance(found, ScimFault):
        return {**told, "status": str(found.answer_status), "response": answers.fault_body(found)}
    if found is None:
        return {**told, "status": "204", "location": answers.location(request, "User", change.ref)}
    place = answers.location(request, "User", str(found.ref))
    status = "201" if change.method == "POST" else "200"
    return {**told, "status": status, "location": place, "version": answers.version_of(found)}


@_scim("Statements", "scim_state", "POST")
def statement(request: HttpRequest) -> HttpResponse:
    """Take a page of whom a system says it has; not of SCIM, but without it nobody can say what is missing."""
    actor, asking = _asking(request)
    body = _body(request)
    people, label = body.get("users"), body.get("label")
    if (
        not isinstance(people, list)
        or not all(isinstance(one, dict) for one in people)
        or not isinstance(label, str)
    ):
        raise ScimFault("label and users are needed", kind="invalidSyntax")
    found = state(actor, asking=asking, label=label, people=people, is_last=body.get("last") is True)
    rows = queries.exceptions(found.id) if found.closed_at is not None else ()
    return answers.answer(
        {
            "label": found.label,
            "closed": found.closed_at is not None,
            "stated": found.stated,
            "held": found.held,
            "agreeing": found.agreeing,
            "proved": found.proved,
            "synchronised": found.is_synchronised,
            "exceptions": dict(found.exceptions),
            "first": [
                {"reason": row.reason, "externalId": row.external_id, "detail": row.detail} for row in rows
            ],
        }
    )


@_scim("ServiceProviderConfig", "scim_config", "GET")
def config(request: HttpRequest) -> HttpResponse:
    """Say what we can."""
    return answers.answer(answers.config(request))


@_scim("ResourceTypes", "scim_types", "GET")
def types(request: HttpRequest) -> HttpResponse:
    """Say which kinds of resources there are."""
    return answers.all_of(answers.resource_types(request))


@_scim("Schemas", "scim_schemas", "GET")
def schemas(_request: HttpRequest) -> HttpResponse:
    """Say which attributes are kept."""
    return answers.all_of(answers.schemas())
