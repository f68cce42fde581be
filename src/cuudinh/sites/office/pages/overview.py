"""The overview of heads and leaders: how each office does, with the three outcomes kept apart."""

import re
from datetime import date

from django.http import HttpRequest, HttpResponse

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.places import queries as places
from cuudinh.web.answers import page
from cuudinh.web.routes import route, seated

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@route("lam-viec/tong-quan", name="office:overview", who=seated("head", "dispatcher", "supervisor", "leader"))
def overview(request: HttpRequest) -> HttpResponse:
    """Show the figures of a month by office, and open cases by commune on the tree of a chosen day."""
    month = request.GET.get("thang", "")
    tree = request.GET.get("cay", "")
    day = date.fromisoformat(tree) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", tree) else None
    context = {
        "month": month if MONTH.fullmatch(month) else "",
        "offices": cases.office_figures(request.actor, month if MONTH.fullmatch(month) else None),
        "units": cases.unit_figures(request.actor, day),
        "trees": places.tree_days(),
        "tree": tree,
    }
    return page(request, "office/overview.html", context)
