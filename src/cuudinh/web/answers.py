"""What a view gives back: a page, a part of one for htmx, a way on, a problem, a file.

One refusal has one sentence, wherever it is read: as RFC 9457 problem JSON by a program, as a page with
the way to mend it by a person, as a short notice where htmx asked for a part.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from json import dumps
from typing import Any, cast
from urllib.parse import urlencode

import msgspec
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import get_template
from django.utils.cache import patch_vary_headers
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext

from cuudinh.kernel.refusal import FactorOwed, NotYours, Refusal, SignInFirst, StepUpNeeded
from cuudinh.web import cookies, measuring
from cuudinh.web.calls import Call, wants_json, wants_part
from cuudinh.web.kept import Kept
from cuudinh.web.routes import url
from cuudinh.web.wording import mending_of, sentence_of, title_of

SIGN_IN_ADDRESS = "/dang-nhap"
STEP_UP_ADDRESS = "/xac-nhan"
FACTOR_ADDRESS = "/tai-khoan/buoc-hai"
MAIN_PART = "#noi-dung"
TOAST_COOKIE = "cd_toast"
THEME_COOKIE = "cd_theme"
NOT_KEPT = "private, no-store"
_TOAST_SECONDS = 60
_TOAST_SALT = "web.toast"

ContextProvider = Callable[[Call], Mapping[str, Any]]
StepUpPage = Callable[[Call, Kept, Refusal], HttpResponse]


@dataclass(frozen=True, slots=True)
class NavLink:
    """One way in the navigation of the header and, on phones, of the bottom bar."""

    label: str
    address: str
    icon: str
    is_here: bool = False


_providers: list[ContextProvider] = []


def add_context(provider: ContextProvider) -> ContextProvider:
    """Let a site give every page something of its own; usable as a decorator.

    The base page reads `navigation` (tuple of `NavLink`; those of all providers are joined), `unread_count`
    and `account_name`. Whatever a provider does not give keeps the value of a visitor.
    """
    _providers.append(provider)
    return provider


WayProvider = Callable[[Call, Refusal], NavLink | None]
_ways_on: list[WayProvider] = []


def add_way(provider: WayProvider) -> WayProvider:
    """Let a site say where a refusal is explained; usable as a decorator."""
    _ways_on.append(provider)
    return provider


_step_up_pages: list[StepUpPage] = []


def steps_up(page_of: StepUpPage) -> StepUpPage:
    """Let the engine that knows accounts ask for a fresh proof in place of a form; usable as a decorator."""
    _step_up_pages[:] = [page_of]
    return page_of


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
    etag: str | None = None,
) -> HttpResponse:
    """Give a page. With an `etag`, a browser that has it gets 304 before anything is drawn.

    The caller makes the etag from everything that the page shows, the reader included.
    """
    quoted = f'W/"{etag}"' if etag else ""
    if quoted and quoted in request.headers.get("If-None-Match", ""):
        return _with_etag(HttpResponseNotModified(), quoted)
    toast = _toast_of(request)
    shared = _shared_context(request)
    body = get_template(template).render({**shared, "toast": toast, **(context or {})}, request)
    answer = HttpResponse(body, status=status)
    patch_vary_headers(answer, ["HX-Request", "Cookie"])
    _keep_personal(request, answer)
    if toast:
        cookies.drop(answer, TOAST_COOKIE)
    return _with_etag(answer, quoted) if quoted else answer


def part_or_page(
    request: HttpRequest,
    template: str,
    part: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Give only the part to htmx and the whole page to everyone else; both are drawn from one context."""
    if not wants_part(request):
        return page(request, template, context, status=status)
    body = get_template(part).render({**_shared_context(request), **(context or {})}, request)
    answer = HttpResponse(body, status=status)
    patch_vary_headers(answer, ["HX-Request", "Cookie"])
    _keep_personal(request, answer)
    return answer


def _keep_personal(request: HttpRequest, answer: HttpResponse) -> None:
    """Let nobody keep a page that was drawn for somebody: the next one at a shared computer could read it."""
    if cast(Call, request).actor.is_signed_in:
        answer["Cache-Control"] = NOT_KEPT


def redirect(
    request: HttpRequest, to: str, *, toast: str = "", tone: str = "good", undo: str = "", **parts: object
) -> HttpResponse:
    """Send on (303) to a route by its name and parts, or to an address, with a sentence shown there once.

    `undo` is an address to which the toast's button posts. What came from outside goes through
    `own_address` first.
    """
    address = to if to.startswith("/") else url(to, **parts)
    assert address == own_address(address), "only addresses of ours: see `own_address`"
    answer = HttpResponse(status=303, headers={"Location": iri_to_uri(address)})
    if toast:
        told = signing.dumps({"text": toast, "tone": tone, "undo": undo}, salt=_TOAST_SALT)
        cookies.put(request, answer, TOAST_COOKIE, told, seconds=_TOAST_SECONDS)
    return answer


def own_address(text: str, otherwise: str = "/") -> str:
    """Give an address to return to if it leads to this site, else the other one.

    >>> own_address("/cua-toi?a=1"), own_address("//evil.example"), own_address("/\\\\evil.example")
    ('/cua-toi?a=1', '/', '/')
    """
    is_ours = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text if is_ours else otherwise


def json(value: object, *, status: int = 200) -> HttpResponse:
    """Give a value as JSON: dataclasses, dates and msgspec structures are understood."""
    return HttpResponse(msgspec.json.encode(value), status=status, content_type="application/json")


def problem(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Give a refusal as RFC 9457 problem JSON; `faults` and `wait_seconds` are its own members."""
    body: dict[str, Any] = {
        "type": f"urn:cuudinh:refusal:{refusal.code}",
        "title": title_of(refusal.status),
        "status": refusal.status,
        "detail": sentence_of(refusal),
        "instance": request.path,
        "code": refusal.code,
        "request_id": getattr(request, "request_id", ""),
    }
    faults = faults_of(refusal)
    if faults:
        body["faults"] = faults
    if "wait_seconds" in refusal.facts:
        body["wait_seconds"] = refusal.facts["wait_seconds"]
    answer = HttpResponse(
        msgspec.json.encode(body), status=refusal.status, content_type="application/problem+json"
    )
    return _with_retry_after(answer, refusal)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal in the way that the caller reads: JSON, part, sign-in page, or a page."""
    refusal = _for_want_of_factor(request, refusal)
    measuring.refused(refusal)
    if wants_json(request):
        return problem(request, refusal)
    if isinstance(refusal, SignInFirst):
        return _to_sign_in(request)
    if isinstance(refusal, StepUpNeeded) and _step_up_pages:
        return _to_step_up(request, refusal)
    if isinstance(refusal, FactorOwed) and request.method in {"GET", "HEAD"}:
        return _sent_to(request, FACTOR_ADDRESS, request.get_full_path(), status=refusal.status)
    if wants_part(request):
        return _refused_part(request, refusal)
    context = {
        "is_for_factor": isinstance(refusal, FactorOwed),
        "ways": [way for provider in _ways_on if (way := provider(cast(Call, request), refusal)) is not None],
        "status": refusal.status,
        "title": title_of(refusal.status),
        "sentence": sentence_of(refusal),
        "mending": mending_of(refusal),
        "faults": faults_of(refusal),
    }
    return _with_retry_after(page(request, "web/error.html", context, status=refusal.status), refusal)


def _for_want_of_factor(request: HttpRequest, refusal: Refusal) -> Refusal:
    """Say the true reason to whose seats stay shut for want of a second factor: it is not that they hold none."""
    if type(refusal) is NotYours and cast(Call, request).actor.owes_factor:
        return FactorOwed()
    return refusal


def bare_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a bug without asking the database or a provider, any of which may be what broke."""
    measuring.refused(refusal)
    if wants_json(request):
        return problem(request, refusal)
    context = {
        "title": title_of(refusal.status),
        "sentence": sentence_of(refusal),
        "mending": mending_of(refusal),
        "request_id": getattr(request, "request_id", ""),
    }
    return HttpResponse(get_template("web/broken.html").render(context), status=refusal.status)


def faults_of(refusal: Refusal) -> dict[str, str]:
    """Give the faults of a form by field, in the language of the request."""
    return {name: gettext(fault) for name, fault in getattr(refusal, "faults", {}).items()}


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
    return _sent_to(request, SIGN_IN_ADDRESS, back, status=401)


def _sent_to(request: HttpRequest, address: str, back: str, *, status: int) -> HttpResponse:
    """Send on to a page that leads back; htmx is told so with the status of the refusal."""
    there = f"{address}?{urlencode({'tiep': back})}"
    if wants_part(request):
        return HttpResponse(status=status, headers={"HX-Redirect": there})
    return HttpResponse(status=303, headers={"Location": there})


def _to_step_up(request: HttpRequest, refusal: StepUpNeeded) -> HttpResponse:
    """Ask for a fresh proof: on the way to a page, or in place of a form, whose fields wait in the page shown."""
    if request.method in {"GET", "HEAD"}:
        return _sent_to(request, STEP_UP_ADDRESS, request.get_full_path(), status=refusal.status)
    answer = _step_up_pages[0](cast(Call, request), Kept.of(request), refusal)
    if wants_part(request):
        # The page takes the place of the whole one, whatever part was asked for (`app.js` lets it, for all its status).
        answer["HX-Retarget"] = answer["HX-Reselect"] = MAIN_PART
        answer["HX-Reswap"] = "outerHTML"
    return answer


def _refused_part(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Give a notice, and the same words as an event, since htmx does not show what came with an error."""
    told = sentence_of(refusal)
    if refusal.mending:
        told = f"{told} {mending_of(refusal)}"
    context = {"sentence": told, "faults": faults_of(refusal)}
    body = get_template("web/refused_part.html").render(context, request)
    answer = HttpResponse(body, status=refusal.status)
    # A header holds ASCII only, so this JSON is the one that escapes every other letter.
    answer["HX-Trigger"] = dumps({"cd:toast": {"text": context["sentence"], "tone": "late"}})
    return _with_retry_after(answer, refusal)


def _with_retry_after(answer: HttpResponse, refusal: Refusal) -> HttpResponse:
    if "wait_seconds" in refusal.facts:
        answer["Retry-After"] = str(refusal.facts["wait_seconds"])
    return answer


def _with_etag(answer: HttpResponse, quoted: str) -> HttpResponse:
    answer["ETag"] = quoted
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _shared_context(request: HttpRequest) -> dict[str, Any]:
    """Give what the base page reads, as for a visitor, then what the sites know better."""
    theme = cookies.of(request, THEME_COOKIE)
    shared: dict[str, Any] = {
        "navigation": (),
        "unread_count": 0,
        "account_name": "",
        "language": getattr(request, "language", "vi"),
        "theme": theme if theme in {"light", "dark"} else "",
        "here": request.get_full_path(),
    }
    for provider in _providers:
        given = dict(provider(cast(Call, request)))
        shared["navigation"] += tuple(given.pop("navigation", ()))
        shared.update(given)
    return shared


def _toast_of(request: HttpRequest) -> dict[str, str] | None:
    told = cookies.of(request, TOAST_COOKIE)
    if not told:
        return None
    try:
        kept: dict[str, str] = signing.loads(told, salt=_TOAST_SALT, max_age=_TOAST_SECONDS)
    except signing.BadSignature:
        return None
    return kept
