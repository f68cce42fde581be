"""What clients do at the back door: turn a code into tokens, refresh them, give them back."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from cuudinh.engines.identity.commands.granting import LACKING, end_client_sessions, uuid_of
from cuudinh.engines.identity.models import AuthorizationCode, ClientSession, IssuedToken
from cuudinh.engines.identity.provider.reading import fits
from cuudinh.engines.identity.provider.tokens import id_token
from cuudinh.engines.identity.queries.claims import subject
from cuudinh.engines.identity.queries.clients import lacking
from cuudinh.engines.identity.tokens import hash_of
from cuudinh.engines.identity.types import ClientView, ProviderFault, Tokens
from cuudinh.journal import audit
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor

ACCESS_LIVES: Final = timedelta(minutes=10)
REFRESH_LIVES: Final = timedelta(days=30)
_CODES: Final = PreparedRows(AuthorizationCode)
_TOKENS: Final = PreparedRows(IssuedToken)
# What a client may have for itself, without a person.
OWN_SCOPES: Final = ("scim",)


def redeem_code(actor: Actor, *, asking: ClientView, given: Mapping[str, str]) -> Tokens:
    """Give tokens for a code, once. Raises `ProviderFault`.

    A code that is tried a second time, by another client, with another address or without its verifier is in
    wrong hands: all that came of it ends.
    """
    _may(asking, "authorization_code")
    found = _redeemed(actor, asking, given)
    if isinstance(found, ProviderFault):
        raise found
    return found


@acting()
def _redeemed(actor: Actor, asking: ClientView, given: Mapping[str, str]) -> Tokens | ProviderFault:
    now = clock.now()
    codes = AuthorizationCode.objects.select_related("client_session__account")
    row = codes.filter(code_hash=hash_of(given.get("code", ""))).first()
    if row is None:
        return ProviderFault("invalid_grant", "the code is not known")
    is_first = _CODES.update({"id": row.pk, "used_at": None}, used_at=now)
    fault = "" if is_first else "the code was used before"
    fault = fault or _fault_of(row, asking, given, now)
    if fault:
        _stolen(actor, row.client_session, fault, now)
        return ProviderFault("invalid_grant", fault)
    return _tokens(actor, row.client_session, asking, now)


def _fault_of(row: AuthorizationCode, asking: ClientView, given: Mapping[str, str], now: datetime) -> str:
    if row.client_session.client_id != asking.id:
        return "the code is of another client"
    if row.expires_at <= now:
        return "the code is over"
    if given.get("redirect_uri") != row.return_address:
        return "redirect_uri is not that of the request"
    if not fits(row.challenge, given.get("code_verifier", "")):
        return "code_verifier does not fit"
    return _ended(row.client_session, now)


def _ended(row: ClientSession, now: datetime) -> str:
    """Give why nothing more may come of a sign-in, or nothing."""
    if row.ended_at is not None or row.ends_at <= now:
        return "the sign-in is over"
    if row.account is not None and not row.account.is_active:
        return "the account is locked"
    return ""


def _lacking(row: ClientSession, asking: ClientView) -> str:
    """Give why somebody is not signed in any longer as what they were: a reporter whose card was withdrawn."""
    return LACKING if row.account_id is not None and lacking(row.account_id, asking.asks) else ""


def _stolen(actor: Actor, row: ClientSession, fault: str, now: datetime) -> None:
    end_client_sessions(ClientSession.objects.filter(pk=row.pk), now)
    facts = {"client": row.client.client_id, "why": fault}
    audit.record(actor, "client.refuse", _about(row), facts=facts)


def _about(row: ClientSession) -> tuple[str, str]:
    if row.account_id is None:
        return "client", row.client.client_id
    return "account", audit.pseudonym(row.account_id)


def refresh(actor: Actor, *, asking: ClientView, given: Mapping[str, str]) -> Tokens:
    """Give new tokens for a refresh token, which is over with that. Raises `ProviderFault`.

    One that comes a second time was copied, by whom nobody can tell: all that came of the sign-in ends.
    """
    _may(asking, "refresh_token")
    found = _refreshed(actor, asking, given)
    if isinstance(found, ProviderFault):
        raise found
    return found


@acting()
def _refreshed(actor: Actor, asking: ClientView, given: Mapping[str, str]) -> Tokens | ProviderFault:
    now = clock.now()
    tokens = IssuedToken.objects.select_related("client_session__account")
    row = tokens.filter(token_hash=hash_of(given.get("refresh_token", "")), kind="refresh").first()
    if row is None or row.client_session.client_id != asking.id:
        return ProviderFault("invalid_grant", "the refresh token is not known")
    wider = set(given.get("scope", "").split()) - set(row.client_session.scope.split())
    if wider:
        return ProviderFault("invalid_scope", "scope is wider than what was granted")
    fault = _ended(row.client_session, now) or _lacking(row.client_session, asking)
    if fault or row.revoked_at is not None or row.expires_at <= now:
        return ProviderFault("invalid_grant", fault or "the refresh token is over")
    if not _TOKENS.update({"id": row.pk, "used_at": None}, used_at=now):
        _stolen(actor, row.client_session, "a refresh token was used twice", now)
        return ProviderFault("invalid_grant", "the refresh token was used before")
    IssuedToken.objects.filter(
        client_session_id=row.client_session_id, kind="access", revoked_at__isnull=True
    ).update(revoked_at=now)
    return _tokens(actor, row.client_session, asking, now)


def own_tokens(actor: Actor, *, asking: ClientView, given: Mapping[str, str], issuer: str) -> Tokens:
    """Give a client a token for what it may do by itself. Raises `ProviderFault`."""
    _may(asking, "client_credentials")
    wanted = given.get("scope", "").split() or list(OWN_SCOPES)
    if set(wanted) - set(OWN_SCOPES):
        raise ProviderFault("invalid_scope", "this client may not have that for itself")
    return _own_tokens(actor, asking, " ".join(wanted), issuer)


@acting()
def _own_tokens(actor: Actor, asking: ClientView, scope: str, issuer: str) -> Tokens:
    now = clock.now()
    row = ClientSession.objects.create(
        id=ids.uuid7(),
        client_id=asking.id,
        issuer=issuer,
        scope=scope,
        items=[],
        made_at=now,
        ends_at=now + ACCESS_LIVES,
    )
    audit.record(actor, "client.tokens", ("client", asking.client_id), facts={"scope": scope})
    return Tokens(_issued(row, "access", now + ACCESS_LIVES), int(ACCESS_LIVES.total_seconds()), scope)


def _tokens(actor: Actor, row: ClientSession, asking: ClientView, now: datetime) -> Tokens:
    assert row.account is not None, "somebody signed in"
    access = _issued(row, "access", min(now + ACCESS_LIVES, row.ends_at))
    is_offline = "offline_access" in row.scope.split()
    again = _issued(row, "refresh", min(now + REFRESH_LIVES, row.ends_at)) if is_offline else ""
    name = subject(asking.sector, row.account)
    told = id_token(row, asking.client_id, asking.algorithm, name, access)
    facts = {"client": asking.client_id, "items": row.items}
    audit.record(actor, "client.tokens", _about(row), facts=facts)
    return Tokens(access, int(ACCESS_LIVES.total_seconds()), row.scope, again, told)


def _issued(row: ClientSession, kind: str, until: datetime) -> str:
    token = ids.token()
    _TOKENS.insert(
        token_hash=hash_of(token),
        client_session_id=uuid_of(row.pk),
        kind=kind,
        made_at=clock.now(),
        expires_at=until,
    )
    return token


def _may(asking: ClientView, grant: str) -> None:
    if grant not in asking.grants:
        raise ProviderFault("unauthorized_client", f"this client may not use {grant}")


@acting()
def revoke_token(actor: Actor, *, asking: ClientView, token: str) -> None:
    """Take a token out of use; with a refresh token, all that came of its sign-in (RFC 7009).

    One that is not known, or is of another client, is left alone without a word.
    """
    row = _of_client(asking, token).first()
    if row is None:
        return
    now = clock.now()
    if row.kind == "refresh":
        end_client_sessions(ClientSession.objects.filter(pk=row.client_session_id), now)
    IssuedToken.objects.filter(pk=row.pk, revoked_at__isnull=True).update(revoked_at=now)
    facts = {"client": asking.client_id, "kind": row.kind}
    audit.record(actor, "client.revoke", _about(row.client_session), facts=facts)


def _of_client(asking: ClientView, token: str) -> QuerySet[IssuedToken]:
    known = IssuedToken.objects.select_related("client_session__client")
    return known.filter(token_hash=hash_of(token), client_session__client_id=asking.id)
