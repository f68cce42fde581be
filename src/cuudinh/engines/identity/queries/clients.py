"""Other systems that people sign in to through us, the catalogue of what they may ask, and what was granted."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.models import Account, ClaimItem, Client, Connection, Session
from cuudinh.engines.identity.provider.reading import asks_of
from cuudinh.engines.identity.queries.claims import claims_of
from cuudinh.engines.identity.queries.permissions import can
from cuudinh.engines.identity.tokens import hash_of
from cuudinh.engines.identity.types import (
    Ask,
    ClientView,
    ConnectionView,
    Facts,
    ItemView,
    SessionNow,
    UnknownClient,
)
from cuudinh.journal.prepared import Prepared
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours, SignInFirst

_COLUMNS: Final = tuple(one.attname for one in Client._meta.concrete_fields)
# Asked for by every sign-in to another system, twice.
_CLIENT: Final = Prepared(
    "identity.client",
    lambda client_id: Client.objects.filter(client_id=client_id, withdrawn_at__isnull=True).values_list(
        *_COLUMNS
    ),
    takes={"client_id": str},
    sample={"client_id": "truong-a"},
)
_CONNECTION: Final = Prepared(
    "identity.connection",
    lambda account_id, client_id: Connection.objects.filter(
        account_id=account_id, client_id=client_id, withdrawn_at__isnull=True
    ).values_list("items", "left_out", "used_at"),
    takes={"account_id": int, "client_id": int},
    sample={"account_id": 1, "client_id": 1},
)
_SESSION: Final = Prepared(
    "identity.session-now",
    lambda token_hash, now: Session.objects.filter(
        token_hash=token_hash, idle_until__gt=now, ends_at__gt=now
    ).values_list("id", "made_at", "method", "strength"),
    takes={"token_hash": str, "now": datetime},
    sample={"token_hash": "0" * 64, "now": datetime(2026, 11, 27, tzinfo=UTC)},
)


def client_row(client_id: str) -> Client | None:
    """Give the row of a client that is not withdrawn, for whoever checks its secret."""
    found = _CLIENT.run(client_id=client_id)
    return Client(**dict(zip(_COLUMNS, found[0], strict=True))) if found else None


def client(client_id: str) -> ClientView:
    """Give a client that is not withdrawn. Raises `UnknownClient`."""
    found = client_row(client_id)
    if found is None:
        raise UnknownClient
    return client_view(found)


def all_clients(actor: Actor) -> tuple[ClientView, ...]:
    """Give every client, withdrawn ones too, to who manages them. Raises `NotYours`."""
    if actor.kind != "system" and not can(actor, "client.read", Facts()).allowed:
        raise NotYours
    return tuple(client_view(row) for row in Client.objects.order_by("client_id"))


def client_view(row: Client) -> ClientView:
    """Give a row as it leaves the engine."""
    return ClientView(
        id=row.pk,
        client_id=row.client_id,
        names=row.names,
        sector=row.sector,
        auth_method=row.auth_method,
        return_addresses=tuple(row.return_addresses),
        after_sign_out_addresses=tuple(row.after_sign_out_addresses),
        sign_out_address=row.sign_out_address,
        asks=asks_of(row.asks),
        grants=tuple(row.grants),
        must_push=row.must_push,
        algorithm=row.algorithm,
        least_level=row.least_level,
        made_at=row.made_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_for=row.withdrawn_for,
    )


class _Catalogue:
    """The catalogue as one pack gave it."""

    token = ""
    items: tuple[ItemView, ...] = ()


def items() -> tuple[ItemView, ...]:
    """Give the catalogue of what may be asked of a person, in the order of the pack."""
    token = snapshot.current().token
    if _Catalogue.token != str(token):
        _Catalogue.items = tuple(_item(row) for row in ClaimItem.objects.order_by("position"))
        _Catalogue.token = str(token)
    return _Catalogue.items


def _item(row: ClaimItem) -> ItemView:
    return ItemView(row.pk, row.body["title"], row.body["purpose"], tuple(row.body["gives"]))


def items_of(ids: Iterable[str]) -> tuple[ItemView, ...]:
    """Give items by their ids, in the order of the catalogue."""
    wanted = set(ids)
    return tuple(item for item in items() if item.id in wanted)


def lacking(account_id: int, asks: Iterable[Ask]) -> tuple[ItemView, ...]:
    """Give the items that a client cannot do without and of which an account has nothing: a card that was withdrawn."""
    wanted = items_of(ask.item for ask in asks if ask.is_required)
    if not wanted:
        return ()
    account = Account.objects.select_related("person__key").get(pk=account_id)
    return tuple(item for item in wanted if item.gives and not claims_of(account, item.gives))


def granted(account_id: int, client_id: int) -> frozenset[str]:
    """Give the items that a person lets a client know; none when nothing was granted or all was withdrawn."""
    found = _CONNECTION.run(account_id=account_id, client_id=client_id)
    return frozenset(found[0][0]) if found else frozenset()


def used_since(
    account_id: int, client_id: int, since: datetime
) -> tuple[frozenset[str], frozenset[str]] | None:
    """Give what a person gave to a client and what they left out, if it was used since a moment."""
    found = _CONNECTION.run(account_id=account_id, client_id=client_id)
    if not found or found[0][2] <= since:
        return None
    return frozenset(found[0][0]), frozenset(found[0][1])


def decided_on(account_id: int, client_id: int) -> frozenset[str] | None:
    """Give the items that a person was asked for and gave or left out; None when nothing was decided yet."""
    found = _CONNECTION.run(account_id=account_id, client_id=client_id)
    return frozenset([*found[0][0], *found[0][1]]) if found else None


def connections(actor: Actor) -> tuple[ConnectionView, ...]:
    """Give what the actor lets which clients know, the last used first. Raises `SignInFirst`."""
    if actor.account_id is None:
        raise SignInFirst
    rows = Connection.objects.filter(account_id=actor.account_id, withdrawn_at__isnull=True)
    return tuple(
        ConnectionView(row.client.client_id, row.client.names, items_of(row.items), row.given_at, row.used_at)
        for row in rows.select_related("client").order_by("-used_at", "-id")
    )


def session_now(token: str) -> SessionNow | None:
    """Give the living session of a token: when and how somebody signed in."""
    found = _SESSION.run(token_hash=hash_of(token), now=clock.now())
    return SessionNow(*found[0]) if found else None
