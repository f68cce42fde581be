"""Views that do what a site's pages do: answer, refuse, break, ask for a role, take a form."""

from django.http import HttpRequest, HttpResponse

from cuudinh.kernel.actor import VISITOR, Actor, Seat
from cuudinh.kernel.refusal import Incomplete, NotNow, TooOften
from cuudinh.web.answers import part_or_page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import EVERYONE, SIGNED_IN, route, seated

RESIDENT = Actor(kind="resident", account_id=7, name="Trần Thị Minh", assurance=1)
OFFICER = Actor(
    kind="staff", account_id=8, name="Lê Văn Họa", seats=(Seat(3, "ioc", "dispatcher", frozenset({3})),)
)
PEOPLE = {"resident": RESIDENT, "officer": OFFICER}


def actor_of(request: HttpRequest) -> Actor:
    """Find the actor that the test's cookie names; stands in the place of the identity engine."""
    return PEOPLE.get(request.COOKIES.get("who", ""), VISITOR)


@route("thu/mo", name="thu:open", who=EVERYONE, methods=("GET", "POST"))
def open_to_all(request: HttpRequest) -> HttpResponse:
    return part_or_page(request, "web/error.html", "web/refused_part.html", _words("Mở cho mọi người"))


@route("thu/rieng", name="thu:own", who=SIGNED_IN)
def own(request: Call) -> HttpResponse:
    return HttpResponse(request.actor.name)


@route("thu/truc", name="thu:desk", who=seated("dispatcher"), methods=("GET", "POST"))
def desk(request: HttpRequest) -> HttpResponse:
    return redirect(request, "thu:open", toast="Đã giao đơn vị.", undo="/thu/mo")


@route("thu/tu-choi/<str:how>", name="thu:refusing", who=EVERYONE)
def refusing(request: HttpRequest, how: str) -> HttpResponse:
    refusals = {
        "thieu": Incomplete(faults={"mo-ta": "Thiếu mô tả"}),
        "nhanh": TooOften(wait_seconds=9),
        "luc-khac": NotNow(),
    }
    raise refusals[how]


@route("thu/hong", name="thu:broken", who=EVERYONE)
def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


@route("thu/dem", name="thu:counted", who=EVERYONE, methods=("GET", "POST"), limit="reveal")
def counted(request: HttpRequest) -> HttpResponse:
    return HttpResponse("được")


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("không ai khai báo")


def _words(title: str) -> dict[str, object]:
    return {
        "is_for_factor": False,
        "ways": (),
        "status": 200,
        "title": title,
        "sentence": title,
        "mending": "",
        "faults": {},
    }
