"""Telling another system that somebody signed out: one short call, to the address that it was registered with."""

from typing import Final

from cuudinh.connectors.asking.wire import Unheard, Wire

_TAKEN: Final = frozenset({200, 204})


class NotTold(Exception):
    """The other system did not take the word; whoever asked tries again later."""


def tell_sign_out(address: str, token: str, wire: Wire | None = None) -> None:
    """Post a logout token (OpenID Connect Back-Channel Logout 1.0, 2.5). Raises `NotTold`.

    No redirect is followed: what was registered is what is called.
    """
    try:
        said = (wire or Wire()).post(address, {"logout_token": token}, None)
    except Unheard as fault:
        raise NotTold(fault.how) from fault
    if said.status not in _TAKEN:
        raise NotTold(f"status {said.status}")
