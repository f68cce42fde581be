"""What was delegated by document: by me, to me, and the form by which a seat delegates named acts."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import AccountIncomplete, DelegationOver, UnknownAccount
from cuudinh.sites.office.pages.absences import account_named
from cuudinh.sites.office.pages.organisation import STAFF, day_of, delegation_states, side_context
from cuudinh.web.answers import faults_of, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, url
from cuudinh.web.wording import sentence_of

_BOTH: Final = ("GET", "POST")
_DAYS: Final = ("first", "last", "signed")
TEXT_MOST: Final = 120


@route("lam-viec/to-chuc/uy-quyen", name="office:delegations", who=STAFF, methods=_BOTH, limit="act")
def delegations(request: Call) -> HttpResponse:
    """Show what I delegated and what was delegated to me, and delegate acts of a seat of mine by a document."""
    if request.method != "POST":
        return _page(request)
    try:
        identity_commands.delegate(request.actor, given=_given(request))
    except UnknownAccount:
        return _page(request, {"seat": _("Vui lòng chọn vị trí của bạn.")}, status=422)
    except AccountIncomplete as refusal:
        return _page(request, dict(faults_of(refusal)), status=422)
    return redirect(request, url("office:delegations"), toast=_("Đã ghi ủy quyền."))


def _page(request: Call, faults: Mapping[str, str] | None = None, status: int = 200) -> HttpResponse:
    actor = request.actor
    seats = identity.delegable_seats(actor)
    actions = dict.fromkeys(action for _number, _words, known in seats for action in known)
    context = {
        **side_context(actor),
        "given_by_me": identity.delegations_given(actor),
        "given_to_me": identity.delegations_taken(actor),
        "seats": [(number, words) for number, words, _known in seats],
        "actions": list(actions),
        "chosen": request.POST.getlist("actions"),
        "states": delegation_states(),
        "today": identity.today(),
        "given": request.POST,
        "faults": faults or {},
    }
    return page(request, "office/delegations.html", context, status=status)


def _given(request: Call) -> identity_commands.Given:
    """Read a delegation from a form. Raises `AccountIncomplete` for what is missing."""
    days = {name: day_of(request.POST.get(name, "")) for name in _DAYS}
    faults = {name: _("Vui lòng ghi ngày.") for name, day in days.items() if day is None}
    taker = account_named(request.POST.get("taker", ""))
    if taker is None:
        faults["taker"] = _("Không có tài khoản cán bộ nào có tên đăng nhập này.")
    if faults or taker is None:
        raise AccountIncomplete(faults=faults)
    seat = request.POST.get("seat", "")
    return identity_commands.Given(
        seat_id=int(seat) if seat.isdecimal() else 0,
        account_id=taker,
        actions=tuple(request.POST.getlist("actions"))[:20],
        document=request.POST.get("document", "").strip()[:200],
        signer=request.POST.get("signer", "").strip()[:TEXT_MOST],
        **_known(days),
    )


def _known(days: Mapping[str, date | None]) -> dict[str, Any]:
    return {name: day for name, day in days.items() if day is not None}


@route(
    "lam-viec/to-chuc/uy-quyen/<int:delegation_id>/thu-hoi",
    name="office:revoke_delegation",
    who=STAFF,
    methods=("POST",),
    limit="act",
)
def revoke_delegation(request: Call, delegation_id: int) -> HttpResponse:
    """End a delegation of mine now."""
    told = _("Đã thu hồi ủy quyền.")
    try:
        identity_commands.revoke_delegation(request.actor, delegation_id=delegation_id)
    except DelegationOver as refusal:
        told = sentence_of(refusal)
    return redirect(request, url("office:delegations"), toast=told)
