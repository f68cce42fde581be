"""The operations centre's pages: intake, approval, phone calls, and the wall."""

from django.http import HttpResponse

from cuudinh.web.answers import redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import route, seated


@route("trung-tam", name="centre:home", who=seated("dispatcher", "supervisor", "leader", "auditor"))
def home(request: Call) -> HttpResponse:
    """Open what a person of the centre came for: the intake, results, the wall, or who saw an identity."""
    if request.actor.has_role("dispatcher"):
        return redirect(request, "centre:intake")
    if request.actor.has_role("supervisor"):
        return redirect(request, "centre:approval")
    return redirect(request, "centre:wall" if request.actor.has_role("leader") else "centre:looks")
