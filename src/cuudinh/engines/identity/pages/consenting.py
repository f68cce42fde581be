"""Signing in to another system through us: the door to which it sends people, and the page on which they decide."""

from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri

from cuudinh.engines.identity.api.asking import issuer_of
from cuudinh.engines.identity.commands.granting import grant, needs_consent, read_sign_in, refuse_sign_in
from cuudinh.engines.identity.provider.reading import parameters_of
from cuudinh.engines.identity.queries.clients import granted, items_of, lacking, session_now
from cuudinh.engines.identity.sessions import COOKIE
from cuudinh.engines.identity.types import (
    ItemView,
    ProviderFault,
    SentBack,
    SessionNow,
    SignIn,
    WrongReturnAddress,
)
from cuudinh.kernel import clock
from cuudinh.web import cookies, measuring
from cuudinh.web.answers import SIGN_IN_ADDRESS, page
from cuudinh.web.calls import Call
from cuudinh.web.headers import content_policy, stream_origin
from cuudinh.web.routes import EVERYONE, route, url

# When a fresh sign-in was asked for; signed, since it comes back from the browser.
_SINCE = "tu_luc"
_SALT = "identity.fresh-sign-in"
_YES = "dong-y"


@route("oauth/authorize", name="identity:authorize", who=EVERYONE, limit="provider")
def authorize(request: HttpRequest) -> HttpResponse:
    """Take somebody whom another system sends: back to it at once, or to sign in and decide first."""
    try:
        asked = _asked(request)
        session = _session(request)
        if "none" in asked.prompt:
            return _without_a_word(request, asked, session)
        if (
            session is None
            or not _is_fresh(request, asked, session)
            or needs_consent(_call(request).actor, asked)
        ):
            return _to_consent(request, asked)
        return _granted(request, asked, session, None)
    except SentBack as fault:
        return _sent_back(request, fault)


def _asked(request: HttpRequest) -> SignIn:
    try:
        given = parameters_of({name: list(map(str, values)) for name, values in request.GET.lists()})
    except ProviderFault as fault:
        # A parameter that is there twice may be the address to return to: nobody is sent anywhere.
        raise WrongReturnAddress from fault
    return read_sign_in({name: value for name, value in given.items() if name != _SINCE})


def _session(request: HttpRequest) -> SessionNow | None:
    if not _call(request).actor.is_signed_in:
        return None
    return session_now(cookies.of(request, COOKIE))


def _is_fresh(request: HttpRequest, asked: SignIn, session: SessionNow) -> bool:
    """Whether somebody signed in as lately as the client asks; `prompt=login` means after it asked."""
    age = (clock.now() - session.made_at).total_seconds()
    if asked.age_seconds_most is not None and age > asked.age_seconds_most:
        return False
    if not asked.prompt & {"login", "select_account"}:
        return True
    try:
        since = float(signing.loads(request.GET.get(_SINCE, ""), salt=_SALT, max_age=3600))
    except signing.BadSignature:
        return False
    return session.made_at.timestamp() >= since


def _without_a_word(request: HttpRequest, asked: SignIn, session: SessionNow | None) -> HttpResponse:
    age_most = asked.age_seconds_most
    if session is None or (
        age_most is not None and (clock.now() - session.made_at).total_seconds() > age_most
    ):
        raise _back(asked, "login_required", "nobody is signed in")
    if needs_consent(_call(request).actor, asked):
        raise _back(asked, "consent_required", "the person has to decide")
    return _granted(request, asked, session, None)


def _to_consent(request: HttpRequest, asked: SignIn) -> HttpResponse:
    """Go to the page of consent, and before it to the page of signing in where nobody is signed in freshly."""
    given = {name: str(value) for name, value in request.GET.items() if name != _SINCE}
    if asked.prompt & {"login", "select_account"}:
        given[_SINCE] = signing.dumps(clock.now().timestamp(), salt=_SALT)
    return HttpResponse(status=303, headers={"Location": f"{url('identity:consent')}?{urlencode(given)}"})


@route("cho-phep", name="identity:consent", who=EVERYONE, methods=("GET", "POST"), limit="act")
def consent(request: HttpRequest) -> HttpResponse:
    """Show which system asks for what, and take the decision."""
    try:
        asked = _asked(request)
        session = _session(request)
        if session is None or not _is_fresh(request, asked, session):
            return _to_sign_in(request)
        if request.method == "POST":
            return _decided(request, asked, session)
        return _consent_page(request, asked)
    except SentBack as fault:
        return _sent_back(request, fault)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    back = f"{url('identity:consent')}?{request.META.get('QUERY_STRING', '')}"
    return HttpResponse(status=303, headers={"Location": f"{SIGN_IN_ADDRESS}?{urlencode({'tiep': back})}"})


def _decided(request: HttpRequest, asked: SignIn, session: SessionNow) -> HttpResponse:
    if request.POST.get("quyet_dinh") != _YES:
        refuse_sign_in(_call(request).actor, asked=asked, why="the person said no")
        raise _back(asked, "access_denied", "the person said no")
    return _granted(request, asked, session, request.POST.getlist("muc"))


def _granted(
    request: HttpRequest, asked: SignIn, session: SessionNow, items: list[str] | None
) -> HttpResponse:
    """Send the person back with a code; without a choice of items, what was granted before goes again."""
    actor = _call(request).actor
    if items is None:
        assert actor.account_id is not None, "somebody is signed in"
        items = sorted(granted(actor.account_id, asked.client.id))
    required = [ask.item for ask in asked.asks if ask.is_required]
    try:
        code = grant(
            actor, asked=asked, session=session, items=[*required, *items], issuer=issuer_of(request)
        )
    except ProviderFault as fault:
        refuse_sign_in(actor, asked=asked, why=fault.error)
        raise _back(asked, fault.error, fault.description) from fault
    return _back_to(request, asked.return_address, {"code": code, "state": asked.state})


def _back(asked: SignIn, error: str, description: str) -> SentBack:
    return SentBack(error, description, return_address=asked.return_address, state=asked.state)


def _sent_back(request: HttpRequest, fault: SentBack) -> HttpResponse:
    measuring.refused(fault)
    told = {"error": fault.error, "error_description": fault.description, "state": fault.state}
    return _back_to(request, fault.return_address, told)


def _back_to(request: HttpRequest, address: str, told: dict[str, str]) -> HttpResponse:
    """Send a person back to an address that the client registered, with our name beside (RFC 9207)."""
    kept = {name: value for name, value in {**told, "iss": issuer_of(request)}.items() if value}
    joint = "&" if urlsplit(address).query else "?"
    location = iri_to_uri(f"{address}{joint}{urlencode(kept)}")
    headers = {"Location": location, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return HttpResponse(status=303, headers=headers)


def _consent_page(request: HttpRequest, asked: SignIn) -> HttpResponse:
    call = _call(request)
    assert call.actor.account_id is not None, "somebody is signed in"
    before = granted(call.actor.account_id, asked.client.id)
    reasons = {ask.item: ask.reason for ask in asked.asks}
    shown = [_shown(item, reasons[item.id], call.language, before) for item in items_of(reasons)]
    context: dict[str, Any] = {
        "client": asked.client,
        "client_name": asked.client.name(call.language),
        "host": urlsplit(asked.return_address).hostname,
        "items": shown,
        "actor": call.actor,
        "is_offline": asked.is_offline,
        "action": f"{url('identity:consent')}?{request.META.get('QUERY_STRING', '')}",
        "lacking": [
            _in_words(item.title, call.language) for item in lacking(call.actor.account_id, asked.asks)
        ],
        "is_too_low": call.actor.assurance < asked.client.least_level,
        "yes": _YES,
    }
    answer = page(request, "identity/consent.html", context)
    answer["Content-Security-Policy"] = _policy_for(request, asked.return_address)
    answer["Cache-Control"] = "no-store"
    return answer


def _shown(item: ItemView, reason: Any, language: str, before: frozenset[str]) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": _in_words(item.title, language),
        "purpose": _in_words(item.purpose, language),
        "reason": _in_words(reason, language) if reason else "",
        "was_granted": item.id in before,
    }


def _in_words(words: Any, language: str) -> str:
    return str(words.get(language) or next(iter(words.values()), ""))


def _policy_for(request: HttpRequest, address: str) -> str:
    """Let this one form lead on to the client: browsers hold `form-action` against every redirect after it."""
    parts = urlsplit(address)
    policy = content_policy(stream_origin(request))
    return policy.replace("form-action 'self'", f"form-action 'self' {parts.scheme}://{parts.netloc}")


def _call(request: HttpRequest) -> Call:
    return cast(Call, request)
