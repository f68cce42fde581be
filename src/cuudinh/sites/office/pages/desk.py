"""The one-stop desk: what it has to hand over, what it took in for others, and results handed over, many at once."""

from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.queries import WAYS
from cuudinh.kernel.refusal import Incomplete
from cuudinh.sites.office.pages.worklist import MANY_MOST
from cuudinh.web.answers import faults_of, page
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, seated, url

DESK: Final = ("receiver", "officer", "head")
# Who hands dossiers in for people who are there; a helper has no desk: that of the deciding office takes them in.
HELPERS: Final = (*DESK, "helper")


def bases() -> list[tuple[str, str]]:
    """Give who may take a result away, in words."""
    return [
        ("applicant", _("Chính người nộp hồ sơ")),
        ("authorised", _("Người được ủy quyền")),
        ("representative", _("Người đại diện (cha mẹ, giám hộ, tổ chức)")),
        ("carrier", _("Nhân viên bưu chính")),
    ]


@route("lam-viec/mot-cua", name="office:desk", who=seated(*DESK))
def desk(request: Call) -> HttpResponse:
    """Show the lists of my desks; those that wait to be handed over first."""
    return _page(request, {}, 200)


def _page(request: Call, more: dict[str, Any], status: int) -> HttpResponse:
    view = request.GET.get("xem") or request.POST.get("xem") or "done"
    found = cases.desk_dossiers(request.actor, view, request.GET.get("trang") or None)
    context = {
        "views": cases.desk_views(request.actor),
        "view": view,
        "page": found,
        "next": url("office:desk", {"xem": view, "trang": found.next}) if found.next else "",
        "list_address": url("office:desk", {"xem": view}),
        "absent_ids": request.actor.absent_ids,
        "bases": bases(),
        "ways": [(way, _(words)) for way, words in WAYS.items()],
        "given": {},
        "faults": {},
        "chosen": (),
        **more,
    }
    return page(request, "office/desk/desk.html", context, status=status)


@route("lam-viec/mot-cua/tra", name="office:hand_over", who=seated(*DESK), methods=("POST",), limit="act")
def hand_over(request: Call) -> HttpResponse:
    """Hand the chosen results over to one who came, and say of each that could not be why."""
    given = request.POST
    taker = commands.Taker(
        name=given.get("taker", ""),
        basis=given.get("basis", ""),
        document=given.get("document", ""),
        is_signed=given.get("signed") == "true",
    )
    numbers = given.getlist("number")[:MANY_MOST]
    try:
        if not numbers:
            raise Incomplete(faults={"number": _("Vui lòng chọn ít nhất một hồ sơ.")})
        results = commands.hand_over_many(
            request.actor, numbers=numbers, way=given.get("way", "desk"), taker=taker
        )
    except Incomplete as refusal:
        more = {"faults": faults_of(refusal), "given": given.dict(), "chosen": numbers}
        return _page(request, more, refusal.status)
    context = {
        "results": results,
        "done": sum(one.is_done for one in results),
        "back": url("office:desk", {"xem": "done"}),
    }
    return page(request, "office/many.html", context)
