"""Procedures opened together: their forms looked over on one page, and sent as one."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import NotEligible
from cuudinh.kernel.refusal import Incomplete
from cuudinh.web.answers import NOT_KEPT, faults_of, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import SIGNED_IN, route, url
from cuudinh.web.wording import sentence_of


@route(
    "to-khai/<slug:draft>/lien-thong",
    name="portal:form_bundle",
    who=SIGNED_IN,
    methods=("GET", "POST"),
    limit="report",
)
def form_bundle(request: Call, draft: str) -> HttpResponse:
    """Look the forms of a bundle over, and send them all; each becomes a dossier of its own."""
    if len(cases.bundle_of(request.actor, draft)) == 1:
        return redirect(request, url("portal:form_review", draft=draft))
    if request.method != "POST":
        return _page(request, draft, {})
    if request.POST.get("di") == "tach":
        commands.drop_bundle(request.actor, draft=draft)
        return redirect(request, url("portal:forms"), toast=_("Đã tách: mỗi thủ tục là một tờ khai riêng."))
    try:
        filed = commands.send_bundle(
            request.actor, draft=draft, is_remembered=request.POST.get("nho") == "true"
        )
    except NotEligible as refused:
        return _page(request, draft, {"": sentence_of(refused)})
    except Incomplete as refused:
        return _page(request, draft, faults_of(refused) or {"": sentence_of(refused)})
    return _private(page(request, "portal/form/bundle_sent.html", {"filed": filed}, status=201))


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = NOT_KEPT
    return answer


def _page(request: Call, draft: str, faults: Mapping[str, str]) -> HttpResponse:
    views = [cases.form_review(request.actor, one) for one in cases.bundle_of(request.actor, draft)]
    context = {
        "draft": draft,
        "views": views,
        "papers": {one.draft: cases.form_papers(request.actor, one.draft) for one in views},
        "faults": faults,
        "is_whole": not any(one.faults or one.barred for one in views),
    }
    return _private(page(request, "portal/form/bundle.html", context, status=422 if faults else 200))
