"""The overview of heads and leaders: how each office does, with the three outcomes kept apart."""

import re
from datetime import date

from django.http import HttpResponse

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.places import queries as places
from cuudinh.kernel import clock
from cuudinh.web.answers import page
from cuudinh.web.calls import Call
from cuudinh.web.province import province
from cuudinh.web.routes import route, seated

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@route("lam-viec/tong-quan", name="office:overview", who=seated("head", "dispatcher", "supervisor", "leader"))
def overview(request: Call) -> HttpResponse:
    """Show the figures of a month by office, and by commune and district on the tree of a chosen day."""
    asked = request.GET.get("thang", "")
    month = asked if MONTH.fullmatch(asked) else f"{clock.day_in(province().timezone):%Y-%m}"
    tree = request.GET.get("cay", "")
    context = {
        "month": month,
        "offices": cases.office_figures(request.actor, month),
        "units": cases.unit_figures(request.actor, _day(tree), month),
        "trees": places.tree_days(),
        "tree": tree,
    }
    return page(request, "office/overview.html", context)


def _day(text: str) -> date | None:
    """Give the day of an ISO date; anything else means today's tree."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
