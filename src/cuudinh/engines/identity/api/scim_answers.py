"""Answers of SCIM 2.0: resources, lists and faults in their own shapes, and what we say of ourselves."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from cuudinh.engines.identity.api.asking import issuer_of
from cuudinh.engines.identity.commands.provisioning import CHANGES_MOST
from cuudinh.engines.identity.provider.scim import ENTERPRISE, GROUP, PERSON, USER
from cuudinh.engines.identity.queries.provisioning import PAGE_MOST
from cuudinh.engines.identity.types import ListPage, ProviderFault, Provisioned, ScimFault
from cuudinh.web.answers import json
from cuudinh.web.routes import BODY_BYTES_MOST, url

API: Final = "urn:ietf:params:scim:api:messages:2.0"
TYPE: Final = "application/scim+json"
# Said by us alone: the person had the use of their data restricted here.
RESTRICTED: Final = "useRestricted"


def answer(body: object, status: int = 200) -> HttpResponse:
    """Give a body as SCIM has it; nobody on the way keeps it."""
    made = json(body, status=status)
    made["Content-Type"] = TYPE
    made["Cache-Control"] = "no-store"
    return made


def fault_body(fault: ScimFault) -> dict[str, Any]:
    """Give a fault as RFC 7644, 3.12 has it."""
    body = {
        "schemas": [f"{API}:Error"],
        "status": str(fault.answer_status),
        "detail": str(fault.facts["detail"]),
    }
    return {**body, "scimType": fault.kind} if fault.kind else body


def faulty(fault: ScimFault | ProviderFault) -> HttpResponse:
    """Give a fault as an answer, with the challenge where a token is what was wrong."""
    if isinstance(fault, ScimFault):
        return answer(fault_body(fault), fault.answer_status)
    told = answer(
        {"schemas": [f"{API}:Error"], "status": str(fault.status), "detail": fault.description}, fault.status
    )
    told["WWW-Authenticate"] = f'Bearer error="{fault.error}"'
    return told


def version_of(found: Provisioned) -> str:
    """Give the version of a resource as an ETag.

    >>> from datetime import datetime
    >>> from uuid import UUID
    >>> version_of(Provisioned(UUID(int=1), {}, 3, datetime.min, datetime.min))
    'W/"3"'
    """
    return f'W/"{found.version}"'


def resource(request: HttpRequest, kind: str, found: Provisioned) -> dict[str, Any]:
    """Give a person or a group as a resource; of who had the use of their data restricted, only that and the number."""
    schema = USER if kind == "User" else GROUP
    attributes = {PERSON: {RESTRICTED: True}} if found.is_restricted else found.attributes
    extensions = [urn for urn in (ENTERPRISE, PERSON) if urn in attributes]
    return {
        "schemas": [schema, *extensions],
        "id": str(found.ref),
        **{name: value for name, value in attributes.items() if value not in ("", [])},
        "meta": {
            "resourceType": kind,
            "created": found.made_at.isoformat(),
            "lastModified": found.changed_at.isoformat(),
            "version": version_of(found),
            "location": location(request, kind, str(found.ref)),
        },
    }


def location(request: HttpRequest, kind: str, ref: str) -> str:
    """Give the address of a resource."""
    name = "identity:scim_user" if kind == "User" else "identity:scim_group"
    return issuer_of(request) + url(name, ref=ref)


def listed(request: HttpRequest, kind: str, found: ListPage, start: int, *, by_cursor: bool) -> HttpResponse:
    """Give some resources with how many there are (RFC 7644, 3.4.2; by cursor RFC 9865)."""
    body: dict[str, Any] = {
        "schemas": [f"{API}:ListResponse"],
        "totalResults": found.total,
        "itemsPerPage": len(found.rows),
        "Resources": [resource(request, kind, row) for row in found.rows],
    }
    if not by_cursor:
        body["startIndex"] = start
    elif found.next:
        body["nextCursor"] = found.next
    return answer(body)


def config(request: HttpRequest) -> dict[str, Any]:
    """Say what we can (RFC 7643, 5)."""
    return {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": {"supported": True},
        "bulk": {"supported": True, "maxOperations": CHANGES_MOST, "maxPayloadSize": BODY_BYTES_MOST},
        "filter": {"supported": True, "maxResults": PAGE_MOST},
        "changePassword": {"supported": False},
        "sort": {"supported": False},
        "etag": {"supported": True},
        "pagination": {"cursor": True, "index": True, "maxPageSize": PAGE_MOST},
        "authenticationSchemes": [
            {
                "type": "oauthbearertoken",
                "name": "OAuth 2.0",
                "description": "client_credentials, scope scim",
                "primary": True,
            }
        ],
        "meta": {
            "resourceType": "ServiceProviderConfig",
            "location": issuer_of(request) + url("identity:scim_config"),
        },
    }


def resource_types(request: HttpRequest) -> list[dict[str, Any]]:
    """Say which kinds of resources there are (RFC 7643, 6)."""
    kinds: Sequence[tuple[str, str, str, Sequence[str]]] = (
        ("User", "/Users", USER, (ENTERPRISE, PERSON)),
        ("Group", "/Groups", GROUP, ()),
    )
    return [
        {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
            "id": name,
            "name": name,
            "endpoint": endpoint,
            "schema": schema,
            "schemaExtensions": [{"schema": one, "required": False} for one in extensions],
            "meta": {
                "resourceType": "ResourceType",
                "location": f"{issuer_of(request)}{url('identity:scim_types')}/{name}",
            },
        }
        for name, endpoint, schema, extensions in kinds
    ]


_ATTRIBUTES: Final[Mapping[str, tuple[str, Sequence[str]]]] = {
    USER: (
        "User",
        (
            "userName",
            "externalId",
            "displayName",
            "nickName",
            "title",
            "userType",
            "preferredLanguage",
            "locale",
            "active",
            "name",
            "emails",
            "phoneNumbers",
        ),
    ),
    GROUP: ("Group", ("displayName", "externalId", "members")),
    ENTERPRISE: (
        "EnterpriseUser",
        ("employeeNumber", "organization", "department", "division", "costCenter"),
    ),
    PERSON: ("Person", ("citizenNumber", RESTRICTED)),
}
_KINDS: Final = {
    "active": "boolean",
    "name": "complex",
    "emails": "complex",
    "phoneNumbers": "complex",
    RESTRICTED: "boolean",
}


def schemas() -> list[dict[str, Any]]:
    """Say which attributes are kept (RFC 7643, 7); what is not among them is not."""
    return [
        {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
            "id": urn,
            "name": name,
            "attributes": [_attribute(one) for one in attributes],
            "meta": {"resourceType": "Schema"},
        }
        for urn, (name, attributes) in _ATTRIBUTES.items()
    ]


def _attribute(name: str) -> dict[str, Any]:
    kind = "complex" if name == "members" else _KINDS.get(name, "string")
    return {
        "name": name,
        "type": kind,
        "multiValued": name in {"emails", "phoneNumbers", "members"},
        "required": name == "userName",
        "caseExact": name != "userName",
        "mutability": "readOnly" if name == RESTRICTED else "readWrite",
        "returned": "default",
        "uniqueness": "server" if name == "userName" else "none",
    }


def all_of(rows: list[dict[str, Any]]) -> HttpResponse:
    """Give a list that is never cut."""
    count = len(rows)
    return answer(
        {
            "schemas": [f"{API}:ListResponse"],
            "totalResults": count,
            "itemsPerPage": count,
            "startIndex": 1,
            "Resources": rows,
        }
    )
