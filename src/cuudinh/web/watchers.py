"""Who may read the figures of an installation: those whom its settings name, and until then nobody."""

import hmac
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

_BEARER = "Bearer "


def is_watcher(request: HttpRequest) -> bool:
    """Whether a caller comes from an address that is named or brings the token."""
    return _comes_from_there(str(request.META.get("REMOTE_ADDR", ""))) or _brings_the_token(request)


def _comes_from_there(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in settings.CUUDINH_METRICS_FROM)


def _brings_the_token(request: HttpRequest) -> bool:
    token: str = settings.CUUDINH_METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    return bool(token) and hmac.compare_digest(given.encode(), f"{_BEARER}{token}".encode())
