"""Other systems that people sign in to through us, the catalogue of what they may ask, and what was granted."""

from collections.abc import Iterable

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.models import ClaimItem, Client, Connection, Session
from cuudinh.engines.identity.provider.reading import asks_of
from cuudinh.engines.identity.queries.permissions import can
from cuudinh.engines.identity.tokens import hash_of
from cuudinh.engines.identity.types import (
    ClientView,
    ConnectionView,
    Facts,
    ItemView,
    SessionNow,
    UnknownClient,
)
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours, SignInFirst


def client(client_id: str) -> ClientView:
    """Give a client that is not withdrawn. Raises `UnknownClient`."""
    found = Client.objects.filter(client_id=client_id, withdrawn_at__isnull=True).first()
    if found is None:
        raise UnknownClient
    return client_view(found)


def all_clients(actor: Actor) -> tuple[ClientView, ...]:
    """Give every client, withdrawn ones too, to who manages them. Raises `NotYours`."""
    if actor.kind != "system" and not can(actor, "client.manage", Facts()).allowed:
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


def granted(account_id: int, client_id: int) -> frozenset[str]:
    """Give the items that a person lets a client know; none when nothing was granted or all was withdrawn."""
    found = Connection.objects.filter(
        account_id=account_id, client_id=client_id, withdrawn_at__isnull=True
    ).values_list("items", flat=True)
    return frozenset(found[0]) if found else frozenset()


def decided_on(account_id: int, client_id: int) -> frozenset[str] | None:
    """Give the items that a person was asked for and gave or left out; None when nothing was decided yet."""
    found = Connection.objects.filter(
        account_id=account_id, client_id=client_id, withdrawn_at__isnull=True
    ).values_list("items", "left_out")
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
    now = clock.now()
    row = Session.objects.filter(token_hash=hash_of(token), idle_until__gt=now, ends_at__gt=now).first()
    return SessionNow(row.pk, row.made_at, row.method, row.strength) if row is not None else None
