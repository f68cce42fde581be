"""What every answer leaves behind: counts for a watcher, and one line that names nobody."""

from time import perf_counter
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import empty

from cuudinh.journal import logs
from cuudinh.journal.meters import Counter, Histogram
from cuudinh.kernel.refusal import Refusal

# Put there by whoever took the request in, so that the wait for a thread counts as it does for the resident.
RECEIVED_AT: Final = "cuudinh.received_at"
NOWHERE: Final = "-"
_METHODS: Final = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_BOUNDS_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0)

_REQUESTS = Counter(
    "cuudinh_requests_total", "Requests answered, by route and status.", ("route", "method", "status")
)
_SECONDS = Histogram(
    "cuudinh_request_seconds",
    "From the whole request to the answer, the wait for a thread included.",
    _BOUNDS_SECONDS,
    ("route",),
)
_REFUSALS = Counter(
    "cuudinh_refusals_total",
    "Refusals answered, by code; a form shown again with its faults is none, a wrong sign-in is.",
    ("code",),
)


def refused(refusal: Refusal) -> None:
    """Count a refusal where it is told."""
    _REFUSALS.add(refusal.code)


def answered(request: HttpRequest, answer: HttpResponseBase, begun: float) -> None:
    """Count an answer and write its line; `begun` is when its thread took it up."""
    ended = perf_counter()
    received: float = request.META.get(RECEIVED_AT, begun)
    match = request.resolver_match
    route = (match.url_name or NOWHERE) if match else NOWHERE
    method = request.method if request.method in _METHODS else "other"
    _REQUESTS.add(route, method, str(answer.status_code))
    _SECONDS.observe(ended - received, route)
    if logs.is_on():
        logs.line(
            "request",
            {
                "request_id": getattr(request, "request_id", ""),
                "method": method,
                "route": route,
                "status": answer.status_code,
                "ms": round((ended - received) * 1000, 2),
                "waited_ms": round((begun - received) * 1000, 2),
                "actor": _kind_of_actor(request),
            },
        )


def given_again(route: str, status: int, request_id: str, received: float) -> None:
    """Count an answer that was kept and given again, and write its line."""
    seconds = perf_counter() - received
    _REQUESTS.add(route, "GET", str(status))
    _SECONDS.observe(seconds, route)
    if logs.is_on():
        ms = round(seconds * 1000, 2)
        line = {"request_id": request_id, "method": "GET", "route": route, "status": status, "ms": ms}
        logs.line("request", {**line, "waited_ms": ms, "actor": NOWHERE})


def _kind_of_actor(request: HttpRequest) -> str:
    """Give what kind of actor it was, without looking one up for a page that never asked."""
    actor: Any = request.__dict__.get("actor")
    return NOWHERE if actor is None or getattr(actor, "_wrapped", None) is empty else str(actor.kind)
