"""Open311 GeoReport v2 (JSON and XML): discovery, services, definitions, requests, tokens and updates.

The text of the standard says `/requests/{id}`, many programs ask `/request/{id}`: both answer. Windows are at
most 90 days and 1,000 records, as the standard says; more is refused with the way to ask in pieces.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.dateparse import parse_datetime

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import ListFilter, PublicCase
from cuudinh.kernel import clock
from cuudinh.kernel.refusal import BadInput, Incomplete, NotThere, Refusal, SignInFirst
from cuudinh.sites.openapi import georeport
from cuudinh.sites.openapi.formats import answer
from cuudinh.web.calls import Call
from cuudinh.web.province import province
from cuudinh.web.routes import EVERYONE, route
from cuudinh.web.wording import sentence_of

BASE = "open311/v2"
WINDOW_DAYS_MOST = 90
RECORDS_MOST = 1000
PAGE_MOST = 200
FORMATS = ("json", "xml")
View = Callable[..., HttpResponseBase]


def in_format(view: View) -> View:
    """Answer refusals in the standard's way: a list of code and description, in the format that was asked."""

    @wraps(view)
    def answered(request: Call, *, extension: str, **parts: str) -> HttpResponseBase:
        if extension not in FORMATS:
            raise NotThere("Chỉ có hai định dạng: json và xml.")
        try:
            return view(request, extension=extension, **parts)
        except Refusal as refusal:
            return answer(extension, "errors", _errors(refusal), status=refusal.status)

    return answered


def _errors(refusal: Refusal) -> list[dict[str, Any]]:
    faults: Mapping[str, str] = getattr(refusal, "faults", {}) if isinstance(refusal, Incomplete) else {}
    if faults:
        return [{"code": refusal.status, "description": f"{name}: {fault}"} for name, fault in faults.items()]
    return [{"code": refusal.status, "description": sentence_of(refusal)}]


def _service(request: Call) -> cases.ServiceView:
    found = cases.open_service(request.actor.language)
    if found is None:
        raise NotThere("Tỉnh này chưa mở dịch vụ nào theo Open311.")
    return found


@route(f"{BASE}/discovery.<str:extension>", name="open311:discovery", who=EVERYONE, speaks_json=True)
@in_format
def discovery(request: Call, extension: str) -> HttpResponse:
    """Say which endpoints and formats there are."""
    found = province()
    address = request.build_absolute_uri(f"/{BASE}")
    content = {
        "changeset": f"{found.generation}",
        "contact": found.hotline,
        "key_service": request.build_absolute_uri("/api"),
        "endpoints": [
            {
                "specification": "http://wiki.open311.org/GeoReport_v2",
                "url": address,
                "changeset": f"{found.generation}",
                "type": "test" if found.is_demo else "production",
                "formats": ["application/json", "text/xml"],
            }
        ],
    }
    return answer(extension, "discovery", content)


@route(
    f"{BASE}/services.<str:extension>", name="open311:services", who=EVERYONE, speaks_json=True, limit="api"
)
@in_format
def services(request: Call, extension: str) -> HttpResponse:
    """List the services: in our words the topics of the field-report service."""
    form = _service(request)
    topics = cases.topics(form.id, request.actor.language)
    asked = bool(georeport.definition_record("", form.questions)["attributes"])
    return answer(
        extension, "services", [georeport.service_record(one, has_questions=asked) for one in topics]
    )


@route(
    f"{BASE}/services/<str:code>.<str:extension>",
    name="open311:definition",
    who=EVERYONE,
    speaks_json=True,
    limit="api",
)
@in_format
def definition(request: Call, extension: str, code: str) -> HttpResponse:
    """Give the attributes of one service."""
    form = _service(request)
    if code not in {one.id for one in cases.topics(form.id, request.actor.language)}:
        raise NotThere
    return answer(extension, "definition", georeport.definition_record(code, form.questions))


@route(
    f"{BASE}/requests.<str:extension>",
    name="open311:requests",
    who=EVERYONE,
    methods=("GET", "POST"),
    speaks_json=True,
    by_key=True,
    limit="api",
)
@in_format
def requests(request: Call, extension: str) -> HttpResponse:
    """List published requests, or file one (POST, for signed-in people and programs with a key)."""
    return _file(request, extension) if request.method == "POST" else _list(request, extension)


def _list(request: Call, extension: str) -> HttpResponse:
    query = request.GET
    if query.get("service_request_id"):
        numbers = query["service_request_id"].split(",")[:PAGE_MOST]
        return answer(extension, "requests", [_whole(request, number) for number in numbers])
    since, until = _window(query)
    narrowed = ListFilter(topic=query.get("service_code", ""), since=since, until=until)
    wanted = query.get("status", "")
    page = cases.public_cases(request.actor, narrowed, query.get("cursor") or None, limit=_size(query))
    base = request.build_absolute_uri("/").rstrip("/")
    records = [georeport.request_record(row, text=row.title, base=base) for row in page.rows]
    shown = [one for one in records if not wanted or one["status"] in wanted.split(",")]
    answered = answer(extension, "requests", shown)
    if page.next:
        answered["X-Next-Cursor"] = page.next
    return answered


def _size(query: Mapping[str, str]) -> int:
    text = query.get("page_size", "")
    return min(int(text), RECORDS_MOST) if text.isdecimal() and int(text) else PAGE_MOST


def _window(query: Mapping[str, str]) -> tuple[datetime, datetime]:
    until = _moment(query.get("end_date")) or clock.now()
    since = _moment(query.get("start_date")) or until - timedelta(days=WINDOW_DAYS_MOST)
    if until - since > timedelta(days=WINDOW_DAYS_MOST):
        raise BadInput(
            "Mỗi lần hỏi tối đa {days} ngày; hãy chia nhỏ khoảng thời gian.", days=WINDOW_DAYS_MOST
        )
    return since, until


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise BadInput("Thời điểm viết theo ISO 8601 có múi giờ, ví dụ 2026-11-23T08:00:00+07:00.")
    return found


def _file(request: Call, extension: str) -> HttpResponse:
    if not request.actor.is_signed_in:
        raise SignInFirst("Gửi phản ánh qua API cần khóa truy cập: Authorization: Bearer …")
    form = _service(request)
    answers = georeport.answers_from(request.POST.dict())
    filed = commands.file_case(
        request.actor,
        service_id=form.id,
        answers=answers,
        channel="api",
        idempotency_key=request.headers.get("Idempotency-Key", ""),
    )
    record = {
        "service_request_id": filed.number,
        "token": None,
        "service_notice": filed.next_step,
        "account_id": None,
    }
    return answer(extension, "requests", [record], status=201)


def _case(request: Call, number: str) -> PublicCase:
    return cases.public_case(request.actor, number)


def _whole(request: Call, number: str) -> dict[str, Any]:
    base = request.build_absolute_uri("/").rstrip("/")
    return georeport.whole_request_record(_case(request, number), base=base)


@route(
    f"{BASE}/request/<str:number>.<str:extension>",
    name="open311:request_old",
    who=EVERYONE,
    speaks_json=True,
    limit="api",
)
@route(
    f"{BASE}/requests/<str:number>.<str:extension>",
    name="open311:request",
    who=EVERYONE,
    speaks_json=True,
    limit="api",
)
@in_format
def one_request(request: Call, extension: str, number: str) -> HttpResponse:
    """Give one published request with its answer."""
    return answer(extension, "requests", [_whole(request, number)])


@route(
    f"{BASE}/tokens/<str:token>.<str:extension>",
    name="open311:token",
    who=EVERYONE,
    speaks_json=True,
    limit="api",
)
@in_format
def token(request: Call, extension: str, token: str) -> HttpResponse:
    """Give the number behind a token; ours are given at once, so a token is the number itself."""
    row = _case(request, token).row
    return answer(extension, "requests", [{"service_request_id": row.number, "token": token}])


@route(
    f"{BASE}/servicerequestupdates.<str:extension>",
    name="open311:updates",
    who=EVERYONE,
    speaks_json=True,
    limit="api",
)
@in_format
def updates(request: Call, extension: str) -> HttpResponse:
    """Give the updates of one published request (`service_request_id`), the oldest first."""
    number = request.GET.get("service_request_id", "")
    if not number:
        raise BadInput("Cần service_request_id: mã của phản ánh.")
    return answer(extension, "updates", georeport.update_records(_case(request, number)))
