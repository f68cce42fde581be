"""One's own data: who looked at them, with the receipt that proves each look."""

from django.http import HttpResponse

from cuudinh.engines.identity import queries
from cuudinh.web.answers import page, part_or_page
from cuudinh.web.calls import Call
from cuudinh.web.routes import SIGNED_IN, route, url


@route("tai-khoan/luot-xem", name="identity:looks", who=SIGNED_IN)
def looks(request: Call) -> HttpResponse:
    """Show who looked at one's own data, the last first."""
    found = queries.own_looks(request.actor, request.GET.get("trang") or None)
    context = {
        "looks": found.rows,
        "next": url("identity:looks", {"trang": found.next}) if found.next else "",
    }
    return part_or_page(request, "identity/looks.html", "identity/parts/looks.html", context)


@route("tai-khoan/luot-xem/<int:look_id>", name="identity:look", who=SIGNED_IN)
def look(request: Call, look_id: int) -> HttpResponse:
    """Show one look at one's own data: for whom, what, why, by what right, and its receipt."""
    return page(request, "identity/look.html", {"look": queries.own_look(request.actor, look_id)})
