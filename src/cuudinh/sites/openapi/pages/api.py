"""Our own API: the same doors as the pages, for programs with a key."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import (
    ActResult,
    CaseRow,
    Filed,
    ListFilter,
    OfficeCase,
    OfficeFigures,
    PublicCase,
    TopicView,
)
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.places import queries as places
from cuudinh.journal import receipts
from cuudinh.kernel.refusal import BadInput
from cuudinh.sites.openapi.endpoints import BASE, endpoint, openapi
from cuudinh.web.answers import json, page
from cuudinh.web.calls import Call
from cuudinh.web.routes import EVERYONE, SIGNED_IN, route, seated

STAFF = seated("officer", "head", "dispatcher", "supervisor", "leader")


@dataclass(frozen=True, slots=True)
class Rows:
    """Some cases and the cursor of the next page."""

    rows: tuple[CaseRow, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class ServiceBrief:
    """A service that is offered."""

    id: str
    version: int
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit on the day that was asked for."""

    code: str
    official_code: str
    name: str
    kind: str
    level: int
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class SignInBody:
    """Who signs in."""

    login: str
    password: str


@dataclass(frozen=True, slots=True)
class Key:
    """A key to send as `Authorization: Bearer …`; it ends when the session would."""

    token: str


@dataclass(frozen=True, slots=True)
class Filing:
    """A case to file. `answers` maps questions to values; a place is `{lat, lon, label}` or `{unit, label}`."""

    service: str
    answers: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Acting:
    """An act to do. `rev` is the revision last read; an older one is refused."""

    act: str
    inputs: dict[str, Any] = field(default_factory=dict)
    rev: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the log's line behind a receipt."""

    state: str
    at: datetime | None
    seq: int | None
    holds: bool


@endpoint(
    "services", who=EVERYONE, gives=tuple[ServiceBrief, ...], summary="List the services that are offered."
)
def services(request: Call) -> tuple[ServiceBrief, ...]:
    """List the services in force."""
    found = cases.services(request.actor.language)
    return tuple(ServiceBrief(one.id, one.version, one.title, one.summary) for one in found)


@endpoint(
    "services/<str:service>/topics",
    who=EVERYONE,
    gives=tuple[TopicView, ...],
    summary="List the topics of a service with the deadline of each.",
    refusals=(404,),
)
def topics(request: Call, service: str) -> tuple[TopicView, ...]:
    """List the topics of a service."""
    return cases.topics(service, request.actor.language)


@endpoint(
    "units",
    who=EVERYONE,
    gives=tuple[Unit, ...],
    summary="List the communes of a day.",
    query={"day": "A day such as 2024-06-30; today if left out."},
)
def units(request: Call) -> tuple[Unit, ...]:
    """List the communes of a day, today by default."""
    text = request.GET.get("day", "")
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise BadInput("Ngày viết như 2024-06-30.") from fault
    language = request.actor.language
    return tuple(
        Unit(one.code, one.official_code, one.name(language), one.kind, one.level, one.lat, one.lon)
        for one in places.units_in_force(day)
    )


@endpoint(
    "cases",
    who=EVERYONE,
    gives=Rows,
    summary="List published cases, the newest first.",
    query={
        "q": "Words to find.",
        "topic": "A topic.",
        "state": "A state.",
        "cursor": "`next` of the page before.",
    },
)
def case_list(request: Call) -> Rows:
    """List published cases."""
    query = request.GET
    narrowed = ListFilter(
        text=query.get("q", "")[:120], topic=query.get("topic", "")[:40], state=query.get("state", "")[:24]
    )
    found = cases.public_cases(request.actor, narrowed, query.get("cursor") or None)
    return Rows(found.rows, found.next)


@endpoint(
    "cases",
    method="POST",
    who=SIGNED_IN,
    gives=Filed,
    body=Filing,
    status=201,
    summary="File a case; send `Idempotency-Key` to file it once however often it is sent.",
    refusals=(404, 409, 422),
    limit="report",
)
def file_case(request: Call, body: Filing) -> Filed:
    """File a case for whoever holds the key."""
    return commands.file_case(
        request.actor,
        service_id=body.service,
        answers=body.answers,
        channel="api",
        idempotency_key=request.headers.get("Idempotency-Key", ""),
    )


@endpoint(
    "cases/<str:number>", who=EVERYONE, gives=PublicCase, summary="One published case.", refusals=(404,)
)
def public_case(request: Call, number: str) -> PublicCase:
    """Give a published case."""
    return cases.public_case(request.actor, number)


@endpoint(
    "desk",
    who=STAFF,
    gives=Rows,
    summary="The worklist of the key's offices, by remaining working time.",
    query={
        "view": "open, due_soon, overdue, waiting, awaiting_approval, tasks or done.",
        "cursor": "Next page.",
    },
)
def desk(request: Call) -> Rows:
    """Give the worklist."""
    narrowed = ListFilter(bucket=request.GET.get("view", "")[:24])
    found = cases.worklist(request.actor, narrowed, request.GET.get("cursor") or None)
    return Rows(found.rows, found.next)


@endpoint(
    "desk/<str:number>", who=STAFF, gives=OfficeCase, summary="One case as officers see it.", refusals=(404,)
)
def desk_case(request: Call, number: str) -> OfficeCase:
    """Give a case to an office that leads or cooperates, to the centre or to leaders."""
    return cases.office_case(request.actor, number)


@endpoint(
    "cases/<str:number>/acts",
    method="POST",
    who=SIGNED_IN,
    gives=ActResult,
    body=Acting,
    summary="Do an act of the flow on a case.",
    refusals=(404, 409, 422),
    limit="act",
)
def act(request: Call, number: str, body: Acting) -> ActResult:
    """Do an act; what is refused says why."""
    commands.perform_act(request.actor, number=number, act=body.act, inputs=body.inputs, rev=body.rev)
    return ActResult(number=number, is_done=True, why="")


@endpoint(
    "figures/offices",
    who=seated("head", "dispatcher", "supervisor", "leader"),
    gives=tuple[OfficeFigures, ...],
    summary="How each office does in a month.",
    query={"month": "2026-11; this month if left out."},
)
def figures(request: Call) -> tuple[OfficeFigures, ...]:
    """Give the figures of a month by office."""
    return cases.office_figures(request.actor, request.GET.get("month") or None)


@endpoint("receipts/<str:code>", who=EVERYONE, gives=Receipt, summary="Check a receipt against the log.")
def receipt(request: Call, code: str) -> Receipt:
    """Check a receipt."""
    found = receipts.check_receipt(code)
    return Receipt(found.state, found.at, found.seq, found.holds)


@endpoint(
    "sessions",
    method="POST",
    who=EVERYONE,
    gives=Key,
    body=SignInBody,
    status=201,
    summary="Sign in and get a key.",
    refusals=(401,),
    limit="sign-in",
)
def sign_in(request: Call, body: SignInBody) -> Key:
    """Sign in with login and password."""
    agent = request.headers.get("User-Agent", "")[:120]
    address = request.META.get("REMOTE_ADDR", "")
    found = identity_commands.sign_in(
        request.actor, login=body.login, password=body.password, agent=agent, address=address
    )
    return Key(found.token)


@route(f"{BASE}/openapi.json", name="api:description", who=EVERYONE, speaks_json=True, by_key=True)
def description(request: Call) -> HttpResponse:
    """Give the OpenAPI 3.1 description, made of the types the endpoints read and write."""
    return json(openapi(request.build_absolute_uri("/").rstrip("/")))


@route("api", name="api:page", who=EVERYONE)
def api_page(request: Call) -> HttpResponse:
    """Show people what programs can do here: Open311 and our own API."""
    found = openapi(request.build_absolute_uri("/").rstrip("/"))
    return page(request, "openapi/api.html", {"paths": found["paths"], "base": f"/{BASE}"})
