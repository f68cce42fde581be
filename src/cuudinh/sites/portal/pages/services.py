"""The catalogue: services on shelves, found by words, and the page of each one."""

from typing import Any, Final

from django.http import HttpResponse

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.ledger import queries as ledger
from cuudinh.engines.ledger.types import FeeTable
from cuudinh.kernel.prose import blocks_of
from cuudinh.sites.portal.filters import TEXT_MOST
from cuudinh.sites.portal.service import is_case_number, main_service
from cuudinh.web import limits
from cuudinh.web.answers import page
from cuudinh.web.calls import Call
from cuudinh.web.routes import EVERYONE, route, url

# How the shelves may be made, by the word in the address.
_VIEWS: Final[dict[str, cases.By]] = {
    "nhom": "group",
    "su-kien": "event",
    "don-vi": "office",
    "chu-cai": "letter",
}
_NO_DOOR: Final = "information"


@route("dich-vu", name="portal:services", who=EVERYONE, is_shared=True)
def services(request: Call) -> HttpResponse:
    """Show the catalogue by group, life event, office or letter (`xem`), or what is found by words (`q`)."""
    language = request.actor.language
    asked = request.GET.get("q", "").strip()[:TEXT_MOST]
    view = request.GET.get("xem", "")
    context: dict[str, Any] = {
        "asked": asked,
        "views": tuple(_VIEWS),
        "view": view if view in _VIEWS else "nhom",
    }
    if asked:
        limits.spend(request, "search")
        number = asked.upper() if is_case_number(asked) else ""
        context |= {"found": cases.find_services(asked, language), "number": number, "shelves": ()}
    else:
        context |= {"found": None, "number": "", "shelves": cases.shelves(_VIEWS[context["view"]], language)}
    return page(request, "portal/services.html", context)


@route("dich-vu/<str:service>", name="portal:service", who=EVERYONE, is_shared=True)
def service_page(request: Call, service: str) -> HttpResponse:
    """Show a service: who, with which papers, how long, how much, where, by which law, and how it went lately."""
    language = request.actor.language
    found = cases.service_page(service, language)
    context = {
        "service": found,
        "fee": fee_of(found.fee_table, language),
        "guide": blocks_of(found.guide),
        "door": _door(service, found.card.kind, language),
    }
    return page(request, "portal/service.html", context)


def fee_of(fee_table: str, language: str) -> FeeTable | None:
    """Give the fee of a service as everybody may read it; None for one that costs nothing."""
    return ledger.fee_table(fee_table, language) if fee_table else None


def _door(service: str, kind: str, language: str) -> str:
    """Give where a service begins: the short steps of a report, the one page of what takes anybody, the form of any
    other; nowhere for information.
    """
    if kind == _NO_DOOR:
        return ""
    main = main_service(language)
    if main is not None and main.id == service:
        return url("portal:report")
    if cases.takes_visitors(service):
        return url("portal:visitor_form", service=service)
    return url("portal:form_start", service=service)
