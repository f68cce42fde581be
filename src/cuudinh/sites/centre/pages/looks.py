"""Who saw who reported: the looks of break-glass, for those who watch over them."""

from django.http import HttpResponse

from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts
from cuudinh.web.answers import part_or_page
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, seated, url


@route("trung-tam/nhat-ky", name="centre:looks", who=seated("auditor", "supervisor"))
def looks(request: Call) -> HttpResponse:
    """Show who opened which identity, when and why; auditors see the number of a case and not the case."""
    found = identity.looks(request.actor, request.GET.get("trang") or None)
    context = {
        "looks": found.rows,
        "next": url("centre:looks", {"trang": found.next}) if found.next else "",
        "opens_cases": identity.can(request.actor, "case.read_office", Facts()).allowed,
    }
    return part_or_page(request, "centre/looks.html", "centre/parts/looks.html", context)
