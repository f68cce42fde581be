"""What a client reads first: where everything is, what we speak, and our public keys."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from cuudinh.engines.identity.api.asking import issuer_of
from cuudinh.engines.identity.commands.clients import GRANTS
from cuudinh.engines.identity.commands.proving import ASSERTION_ALGORITHMS
from cuudinh.engines.identity.provider import signing
from cuudinh.engines.identity.provider.reading import PLAIN_SCOPES
from cuudinh.engines.identity.provider.tokens import level_name
from cuudinh.engines.identity.queries.clients import items
from cuudinh.web.answers import json
from cuudinh.web.routes import EVERYONE, route, url

_AUTH_METHODS = ("client_secret_basic", "client_secret_post", "private_key_jwt")


@route(
    ".well-known/openid-configuration",
    name="identity:discovery",
    who=EVERYONE,
    limit="provider",
    speaks_json=True,
    by_key=True,
)
def discovery(request: HttpRequest) -> HttpResponse:
    """Give where everything of the provider is and what it speaks (OpenID Connect Discovery 1.0)."""
    return _for_all(json(_configuration(issuer_of(request))), 3600)


@route("oauth/khoa", name="identity:keys", who=EVERYONE, limit="provider", speaks_json=True, by_key=True)
def public_keys(_request: HttpRequest) -> HttpResponse:
    """Give the public keys with which our signatures are checked (RFC 7517)."""
    return _for_all(json(signing.key_set()), 3600)


def _for_all(answer: HttpResponse, seconds: int) -> HttpResponse:
    answer["Cache-Control"] = f"public, max-age={seconds}"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _configuration(issuer: str) -> dict[str, Any]:
    catalogue = items()
    return {
        "issuer": issuer,
        **{name: issuer + url(route_name) for name, route_name in _PLACES.items()},
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": list(GRANTS),
        "scopes_supported": [*PLAIN_SCOPES, *(item.id for item in catalogue), "scim"],
        "claims_supported": ["sub", *sorted({name for item in catalogue for name in item.gives})],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": list(signing.ALGORITHMS),
        "token_endpoint_auth_methods_supported": list(_AUTH_METHODS),
        "token_endpoint_auth_signing_alg_values_supported": list(ASSERTION_ALGORITHMS),
        "code_challenge_methods_supported": ["S256"],
        "acr_values_supported": [level_name(level) for level in (1, 2, 3)],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "ui_locales_supported": ["vi", "en"],
        "authorization_response_iss_parameter_supported": True,
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "require_pushed_authorization_requests": False,
    }


_PLACES = {
    "authorization_endpoint": "identity:authorize",
    "token_endpoint": "identity:token",
    "userinfo_endpoint": "identity:userinfo",
    "jwks_uri": "identity:keys",
    "pushed_authorization_request_endpoint": "identity:push",
    "revocation_endpoint": "identity:revoke_token",
    "introspection_endpoint": "identity:introspect",
    "end_session_endpoint": "identity:end_session",
}
