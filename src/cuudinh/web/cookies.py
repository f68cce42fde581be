"""Cookies: their names, and how they are put and taken away.

Where the installation is served by TLS, names carry the prefix `__Host-`: a browser takes such a cookie only from this
very host, over TLS and for all of it, so no neighbour under the same domain and nobody on the wire can plant one.
"""

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

PREFIX: Final = "__Host-"


def named(name: str) -> str:
    """Give the name under which a browser keeps a cookie of ours."""
    return PREFIX + name if settings.CUUDINH_HTTPS else name


def of(request: HttpRequest, name: str) -> str:
    """Give what a browser brought in a cookie of ours, else nothing."""
    return request.COOKIES.get(named(name), "")


def put(
    request: HttpRequest,
    answer: HttpResponseBase,
    name: str,
    value: str,
    *,
    seconds: int,
    path: str = "/",
    is_for_scripts: bool = False,
) -> None:
    """Let a browser keep something; scripts read it only where they are meant to.

    `path` says where it is brought to. With the prefix it is brought everywhere, as that asks for.
    """
    answer.set_cookie(
        named(name),
        value,
        max_age=seconds,
        path=_path(path),
        httponly=not is_for_scripts,
        samesite="Lax",
        secure=settings.CUUDINH_HTTPS or request.is_secure(),
    )


def drop(answer: HttpResponseBase, name: str, *, path: str = "/") -> None:
    """Let a browser forget a cookie."""
    answer.delete_cookie(named(name), path=_path(path), samesite="Lax")


def _path(path: str) -> str:
    return "/" if settings.CUUDINH_HTTPS else path
