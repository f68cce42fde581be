"""How programs are read and answered at the provider: forms, one shape of faults, nothing kept on the way."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cuudinh.engines.identity.commands.proving import authenticated
from cuudinh.engines.identity.provider.reading import parameters_of
from cuudinh.engines.identity.types import ClientView, ProviderFault, WrongClient, WrongToken
from cuudinh.kernel.actor import Actor
from cuudinh.web import measuring
from cuudinh.web.answers import json
from cuudinh.web.calls import Call
from cuudinh.web.routes import url


def issuer_of(request: HttpRequest) -> str:
    """Give the name under which we speak: the address that was asked, without anything behind the host.

    Django answered only because the host is one of ours.
    """
    is_secure = request.is_secure() or settings.CUUDINH_HTTPS
    return f"{'https' if is_secure else 'http'}://{request.get_host()}"


def form_of(request: HttpRequest) -> dict[str, str]:
    """Give the fields of a form that a program sent. Raises `ProviderFault` for one that is sent twice."""
    return parameters_of({name: list(map(str, values)) for name, values in request.POST.lists()})


def client_of(request: HttpRequest, given: Mapping[str, str]) -> ClientView:
    """Give the client that asks, once it proved who it is. Raises `WrongClient`."""
    issuer = issuer_of(request)
    audiences = (issuer, issuer + url("identity:token"), issuer + request.path)
    return authenticated(str(request.META.get("HTTP_AUTHORIZATION", "")), given, audiences)


def program(call: Call) -> Actor:
    """Give the actor of a client's own act; which client it is stands in the facts of its line."""
    return Actor("client", request_id=call.request_id)


def answering(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """Make what a view gives a JSON answer that nobody keeps, and a fault the JSON of RFC 6749."""

    @wraps(view)
    def answered(request: HttpRequest, **parts: Any) -> HttpResponse:
        try:
            answer = json(view(request, **parts))
        except ProviderFault as fault:
            answer = faulty(request, fault)
        answer["Cache-Control"] = "no-store"
        answer["Pragma"] = "no-cache"
        return answer

    return answered


def faulty(request: HttpRequest, fault: ProviderFault) -> HttpResponse:
    """Give a fault as OAuth says it, with the challenge that belongs to it."""
    measuring.refused(fault)
    answer = json({"error": fault.error, "error_description": fault.description}, status=fault.status)
    if isinstance(fault, WrongClient):
        answer["WWW-Authenticate"] = 'Basic realm="cuudinh"'
    elif isinstance(fault, WrongToken) or fault.status == 403:
        answer["WWW-Authenticate"] = f'Bearer error="{fault.error}", error_description="{fault.description}"'
    return answer
