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
        "officers": [(one, _of_officer(day, one.account_id)) for one in day.officers],
    }
    return page(request, "office/day.html", context)


def _behind(day: OfficeDay, figure: str) -> str:
    """Give the address of the list behind a figure."""
    if figure == "taken_in":
        today = day.day.isoformat()
        return url("office:register", {"don-vi": day.code, "tu": today, "den": today})
    view = _VIEWS.get(figure, {"muc": figure})
    return url("office:worklist", {"don-vi": day.code, "loai": "dossier", **view})


def _of_officer(day: OfficeDay, account_id: int) -> str:
    return url("office:worklist", {"don-vi": day.code, "loai": "dossier", "can-bo": str(account_id)})
