"""Telling another system that somebody signed out: one short call, to the address that it was registered with."""

from typing import Final

import httpx

_SECONDS_MOST: Final = 5.0


class NotTold(Exception):
    """The other system did not take the word; whoever asked tries again later."""


def tell_sign_out(address: str, token: str) -> None:
    """Post a logout token (OpenID Connect Back-Channel Logout 1.0, 2.5). Raises `NotTold`.

    No redirect is followed: what was registered is what is called.
    """
    try:
        answer = httpx.post(
            address, data={"logout_token": token}, timeout=_SECONDS_MOST, follow_redirects=False
        )
    except httpx.HTTPError as fault:
        raise NotTold(type(fault).__name__) from fault
    if answer.status_code not in {200, 204}:
        raise NotTold(f"status {answer.status_code}")
