"""Our own API: the same doors as the pages, for programs with a key."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import msgspec
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_noop as _

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import Filed, ListFilter, TopicView
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.places import queries as places
from cuudinh.journal import receipts
from cuudinh.kernel.refusal import BadInput
from cuudinh.sites.openapi import records
from cuudinh.sites.openapi.describing import openapi, shown_groups, shown_types
from cuudinh.sites.openapi.endpoints import BASE, Asked, endpoint, read_asked
from cuudinh.sites.openapi.keeping import kept
from cuudinh.sites.openapi.uploading import FILE, UploadedPicture, pictures_of, take_in
from cuudinh.web.answers import json, page
from cuudinh.web.calls import Call
from cuudinh.web.limits import network_of
from cuudinh.web.routes import EVERYONE, SIGNED_IN, route, seated

STAFF = seated("officer", "head", "receiver", "dispatcher", "supervisor", "leader")
TEXT: Final = {"type": "string"}
CURSOR = Asked(_("Giá trị next của trang trước."), TEXT)
VIEWS: Final = (
    *("open", "due_soon", "overdue", "waiting", "awaiting_approval", "tasks", "done"),
    *("delegated", "decisions"),
)
IDEMPOTENCY_KEY = Asked(
    _("Một chuỗi tự chọn cho mỗi lần gửi; gửi lại cùng chuỗi thì chỉ thành một hồ sơ."), TEXT, "header"
)
PUBLIC = _("Dữ liệu công khai")
FILING = _("Gửi và làm tiếp")
DESK = _("Bàn làm việc của cán bộ")
KEYS = _("Khóa và biên nhận")


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
class Key:
    """A key to send as `Authorization: Bearer …`; it ends when the session would."""

    token: str
    seconds_most: int


@dataclass(frozen=True, slots=True)
class Revision:
    """The case after an act: its number and its new revision."""

    number: str
    rev: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the log's line behind a receipt: `sealed`, `pending` or `missing`."""

    state: str
    at: datetime | None
    seq: int | None
    holds: bool


class SignInBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who signs in; `code` only where the account has a second factor."""

    login: str
    password: str
    code: str = ""


class Filing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A case to file. `answers` maps questions to values; a place is `{lat, lon, label}` or `{unit, label}`.

    `pictures` are tickets. `represents` is the number of a representation by which whoever holds the key acts for
    a child or an organisation: then the case is theirs, and has no tracking code.
    """

    service: str
    answers: dict[str, Any]
    pictures: tuple[str, ...] = ()
    represents: str = ""


class Acting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An act to do. `rev` is the revision last read; an older one is refused. `pictures` are tickets."""

    act: str
    inputs: dict[str, Any] = {}
    pictures: tuple[str, ...] = ()
    rev: int | None = None


@endpoint(
    "services",
    group=PUBLIC,
    summary=_("Các dịch vụ đang mở"),
    who=EVERYONE,
    gives=tuple[ServiceBrief, ...],
)
def services(call: Call) -> tuple[ServiceBrief, ...]:
    """List the services in force."""
    found = cases.services(call.language)
    return tuple(ServiceBrief(one.id, one.version, one.title, one.summary) for one in found)


@endpoint(
    "services/<str:service>/topics",
    group=PUBLIC,
    summary=_("Lĩnh vực của một dịch vụ, kèm thời hạn xử lý"),
    who=EVERYONE,
    gives=tuple[TopicView, ...],
    refusals=(404,),
)
def topics(call: Call, service: str) -> tuple[TopicView, ...]:
    """List the topics of a service."""
    return cases.topics(service, call.language)


@endpoint(
    "services/<str:service>/form",
    group=PUBLIC,
    summary=_("Biểu mẫu của một dịch vụ: JSON Schema, kèm các bước và điều kiện CEL"),
    who=EVERYONE,
    gives=dict[str, Any],
    refusals=(404,),
)
def form(call: Call, service: str) -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of the answers of a service, made of what the server reads them by."""
    return dict(cases.form_schema(service, call.language))


@endpoint(
    "units",
    group=PUBLIC,
    summary=_("Đơn vị hành chính của một ngày"),
    who=EVERYONE,
    gives=tuple[Unit, ...],
    asks={"day": Asked(_("Ngày như 2024-06-30; bỏ trống là hôm nay."), {"type": "string", "format": "date"})},
)
def units(call: Call) -> tuple[Unit, ...]:
    """List the administrative units of a day, today by default."""
    text = read_asked(call, "day")
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise BadInput("Ngày viết như 2024-06-30.") from fault
    return tuple(
        Unit(one.code, one.official_code, one.name(call.language), one.kind, one.level, one.lat, one.lon)
        for one in places.units_in_force(day)
    )


@endpoint(
    "cases",
    group=PUBLIC,
    summary=_("Phản ánh đã công khai, mới nhất trước"),
    who=EVERYONE,
    gives=records.CaseList,
    asks={
        "q": Asked(_("Từ cần tìm, hoặc mã phản ánh."), TEXT),
        "topic": Asked(_("Mã lĩnh vực."), TEXT),
        "state": Asked(_("Mã trạng thái."), TEXT),
        "cursor": CURSOR,
    },
)
def case_list(call: Call) -> records.CaseList:
    """List published cases."""
    narrowed = ListFilter(
        text=read_asked(call, "q"), topic=read_asked(call, "topic", 40), state=read_asked(call, "state", 24)
    )
    return records.case_list(cases.public_cases(call.actor, narrowed, call.GET.get("cursor") or None))


@endpoint(
    "cases/<str:number>",
    group=PUBLIC,
    summary=_("Một phản ánh đã công khai"),
    who=EVERYONE,
    gives=records.PublicRecord,
    refusals=(404,),
)
def public_case(call: Call, number: str) -> records.PublicRecord:
    """Give a published case."""
    return records.public_record(cases.public_case(call.actor, number))


@endpoint(
    "pictures",
    group=FILING,
    method="POST",
    summary=_("Gửi một ảnh để dùng khi gửi hồ sơ hoặc thực hiện một việc"),
    who=SIGNED_IN,
    gives=UploadedPicture,
    file=FILE,
    status=201,
    refusals=(413, 422),
    limit="picture",
)
def take_picture(call: Call) -> UploadedPicture:
    """Take in one picture; metadata are dropped and nobody sees it before an act names it."""
    return take_in(call)


@endpoint(
    "cases",
    group=FILING,
    method="POST",
    summary=_("Gửi một hồ sơ"),
    who=SIGNED_IN,
    gives=Filed,
    asks={"Idempotency-Key": IDEMPOTENCY_KEY},
    body=Filing,
    status=201,
    refusals=(404, 409, 413, 422),
    limit="report",
)
def file_case(call: Call, body: Filing) -> Filed:
    """File a case for whoever holds the key."""
    return commands.file_case(
        call.actor,
        service_id=body.service,
        answers=body.answers,
        photos=pictures_of(call.actor, body.pictures),
        channel="api",
        idempotency_key=call.META.get("HTTP_IDEMPOTENCY_KEY", ""),
        represents=body.represents,
    )


@endpoint(
    "cases/<str:number>/acts",
    group=FILING,
    method="POST",
    summary=_("Thực hiện một việc trong quy trình của hồ sơ"),
    who=SIGNED_IN,
    gives=Revision,
    body=Acting,
    refusals=(404, 409, 413, 422),
    limit="act",
)
def act(call: Call, number: str, body: Acting) -> Revision:
    """Do an act; what is refused says why."""
    rev = commands.perform_act(
        call.actor,
        number=number,
        act=body.act,
        inputs=body.inputs,
        photos=pictures_of(call.actor, body.pictures),
        rev=body.rev,
    )
    return Revision(number, rev)


@endpoint(
    "desk",
    group=DESK,
    summary=_("Danh sách việc của đơn vị, theo thời gian làm việc còn lại"),
    who=STAFF,
    gives=records.CaseList,
    asks={
        "view": Asked(_("Cách xem; bỏ trống là việc đang mở."), {"type": "string", "enum": list(VIEWS)}),
        "cursor": CURSOR,
    },
)
def desk(call: Call) -> records.CaseList:
    """Give the worklist."""
    view = read_asked(call, "view")
    if view and view not in VIEWS:
        raise BadInput("Cách xem là một trong: {views}.", views=", ".join(VIEWS))
    found = cases.worklist(call.actor, ListFilter(bucket=view), call.GET.get("cursor") or None)
    return records.case_list(found)


@endpoint(
    "desk/<str:number>",
    group=DESK,
    summary=_("Một hồ sơ như cán bộ thấy, kèm những việc làm được"),
    who=STAFF,
    gives=records.DeskRecord,
    refusals=(404,),
)
def desk_case(call: Call, number: str) -> records.DeskRecord:
    """Give a case to an office that leads or cooperates, to the centre or to leaders."""
    return records.desk_record(cases.office_case(call.actor, number))


@endpoint(
    "figures/offices",
    group=DESK,
    summary=_("Kết quả xử lý trong tháng của từng đơn vị"),
    who=seated("head", "dispatcher", "supervisor", "leader"),
    gives=tuple[records.OfficeResult, ...],
    asks={
        "month": Asked(
            _("Tháng như 2026-11; bỏ trống là tháng này."),
            {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
        )
    },
)
def figures(call: Call) -> tuple[records.OfficeResult, ...]:
    """Give the figures of a month by office."""
    month = read_asked(call, "month")
    if month and not re.fullmatch("[0-9]{4}-(0[1-9]|1[0-2])", month):
        raise BadInput("Tháng viết như 2026-11.")
    return tuple(records.office_result(one) for one in cases.office_figures(call.actor, month or None))


@endpoint(
    "sessions",
    group=KEYS,
    method="POST",
    summary=_("Đăng nhập và nhận khóa"),
    who=EVERYONE,
    gives=Key,
    body=SignInBody,
    status=201,
    refusals=(401, 413, 422),
    limit="sign-in",
    hashes_passwords=True,
)
def sign_in(call: Call, body: SignInBody) -> Key:
    """Sign in with login and password."""
    found = identity_commands.sign_in(
        call.actor,
        login=body.login,
        password=body.password,
        agent=call.headers.get("User-Agent", "")[:120],
        address=network_of(call),
        is_key=True,
        code=body.code,
    )
    return Key(found.token, found.seconds_most)


@endpoint(
    "receipts/<str:code>",
    group=KEYS,
    summary=_("Kiểm tra một biên nhận với nhật ký"),
    who=EVERYONE,
    gives=Receipt,
)
def receipt(call: Call, code: str) -> Receipt:
    """Check a receipt."""
    found = receipts.check_receipt(code)
    return Receipt(found.state, found.at, found.seq, found.holds)


@route(
    f"{BASE}/openapi.json",
    name="api:description",
    who=EVERYONE,
    speaks_json=True,
    by_key=True,
    is_shared=True,
)
def description(call: Call) -> HttpResponseBase:
    """Give the OpenAPI 3.1 description, made of the types the endpoints read and write."""
    return kept(call, json(openapi(_server(call))), is_public=True)


@route("api", name="api:page", who=EVERYONE, is_shared=True)
def api_page(call: Call) -> HttpResponseBase:
    """Show people what programs can do here: Open311 and our own API."""
    context = {"groups": shown_groups(), "types": shown_types(), "server": _server(call), "base": f"/{BASE}"}
    return page(call, "openapi/api.html", context)


def _server(call: Call) -> str:
    return call.build_absolute_uri("/").rstrip("/")
