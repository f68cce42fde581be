"""A request as pages see it: with its actor, its language and its number."""

from django.http import HttpRequest

from cuudinh.kernel.actor import Actor


class Call(HttpRequest):
    """A request after `CallMiddleware`; only a name for annotations, none is ever made.

    `actor` is found when it is first asked for, so that a page for everybody pays nothing for it.
    """

    actor: Actor
    language: str
    request_id: str
    host: str
    speaks_json: bool
    by_key: bool
    domain: str


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page; a part of the history is a whole page again."""
    # `request.headers` goes through everything that was sent for each request.
    told = request.META
    return told.get("HTTP_HX_REQUEST") == "true" and told.get("HTTP_HX_HISTORY_RESTORE_REQUEST") != "true"


def wants_json(request: HttpRequest) -> bool:
    """Whether the caller reads problem JSON rather than a page: an API route, or an Accept that says so."""
    if getattr(request, "speaks_json", False):
        return True
    accept = request.META.get("HTTP_ACCEPT", "")
    return "json" in accept and "text/html" not in accept
