"""The service studio: services in force as pictures, drafts of what changes, a second person who approves."""

from collections.abc import Iterable
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.commands import studio as commands
from cuudinh.engines.cases.commands import studio_imports
from cuudinh.engines.cases.queries import studio as queries
from cuudinh.engines.cases.types import ServiceNotThere
from cuudinh.engines.cases.types.studio import DraftFaulty, StudioDraft, WorkflowRefused
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel.refusal import BadInput, Incomplete, NotNow, Refusal
from cuudinh.web.answers import faults_of, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, seated, url
from cuudinh.web.wording import sentence_of

DESIGNER: Final = "service-designer"
APPROVER: Final = "service-approver"
STUDIO: Final = seated(DESIGNER, APPROVER)
DESIGNERS: Final = seated(DESIGNER)
FAULTS_SHOWN: Final = 60


@route("lam-viec/dich-vu", name="office:studio", who=STUDIO)
def studio(request: Call) -> HttpResponse:
    """Show the services in force with their version, how many cases are open, and who works on a change."""
    context = {"services": queries.studio_services(request.actor), "may_design": _designs(request)}
    return page(request, "office/studio/services.html", context)


@route("lam-viec/dich-vu/<str:service_id>", name="office:studio_service", who=STUDIO)
def service(request: Call, service_id: str) -> HttpResponse:
    """Show one service as a picture and a list, and its drafts of before and now."""
    return _service(request, service_id)


def _service(request: Call, service_id: str, faults: Any = None, status: int = 200) -> HttpResponse:
    drafts = queries.service_drafts(request.actor, service_id)
    context = {
        "service": definitions.service(service_id).shape,
        "drawn": queries.service_picture(request.actor, service_id),
        "drafts": drafts,
        "names": names_of({one.account_id for one in drafts}),
        "may_design": _designs(request),
        "faults": faults or {},
        "given": request.POST,
    }
    return page(request, "office/studio/service.html", context, status=status)


@route(
    "lam-viec/dich-vu/<str:service_id>/soan",
    name="office:studio_begin",
    who=DESIGNERS,
    methods=("POST",),
    limit="act",
)
def begin(request: Call, service_id: str) -> HttpResponse:
    """Begin a draft of a service, or of a new one with the files of this."""
    definitions.service(service_id)
    actor, code, title = request.actor, request.POST.get("code", "").strip(), request.POST.get("title", "")
    try:
        if request.POST.get("act") == "copy":
            number = commands.begin_copy(actor, of=service_id, service_id=code, title=title)
        else:
            number = commands.begin_service_draft(actor, service_id=service_id, title=title)
    except Incomplete as no:
        return _service(request, service_id, faults_of(no), no.status)
    return redirect(request, url("office:studio_draft", draft_id=number), toast=_("Đã mở bản thảo."))


@route("lam-viec/dich-vu/ban-thao/<int:draft_id>", name="office:studio_draft", who=STUDIO)
def draft(request: Call, draft_id: int) -> HttpResponse:
    """Show a draft: what is wrong, what it would change, whose cases it touches, and what can be done with it."""
    return _draft(request, draft_id)


def _draft(request: Call, draft_id: int, no: Refusal | None = None) -> HttpResponse:
    found = queries.studio_draft(request.actor, draft_id)
    wrong = no.found if isinstance(no, DraftFaulty) else found.faults
    # Of what is over there is nothing to compare any more, and comparing reads the whole pack.
    is_over = found.summary.state in {"published", "dropped"}
    context = {
        **draft_context(request, found),
        "difference": None if wrong or is_over else queries.difference(request.actor, draft_id),
        "wrong": wrong[:FAULTS_SHOWN],
        "more_wrong": len(wrong[FAULTS_SHOWN:]),
        "drawn": _picture(request, draft_id),
        "state_labels": queries.state_labels(request.actor, draft_id),
        "no": sentence_of(no) if no else "",
        "faults": faults_of(no) if isinstance(no, Incomplete) else {},
        "words": request.POST.get("words", ""),
    }
    return page(request, "office/studio/draft.html", context, status=no.status if no else 200)


def draft_context(request: Call, found: StudioDraft) -> dict[str, Any]:
    """Give what every page of a draft shows: its head, its sections, its people."""
    one = found.summary
    people = {one.account_id, one.proposer_id, one.decider_id} - {None}
    return {
        "draft": found,
        "summary": one,
        "names": names_of({number for number in people if number is not None}),
        "is_approver": request.actor.has_role(APPROVER),
        "is_designer": _designs(request),
        "may_change": queries.may_change(request.actor, one),
        "may_decide": queries.may_decide(request.actor, one),
        "sections": sections_of(found),
    }


def sections_of(found: StudioDraft) -> list[tuple[str, str]]:
    """Give the forms by which a draft can be changed, with their names."""
    has_fees = any(one.path.startswith("fees/") for one in found.files)
    return [
        ("words", _("Lời của các bước")),
        ("questions", _("Câu hỏi của tờ khai")),
        ("deadlines", _("Thời hạn")),
        *([("fees", _("Phí, lệ phí"))] if has_fees else []),
        ("owners", _("Đơn vị giải quyết")),
        ("reasons", _("Lý do")),
        ("steps", _("Các bước")),
        ("yaml", _("Tệp YAML")),
    ]


def _picture(request: Call, draft_id: int) -> Any:
    """Give the picture of a draft; none while its files make no whole service."""
    try:
        return queries.draft_picture(request.actor, draft_id)
    except ServiceNotThere:
        return None


@route(
    "lam-viec/dich-vu/ban-thao/<int:draft_id>/viec",
    name="office:studio_act",
    who=STUDIO,
    methods=("POST",),
    limit="act",
)
def act(request: Call, draft_id: int) -> HttpResponse:
    """Propose, approve, give back or drop a draft, or go back to what was before it."""
    try:
        number, done = _done(request, draft_id)
    except (Incomplete, NotNow) as no:
        return _draft(request, draft_id, no)
    return redirect(request, url("office:studio_draft", draft_id=number), toast=done)


def _done(request: Call, draft_id: int) -> tuple[int, str]:
    asked, actor, words = request.POST.get("act", ""), request.actor, request.POST.get("words", "")
    if asked == "propose":
        commands.propose_draft(actor, draft_id=draft_id)
        return draft_id, _("Đã trình duyệt.")
    if asked == "drop":
        commands.drop_draft(actor, draft_id=draft_id)
        return draft_id, _("Đã bỏ bản thảo.")
    if asked == "roll_back":
        return commands.begin_roll_back(actor, draft_id=draft_id), _("Đã mở bản thảo quay lại bản trước.")
    is_approved = asked == "approve"
    commands.decide_draft(actor, draft_id=draft_id, is_approved=is_approved, words=words)
    return draft_id, _("Đã áp dụng.") if is_approved else _("Đã trả lại người soạn.")


@route(
    "lam-viec/dich-vu/<str:service_id>/xuat",
    name="office:studio_export",
    who=STUDIO,
    methods=("POST",),
    limit="act",
)
def export(request: Call, service_id: str) -> HttpResponse:
    """Give the files of a service in force as a ZIP, byte for byte."""
    answer = HttpResponse(
        commands.export_service(request.actor, service_id=service_id), content_type="application/zip"
    )
    answer["Content-Disposition"] = f'attachment; filename="{service_id}.zip"'
    return answer


@route(
    "lam-viec/dich-vu/ban-thao/nhap",
    name="office:studio_import",
    who=DESIGNERS,
    methods=("GET", "POST"),
    limit="act",
)
def import_workflow(request: Call) -> HttpResponse:
    """Read a workflow of eGov DIGIT or BPMN 2 into a draft of a flow, or say what of it cannot be carried."""
    file = request.FILES.get("file") if request.method == "POST" else None
    if file is None:
        return _import(request)
    lines = (line.split("=", 1) for line in request.POST.get("roles", "").splitlines() if "=" in line)
    roles = {name.strip(): relation.strip() for name, relation in lines}
    title, kind = request.POST.get("title", ""), request.POST.get("kind", "dossier")
    try:
        number, _found = studio_imports.begin_import(
            request.actor, title=title, body=file.read(), kind=kind, roles=roles
        )
    except (Incomplete, BadInput) as no:
        return _import(request, no)
    return redirect(request, url("office:studio_draft", draft_id=number), toast=_("Đã nhập thành bản thảo."))


def _import(request: Call, no: Refusal | None = None) -> HttpResponse:
    context = {
        "no": sentence_of(no) if no else "",
        "refused": no.refused if isinstance(no, WorkflowRefused) else (),
        "faults": faults_of(no) if isinstance(no, Incomplete) else {},
        "given": request.POST,
    }
    return page(request, "office/studio/import.html", context, status=no.status if no else 200)


def names_of(account_ids: Iterable[int]) -> dict[int, str]:
    """Give the names of members of staff by their accounts."""
    return {number: identity.staff_name(number) for number in account_ids}


def _designs(request: Call) -> bool:
    return queries.may_design(request.actor)
