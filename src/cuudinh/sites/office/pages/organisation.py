"""Offices in time: the tree of a day, one office through its life, and who holds or held which seat by which document.

The same pages serve each side of the organisation. A side's pages are opened by seats of that side only, and every
look into the register of another side than the State is a line of the log.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import (
    AccountIncomplete,
    AlreadyAppointed,
    Facts,
    NotInForce,
    OfficeFile,
    OfficeNode,
    OfficeView,
    UnknownAccount,
)
from cuudinh.kernel.actor import STATE, Actor
from cuudinh.kernel.refusal import Refusal
from cuudinh.kernel.text import fold
from cuudinh.web.answers import faults_of, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, seated, url
from cuudinh.web.wording import sentence_of

STAFF: Final = seated("officer", "head", "dispatcher", "supervisor", "leader", "auditor", "administrator")
OF_SIDE: Final = seated("officer", "head", "administrator")
# The beginning of the names of the routes of each side.
SIDES: Final = {STATE: "office", "party": "party", "front": "front"}
TEXT_MOST: Final = 80


@route("lam-viec/to-chuc", name="office:organisation", who=STAFF)
@route("khoi-dang/to-chuc", name="party:organisation", who=OF_SIDE, domain="party")
@route("khoi-mat-tran/to-chuc", name="front:organisation", who=OF_SIDE, domain="front")
def organisation(request: Call) -> HttpResponse:
    """Show the offices of a day as a tree, or those whose names or codes hold some words."""
    actor, day = request.actor, day_of(request.GET.get("ngay", "")) or identity.today()
    words = request.GET.get("q", "").strip()[:TEXT_MOST]
    nodes = identity.organisation(actor, day)
    note_register(actor, "")
    context = {
        **side_context(actor),
        "nodes": nodes,
        "found": tuple(_found(nodes, words, day, actor)) if words else (),
        "words": words,
        "day": day,
        "is_today": day == identity.today(),
        "days": identity.changed_on(actor),
        "count": sum(1 for _one in _all(nodes)),
    }
    return page(request, "office/organisation.html", context)


def note_register(actor: Actor, about: str) -> None:
    """Leave the line of a look into the register of another side than the State: which office, or all of them."""
    if actor.domain != STATE:
        identity_commands.note_register_read(actor, about=about)


def _all(nodes: Sequence[OfficeNode]) -> Iterator[OfficeNode]:
    for node in nodes:
        yield node
        yield from _all(node.below)


def _found(nodes: Sequence[OfficeNode], words: str, day: date, actor: Actor) -> Iterator[OfficeView]:
    """Give the offices whose name or code holds the words, or that had them as an official code."""
    official = identity.office_by_official_code(words, day, actor.domain)
    wanted = fold(words)
    for node in _all(nodes):
        view = node.office
        if wanted in fold(view.name(actor.language)) or wanted in view.code or view == official:
            yield view


def side_context(actor: Actor) -> dict[str, Any]:
    """Give what every page of the organisation shows of its side: its name and where its pages are."""
    names = {STATE: _("Khối Nhà nước"), "party": _("Khối Đảng"), "front": _("Khối Mặt trận, đoàn thể")}
    return {
        "side": SIDES[actor.domain],
        "side_name": names[actor.domain],
        "is_state": actor.domain == STATE,
        "may_appoint": identity.can(actor, "account.appoint", Facts()).allowed,
    }


def day_of(text: str) -> date | None:
    """Give the day of an ISO date; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@route("lam-viec/to-chuc/<slug:code>", name="office:office", who=STAFF)
@route("khoi-dang/to-chuc/<slug:code>", name="party:office", who=OF_SIDE, domain="party")
@route("khoi-mat-tran/to-chuc/<slug:code>", name="front:office", who=OF_SIDE, domain="front")
def office(request: Call, code: str) -> HttpResponse:
    """Show one office through its life, with the form that appoints somebody to it for who may."""
    return _office_page(request, code)


def _office_page(
    request: Call, code: str, faults: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    actor = request.actor
    file = identity.office_file(actor, code)
    note_register(actor, code)
    last = file.periods[-1]
    context = {
        **side_context(actor),
        "file": file,
        "last": last,
        "is_gone": file.ending is not None and file.ending.since <= identity.today(),
        "systems": {one.id: one.name(actor.language) for one in identity.code_systems()},
        "seats": _seats(file),
        "delegations": identity.delegations_of_office(actor, last.id) if actor.domain == STATE else (),
        "states": delegation_states(),
        "today": identity.today(),
        "open_work": cases.open_work([last.id]).get(last.id, (0, 0)) if actor.domain == STATE else None,
        "posts": [(post.id, post.name(actor.language)) for post in identity.positions(last.kind)],
        "roles": [(role.id, _in(role.title, actor.language)) for role in identity.roles()],
        "given": request.POST,
        "faults": faults or {},
        "name_of": lambda office_id: identity.office_by_id(office_id, actor.domain),
        "above": _above(last, actor),
    }
    return page(request, "office/one_office.html", context, status=status)


def delegation_states() -> dict[str, str]:
    """Give in words how a delegation stands."""
    return {
        "coming": _("sắp có hiệu lực"),
        "now": _("đang có hiệu lực"),
        "over": _("đã hết hạn"),
        "revoked": _("đã thu hồi"),
        "moved": _("kết thúc do thay đổi vị trí"),
    }


def _above(last: OfficeView, actor: Actor) -> OfficeView | None:
    return identity.office_by_id(last.parent_id, actor.domain) if last.parent_id is not None else None


def _in(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or next(iter(words.values()), "")


def _seats(file: OfficeFile) -> dict[str, list[Any]]:
    """Give the seats of an office by whether they are held, will be, or were."""
    today = identity.today()
    found: dict[str, list[Any]] = {"held": [], "coming": [], "past": []}
    for one in file.seats:
        member = one.membership
        if member.valid_from > today:
            found["coming"].append(one)
        elif member.valid_to is not None and member.valid_to < today:
            found["past"].append(one)
        else:
            found["held"].append(one)
    return found


@route(
    "lam-viec/to-chuc/<slug:code>/phan-cong", name="office:appoint", who=STAFF, methods=("POST",), limit="act"
)
@route(
    "khoi-dang/to-chuc/<slug:code>/phan-cong",
    name="party:appoint",
    who=OF_SIDE,
    methods=("POST",),
    limit="act",
    domain="party",
)
@route(
    "khoi-mat-tran/to-chuc/<slug:code>/phan-cong",
    name="front:appoint",
    who=OF_SIDE,
    methods=("POST",),
    limit="act",
    domain="front",
)
def appoint(request: Call, code: str) -> HttpResponse:
    """Appoint somebody to an office by a document."""
    try:
        account = _account(request.POST.get("login", ""))
        asked = read_appointment(request, code)
        identity_commands.appoint(
            request.actor,
            account_id=account,
            office_code=code,
            role=asked.role,
            since=asked.since,
            document=asked.document,
            position=asked.position,
            signed=asked.signed,
        )
    except (AccountIncomplete, AlreadyAppointed, NotInForce) as refusal:
        return _office_page(request, code, faults_by_field(refusal), status=422)
    side = SIDES[request.actor.domain]
    return redirect(request, url(f"{side}:office", code=code), toast=_("Đã phân công."))


def _account(login: str) -> int:
    """Give the account with a login. Raises `AccountIncomplete` where there is none."""
    try:
        return identity.staff_account(login.strip()).id
    except UnknownAccount as fault:
        faults = {"login": _("Không có tài khoản cán bộ nào có tên đăng nhập này.")}
        raise AccountIncomplete(faults=faults) from fault


def read_appointment(request: Call, code: str) -> identity_commands.Appointment:
    """Read what a document makes of somebody from a form. Raises `AccountIncomplete` without a first day."""
    since = day_of(request.POST.get("since", ""))
    if since is None:
        raise AccountIncomplete(faults={"since": _("Vui lòng ghi ngày bắt đầu.")})
    return identity_commands.Appointment(
        office_code=code,
        since=since,
        document=request.POST.get("document", "").strip()[:200],
        role=request.POST.get("role", ""),
        position=request.POST.get("position", ""),
        signed=day_of(request.POST.get("signed", "")),
    )


def faults_by_field(refusal: Refusal) -> dict[str, str]:
    """Give what is wrong by the fields of the form; a refusal without fields is about the first day."""
    return dict(faults_of(refusal)) or {"since": sentence_of(refusal)}
