"""The wall: one page drawn whole, then kept fresh by one stream that all viewers share."""

from typing import Any

import msgspec
from django.core import signing
from django.http import HttpResponse

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.places import queries as places
from cuudinh.sites.centre.snapshot import wall_facts
from cuudinh.sites.centre.stream import TICKET_SALT
from cuudinh.web.answers import json, page
from cuudinh.web.calls import Call
from cuudinh.web.headers import stream_origin
from cuudinh.web.routes import route, seated

WATCHERS = ("dispatcher", "supervisor", "leader")


@route("trung-tam/man-hinh", name="centre:wall", who=seated(*WATCHERS))
def wall(request: Call) -> HttpResponse:
    """Show the wall with figures of this moment; always dark, since it hangs in a room and not in a hand."""
    facts = _facts(request)
    context = {
        "wall": facts,
        "facts": msgspec.json.encode(facts).decode(),
        "stream": f"{stream_origin(request)}/stream/wall",
        "ticket": _ticket(request),
        "theme": "dark",
        "is_approximate": places.has_approximate_shapes(),
    }
    return page(request, "centre/wall.html", context)


@route("trung-tam/man-hinh/du-lieu", name="centre:wall_data", who=seated(*WATCHERS), speaks_json=True)
def wall_data(request: Call) -> HttpResponse:
    """Give the snapshot of this moment and a new ticket, for a screen whose stream was cut."""
    answer = json({"wall": _facts(request), "ticket": _ticket(request)})
    answer["Cache-Control"] = "no-store"
    return answer


def _facts(request: Call) -> dict[str, Any]:
    language = request.actor.language
    return wall_facts(cases.wall_snapshot(language), language)


def _ticket(request: Call) -> str:
    """Give what lets a browser in to the stream, which knows no sessions: soon over, and naming nobody."""
    return signing.dumps({"language": request.actor.language}, salt=TICKET_SALT)
