"""Signing somebody in to another system: the request is read, the person decides item by item, a code goes back."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from cuudinh.engines.identity.commands.permitting import account_of
from cuudinh.engines.identity.models import (
    AuthorizationCode,
    Client,
    ClientSession,
    Connection,
    IssuedToken,
    PushedRequest,
)
from cuudinh.engines.identity.provider.reading import REQUEST_PREFIX, sign_in_of
from cuudinh.engines.identity.queries.clients import client, decided_on, lacking, used_since
from cuudinh.engines.identity.tokens import hash_of
from cuudinh.engines.identity.types import (
    ClientView,
    ProviderFault,
    SentBack,
    SessionNow,
    SignIn,
    UnknownClient,
    WrongReturnAddress,
)
from cuudinh.journal import audit
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor

LACKING: Final = "the person has nothing of an item the client cannot do without"
CODE_LIVES: Final = timedelta(seconds=60)
PUSHED_LIVES: Final = timedelta(minutes=5)
# The longest that anything given in one sign-in lives, however often it is refreshed.
SESSION_LIVES: Final = timedelta(days=90)
_PUSHED_WAITING_MOST: Final = 2_000
# When a connection was last used is written at most this often.
_USED_EVERY: Final = timedelta(minutes=5)
_SESSIONS: Final = PreparedRows(ClientSession)
_CODES: Final = PreparedRows(AuthorizationCode)


def uuid_of(number: UUID) -> UUID | str:
    """Give a number as the column of this database holds it."""
    return number if connection.features.has_native_uuid_field else number.hex


@acting()
def push_request(actor: Actor, *, asking: ClientView, given: Mapping[str, str]) -> str:
    """Keep the parameters of a sign-in for a client that proved who it is; give the handle for its person's browser.

    Raises `ProviderFault` for parameters with which nobody could be signed in.
    """
    if "request_uri" in given:
        raise ProviderFault("invalid_request", "request_uri cannot be pushed")
    if given.get("client_id", asking.client_id) != asking.client_id:
        raise ProviderFault("invalid_request", "client_id is not the client that authenticated")
    if given.get("redirect_uri") not in asking.return_addresses:
        raise ProviderFault("invalid_request", "redirect_uri is not registered")
    sign_in_of(asking, given)
    kept = {name: value for name, value in given.items() if not name.startswith("client_")}
    now, handle = clock.now(), ids.token()
    waiting = PushedRequest.objects.filter(client_id=asking.id, expires_at__gt=now, used_at__isnull=True)
    if waiting.count() >= _PUSHED_WAITING_MOST:
        raise ProviderFault("temporarily_unavailable", "too many pushed requests are waiting")
    PushedRequest.objects.create(
        handle_hash=hash_of(handle), client_id=asking.id, parameters=kept, expires_at=now + PUSHED_LIVES
    )
    audit.record(actor, "client.push_request", ("client", asking.client_id))
    return REQUEST_PREFIX + handle


def read_sign_in(given: Mapping[str, str]) -> SignIn:
    """Give what a client asks for, from parameters or from those it pushed.

    Raises `UnknownClient` and `WrongReturnAddress`, after which nobody is sent anywhere, and `SentBack`.
    """
    asking = client(given.get("client_id", ""))
    pushed = _pushed(asking, given.get("request_uri", ""))
    if asking.must_push and pushed is None:
        raise WrongReturnAddress(
            "Ứng dụng này phải gửi trước yêu cầu đăng nhập. Vui lòng quay lại ứng dụng và thử lại."
        )
    # What is outside a pushed request counts for nothing: the browser that carries it may be anybody's.
    parameters = pushed.parameters if pushed is not None else given
    if parameters.get("redirect_uri") not in asking.return_addresses:
        raise WrongReturnAddress
    try:
        found = sign_in_of(asking, parameters)
    except ProviderFault as fault:
        raise SentBack(
            fault.error,
            fault.description,
            return_address=parameters["redirect_uri"],
            state=parameters.get("state", ""),
        ) from fault
    return found if pushed is None else _with_pushed(found, pushed.pk)


def _with_pushed(found: SignIn, pushed_id: int) -> SignIn:
    return SignIn(
        found.client,
        found.return_address,
        found.state,
        found.nonce,
        found.challenge,
        found.scope,
        found.asks,
        found.prompt,
        found.age_seconds_most,
        pushed_id,
    )


def _pushed(asking: ClientView, handle: str) -> PushedRequest | None:
    if not handle:
        return None
    known = PushedRequest.objects.filter(
        handle_hash=hash_of(handle.removeprefix(REQUEST_PREFIX)),
        client_id=asking.id,
        expires_at__gt=clock.now(),
        used_at__isnull=True,
    ).first()
    if known is None or not handle.startswith(REQUEST_PREFIX):
        raise WrongReturnAddress(
            "Yêu cầu đăng nhập của ứng dụng đã hết hạn hoặc đã dùng. Vui lòng quay lại ứng dụng và thử lại."
        )
    return known


def needs_consent(actor: Actor, asked: SignIn) -> bool:
    """Say whether the person must be asked: something new is wanted, or the client wants them to be asked."""
    decided = decided_on(account_of(actor), asked.client.id)
    if "consent" in asked.prompt or decided is None:
        return True
    return not {ask.item for ask in asked.asks} <= decided


@acting()
def grant(actor: Actor, *, asked: SignIn, session: SessionNow, items: Iterable[str], issuer: str) -> str:
    """Let a client know the items that the person left in, and give the code for it.

    Raises `ProviderFault` when something is missing without which the client cannot do, or when it is not well
    enough known who the person is. `SignInFirst`.
    """
    chosen = _chosen(asked, items)
    _refuse_low_level(actor, asked)
    account_id, now = account_of(actor), clock.now()
    if lacking(account_id, asked.asks):
        raise ProviderFault("access_denied", LACKING)
    _spend_pushed(asked, now)
    _keep(account_id, asked, chosen, now)
    code = _code(actor, asked, session, chosen, issuer, now)
    facts = {"client": asked.client.client_id, "items": chosen}
    audit.record(actor, "client.grant", ("account", audit.pseudonym(account_id)), facts=facts)
    return code


def _keep(account_id: int, asked: SignIn, chosen: list[str], now: datetime) -> None:
    """Keep what was decided: of what was asked now it is this decision, of all else the one before."""
    if _is_as_before(account_id, asked, chosen, now):
        return
    row, made = Connection.objects.select_for_update().get_or_create(
        account_id=account_id,
        client_id=asked.client.id,
        defaults={"items": [], "left_out": [], "given_at": now, "used_at": now},
    )
    decided = {ask.item for ask in asked.asks}
    before = [] if row.withdrawn_at is not None else row.items
    items = [*(one for one in before if one not in decided), *chosen]
    if made or row.withdrawn_at is not None or set(items) != set(before):
        row.given_at = now
    row.items, row.used_at, row.withdrawn_at = items, now, None
    row.left_out = [*(one for one in row.left_out if one not in decided), *sorted(decided - set(chosen))]
    row.save(update_fields=["items", "left_out", "given_at", "used_at", "withdrawn_at"])


def _is_as_before(account_id: int, asked: SignIn, chosen: list[str], now: datetime) -> bool:
    """Whether the same was decided before and used just now, so that nothing is to be written."""
    recent = used_since(account_id, asked.client.id, now - _USED_EVERY)
    if recent is None:
        return False
    items, left_out = recent
    decided = {ask.item for ask in asked.asks}
    return decided & items == set(chosen) and decided - set(chosen) <= left_out


def _chosen(asked: SignIn, items: Iterable[str]) -> list[str]:
    left_in = set(items)
    missing = [ask.item for ask in asked.asks if ask.is_required and ask.item not in left_in]
    if missing:
        raise ProviderFault("access_denied", "an item the client cannot do without was left out")
    return [ask.item for ask in asked.asks if ask.item in left_in]


def _refuse_low_level(actor: Actor, asked: SignIn) -> None:
    if actor.assurance < asked.client.least_level:
        raise ProviderFault("unmet_authentication_requirements", "the level of assurance is too low")


def _spend_pushed(asked: SignIn, now: datetime) -> None:
    if asked.pushed_id is None:
        return
    spent = PushedRequest.objects.filter(pk=asked.pushed_id, used_at__isnull=True).update(used_at=now)
    if not spent:
        raise ProviderFault("invalid_request_uri", "the pushed request was used")


def _code(
    actor: Actor, asked: SignIn, session: SessionNow, items: list[str], issuer: str, now: datetime
) -> str:
    scopes = [one for one in asked.scope if one in items or one == "openid"]
    number = ids.uuid7()
    _SESSIONS.insert(
        id=uuid_of(number),
        client_id=asked.client.id,
        account_id=actor.account_id,
        session_id=session.id,
        is_of_session=True,
        issuer=issuer,
        scope=" ".join([*scopes, *(["offline_access"] if asked.is_offline else [])]),
        items=items,
        nonce=asked.nonce,
        level=actor.assurance,
        method=session.method,
        strength=session.strength,
        signed_in_at=session.made_at,
        made_at=now,
        ends_at=now + SESSION_LIVES,
    )
    code = ids.token()
    _CODES.insert(
        code_hash=hash_of(code),
        client_session_id=uuid_of(number),
        return_address=asked.return_address,
        challenge=asked.challenge,
        expires_at=now + CODE_LIVES,
    )
    return code


@acting()
def refuse_sign_in(actor: Actor, *, asked: SignIn, why: str) -> None:
    """Write down that nobody was signed in to a client, and why: the person's no, or what was missing."""
    facts = {"client": asked.client.client_id, "why": why}
    about = (
        ("account", audit.pseudonym(actor.account_id))
        if actor.account_id
        else ("client", asked.client.client_id)
    )
    audit.record(actor, "client.refuse", about, facts=facts)


@acting()
def disconnect(actor: Actor, *, client_id: str) -> None:
    """Withdraw everything one granted to a client: its tokens are over at once. Raises `UnknownClient`."""
    account_id, now = account_of(actor), clock.now()
    row = Client.objects.filter(client_id=client_id).first()
    found = Connection.objects.filter(account_id=account_id, client=row, withdrawn_at__isnull=True)
    if row is None or not found.update(withdrawn_at=now):
        raise UnknownClient
    end_client_sessions(ClientSession.objects.filter(account_id=account_id, client=row), now)
    audit.record(
        actor, "client.disconnect", ("account", audit.pseudonym(account_id)), facts={"client": client_id}
    )


def end_client_sessions(rows: QuerySet[ClientSession], now: datetime) -> tuple[str, ...]:
    """End sign-ins with all that came of them; give their numbers."""
    living = list(rows.filter(ended_at__isnull=True).values_list("pk", flat=True))
    ClientSession.objects.filter(pk__in=living).update(ended_at=now)
    IssuedToken.objects.filter(client_session_id__in=living, revoked_at__isnull=True).update(revoked_at=now)
    return tuple(str(one) for one in living)
