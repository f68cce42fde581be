"""The day of one office with its dossiers: figures that lead to the lists behind them."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import OfficeDay
from cuudinh.engines.identity import queries as identity
from cuudinh.kernel.refusal import NotYours
from cuudinh.sites.office.pages.desk import DESK
from cuudinh.web.answers import page
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, seated, url

# The views of the worklist behind the figures that are not of one of the same name.
_VIEWS: Final[Mapping[str, Mapping[str, str]]] = {"due_today": {"muc": "open", "han": "hom-nay"}}


@route("lam-viec/hom-nay", name="office:day", who=seated(*DESK))
def office_day(request: Call) -> HttpResponse:
    """Show the day of one of my offices, the first when none is named."""
    offices = cases.offices_of_day(request.actor)
    named = identity.office(request.GET.get("don-vi", ""))
    if not offices or (named is not None and named.id not in offices):
        raise NotYours
    day = cases.office_day(request.actor, named.id if named is not None else offices[0])
    context: dict[str, Any] = {
        "day": day,
        "offices": [
            (one.code, one.name(request.actor.language)) for one in map(identity.office_by_id, offices)
        ],
        "figures": [(one, _behind(day, one.id)) for one in day.figures],
        "officers": [
            (one.name, one.load, _list(day, **{"can-bo": str(one.account_id)})) for one in day.officers
        ],
        "services": [
            (one.title, one.load, _list(day, **{"thu-tuc": one.service_id})) for one in day.services
        ],
    }
    return page(request, "office/day.html", context)


def _behind(day: OfficeDay, figure: str) -> str:
    """Give the address of the list behind a figure."""
    if figure == "taken_in":
        today = day.day.isoformat()
        return url("office:register", {"don-vi": day.code, "tu": today, "den": today})
    if figure == "to_hand_over":
        return url("office:desk", {"xem": "done"})
    return _list(day, **_VIEWS.get(figure, {"muc": figure}))


def _list(day: OfficeDay, **narrowed: str) -> str:
    """Give the address of the worklist of the office with its dossiers, narrowed."""
    return url("office:worklist", {"don-vi": day.code, "loai": "dossier", **narrowed})
