"""A page and a form that ask for a fresh proof, as acts of other engines do."""

from django.http import HttpResponse

from cuudinh.engines.identity import commands
from cuudinh.web.calls import Call
from cuudinh.web.routes import SIGNED_IN, route


@route("thu/xac-nhan", name="thu:fresh", who=SIGNED_IN, methods=("GET", "POST"))
def fresh(request: Call) -> HttpResponse:
    commands.require_strong(request.actor)
    told = f"{request.POST.get('ly_do', '')} {','.join(request.POST.getlist('chon'))}"
    return HttpResponse(told if request.method == "POST" else "done")
