"""Taking a dossier in at a desk: who it is, which service, the papers one by one, the form, and the receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import Caller, Checked, Filed, Mandate
from cuudinh.engines.documents.types import PaperView, Receipt, SupplementRequest
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import FoundPerson
from cuudinh.engines.places import queries as places
from cuudinh.kernel.ids import token
from cuudinh.kernel.refusal import Incomplete, NotNow, NotYours
from cuudinh.sites.office.pages.desk import DESK, HELPERS
from cuudinh.sites.office.papers import newest_of
from cuudinh.sites.office.scanning import accept_scans
from cuudinh.web.answers import NOT_KEPT, faults_of, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.filling import read_step, rows_of
from cuudinh.web.routes import route, seated, url
from cuudinh.web.wording import sentence_of

CONTACT_MOST: Final = 120
SEEN: Final = ("original", "copy", "electronic")
SCANS_MOST: Final = 12
# What is asked beside the questions of the service; their names begin so that none is that of a question.
WHO: Final = "nguoi."
PAPER: Final = "giay."


def forms_of_papers() -> list[tuple[str, str]]:
    """Give as what a paper may be handed in, and that it is missing, in words."""
    return [
        ("original", _("Đủ, bản chính")),
        ("copy", _("Đủ, bản sao")),
        ("electronic", _("Đủ, bản điện tử")),
        ("missing", _("Thiếu")),
    ]


@dataclass(frozen=True, slots=True)
class _Taken:
    """A dossier that was taken in, and the paper that whoever brought it is given.

    A community digital team only hands in: the desk of the deciding office checks it and gives the paper out.
    """

    filed: Filed
    paper: PaperView | None
    is_complete: bool
    is_by_helper: bool = False


@route("lam-viec/mot-cua/tiep-nhan", name="office:take", who=seated(*HELPERS))
def choose(request: Call) -> HttpResponse:
    """Find the service by words of its title or by its code; one that alone fits is opened at once."""
    text = request.GET.get("thu-tuc", "").strip()[:CONTACT_MOST]
    found = cases.desk_services(request.actor.language, text)
    if text and len(found) == 1:
        return redirect(request, url("office:take_in", service=found[0].id))
    context = {
        "services": found,
        "text": text,
        "has_desk": request.actor.has_role(*DESK),
        "all": cases.desk_services(request.actor.language),
    }
    return page(request, "office/desk/choose.html", context)


@route(
    "lam-viec/mot-cua/tiep-nhan/<str:service>",
    name="office:take_in",
    who=seated(*HELPERS),
    methods=("GET", "POST"),
    limit="act",
    pictures_most=SCANS_MOST,
)
def take_in(request: Call, service: str) -> HttpResponse:
    """Show the whole form of a dossier; find who stands there; take the dossier in. Never kept by the browser."""
    form = cases.desk_form(service, request.actor.language, {})
    if request.method != "POST":
        return _page(request, form, {})
    answers = read_step(form.questions, request.POST)
    form = cases.desk_form(service, request.actor.language, answers)
    try:
        found = _found(request)
    except (NotNow, NotYours) as refusal:
        return _page(request, form, {f"{WHO}so": sentence_of(refusal)}, status=refusal.status)
    if request.POST.get("di") in {"tim", "them"}:
        if found is not None:
            form = cases.desk_form(service, request.actor.language, _with_known(form, answers, found))
        return _page(request, form, {}, found=found)
    try:
        taken = _take(request, form, answers, found)
    except Incomplete as refusal:
        faults = faults_of(refusal) or {"": sentence_of(refusal)}
        return _page(request, form, faults, found=found, status=refusal.status)
    return _private(page(request, "office/desk/taken.html", {"taken": taken, "form": form}, status=201))


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = NOT_KEPT
    return answer


def _found(request: Call) -> FoundPerson | None:
    """Find whoever shows a number; that somebody looked is logged, whether or not anybody has it."""
    shown = request.POST.get(f"{WHO}so", "").strip()[:CONTACT_MOST]
    return identity.find_person(request.actor, shown) if shown else None


def _with_known(form: cases.DeskForm, answers: Mapping[str, Any], found: FoundPerson) -> Mapping[str, Any]:
    """Fill in of the applicant what the page shows of whoever was found; what was typed already stays."""
    known = {"name": found.name, "phone": found.phone}
    asked = [one.shape.id for one in form.questions if one.shape.known_as == "person"]
    return {**answers, **{name: {**known, **(answers.get(name) or {})} for name in asked}}


def _page(
    request: Call,
    form: cases.DeskForm,
    faults: Mapping[str, str],
    *,
    found: FoundPerson | None = None,
    status: int = 200,
) -> HttpResponse:
    posted = request.POST
    context: dict[str, Any] = {
        "form": form,
        "faults": faults,
        "given": posted,
        "found": found,
        "has_looked": bool(posted.get(f"{WHO}so", "").strip()),
        "may_find": identity.may_find(request.actor),
        "paper_forms": forms_of_papers(),
        "rows": {
            one.shape.id: rows_of(one, is_one_more=posted.get("di") == f"them:{one.shape.id}")
            for one in form.questions
            if getattr(one.shape, "repeats", False)
        },
        "topics": cases.topics(form.service.id, request.actor.language),
        "units": places.units_in_force(),
        "is_approximate": places.has_approximate_shapes(),
        "has_desk": request.actor.has_role(*DESK),
        "key": posted.get("key") or token(),
    }
    return _private(
        page(request, "office/desk/take.html", context, status=422 if faults and status == 200 else status)
    )


def _take(
    request: Call, form: cases.DeskForm, answers: Mapping[str, Any], found: FoundPerson | None
) -> _Taken:
    """File the dossier for who stands there, take it in or ask for what is missing, and issue the paper for it.

    Each of the three is an act of its own: who sends the page again after a failure files once and goes on.
    """
    seen = _papers(request, form)
    caller = _caller(request, found)
    scans = accept_scans(request, {f"{PAPER}{one.id}": one.id for one in form.papers})
    filed = commands.file_case(
        request.actor,
        service_id=form.service.id,
        answers=answers,
        channel="counter",
        idempotency_key=request.POST.get("key", ""),
        caller=caller,
        mandate=Mandate(request.POST.get("can-cu", ""), request.POST.get("van-ban", "").strip()[:200]),
        checked=Checked(seen, scans),
    )
    missing = [one.id for one in form.papers if seen.get(one.id) == "missing"]
    if not request.actor.has_role(*DESK):
        return _Taken(filed, None, is_complete=not missing, is_by_helper=True)
    return _answered(request, filed, missing)


def _papers(request: Call, form: cases.DeskForm) -> dict[str, str]:
    """Read what the desk saw of each paper. Raises `Incomplete` for one that nobody looked at."""
    known = {form_id for form_id, _words in forms_of_papers()}
    seen = {one.id: request.POST.get(f"{PAPER}{one.id}.la", "") for one in form.papers}
    faults = {
        f"{PAPER}{one.id}.la": _("Vui lòng kiểm tra giấy tờ này: đủ hay thiếu.")
        for one in form.papers
        if one.required and seen[one.id] not in known
    }
    if faults:
        raise Incomplete(faults=faults)
    return {paper: said for paper, said in seen.items() if said in known}


def _caller(request: Call, found: FoundPerson | None) -> Caller:
    """Give whose dossier it is: who was found by the number they showed, else by the name they gave."""
    if found is not None:
        return Caller(found.name, found.phone, found.account_id)
    name, phone = (
        request.POST.get(f"{WHO}{one}", "").strip()[:CONTACT_MOST] for one in ("ten", "dien-thoai")
    )
    if not name:
        raise Incomplete(faults={f"{WHO}ten": _("Vui lòng ghi họ tên người nộp, hoặc tìm theo số họ đưa.")})
    return Caller(name, phone)


def _answered(request: Call, filed: Filed, missing: Sequence[str]) -> _Taken:
    actor, number = request.actor, filed.number
    act, inputs = "receive", dict[str, Any]()
    if missing:
        act, inputs = "request_supplement", {"papers": list(missing), "text": _reason(request)}
    # What was done before the page was sent again is not done twice.
    if any(one.act == act and one.is_possible for one in cases.office_case(actor, number).acts):
        commands.perform_act(actor, number=number, act=act, inputs=inputs)
    # The act gives the paper out, in the background and once; sent again, the page finds it.
    paper = newest_of(actor, number, SupplementRequest.kind if missing else Receipt.kind)
    return _Taken(filed, paper, is_complete=not missing)


def _reason(request: Call) -> str:
    return request.POST.get("ly-do", "").strip()[:1000] or _(
        "Thiếu giấy tờ nêu trên, đề nghị bổ sung đủ một lần."
    )
