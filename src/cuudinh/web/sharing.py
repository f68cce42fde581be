"""Answers that are the same for every stranger: marked where they are made, kept for a second, given again as they are.

Each process keeps its own. What is kept was made within the last second, so a report that was just published,
changed or withdrawn is seen so within that second; a web server in front may keep it for another. Whoever is signed
in, or brings anything else that could be theirs alone, is always answered anew
(`docs/decisions/0021-answers-kept-for-a-second.md`).
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final, Protocol, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.functional import empty

from cuudinh.web.cookies import named

# Where the name of the route stands in what the server was told, once its answer may be given to others.
MARK: Final = "cuudinh.shared"
SECONDS_MOST: Final = 1.0
IN_FRONT: Final = "X-Accel-Expires"
BYTES_MOST: Final = 8 * 1024 * 1024
ANSWER_BYTES_MOST: Final = 1024 * 1024
# Cookies of a stranger that say nothing of who it is: the token of forms (a page that shows it is not shared),
# and the language and the theme, which are told apart.
_HARMLESS: Final = ("cd_csrf", "cd_lang", "cd_theme")
_TOLD_APART: Final = (
    "host",
    "x-forwarded-proto",
    "accept-language",
    "hx-request",
    "hx-history-restore-request",
)

_CONDITIONS: Final = frozenset(
    {"HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE"}
)

Key = tuple[Any, ...]
Headers = list[tuple[str, str]]


def share(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """Mark an answer that every stranger may be given, and let who has it already do without its body.

    Only a route that says so (`is_shared`) gives one, and only where nothing in the answer or behind it is
    anybody's own: no actor who is signed in, no cookie that is set (the token of a form sets one), nothing that
    says it is private.
    """
    match = request.resolver_match
    if match is None or not any(one.is_shared for one in getattr(match.func, "routes", ())):
        return answer
    if request.method != "GET" or answer.status_code != 200 or not _is_for_all(request, answer):
        return answer
    if "ETag" not in answer.headers:
        answer["ETag"] = f'"{blake2b(cast(Any, answer).content, digest_size=16).hexdigest()}"'
    answer.headers.setdefault("Cache-Control", "public, no-cache")
    # For the web server in front, which takes it off again (deploy/nginx).
    answer.headers[IN_FRONT] = f"{SECONDS_MOST:g}"
    request.META[MARK] = match.url_name or ""
    return unless_known(request, answer)


def unless_known(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """Give an answer that has an ETag, or 304 to whoever has it already."""
    if _CONDITIONS.isdisjoint(request.META):
        return answer
    found: HttpResponseBase | None = get_conditional_response(
        request, etag=answer["ETag"], response=cast(Any, answer)
    )
    return found or answer


def _is_for_all(request: HttpRequest, answer: HttpResponseBase) -> bool:
    said = answer.headers.get("Cache-Control", "")
    if answer.streaming or answer.cookies or "private" in said or "no-store" in said:
        return False
    if "HTTP_AUTHORIZATION" in request.META:
        return False
    actor: Any = request.__dict__.get("actor")
    return getattr(actor, "_wrapped", None) is empty or not actor.is_signed_in


class Asked(Protocol):
    """What the server tells of a request."""

    method: str
    path: str
    query_string: str
    scheme: str
    authority: str | None

    @property
    def headers(self) -> Any:
        """The headers, by small names."""


def key_of(asked: Asked) -> Key | None:
    """Give by what a stranger's question is known; None for one whose answer may be somebody's own.

    Everything by which answers to strangers differ is in it: address, host, language, theme, part or page, packed
    or not.
    """
    headers = asked.headers
    if asked.method != "GET" or "authorization" in headers or "range" in headers:
        return None
    cookies = _cookies(headers)
    token, language, theme = map(named, _HARMLESS)
    if not cookies.keys() <= {token, language, theme}:
        return None
    return (
        asked.path,
        asked.query_string,
        asked.authority,
        asked.scheme,
        *map(headers.get, _TOLD_APART),
        "gzip" in (headers.get("accept-encoding") or ""),
        cookies.get(language),
        cookies.get(theme),
    )


def _cookies(headers: Any) -> Mapping[str, str]:
    if "cookie" not in headers:
        return {}
    pairs = (one.partition("=") for line in headers.get_all("cookie") for one in line.split(";"))
    return {name.strip(): value.strip() for name, _is, value in pairs}


def is_known(asked: Asked, headers: Headers) -> bool:
    """Whether who asks has this very answer already (RFC 9110, 13.1.2: tags of GET are compared weakly)."""
    known = asked.headers.get("if-none-match")
    if not known:
        return False
    etag = next((value for name, value in headers if name == "etag"), "").removeprefix("W/")
    return bool(etag) and any(one.strip().removeprefix("W/") == etag for one in known.split(","))


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer as it is given again; `since` is when its making began, `version` what was in force then."""

    route: str
    headers: Headers
    body: bytes
    since: float
    version: int


class KeptAnswers:
    """The answers that one process keeps, the oldest first; all of them live equally long."""

    def __init__(self, version: Callable[[], int] = lambda: 0) -> None:
        self._version = version
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._bytes = 0

    def find(self, key: Key) -> Kept | None:
        """Give a kept answer that is not a second old, made by the packs that are in force."""
        found = self._kept.get(key)
        if found is None:
            return None
        if time.monotonic() - found.since < SECONDS_MOST and found.version == self._version():
            return found
        self._drop(key)
        return None

    def keep(self, key: Key, route: str, headers: Headers, body: bytes, since: float) -> Kept | None:
        """Keep an answer that was marked as shared; give None for one that is too large."""
        if len(body) > ANSWER_BYTES_MOST:
            return None
        self._drop(key)
        lasting = [(name, value) for name, value in headers if name != "x-request-id"]
        made = self._kept[key] = Kept(route, lasting, body, since, self._version())
        self._bytes += len(body)
        self._make_room()
        return made

    def _make_room(self) -> None:
        past = time.monotonic() - SECONDS_MOST
        while self._kept:
            key, oldest = next(iter(self._kept.items()))
            if oldest.since > past and self._bytes <= BYTES_MOST:
                return
            self._drop(key)

    def _drop(self, key: Key) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._bytes -= len(gone.body)
