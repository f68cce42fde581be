"""Home: what people come to do, what is new, and one line of today's figures; and what this site is."""

from django.http import HttpResponse

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import ListFilter
from cuudinh.sites.portal.service import main_service
from cuudinh.web.answers import page
from cuudinh.web.calls import Call
from cuudinh.web.routes import EVERYONE, route

NEWEST = 6


@route("", name="portal:home", who=EVERYONE, is_shared=True)
def home(request: Call) -> HttpResponse:
    """Show the first page of the portal."""
    newest = cases.public_cases(request.actor, ListFilter(), limit=NEWEST)
    context = {
        "newest": newest.rows,
        "figures": cases.public_figures(),
        "form": main_service(request.actor.language),
    }
    return page(request, "portal/home.html", context)


@route("gioi-thieu", name="portal:about", who=EVERYONE, is_shared=True)
def about(request: Call) -> HttpResponse:
    """Say what this is, who answers for it, and what is kept of whom; with the questions people ask."""
    return page(request, "portal/about.html", {"form": main_service(request.actor.language)})
