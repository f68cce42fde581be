"""The wall: one page drawn whole, then kept fresh by one stream that all viewers share."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from cuudinh.engines.cases import queries as cases
from cuudinh.sites.centre.snapshot import wall_facts, wall_json
from cuudinh.web.answers import page
from cuudinh.web.routes import route, seated

WATCHERS = ("dispatcher", "supervisor", "leader")
TICKET_SALT = "centre.stream"


@route("trung-tam/man-hinh", name="centre:wall", who=seated(*WATCHERS))
def wall(request: HttpRequest) -> HttpResponse:
    """Show the wall with figures of this moment; the stream's ticket lets no one in who has no seat."""
    language = request.actor.language
    context = {
        "wall": wall_facts(cases.wall_snapshot(language)),
        "stream": f"{stream_address(request)}/stream/wall",
        "ticket": signing.dumps({"language": language}, salt=TICKET_SALT),
    }
    return page(request, "centre/wall.html", context)


def stream_address(request: HttpRequest) -> str:
    """Give where the stream is: the declared address, else this host's next port."""
    given: str = settings.CUUDINH_STREAM_ADDRESS
    if given:
        return given.rstrip("/")
    host = request.get_host().rsplit(":", 1)[0] if ":" in request.get_host() else request.get_host()
    return f"{request.scheme}://{host}:{settings.CUUDINH_PORT + 1}"


@route("trung-tam/man-hinh/du-lieu", name="centre:wall_data", who=seated(*WATCHERS), speaks_json=True)
def wall_data(request: HttpRequest) -> HttpResponse:
    """Give the snapshot of this moment, for screens that cannot keep a stream open."""
    answer = HttpResponse(wall_json(request.actor.language), content_type="application/json")
    answer["Cache-Control"] = "no-store"
    return answer
