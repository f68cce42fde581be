"""Acts of reorganisation: which there are, what one would move or moved, office by office."""

from typing import Any

from django.http import HttpResponse

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Ending, ReorganisationView
from cuudinh.kernel.refusal import NotThere
from cuudinh.web.answers import page
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, seated

WHO = seated("administrator", "leader", "auditor")


@route("lam-viec/sap-xep", name="office:reorganisations", who=WHO)
def reorganisations(request: Call) -> HttpResponse:
    """List the acts, the newest first, with how many offices each ends and what still stands with them."""
    identity.may_read_organisation(request.actor)
    acts = sorted(identity.reorganisations(), key=lambda act: act.since, reverse=True)
    context = {
        "acts": [(act, _left(_endings(act))) for act in acts],
        "today": identity.today(),
    }
    return page(request, "office/reorganisations.html", context)


@route("lam-viec/sap-xep/<slug:act_id>", name="office:reorganisation", who=WHO)
def reorganisation(request: Call, act_id: str) -> HttpResponse:
    """Show one act: its document, its offices with who took over, and the open work that still stands with them."""
    identity.may_read_organisation(request.actor)
    act = next((one for one in identity.reorganisations() if one.id == act_id), None)
    if act is None:
        raise NotThere
    ends = _endings(act)
    ids = [one.office_id for one in ends]
    work, at_desk = cases.open_work(ids), cases.open_at_desk(ids)
    context: dict[str, Any] = {
        "act": act,
        "ends": [
            (*_ended(one), work.get(one.office_id, (0, 0)), at_desk.get(one.office_id, 0)) for one in ends
        ],
        "is_due": act.since <= identity.today(),
        "receiver": identity.office_by_id(act.receiver_id) if act.receiver_id is not None else None,
        "renamed": [
            one for code in act.offices if act.kind == "rename" and (one := identity.office(code, act.since))
        ],
        "left": _left(ends),
        "left_at_desk": sum(at_desk.values()),
    }
    return page(request, "office/reorganisation.html", context)


def _endings(act: ReorganisationView) -> list[Ending]:
    return [one for one in identity.endings(act.since) if one.act.id == act.id]


def _ended(one: Ending) -> tuple[Any, ...]:
    heirs = [identity.office_by_id(heir) for heir in one.heirs]
    return one, identity.office_by_id(one.office_id), heirs


def _left(ends: list[Ending]) -> tuple[int, int]:
    found = cases.open_work(one.office_id for one in ends).values()
    return sum(led for led, _parts in found), sum(parts for _led, parts in found)
