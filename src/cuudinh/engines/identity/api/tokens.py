"""The back door of the provider: clients come with their proof, no browser and no cookie is looked at."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse

from cuudinh.engines.identity.api.asking import answering, client_of, faulty, form_of, issuer_of, program
from cuudinh.engines.identity.commands.granting import PUSHED_LIVES, push_request
from cuudinh.engines.identity.commands.redeeming import own_tokens, redeem_code, refresh, revoke_token
from cuudinh.engines.identity.queries.tokens import introspected, told_of_person
from cuudinh.engines.identity.sessions import key_of
from cuudinh.engines.identity.types import ProviderFault, Tokens, WrongToken
from cuudinh.web.answers import json
from cuudinh.web.calls import Call
from cuudinh.web.routes import EVERYONE, route


@route(
    "oauth/token",
    name="identity:token",
    who=EVERYONE,
    methods=("POST",),
    limit="provider",
    speaks_json=True,
    by_key=True,
)
@answering
def token(request: HttpRequest) -> dict[str, Any]:
    """Give tokens for a code, for a refresh token, or to the client itself (RFC 6749)."""
    given = form_of(request)
    asking, actor = client_of(request, given), program(cast(Call, request))
    grant = given.get("grant_type", "")
    if grant == "authorization_code":
        return _told(redeem_code(actor, asking=asking, given=given))
    if grant == "refresh_token":
        return _told(refresh(actor, asking=asking, given=given))
    if grant == "client_credentials":
        return _told(own_tokens(actor, asking=asking, given=given, issuer=issuer_of(request)))
    raise ProviderFault(
        "unsupported_grant_type" if grant else "invalid_request",
        "grant_type must be authorization_code, refresh_token or client_credentials",
    )


def _told(tokens: Tokens) -> dict[str, Any]:
    told = {
        "access_token": tokens.access,
        "token_type": "Bearer",
        "expires_in": tokens.seconds,
        "scope": tokens.scope,
        "refresh_token": tokens.refresh,
        "id_token": tokens.id_token,
    }
    return {name: value for name, value in told.items() if value}


@route(
    "oauth/par",
    name="identity:push",
    who=EVERYONE,
    methods=("POST",),
    limit="provider",
    speaks_json=True,
    by_key=True,
)
def push(request: HttpRequest) -> HttpResponse:
    """Keep the parameters of a sign-in before the person comes with them (RFC 9126)."""
    try:
        given = form_of(request)
        asking = client_of(request, given)
        handle = push_request(program(cast(Call, request)), asking=asking, given=given)
    except ProviderFault as fault:
        return faulty(request, fault)
    told = {"request_uri": handle, "expires_in": int(PUSHED_LIVES.total_seconds())}
    answer = json(told, status=201)
    answer["Cache-Control"] = "no-store"
    return answer


@route(
    "oauth/thong-tin",
    name="identity:userinfo",
    who=EVERYONE,
    methods=("GET", "POST"),
    limit="provider",
    speaks_json=True,
    by_key=True,
)
@answering
def userinfo(request: HttpRequest) -> dict[str, Any]:
    """Give what the person let this client know, as it is now."""
    shown = key_of(request)
    if not shown:
        raise WrongToken("an access token is needed")
    return told_of_person(program(cast(Call, request)), shown)


@route(
    "oauth/thu-hoi",
    name="identity:revoke_token",
    who=EVERYONE,
    methods=("POST",),
    limit="provider",
    speaks_json=True,
    by_key=True,
)
@answering
def revoke_one(request: HttpRequest) -> dict[str, Any]:
    """Take a token out of use (RFC 7009)."""
    given = form_of(request)
    asking = client_of(request, given)
    if "token" not in given:
        raise ProviderFault("invalid_request", "token is missing")
    revoke_token(program(cast(Call, request)), asking=asking, token=given["token"])
    return {}


@route(
    "oauth/tra-cuu",
    name="identity:introspect",
    who=EVERYONE,
    methods=("POST",),
    limit="provider",
    speaks_json=True,
    by_key=True,
)
@answering
def introspect(request: HttpRequest) -> dict[str, Any]:
    """Say what a token is, to the client that holds it (RFC 7662)."""
    given = form_of(request)
    found = introspected(client_of(request, given), given.get("token", ""))
    if not found.active or found.expires_at is None or found.made_at is None:
        return {"active": False}
    return {
        "active": True,
        "client_id": found.client_id,
        "scope": found.scope,
        "token_type": "Bearer" if found.kind == "access" else "refresh_token",
        "sub": found.subject,
        "iss": found.issuer,
        "exp": int(found.expires_at.timestamp()),
        "iat": int(found.made_at.timestamp()),
    }
