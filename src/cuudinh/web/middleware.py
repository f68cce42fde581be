"""The one middleware of ours: a number, an actor, a language, safe headers, and refusals as answers."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from time import perf_counter
from typing import cast

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation.trans_real import parse_accept_lang_header

from cuudinh.kernel import ids
from cuudinh.kernel.actor import STATE, Actor
from cuudinh.kernel.refusal import BadInput, Refusal, TooLarge
from cuudinh.web import answers, cookies, measuring, sharing
from cuudinh.web.calls import Call
from cuudinh.web.headers import add_headers
from cuudinh.web.province import province
from cuudinh.web.routes import admit_body, domain_of, is_by_key

LANGUAGE_COOKIE = "cd_lang"


class CallMiddleware:
    """Makes a `Call` of a request on the way in, and adds what every answer carries on the way out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        begun = perf_counter()
        call = cast(Call, request)
        call.request_id = str(ids.uuid7())
        call.language = _language_of(request)
        call.speaks_json = False
        call.domain = STATE
        call.actor = cast(Actor, SimpleLazyObject(partial(_actor_of, call)))
        with translation.override(call.language):
            answer = sharing.share(request, self._refused_host(request) or self._get_response(request))
        answer["X-Request-Id"] = call.request_id
        answer.headers.setdefault("Content-Language", call.language)
        add_headers(request, answer)
        measuring.answered(request, answer, begun)
        return answer

    @staticmethod
    def _refused_host(request: HttpRequest) -> HttpResponse | None:
        """Refuse a host that is none of ours before anything is made of its name."""
        try:
            cast(Call, request).host = request.get_host()
        except DisallowedHost:
            return answers.refused(request, BadInput())
        return None

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, parts: object
    ) -> HttpResponse | None:
        """Find the language of a program, and refuse a body that is too large before anything, the check of the
        form's token first, reads it.
        """
        call = cast(Call, request)
        call.domain = domain_of(view)
        if is_by_key(view):
            wanted = _language_of_program(request)
            if wanted != call.language:
                call.language = wanted
                translation.activate(wanted)
        try:
            admit_body(view, call)
        except Refusal as refusal:
            return answers.refused(request, refusal)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal that a view raised; everything else is a bug and rises."""
        if isinstance(exception, RequestDataTooBig):
            return answers.refused(request, TooLarge())
        return answers.refused(request, exception) if isinstance(exception, Refusal) else None


def _language_of(request: HttpRequest) -> str:
    offered = province().languages
    wanted = cookies.of(request, LANGUAGE_COOKIE)
    return wanted if wanted in offered else offered[0]


def _language_of_program(request: HttpRequest) -> str:
    """Give what a program asks for as HTTP has it, unless a person chose.

    Browsers name the language of their maker with every request, so pages do not go by it.
    """
    offered = province().languages
    chosen = cookies.of(request, LANGUAGE_COOKIE)
    if chosen in offered:
        return chosen
    if "HTTP_ACCEPT_LANGUAGE" not in request.META:
        return offered[0]
    asked = parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "").lower())
    wanted = (one.partition("-")[0] for one, quality in asked if quality > 0)
    return next((one for one in wanted if one in offered), offered[0])


def _actor_of(call: Call) -> Actor:
    """Ask the engine that knows accounts; the setting names it, since it stands on a higher floor.

    Once found, the actor stands in the call as it is: whatever is asked of the stand-in costs more.
    """
    actor: Actor = import_string(settings.CUUDINH_ACTOR_FINDER)(call)
    if actor.language != call.language or actor.request_id != call.request_id:
        actor = replace(actor, language=call.language, request_id=call.request_id)
    call.actor = actor
    return actor
