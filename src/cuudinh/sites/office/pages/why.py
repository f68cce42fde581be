"""Why somebody may, and why not: every act on a case with the sentence of the rule and what is missing."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.identity.types import LookObjected, ProcessingRestricted
from cuudinh.kernel.refusal import NotYours, Refusal
from cuudinh.sites.office.pages.case import READERS
from cuudinh.web.answers import NavLink, add_way, part_or_page
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, seated, url

STOPS: Final[Mapping[str, type[Refusal]]] = {"objection": LookObjected, "restriction": ProcessingRestricted}
ACT_NAMES = {
    "case.list": gettext_noop("Thấy hồ sơ trong danh sách"),
    "case.read_office": gettext_noop("Đọc hồ sơ"),
    "case.act": gettext_noop("Làm các thao tác của quy trình"),
    "case.read_original": gettext_noop("Đọc nguyên văn trước khi che"),
    "case.redact": gettext_noop("Che thông tin trong ảnh và lời"),
    "identity.reveal": gettext_noop("Xem ai đã phản ánh"),
    "case.figures": gettext_noop("Xem số liệu"),
}


@route("lam-viec/ho-so/<str:number>/vi-sao", name="office:why", who=seated(*READERS))
def why(request: Call, number: str) -> HttpResponse:
    """Say of every act on a case whether I may, by which rule, and what is missing."""
    found = cases.why(request.actor, number)
    answers = [(_(ACT_NAMES[one.act]), one, "" if one.is_allowed else _mending(one.rule)) for one in found]
    context = {"number": number, "answers": answers}
    return part_or_page(request, "office/why.html", "office/parts/why_acts.html", context)


def _mending(rule: str) -> str:
    """Give what to do where the person behind a case had stopped what an act would look at; else nothing."""
    return _(STOPS[rule].mending) if rule in STOPS else ""


@add_way
def way_to_why(call: Call, refusal: Refusal) -> NavLink | None:
    """Lead from a no about a case to what one may do with it and why not more, for those who may ask that."""
    number = call.resolver_match.kwargs.get("number") if call.resolver_match else None
    is_of_case = bool(number) and call.path.startswith("/lam-viec/ho-so/")
    if not isinstance(refusal, NotYours) or not is_of_case or not call.actor.has_role(*READERS):
        return None
    return NavLink(_("Vì sao tôi không làm được?"), url("office:why", number=number), "info")
