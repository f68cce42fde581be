"""Moving somebody to another office and ending a seat: what they hold by name is shown before it is confirmed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import (
    AccountIncomplete,
    AlreadyAppointed,
    NotInForce,
    SeatHeld,
    UnknownOffice,
)
from cuudinh.kernel.actor import STATE, Actor
from cuudinh.sites.office.pages.organisation import (
    OF_SIDE,
    SIDES,
    STAFF,
    day_of,
    faults_by_field,
    note_register,
    read_appointment,
    side_context,
)
from cuudinh.web.answers import page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, url

_BOTH = ("GET", "POST")


@route("lam-viec/vi-tri/<int:seat_id>", name="office:seat", who=STAFF, methods=_BOTH, limit="act")
@route(
    "khoi-dang/vi-tri/<int:seat_id>",
    name="party:seat",
    who=OF_SIDE,
    methods=_BOTH,
    limit="act",
    domain="party",
)
@route(
    "khoi-mat-tran/vi-tri/<int:seat_id>",
    name="front:seat",
    who=OF_SIDE,
    methods=_BOTH,
    limit="act",
    domain="front",
)
def seat(request: Call, seat_id: int) -> HttpResponse:
    """Show a seat with what its holder has in hand, and move or end it by a document."""
    held = identity.seat(request.actor, seat_id)
    note_register(request.actor, identity.office_by_id(held.membership.office_id, request.actor.domain).code)
    if request.method != "POST":
        return _seat_page(request, held)
    try:
        told = _ended(request, held) if request.POST.get("what") == "end" else _moved(request, held)
    except (AccountIncomplete, AlreadyAppointed, NotInForce, UnknownOffice) as refusal:
        return _seat_page(request, held, faults_by_field(refusal), status=422)
    code = identity.office_by_id(held.membership.office_id, request.actor.domain).code
    side = SIDES[request.actor.domain]
    return redirect(request, url(f"{side}:office", code=code), toast=told)


def _moved(request: Call, held: SeatHeld) -> str:
    to = read_appointment(request, request.POST.get("office", ""))
    identity_commands.transfer(
        request.actor, membership_id=held.membership.id, to=to, work_to=_colleague(request)
    )
    return _("Đã điều chuyển. Hồ sơ đang giữ ở lại đơn vị cũ.")


def _ended(request: Call, held: SeatHeld) -> str:
    last = day_of(request.POST.get("last", ""))
    document = request.POST.get("document", "").strip()[:200]
    faults = {} if last else {"last": _("Vui lòng ghi ngày cuối cùng.")}
    faults |= {} if document else {"document": _("Vui lòng ghi số, ký hiệu của văn bản.")}
    if last is None or faults:
        raise AccountIncomplete(faults=faults)
    identity_commands.end_membership(
        request.actor,
        membership_id=held.membership.id,
        last_day=last,
        document=document,
        work_to=_colleague(request),
    )
    return _("Đã kết thúc phân công. Hồ sơ đang giữ ở lại đơn vị.")


def _colleague(request: Call) -> int | None:
    given = request.POST.get("work_to", "")
    return int(given) if given.isdecimal() else None


def _seat_page(
    request: Call, held: SeatHeld, faults: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    actor, member = request.actor, held.membership
    here = identity.office_by_id(member.office_id, actor.domain)
    side = side_context(actor)
    context = {
        **side,
        "held": held,
        "office": here,
        "work": _work(actor, member.account_id) if side["may_appoint"] else (),
        "colleagues": [
            (one.membership.account_id, one.holder)
            for one in identity.seats_of_office(actor, member.office_id)
            if one.membership.account_id != member.account_id and one.membership.valid_to is None
        ],
        "offices": [
            (one.code, one.name(actor.language))
            for one in identity.offices_in_force(domain=actor.domain)
            if one.id != member.office_id
        ],
        "posts": [(post.id, post.name(actor.language)) for post in identity.positions()],
        "roles": [(role.id, _in(role.title, actor.language)) for role in identity.roles()],
        "tomorrow": identity.today() + timedelta(days=1),
        "today": identity.today(),
        "given": request.POST,
        "faults": faults or {},
    }
    return page(request, "office/seat.html", context, status=status)


def _work(actor: Actor, account_id: int) -> tuple[Any, ...]:
    return cases.held_by(actor, account_id) if actor.domain == STATE else ()


def _in(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or next(iter(words.values()), "")
