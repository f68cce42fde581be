"""The operations centre's pages: intake, approval, phone calls, and the wall."""

from django.http import HttpResponse

from cuudinh.web.answers import redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, seated


@route("trung-tam", name="centre:home", who=seated("dispatcher", "supervisor", "leader"))
def home(request: Call) -> HttpResponse:
    """Open what a person of the centre came for: leaders the wall, supervisors results, dispatchers the intake."""
    if request.actor.has_role("dispatcher"):
        return redirect(request, "centre:intake")
    return redirect(request, "centre:approval" if request.actor.has_role("supervisor") else "centre:wall")
