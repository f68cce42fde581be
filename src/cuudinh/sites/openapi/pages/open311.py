"""Open311 GeoReport v2 (JSON and XML): discovery, services, definitions, requests, tokens and updates.

The text of the standard says `/requests/{id}`, many programs ask `/request/{id}`: both answer. A window is at
most 90 days and an answer at most 1,000 records, as the standard says; what follows is named in `Link`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, BinaryIO, Final, cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import Filed, ListFilter
from cuudinh.journal import pictures, releases
from cuudinh.kernel import clock
from cuudinh.kernel.flow import Phase
from cuudinh.kernel.refusal import BadInput, Incomplete, NotThere, Refusal, SignInFirst
from cuudinh.sites.openapi import georeport
from cuudinh.sites.openapi.formats import answer
from cuudinh.sites.openapi.keeping import kept
from cuudinh.web import limits
from cuudinh.web.answers import faults_of
from cuudinh.web.calls import Call
from cuudinh.web.province import province
from cuudinh.web.routes import EVERYONE, route, url
from cuudinh.web.wording import sentence_of

BASE: Final = "open311/v2"
WINDOW: Final = timedelta(days=90)
RECORDS_MOST: Final = 1000
NUMBERS_MOST: Final = 200
PHOTOS_MOST: Final = 12
FORMATS: Final = ("json", "xml")
# The standard names a missing key 403 and everything wrong in a form 400.
STATUSES: Final[Mapping[int, int]] = {401: 403, 422: 400}
View = Callable[..., HttpResponse]


def in_format(view: View) -> Callable[..., HttpResponseBase]:
    """Answer in the format of the address; refusals too, as the standard's list of code and description."""

    @wraps(view)
    def answered(call: Call, *, extension: str, **parts: str) -> HttpResponseBase:
        if extension not in FORMATS:
            raise NotThere("Chỉ có hai định dạng: json và xml.")
        try:
            found = view(call, extension=extension, **parts)
        except Refusal as refusal:
            return _refused(extension, refusal)
        return found if call.method == "POST" else kept(call, found, is_public=True)

    return answered


def _refused(extension: str, refusal: Refusal) -> HttpResponse:
    status = STATUSES.get(refusal.status, refusal.status)
    said = [f"{name}: {fault}" for name, fault in faults_of(refusal).items()] or [sentence_of(refusal)]
    errors = [{"code": status, "description": one} for one in said]
    found = answer(extension, "errors", errors, status=status)
    if "wait_seconds" in refusal.facts:
        found["Retry-After"] = str(refusal.facts["wait_seconds"])
    return found


def _service(call: Call) -> cases.ServiceView:
    found = cases.open_service(call.language)
    if found is None:
        raise NotThere("Tỉnh này chưa mở dịch vụ nào theo Open311.")
    return found


def _setting(call: Call) -> georeport.Setting:
    return georeport.Setting(call.build_absolute_uri("/").rstrip("/"), ZoneInfo(province().timezone))


@route(
    f"{BASE}/discovery.<str:extension>", name="open311:discovery", who=EVERYONE, speaks_json=True, by_key=True
)
@in_format
def discovery(call: Call, extension: str) -> HttpResponse:
    """Say which endpoints and formats there are."""
    setting, found = _setting(call), province()
    changed = max((release.applied_at for release in releases.in_force()), default=None)
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": f"{setting.base}/{BASE}",
        "changeset": setting.moment(changed),
        "type": "test" if found.is_demo else "production",
        "formats": ["text/xml", "application/json"],
    }
    content = {
        "changeset": setting.moment(changed),
        "contact": found.hotline,
        "key_service": setting.base + url("api:page"),
        "endpoints": [endpoint],
    }
    return answer(extension, "discovery", content)


@route(
    f"{BASE}/services.<str:extension>",
    name="open311:services",
    who=EVERYONE,
    speaks_json=True,
    by_key=True,
    limit="api",
    is_shared=True,
)
@in_format
def services(call: Call, extension: str) -> HttpResponse:
    """List the services: in our words the topics of the service for reports."""
    form = _service(call)
    records = [
        georeport.service_record(topic, has_attributes=bool(_attributes(form, topic.id)))
        for topic in cases.topics(form.id, call.language)
    ]
    return answer(extension, "services", records)


@route(
    f"{BASE}/services/<str:code>.<str:extension>",
    name="open311:definition",
    who=EVERYONE,
    speaks_json=True,
    by_key=True,
    limit="api",
    is_shared=True,
)
@in_format
def definition(call: Call, extension: str, code: str) -> HttpResponse:
    """Give the attributes of one service."""
    form = _service(call)
    _check_code(call, form, code)
    return answer(extension, "definition", georeport.definition_record(code, _attributes(form, code)))


def _attributes(form: cases.ServiceView, topic_id: str) -> tuple[cases.QuestionView, ...]:
    asked = georeport.parts_of(form).get("topic")
    given = {asked.id: topic_id} if asked is not None else {}
    return georeport.attributes_of(form, cases.questions_shown(form.id, given))


def _check_code(call: Call, form: cases.ServiceView, code: str) -> None:
    if code not in {topic.id for topic in cases.topics(form.id, call.language)}:
        raise NotThere("Không có service_code “{code}”.", code=code)


@route(
    f"{BASE}/requests.<str:extension>",
    name="open311:requests",
    who=EVERYONE,
    methods=("GET", "POST"),
    speaks_json=True,
    by_key=True,
    limit="report",
    pictures_most=PHOTOS_MOST,
)
@in_format
def requests(call: Call, extension: str) -> HttpResponse:
    """List published requests, or file one (POST, with a key)."""
    if call.method == "POST":
        return _file(call, extension)
    # The limit of the route counts what is filed; reading has its own.
    limits.spend(call, "api")
    return _list(call, extension)


def _list(call: Call, extension: str) -> HttpResponse:
    size = _size(call.GET.get("page_size", ""))
    page = cases.exchanged_cases(call.actor, _narrowing(call.GET), call.GET.get("cursor") or None, size)
    setting = _setting(call)
    found = answer(extension, "requests", [georeport.request_record(row, setting) for row in page.rows])
    if page.next:
        query = urlencode({**call.GET.dict(), "cursor": page.next})
        found["Link"] = f'<{call.build_absolute_uri(call.path)}?{query}>; rel="next"'
    return found


def _size(text: str) -> int:
    size = int(text[:5]) if text.isdecimal() else 0
    return min(size, RECORDS_MOST) or RECORDS_MOST


def _narrowing(query: Mapping[str, str]) -> ListFilter:
    """Read the filter of the standard; `service_request_id` stands above every other condition."""
    numbers = _listed(query, "service_request_id")
    if numbers:
        return ListFilter(numbers=tuple(number.upper() for number in numbers[:NUMBERS_MOST]))
    since, until = _window(query)
    topics = _listed(query, "service_code")
    return ListFilter(topics=topics, phases=_phases(query), since=since, until=until)


def _listed(query: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in query.get(name, "").split(",") if part.strip())


def _phases(query: Mapping[str, str]) -> tuple[Phase, ...]:
    wanted = _listed(query, "status")
    if not set(wanted) <= set(georeport.PHASES):
        raise BadInput("status chỉ nhận open, closed.")
    return tuple(phase for status in wanted for phase in georeport.PHASES[status])


def _window(query: Mapping[str, str]) -> tuple[datetime, datetime | None]:
    """Give the window: what is missing of it lies 90 days from the other end; no end at all when none is asked."""
    start, end = _moment(query.get("start_date")), _moment(query.get("end_date"))
    if start is None:
        return (end or clock.now()) - WINDOW, end
    if end is not None and end - start > WINDOW:
        raise BadInput("Mỗi lần hỏi tối đa {days} ngày; hãy chia nhỏ khoảng thời gian.", days=WINDOW.days)
    return start, end or start + WINDOW


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        # A `+` that was not encoded arrives as a space.
        found = parse_datetime(text.replace(" ", "+") if "T" in text else text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not 1970 <= found.year < 9000:
        raise BadInput("Thời điểm viết theo ISO 8601 có múi giờ, ví dụ 2026-11-23T08:00:00+07:00.")
    return found


def _file(call: Call, extension: str) -> HttpResponse:
    if not call.actor.is_signed_in:
        raise SignInFirst("Gửi phản ánh cần khóa: trường api_key, hoặc Authorization: Bearer …")
    form, sent = _service(call), call.POST.dict()
    if not sent.get("service_code"):
        raise BadInput("Thiếu service_code: mã của dịch vụ.")
    _check_code(call, form, sent["service_code"])
    cases.filing_admitted(call.actor, service_id=form.id)
    try:
        filed = commands.file_case(
            call.actor,
            service_id=form.id,
            answers=georeport.answers_from(form, sent),
            photos=_photos(call, form.most_photos),
            channel="api",
            idempotency_key=call.META.get("HTTP_IDEMPOTENCY_KEY", ""),
        )
    except Incomplete as refusal:
        faults = {georeport.field_of(form, name): fault for name, fault in faults_of(refusal).items()}
        raise Incomplete(faults=faults) from refusal
    return answer(extension, "requests", [_filed_record(filed, sent)], status=201)


def _photos(call: Call, most: int) -> tuple[int, ...]:
    """Put the pictures that came as files into quarantine. Nothing is fetched from an address that is sent."""
    files = call.FILES.getlist("media")
    if len(files) > most:
        raise BadInput("Không quá {most} ảnh.", most=most)
    return tuple(_accepted(call, file) for file in files)


def _accepted(call: Call, file: "UploadedFile[Any]") -> int:
    limits.spend(call, "picture")
    return pictures.accept_picture(cast(BinaryIO, file), file.content_type or "").id


def _filed_record(filed: Filed, sent: Mapping[str, str]) -> dict[str, Any]:
    notices = [
        filed.next_step,
        _("Mã tra cứu: {code}.").format(code=filed.tracking_code),
        _("Biên nhận: {code}.").format(code=filed.receipt),
    ]
    if sent.get("media_url"):
        notices.append(_("Ảnh ở media_url không được tải về; hãy gửi tệp ở trường media."))
    return {
        "service_request_id": filed.number,
        "service_notice": " ".join(notices),
        "account_id": None,
    }


@route(
    f"{BASE}/request/<str:number>.<str:extension>",
    name="open311:request_old",
    who=EVERYONE,
    speaks_json=True,
    by_key=True,
    limit="api",
    is_shared=True,
)
@route(
    f"{BASE}/requests/<str:number>.<str:extension>",
    name="open311:request",
    who=EVERYONE,
    speaks_json=True,
    by_key=True,
    limit="api",
    is_shared=True,
)
@in_format
def one_request(call: Call, extension: str, number: str) -> HttpResponse:
    """Give one published request with its answer."""
    case = cases.public_case(call.actor, number)
    return answer(extension, "requests", [georeport.request_record(case, _setting(call))])


@route(
    f"{BASE}/tokens/<str:token>.<str:extension>",
    name="open311:token",
    who=EVERYONE,
    speaks_json=True,
    by_key=True,
    limit="api",
    is_shared=True,
)
@in_format
def token(call: Call, extension: str, token: str) -> HttpResponse:
    """Give the number behind a token; ours are given at once, so a token is the number itself."""
    row = cases.public_case(call.actor, token).row
    return answer(extension, "requests", [{"service_request_id": row.number, "token": token}])


@route(
    f"{BASE}/servicerequestupdates.<str:extension>",
    name="open311:updates",
    who=EVERYONE,
    speaks_json=True,
    by_key=True,
    limit="api",
    is_shared=True,
)
@in_format
def updates(call: Call, extension: str) -> HttpResponse:
    """Give the updates of one published request (`service_request_id`), the oldest first."""
    number = call.GET.get("service_request_id", "")
    if not number:
        raise BadInput("Cần service_request_id: mã của phản ánh.")
    case = cases.public_case(call.actor, number)
    return answer(extension, "updates", georeport.update_records(case, _setting(call)))
