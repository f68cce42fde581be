"""What the pages of staff show around their content: the ways in that fit a person's seats, and who is signed in."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext

from cuudinh.engines.identity import queries as identity
from cuudinh.engines.ledger import queries as ledger
from cuudinh.engines.messages import queries as messages
from cuudinh.kernel.actor import STATE, Actor
from cuudinh.web.answers import NavLink
from cuudinh.web.calls import Call
from cuudinh.web.routes import url

OF_STAFF: Final = ("/lam-viec", "/trung-tam", "/khoi-")
OF_ORGANISATION: Final = ("head", "leader", "auditor", "administrator")
# The beginning of the names of the routes of each side of the organisation.
OF_SIDES: Final = {STATE: "office", "party": "party", "front": "front"}
OF_OFFICES: Final = ("officer", "head", "receiver")
OF_CENTRE: Final = ("dispatcher", "supervisor")


def staff_context(request: Call) -> Mapping[str, Any]:
    """Give navigation, name and unread notices on the pages of staff; elsewhere only the way to work.

    The residents' pages bring their own ways in, so a member of staff who reads them sees one more: back.
    """
    actor = request.actor
    if not actor.seats:
        others = tuple(_other_sides(actor, request.path))
        return {"navigation": others} if others else {}
    if not request.path.startswith(OF_STAFF):
        home = next(_ways(actor), None)
        return {"navigation": (NavLink(gettext("Bàn làm việc"), home[1], "office"),)} if home else {}
    ways = (
        NavLink(label, address, icon, is_here=_is_here(request.path, address))
        for label, address, icon in _ways(actor)
    )
    return {
        "navigation": (*ways, *_other_sides(actor, request.path)),
        "account_name": actor.name,
        "unread_count": messages.unread_count(actor),
    }


def _other_sides(actor: Actor, path: str) -> Iterator[NavLink]:
    """Give the ways to the other sides of the organisation on which the actor holds seats."""
    homes = {
        "state": (gettext("Khối Nhà nước"), "office:organisation"),
        "party": (gettext("Khối Đảng"), "party:organisation"),
        "front": (gettext("Khối Mặt trận"), "front:organisation"),
    }
    for side in identity.other_sides(actor):
        label, name = homes[side]
        yield NavLink(label, url(name), "office", is_here=path.startswith(url(name)))


def _ways(actor: Actor) -> Iterator[tuple[str, str, str]]:
    """Give label, address and icon of what the seats of an actor open, the daily work first."""
    yield from _of_cases(actor) if actor.domain == STATE else ()
    if actor.has_role(*OF_ORGANISATION) or actor.domain != STATE:
        yield gettext("Tổ chức"), url(f"{OF_SIDES[actor.domain]}:organisation"), "office"


def _of_cases(actor: Actor) -> Iterator[tuple[str, str, str]]:
    if actor.has_role(*OF_CENTRE):
        yield gettext("Tiếp nhận"), url("centre:intake"), "list"
        yield gettext("Duyệt"), url("centre:approval"), "check"
        yield gettext("Cuộc gọi"), url("centre:call"), "phone"
    if actor.has_role(*OF_OFFICES):
        yield gettext("Danh sách việc"), url("office:worklist"), "rows"
        yield gettext("Một cửa"), url("office:desk"), "office"
        yield gettext("Hôm nay"), url("office:day"), "clock"
    if actor.has_role(*OF_OFFICES) and ledger.may_collect(actor):
        yield gettext("Thu phí"), url("ledger:desk"), "check"
    if actor.has_role(*OF_CENTRE, "leader"):
        yield gettext("Màn hình"), url("centre:wall"), "screen"
    if actor.has_role("head", *OF_CENTRE, "leader"):
        yield gettext("Tổng quan"), url("office:overview"), "chart"
    if actor.has_role(*OF_OFFICES, "leader"):
        yield gettext("Điểm chỉ số"), url("office:scores"), "check"
    if actor.has_role("leader") and not actor.has_role(*OF_CENTRE):
        yield gettext("Hàng đợi"), url("centre:queue", queue="all"), "list"
    yield from _other_ways(actor)
    yield from _ways_of_watchers(actor)


def _ways_of_watchers(actor: Actor) -> Iterator[tuple[str, str, str]]:
    """Give what opens to those who look after accounts, the log and personal data."""
    if actor.has_role("administrator", "leader"):
        yield gettext("Chuyển đổi"), url("office:conversion"), "chart"
    if actor.has_role("auditor", "supervisor") and identity.may_read_looks(actor):
        yield gettext("Nhật ký xem"), url("centre:looks"), "eye"
        yield gettext("Nhật ký việc"), url("centre:log"), "clock"
    if actor.has_role("auditor") and not actor.has_role("privacy-officer"):
        yield gettext("Giữ kín"), url("identity:concealments"), "eye"
    if actor.has_role("privacy-officer"):
        yield gettext("Dữ liệu cá nhân"), url("identity:desk"), "user"


def _other_ways(actor: Actor) -> Iterator[tuple[str, str, str]]:
    """Give what few open: handing in for others, reporters to the information office, other systems."""
    if actor.has_role("helper") and not actor.has_role(*OF_OFFICES):
        yield gettext("Nộp giúp"), url("office:take"), "document"
    if actor.has_role(*OF_OFFICES) and identity.may_check_press(actor):
        yield gettext("Báo chí"), url("identity:press_desk"), "user"
    if actor.has_role("service-designer", "service-approver"):
        yield gettext("Thiết kế dịch vụ"), url("office:studio"), "rows"
    if actor.has_role("administrator"):
        yield gettext("Ứng dụng"), url("identity:clients"), "list"
        yield gettext("Cán bộ"), url("identity:staff"), "user"


def _is_here(path: str, address: str) -> bool:
    """Tell whether a page belongs to a way in: itself, or what lies below it unless that is a way of its own."""
    if path == address or (path.startswith(f"{address}/") and address.endswith("/to-chuc")):
        return True
    if address == url("office:conversion"):
        return path.startswith(f"{address}/")
    if address == url("office:take"):
        return path.startswith(f"{address}/")
    if address in {url("ledger:desk"), url("office:scores"), url("office:studio"), url("office:desk")}:
        return path.startswith(f"{address}/")
    if address == url("office:worklist"):
        return path.startswith(f"{address}/ho-so/")
    return "/hang-doi/" in address and path.startswith(address.rsplit("/", 1)[0])
