"""Registering other systems, giving them new secrets, withdrawing them: by who may manage them."""

from datetime import timedelta
from typing import Final

import msgspec
from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from cuudinh.engines.identity.commands.permitting import permit
from cuudinh.engines.identity.models import Client, ClientSession
from cuudinh.engines.identity.naming import name_normal
from cuudinh.engines.identity.provider import signing
from cuudinh.engines.identity.provider.reading import PLAIN_SCOPES, is_return_address
from cuudinh.engines.identity.provider.subjects import sector_of
from cuudinh.engines.identity.queries.clients import client_view, items
from cuudinh.engines.identity.tokens import hash_of
from cuudinh.engines.identity.types import (
    ClientExists,
    ClientIncomplete,
    ClientView,
    NewClient,
    Secret,
    UnknownClient,
)
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor

GRANTS: Final = ("authorization_code", "refresh_token", "client_credentials")
# While a client puts a new secret in place, the old one still opens.
OLD_SECRET_LIVES: Final = timedelta(days=1)
_ID_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_LEVEL_MOST: Final = 3


@acting()
def add_client(actor: Actor, *, asked: NewClient) -> tuple[ClientView, Secret]:
    """Register another system and give its secret, empty for one that signs with keys of its own.

    Raises `NotYours`, `ClientIncomplete`, `ClientExists`.
    """
    rule = permit(actor, "client.manage")
    sector = asked.sector or sector_of(asked.return_addresses) or asked.client_id
    faults = _faults(asked)
    if faults:
        raise ClientIncomplete(faults=faults)
    secret = "" if asked.auth_method == "private_key_jwt" else ids.token()
    row = Client(
        client_id=asked.client_id,
        names={language: name_normal(name) for language, name in asked.names.items()},
        sector=sector,
        auth_method=asked.auth_method,
        secret_hash=hash_of(secret) if secret else "",
        jwks=asked.jwks,
        return_addresses=list(asked.return_addresses),
        after_sign_out_addresses=list(asked.after_sign_out_addresses),
        sign_out_address=asked.sign_out_address,
        asks=[{"item": ask.item, "reason": dict(ask.reason)} for ask in asked.asks],
        grants=list(asked.grants),
        must_push=asked.must_push,
        algorithm=asked.algorithm,
        least_level=asked.least_level,
        made_at=clock.now(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise ClientExists(client=asked.client_id) from fault
    facts = {"items": [ask.item for ask in asked.asks], "grants": list(asked.grants)}
    audit.record(actor, "client.add", ("client", asked.client_id), rule=rule, facts=facts)
    return client_view(row), Secret(asked.client_id, secret)


def _faults(asked: NewClient) -> dict[str, str]:
    checks = {
        "client_id": _id_fault(asked.client_id),
        "names": _names_fault(asked),
        "return_addresses": _addresses_fault(asked),
        "grants": gettext("Cách dùng không hợp lệ.") if set(asked.grants) - set(GRANTS) else "",
        "asks": _asks_fault(asked),
        "jwks": _keys_fault(asked),
        "least_level": ""
        if 1 <= asked.least_level <= _LEVEL_MOST
        else gettext("Mức định danh là 1, 2 hoặc 3."),
        "algorithm": ""
        if asked.algorithm in signing.ALGORITHMS
        else gettext("Thuật toán ký là ES256 hoặc RS256."),
        "sector": gettext("Các địa chỉ quay về ở nhiều máy chủ khác nhau thì phải nêu miền định danh.")
        if asked.return_addresses and not (asked.sector or sector_of(asked.return_addresses))
        else "",
    }
    return {name: fault for name, fault in checks.items() if fault}


def _id_fault(client_id: str) -> str:
    if 3 <= len(client_id) <= 60 and set(client_id) <= _ID_LETTERS:
        return ""
    return gettext("Mã ứng dụng gồm 3 đến 60 chữ thường không dấu, chữ số và dấu gạch nối.")


def _names_fault(asked: NewClient) -> str:
    names = [name_normal(name) for name in asked.names.values()]
    if names and all(1 < len(name) <= 120 for name in names):
        return ""
    return gettext("Vui lòng ghi tên ứng dụng, tối đa 120 ký tự.")


def _addresses_fault(asked: NewClient) -> str:
    if "authorization_code" in asked.grants and not asked.return_addresses:
        return gettext("Ứng dụng cho người dùng đăng nhập cần ít nhất một địa chỉ quay về.")
    addresses = [*asked.return_addresses, *asked.after_sign_out_addresses]
    addresses += [asked.sign_out_address] if asked.sign_out_address else []
    wrong = [one for one in addresses if not is_return_address(one)]
    return (
        gettext("Địa chỉ phải là https, đầy đủ, không có dấu #: {address}").format(address=wrong[0])
        if wrong
        else ""
    )


def _asks_fault(asked: NewClient) -> str:
    known = {item.id for item in items()}
    wrong = [ask.item for ask in asked.asks if ask.item not in known or ask.item in PLAIN_SCOPES]
    return gettext("Danh mục thông tin không có “{item}”.").format(item=wrong[0]) if wrong else ""


def _keys_fault(asked: NewClient) -> str:
    if asked.auth_method != "private_key_jwt":
        return ""
    try:
        keys = KeySet.import_key_set(dict(asked.jwks or {})).keys  # type: ignore[arg-type]  # joserfc names a shape of its own for what JSON gives
    except (JoseError, ValueError, KeyError, TypeError):
        keys = []
    if keys and not any(key.is_private for key in keys):
        return ""
    return gettext("Cần bộ khóa công khai (JWKS) của ứng dụng, không có khóa bí mật trong đó.")


def read_keys(content: bytes) -> dict[str, object]:
    """Read a set of public keys from a file; whether they can be used is seen when the client is registered.

    Raises `ClientIncomplete`.
    """
    try:
        return msgspec.json.decode(content, type=dict[str, object])
    except msgspec.DecodeError as fault:
        raise ClientIncomplete(faults={"jwks": gettext("Tệp khóa phải là JSON.")}) from fault


@acting()
def rotate_secret(actor: Actor, *, client_id: str) -> Secret:
    """Give a client a new secret; the one before opens for a day more. Raises `NotYours`, `UnknownClient`."""
    rule = permit(actor, "client.manage")
    row = _living(client_id)
    secret = ids.token()
    row.old_secret_hash, row.old_secret_until = row.secret_hash, clock.now() + OLD_SECRET_LIVES
    row.secret_hash = hash_of(secret)
    row.save(update_fields=["old_secret_hash", "old_secret_until", "secret_hash"])
    audit.record(actor, "client.rotate_secret", ("client", client_id), rule=rule)
    return Secret(client_id, secret)


@acting()
def withdraw_client(actor: Actor, *, client_id: str, reason: str) -> None:
    """Withdraw a client: nobody signs in to it any more, and every token it holds is over.

    Raises `NotYours`, `UnknownClient`, `ClientIncomplete` without a reason.
    """
    rule = permit(actor, "client.manage")
    if not reason.strip():
        raise ClientIncomplete(faults={"reason": gettext("Vui lòng ghi lý do thu hồi.")})
    row = _living(client_id)
    now = clock.now()
    row.withdrawn_at, row.withdrawn_for = now, reason.strip()[:300]
    row.save(update_fields=["withdrawn_at", "withdrawn_for"])
    ended = ClientSession.objects.filter(client=row, ended_at__isnull=True).update(ended_at=now)
    audit.record(
        actor,
        "client.withdraw",
        ("client", client_id),
        purpose=row.withdrawn_for,
        rule=rule,
        facts={"ended": ended},
    )


def _living(client_id: str) -> Client:
    found = Client.objects.filter(client_id=client_id, withdrawn_at__isnull=True).first()
    if found is None:
        raise UnknownClient
    return found


@acting()
def rotate_signing_keys(actor: Actor) -> tuple[str, ...]:
    """Let the keys that were made ahead sign from now on; give their numbers. Raises `NotYours`."""
    rule = permit(actor, "identity.rotate_keys")
    return tuple(_in_use(actor, algorithm, rule) for algorithm in signing.ALGORITHMS)


@acting()
def rotate_due_signing_keys(actor: Actor) -> tuple[str, ...]:
    """Let the next key sign where one has signed for as long as one may; give the numbers."""
    due = signing.is_due(clock.now())
    return tuple(_in_use(actor, algorithm, "system") for algorithm in due)


def _in_use(actor: Actor, algorithm: str, rule: str) -> str:
    kid = signing.put_in_use(algorithm, clock.now())
    audit.record(actor, "client.rotate_signing_key", ("signing-key", kid), rule=rule)
    return kid
