"""Who is away and who stands in: my own days, those of an office, and for whom I act. One page for each side."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import (
    AbsenceOver,
    AbsencesOverlap,
    AccountIncomplete,
    OfficeView,
    UnknownAccount,
)
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import Refusal
from cuudinh.sites.office.pages.organisation import OF_SIDE, SIDES, STAFF, day_of, side_context
from cuudinh.web.answers import faults_of, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, url
from cuudinh.web.wording import sentence_of

_BOTH: Final = ("GET", "POST")


def reasons() -> list[tuple[str, str]]:
    """Give why somebody may be away, in words; whether they are ill is nobody's concern here."""
    return [
        ("leave", _("Nghỉ phép, nghỉ theo chế độ")),
        ("mission", _("Đi công tác")),
        ("training", _("Đi học, tập huấn")),
        ("other", _("Lý do khác")),
    ]


@route("lam-viec/to-chuc/vang-mat", name="office:absences", who=STAFF, methods=_BOTH, limit="act")
@route(
    "khoi-dang/to-chuc/vang-mat",
    name="party:absences",
    who=OF_SIDE,
    domain="party",
    methods=_BOTH,
    limit="act",
)
@route(
    "khoi-mat-tran/to-chuc/vang-mat",
    name="front:absences",
    who=OF_SIDE,
    domain="front",
    methods=_BOTH,
    limit="act",
)
def absences(request: Call) -> HttpResponse:
    """Show for whom I stand in and when I am away, and say of myself that I will be."""
    actor = request.actor
    if request.method != "POST":
        return _own_page(request)
    try:
        identity_commands.state_absence(actor, away=_away(request, actor.account_id or 0))
    except (AccountIncomplete, AbsencesOverlap) as refusal:
        return _own_page(request, _faults(refusal), status=422)
    told = _("Đã ghi ngày vắng mặt. Người thay làm từ vị trí của bạn trong những ngày đó.")
    return redirect(request, url(f"{SIDES[actor.domain]}:absences"), toast=told)


def _own_page(request: Call, faults: Mapping[str, str] | None = None, status: int = 200) -> HttpResponse:
    actor = request.actor
    own = [seat.office_id for seat in actor.seats if seat.behalf is None]
    context = {
        **_context(request, faults),
        "standing_in": identity.standing_in(actor),
        "absences": identity.own_absences(actor),
        "colleagues": [one for one in identity.colleagues(actor, own) if one[0] != actor.account_id],
        "offices": [
            identity.office_by_id(office_id, actor.domain)
            for office_id in dict.fromkeys(own)
            if identity.may_state_for(actor, office_id)
        ],
    }
    return page(request, "office/absences.html", context, status=status)


@route(
    "lam-viec/to-chuc/<slug:code>/vang-mat", name="office:absences_of", who=STAFF, methods=_BOTH, limit="act"
)
@route(
    "khoi-dang/to-chuc/<slug:code>/vang-mat",
    name="party:absences_of",
    who=OF_SIDE,
    domain="party",
    methods=_BOTH,
    limit="act",
)
@route(
    "khoi-mat-tran/to-chuc/<slug:code>/vang-mat",
    name="front:absences_of",
    who=OF_SIDE,
    domain="front",
    methods=_BOTH,
    limit="act",
)
def absences_of(request: Call, code: str) -> HttpResponse:
    """Show who of an office is away and who stands in, and say it of somebody there."""
    actor = request.actor
    office = identity.office_file(actor, code).periods[-1]
    if request.method != "POST":
        return _office_page(request, office)
    try:
        given = request.POST.get("account", "")
        away = _away(request, int(given) if given.isdecimal() else 0)
        identity_commands.state_absence(actor, away=away)
    except UnknownAccount:
        return _office_page(request, office, {"account": _("Vui lòng chọn người vắng mặt.")}, status=422)
    except (AccountIncomplete, AbsencesOverlap) as refusal:
        return _office_page(request, office, _faults(refusal), status=422)
    address = url(f"{SIDES[actor.domain]}:absences_of", code=code)
    return redirect(request, address, toast=_("Đã ghi ngày vắng mặt và người thay."))


def _office_page(
    request: Call, office: OfficeView, faults: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    actor = request.actor
    context = {
        **_context(request, faults),
        "office": office,
        "absences": identity.absences_of_office(actor, [office.id]),
        "people": identity.staff_of(actor, office.id),
        "colleagues": identity.colleagues(actor, [office.id]),
        "may_state": identity.may_state_for(actor, office.id),
    }
    return page(request, "office/absences_of.html", context, status=status)


def _context(request: Call, faults: Mapping[str, str] | None) -> dict[str, Any]:
    return {
        **side_context(request.actor),
        "reasons": reasons(),
        "reason_words": dict(reasons()),
        "states": {
            "coming": _("sắp tới"),
            "now": _("đang vắng"),
            "over": _("đã qua"),
            "revoked": _("đã thu hồi"),
        },
        "today": identity.today(),
        "given": request.POST,
        "faults": faults or {},
    }


def _away(request: Call, account_id: int) -> identity_commands.Away:
    """Read an absence from a form. Raises `AccountIncomplete` for what is missing."""
    first, last = (day_of(request.POST.get(name, "")) for name in ("first", "last"))
    faults = {} if first else {"first": _("Vui lòng ghi ngày đầu.")}
    faults |= {} if last else {"last": _("Vui lòng ghi ngày cuối.")}
    substitute = account_named(request.POST.get("substitute", ""))
    if substitute is None:
        faults["substitute"] = _("Vui lòng chọn người thay.")
    if first is None or last is None or substitute is None:
        raise AccountIncomplete(faults=faults)
    return identity_commands.Away(account_id, substitute, request.POST.get("reason", ""), first, last)


def account_named(given: str) -> int | None:
    """Give the number of an account of staff that was chosen from a list or named by its login."""
    if given.isdecimal():
        return int(given)
    try:
        return identity.staff_account(given.strip()).id if given.strip() else None
    except UnknownAccount:
        return None


def _faults(refusal: Refusal) -> dict[str, str]:
    """Give what is wrong by the fields of the form; two absences at once are about their days."""
    return dict(faults_of(refusal)) or {"first": sentence_of(refusal)}


@route(
    "lam-viec/to-chuc/vang-mat/<int:absence_id>/thu-hoi",
    name="office:revoke_absence",
    who=STAFF,
    methods=("POST",),
    limit="act",
)
@route(
    "khoi-dang/to-chuc/vang-mat/<int:absence_id>/thu-hoi",
    name="party:revoke_absence",
    who=OF_SIDE,
    domain="party",
    methods=("POST",),
    limit="act",
)
@route(
    "khoi-mat-tran/to-chuc/vang-mat/<int:absence_id>/thu-hoi",
    name="front:revoke_absence",
    who=OF_SIDE,
    domain="front",
    methods=("POST",),
    limit="act",
)
def revoke_absence(request: Call, absence_id: int) -> HttpResponse:
    """End an absence now; whoever stood in does not any more."""
    told = _("Đã thu hồi. Người thay không còn làm từ vị trí này.")
    try:
        identity_commands.revoke_absence(request.actor, absence_id=absence_id)
    except AbsenceOver as refusal:
        told = sentence_of(refusal)
    return redirect(request, _back(request.actor, request.POST.get("office", "")), toast=told)


def _back(actor: Actor, code: str) -> str:
    side = SIDES[actor.domain]
    known = code in {one.code for one in identity.offices_in_force(domain=actor.domain)}
    return url(f"{side}:absences_of", code=code) if known else url(f"{side}:absences")
