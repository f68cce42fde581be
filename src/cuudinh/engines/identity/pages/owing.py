"""The page for staff whose seats ask for a second factor that they have not: what to set up, and until when."""

from typing import cast

from django.http import HttpRequest, HttpResponse

from cuudinh.engines.identity import queries
from cuudinh.engines.identity.pages.factors import takes_passkeys
from cuudinh.web.answers import own_address, page, redirect
from cuudinh.web.calls import Call
from cuudinh.web.routes import SIGNED_IN, route


@route("tai-khoan/buoc-hai", name="identity:factor_owed", who=SIGNED_IN)
def factor_owed(request: HttpRequest) -> HttpResponse:
    """Say what to set up and until when; whoever has a second factor goes on to where they were going."""
    call = cast(Call, request)
    back = own_address(request.GET.get("tiep", ""))
    factors = queries.factors_of(call.actor)
    if call.actor.kind != "staff" or factors.is_any:
        return redirect(request, back)
    context = {
        "owed": queries.factor_owed(call.actor),
        "next": back,
        "takes_passkeys": takes_passkeys(request),
        "sign_on": queries.sign_on_standing(call.actor),
    }
    return page(request, "identity/factor_owed.html", context)
