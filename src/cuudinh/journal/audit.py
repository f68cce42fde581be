"""The log of who did what, why and by which rule, written in the transaction of the act itself.

A line never holds who a reporter is: accounts stand under a keyed pseudonym, whose key is in no database and
no backup of one. Facts are for names of things and counts, never for values of personal fields. Sealing
chains the lines afterwards (`sealing`), so that no act waits for another's line.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

import msgspec
from django.db import connection, transaction

from cuudinh.journal import keys, logs
from cuudinh.journal.meters import Counter
from cuudinh.journal.models import AuditInbox, AuditLine
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.kernel import clock, merkle
from cuudinh.kernel.actor import Actor, Behalf, Warrant

# 128 bits of chance in every line: whoever sees its hash, as on a receipt, cannot guess the line from it.
_SALT_BYTES = 16
_LINES_READ_MOST = 500
_INBOX = PreparedRows(AuditInbox)
_ACTS = Counter("cuudinh_acts_total", "Acts done, by kind and by kind of actor.", ("act", "actor"))


@dataclass(frozen=True, slots=True)
class AuditRef:
    """Which line it is: its Merkle leaf, in hex, known before the line is sealed."""

    leaf: str


@dataclass(frozen=True, slots=True)
class AuditLineView:
    """One line for an auditor; `seq` is None until it is sealed. `who` is a pseudonym or a process.

    `on_behalf_of` is the pseudonym of whose seat it was done from, by `by_document` if it was delegated.
    """

    seq: int | None
    at: datetime
    act: str
    actor_kind: str
    who: str
    seats: tuple[tuple[str, str], ...]
    about: tuple[str, str]
    purpose: str
    rule: str
    request_id: str
    facts: Mapping[str, Any]
    on_behalf_of: str = ""
    by_document: str = ""


def pseudonym(account_id: int) -> str:
    """Give the name under which an account stands in the log; only who holds the key can make it."""
    return hmac.digest(keys.secret("audit-pseudonym"), f"account:{account_id}".encode(), "sha256")[:16].hex()


def record(
    actor: Actor,
    act: str,
    about: tuple[str, object],
    *,
    purpose: str = "",
    rule: str = "",
    facts: Mapping[str, Any] | None = None,
) -> AuditRef:
    """Write the line of an act on one thing: `about` is its kind and number, `rule` is what allowed it.

    A warrant from somebody else's seat says on whose behalf it was done.
    """
    assert connection.in_atomic_block, "a line of the log belongs to the transaction of its act"
    at = clock.now()
    body = msgspec.json.encode(
        {
            "at": at.isoformat(),
            "act": act,
            "about": [about[0], str(about[1])],
            "actor": _actor_words(actor, rule.behalf if isinstance(rule, Warrant) else None),
            "purpose": purpose,
            "rule": str(rule),
            "request": actor.request_id,
            "facts": facts or {},
            "salt": secrets.token_hex(_SALT_BYTES),
        },
        order="deterministic",
    )
    leaf = merkle.leaf_hash(body).hex()
    # Nobody asks for the key of the row, so the statement that does not give it back is used.
    _INBOX.insert_many(({"body": body.decode(), "leaf": leaf, "about": f"{about[0]}:{about[1]}", "at": at},))
    if logs.is_on():
        transaction.on_commit(partial(_done, act, actor.kind, actor.request_id))
    return AuditRef(leaf)


def _done(act: str, actor_kind: str, request_id: str) -> None:
    """Count an act that is committed, and write its line; on what it was done stands in the log of acts only."""
    _ACTS.add(act, actor_kind)
    logs.line("act", {"act": act, "actor": actor_kind, "request_id": request_id})


def _actor_words(actor: Actor, behalf: Behalf | None) -> dict[str, Any]:
    """What the log says of an actor: never a name of a person, only of a process. Seats are those of their own."""
    who = actor.name if actor.kind == "system" else ""
    if actor.account_id is not None:
        who = pseudonym(actor.account_id)
    seats = [[seat.office_code, seat.role] for seat in actor.seats if seat.behalf is None]
    said: dict[str, Any] = {"kind": actor.kind, "who": who, "seats": seats}
    if behalf is not None:
        said |= {"behalf": pseudonym(behalf.account_id), "document": behalf.document}
    return said


def lines_about(kind: str, ref: object, *, after: int = -1, limit: int = 100) -> tuple[AuditLineView, ...]:
    """Give the lines about one thing in order: sealed ones after the line `after`, then those that wait."""
    about, most = f"{kind}:{ref}", min(limit, _LINES_READ_MOST)
    sealed = AuditLine.objects.filter(about=about, seq__gt=after).order_by("seq")
    views = [view(body, seq) for seq, body in sealed.values_list("seq", "body")[:most]]
    if len(views) < most:
        fresh = AuditInbox.objects.filter(about=about).order_by("id").values_list("body", flat=True)
        views += [view(body, None) for body in fresh[: most - len(views)]]
    return tuple(views)


class _Who(msgspec.Struct):
    """The actor in the content of a line."""

    kind: str
    who: str
    seats: tuple[tuple[str, str], ...]
    behalf: str = ""
    document: str = ""


class _Body(msgspec.Struct):
    """The content of a line, without its salt."""

    at: datetime
    act: str
    about: tuple[str, str]
    actor: _Who
    purpose: str
    rule: str
    request: str
    facts: dict[str, Any]


def view(body: str, seq: int | None) -> AuditLineView:
    """Read a line; raises `msgspec.MsgspecError` for what was never written by `record`."""
    said = msgspec.json.decode(body, type=_Body)
    return AuditLineView(
        seq=seq,
        at=said.at.astimezone(UTC),
        act=said.act,
        actor_kind=said.actor.kind,
        who=said.actor.who,
        seats=said.actor.seats,
        about=said.about,
        purpose=said.purpose,
        rule=said.rule,
        request_id=said.request,
        facts=said.facts,
        on_behalf_of=said.actor.behalf,
        by_document=said.actor.document,
    )
