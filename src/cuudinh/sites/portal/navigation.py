"""What the portal gives to every page of the residents: its ways in, who is signed in, what is unread."""

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest
from django.utils.translation import gettext

from cuudinh.engines.messages import queries as messages
from cuudinh.sites.portal.writers import mark_of
from cuudinh.web.answers import NavLink
from cuudinh.web.calls import Call
from cuudinh.web.routes import url

# The pages of staff have a navigation of their own.
OF_STAFF = ("/lam-viec", "/trung-tam")


def portal_context(request: HttpRequest) -> Mapping[str, Any]:
    """Give navigation, account name and count of unread notices; nothing on the pages of staff."""
    if request.path.startswith(OF_STAFF):
        return {}
    actor = cast(Call, request).actor
    unread = messages.unread_count(actor) if actor.is_signed_in else 0
    return {
        "navigation": _ways(request.path, is_signed_in=actor.is_signed_in),
        "account_name": actor.name,
        "unread_count": unread,
        "writer": mark_of(actor),
    }


def _ways(here: str, *, is_signed_in: bool) -> tuple[NavLink, ...]:
    """Give the ways in; the first five also stand at the foot of a phone. What only somebody known has comes last."""
    ways = [
        (gettext("Trang chủ"), url("portal:home"), "home"),
        (gettext("Dịch vụ"), url("portal:services"), "document"),
        (gettext("Phản ánh"), url("portal:report"), "camera"),
        (gettext("Danh sách"), url("portal:cases"), "list"),
        (gettext("Của tôi"), url("portal:mine"), "user"),
        (gettext("Bản đồ"), url("portal:map"), "map"),
    ]
    if is_signed_in:
        ways.append((gettext("Tờ khai"), url("portal:forms"), "receipt"))
    within = max((address for _, address, _ in ways if _is_within(here, address)), key=len, default="")
    return tuple(NavLink(label, address, icon, is_here=address == within) for label, address, icon in ways)


def _is_within(here: str, address: str) -> bool:
    """Whether a page is the one a way leads to, or lies beneath it; nothing lies beneath the first page."""
    return here == address or (address != "/" and here.startswith(f"{address}/"))
