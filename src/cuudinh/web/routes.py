"""Routes: an address, who may call it, by which methods and how often, declared beside the view.

Nothing is served without a declaration: `urls_of` gives addresses for declared views only, and `who` has
no default, so that forgetting to say who may call is a `TypeError` at import and never an open door.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial, update_wrapper
from types import ModuleType
from typing import Any, Final, Literal, TypeVar, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import URLPattern, get_resolver, path

from cuudinh.journal import pictures
from cuudinh.kernel.actor import STATE
from cuudinh.kernel.refusal import BadInput, FactorOwed, NotThere, NotYours, SignInFirst, TooLarge
from cuudinh.web import limits
from cuudinh.web.calls import Call
from cuudinh.web.watchers import is_watcher

# What a form without files may hold; Django keeps the same limit for what it reads into memory.
BODY_BYTES_MOST: Final = 2 * 1024 * 1024
View = Callable[..., HttpResponseBase]
ViewType = TypeVar("ViewType", bound=View)


@dataclass(frozen=True, slots=True)
class Who:
    """Who may call a route; `roles` counts only for `seated`."""

    kind: Literal["everyone", "signed_in", "seated", "watchers"]
    roles: frozenset[str] = frozenset()

    def check(self, call: Call) -> None:
        """Let the caller pass; raises `SignInFirst`, `NotYours`, `FactorOwed`. Everybody passes and is not looked up.

        To whom is no watcher, what is for watchers is not there (`NotThere`).
        """
        if self.kind == "everyone":
            return
        if self.kind == "watchers":
            if not is_watcher(call):
                raise NotThere
            return
        actor = call.actor
        if not actor.is_signed_in:
            raise SignInFirst
        if self.kind == "seated" and not actor.has_role(*self.roles):
            raise FactorOwed if actor.owes_factor else shut(call, self.roles)


DoorWords = Callable[[Call, frozenset[str]], str]
_door_words: list[DoorWords] = []


def says_why(words_of: DoorWords) -> DoorWords:
    """Let the engine that knows roles say for whom a route is; usable as a decorator."""
    _door_words[:] = [words_of]
    return words_of


def shut(call: Call, roles: frozenset[str]) -> NotYours:
    """Give the refusal at the door of a route. Only staff are told whose it is; to others it says nothing."""
    if call.actor.kind != "staff" or not _door_words:
        return NotYours()
    return NotYours(_door_words[0](call, roles))


EVERYONE = Who("everyone")
SIGNED_IN = Who("signed_in")
# Programs that watch the installation, as the settings METRICS_FROM and METRICS_TOKEN name them.
WATCHERS = Who("watchers")


def seated(*roles: str) -> Who:
    """Those who hold one of the roles in some office today."""
    assert roles, "a seat without a role would let in nobody, or everybody"
    return Who("seated", frozenset(roles))


@dataclass(frozen=True, slots=True)
class Route:
    """One declared address: what is served there, to whom, by which methods and under which limit.

    `by_key`: the caller is known by a key that programs send, never by the cookie of a browser; so no form
    of another site can act in anybody's name, and no form token is asked for. `pictures_most`: how many
    pictures a form may bring. `is_shared`: what a stranger is answered may be given to every other
    (`web/sharing.py`). `domain`: on which side of the organisation it lies; only seats of that side open it.
    `hashes_passwords`: a POST takes 25 ms of a core and 19 MiB, so it stands in line.
    """

    address: str
    name: str
    view: View
    who: Who
    methods: tuple[str, ...]
    limit: str | None
    speaks_json: bool
    by_key: bool = False
    pictures_most: int = 0
    is_shared: bool = False
    domain: str = STATE
    hashes_passwords: bool = False

    @property
    def body_bytes_most(self) -> int:
        """The most bytes that may be sent: a form without files, and the pictures it may bring."""
        return BODY_BYTES_MOST + self.pictures_most * pictures.BYTES_MOST

    @property
    def where(self) -> str:
        """The module and name of the view, for guards and their complaints."""
        return f"{self.view.__module__}.{getattr(self.view, '__qualname__', self.view)}"


_routes: dict[str, Route] = {}


def route(
    address: str,
    *,
    name: str,
    who: Who,
    methods: Iterable[str] = ("GET",),
    limit: str | None = None,
    speaks_json: bool = False,
    by_key: bool = False,
    pictures_most: int = 0,
    is_shared: bool = False,
    domain: str = STATE,
    hashes_passwords: bool = False,
) -> Callable[[ViewType], ViewType]:
    """Declare the view below as served at `address`; several declarations may stand over one view.

    The view itself stays a plain function. A repeated name is a bug, since addresses are made from names.
    """

    def declare(view: ViewType) -> ViewType:
        assert limit is None or limit in limits.LIMITS, f"{name}: no limit is called {limit}"
        assert not is_shared or (who == EVERYONE and "GET" in methods), f"{name} is not for all to read"
        rest = (limit, speaks_json, by_key, pictures_most, is_shared, domain, hashes_passwords)
        found = Route(address, name, view, who, tuple(methods), *rest)
        before = _routes.setdefault(name, found)
        assert before is found or before.where == found.where, f"{name} is declared twice: {before.where}"
        _routes[name] = found
        return view

    return declare


def all_routes() -> tuple[Route, ...]:
    """Give every declared route by name, for the guard and for `cuudinh routes`."""
    return tuple(_routes[name] for name in sorted(_routes))


def urls_of(module: ModuleType) -> list[URLPattern]:
    """Give the addresses of the views declared in a module, in the order in which they were declared.

    Routes of one address, such as a list that is read and added to, share it by their methods: Django takes
    the first pattern that fits an address and never asks a second.
    """
    own = [found for found in _routes.values() if found.view.__module__ == module.__name__]
    return [
        path(found.address, _guarded([one for one in own if one.address == found.address]), name=found.name)
        for found in own
    ]


def _guarded(sharing: Sequence[Route]) -> View:
    first = sharing[0]
    assert len({one.by_key for one in sharing}) == 1, f"/{first.address} is by key and by cookie"
    assert len({one.domain for one in sharing}) == 1, f"/{first.address} lies on two sides"
    view = partial(_serve, sharing)
    update_wrapper(view, first.view)
    view.csrf_exempt = first.by_key  # type: ignore[attr-defined] # Django's own name for it
    view.routes = sharing  # type: ignore[attr-defined] # read by `admit_body`
    return cast(View, view)


def is_by_key(view: Callable[..., object]) -> bool:
    """Whether programs call a view, known by a key and not by a cookie."""
    return any(one.by_key for one in getattr(view, "routes", ()))


def domain_of(view: Callable[..., object]) -> str:
    """Give the side of the organisation on which a view lies."""
    return next((one.domain for one in getattr(view, "routes", ())), STATE)


def admit_body(view: Callable[..., object], call: Call) -> None:
    """Refuse a body before any of it is read: one that is too large for its route (`TooLarge`), and a large
    one of a caller whom the route does not let in.

    A key may stand in the body itself, so on a route by key only the size is looked at.
    """
    sent = _content_length(call)
    if sent <= BODY_BYTES_MOST:
        return
    found = _route_for(getattr(view, "routes", ()), call.method)
    if found is None:
        raise TooLarge
    call.speaks_json = found.speaks_json
    if sent > found.body_bytes_most:
        raise TooLarge
    if not found.by_key:
        found.who.check(call)


def _content_length(call: Call) -> int:
    """Give the length that was announced; a body without one is not read at all."""
    try:
        return int(call.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _route_for(sharing: Sequence[Route], method: str | None) -> Route | None:
    return next((one for one in sharing if _is_allowed(one, method or "")), None)


def _serve(sharing: Sequence[Route], request: HttpRequest, **parts: Any) -> HttpResponseBase:
    found = _route_for(sharing, request.method)
    if found is None:
        return _method_refused(sharing)
    call = cast(Call, request)
    call.speaks_json = found.speaks_json
    call.by_key = found.by_key
    _refuse_unwritable(call)
    found.who.check(call)
    if found.limit and _is_counted(found, request.method or ""):
        limits.spend(call, found.limit)
    answer = found.view(call, **parts)
    if found.who.kind != "everyone":
        answer.headers.setdefault("Cache-Control", "private, no-store")
    return answer


def _refuse_unwritable(call: Call) -> None:
    """Refuse the sign NUL, which no text holds: PostgreSQL cannot store it, and nobody can type it."""
    fields = (
        [value for _name, values in call.POST.lists() for value in values] if call.method == "POST" else []
    )
    asked = call.META.get("QUERY_STRING", "")
    if "%00" in asked or any("\x00" in str(text) for text in (call.path_info, asked, *fields)):
        raise BadInput


def _is_allowed(found: Route, method: str) -> bool:
    return method in found.methods or (method == "HEAD" and "GET" in found.methods)


def _is_counted(found: Route, method: str) -> bool:
    """On a route that also writes, looking at the form costs nothing."""
    return method not in {"GET", "HEAD"} or set(found.methods) <= {"GET", "HEAD"}


def _method_refused(sharing: Sequence[Route]) -> HttpResponse:
    methods = [method for found in sharing for method in found.methods]
    head = ["HEAD"] if "GET" in methods else []
    return HttpResponseNotAllowed(methods + head)


def url(name: str, query: Mapping[str, object] | None = None, /, **parts: Hashable) -> str:
    """Give the address of a route by its name, with a query if given; empty values are left out of it.

    Names carry a colon (`portal:case`), which Django's own `reverse` would take for a namespace.
    """
    address = _address(settings.ROOT_URLCONF, name, tuple(parts.items()))
    kept = {key: value for key, value in (query or {}).items() if value not in {"", None}}
    return f"{address}?{urlencode(kept, doseq=True)}" if kept else address


@lru_cache(maxsize=4_096)
def _address(urlconf: str, name: str, parts: tuple[tuple[str, Hashable], ...]) -> str:
    # The platform is served at the top of its host (`SCRIPT_NAME` is empty).
    return f"/{get_resolver(urlconf).reverse(name, **dict(parts))}"
