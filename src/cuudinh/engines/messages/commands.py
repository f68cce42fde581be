"""Writes of messages: tell accounts, mark as read, take over templates from a pack."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from django.db import connection

from cuudinh.engines.identity import queries as identity
from cuudinh.engines.messages.definitions import messages_of
from cuudinh.engines.messages.models import PRIORITIES, Notice, Template
from cuudinh.engines.messages.rules import Facts, kept
from cuudinh.engines.messages.types import UnknownMessage
from cuudinh.journal import counters
from cuudinh.journal.prepared import Prepared
from cuudinh.journal.statements import database, rows_of
from cuudinh.journal.transactions import acting, within_act
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import SignInFirst
from cuudinh.packs.world import PackWorld

# SQLite takes 32,766 values in one statement; a row has eight.
_BATCH = 2_000
_CURRENT = Prepared(
    "messages.current",
    lambda message: Template.objects.filter(message=message, is_current=True).values_list("id", "body"),
    takes={"message": str},
    sample={"message": "filed"},
)


UNREAD: Final = "messages.unread:"


def unread_counter(account_id: int) -> str:
    """Give the name of the maintained number of unread notices of an account."""
    return f"{UNREAD}{account_id}"


def is_known(message: str) -> bool:
    """Whether the packs applied here have words for a message that the platform itself sends."""
    return bool(_CURRENT.run(message=message))


@within_act()
def notify(
    account_ids: Iterable[int], message: str, facts: Facts, about: tuple[str, str], *, key: str
) -> int:
    """Tell accounts something, each once under a key however often this is called; give how many were told.

    Called by listeners in the transaction of their event. The notice keeps only the facts its template
    names. A message that has a purpose is told only to those who agree to it, and news to nobody who has the use
    of their data restricted; what concerns one's own case or account is told all the same. Raises `UnknownMessage`.
    """
    templates = _CURRENT.run(message=message)
    if not templates:
        raise UnknownMessage(message=message)
    ((template_id, body),) = templates
    if body.get("purpose"):
        account_ids = identity.consenting(account_ids, body["purpose"])
    elif body["priority"] == "news":
        account_ids = identity.unrestricted(account_ids)
    row = (
        template_id,
        json.dumps(kept(facts, body["placeholders"]), ensure_ascii=False),
        about[0],
        about[1],
        PRIORITIES[body["priority"]],
        key,
        connection.ops.adapt_datetimefield_value(clock.now()),
    )
    told = 0
    # In one order always, so that two tellings never wait for each other crosswise.
    accounts = iter(sorted(set(account_ids)))
    while batch := list(islice(accounts, _BATCH)):
        told += _insert(batch, row)
    return told


def _insert(accounts: Sequence[int], row: tuple[str | int | None, ...]) -> int:
    """Write the rows that are not there yet; the database says which, so each is counted once."""
    values = ", ".join([f"({', '.join(['%s'] * (1 + len(row)))})"] * len(accounts))
    new = rows_of(
        database(),
        "INSERT INTO messages_notice (account_id, template_id, facts, about_kind, about_ref, priority, key, at) "  # noqa: S608  only places for values
        f"VALUES {values} ON CONFLICT (account_id, key) DO NOTHING RETURNING account_id",
        [value for account in accounts for value in (account, *row)],
    )
    counters.bump({unread_counter(account): 1 for (account,) in new})
    return len(new)


@acting()
def mark_read(actor: Actor, *, notice_ids: Collection[int] | None = None) -> int:
    """Mark the actor's own notices as read, all of them unless some are named; give how many were unread.

    Raises `SignInFirst`.
    """
    if actor.account_id is None:
        raise SignInFirst
    unread = Notice.objects.filter(account_id=actor.account_id, read_at__isnull=True)
    if notice_ids is not None:
        unread = unread.filter(id__in=list(notice_ids))
    changed = unread.update(read_at=clock.now())
    counters.bump({unread_counter(actor.account_id): -changed})
    return changed


@acting()
def apply_messages(world: PackWorld) -> None:
    """Make the templates those of a pack that was found sound; a changed wording is added, none is lost."""
    bodies = {shape.id: shape.model_dump() for shape in messages_of(world)}
    standing = {row.message: row for row in Template.objects.filter(is_current=True)}
    old = [row.pk for row in standing.values() if bodies.get(row.message) != row.body]
    Template.objects.filter(pk__in=old).update(is_current=False)
    Template.objects.bulk_create(_changed(bodies, standing))


def _changed(bodies: dict[str, dict[str, object]], standing: dict[str, Template]) -> Iterator[Template]:
    for message, body in bodies.items():
        if message not in standing or standing[message].body != body:
            yield Template(message=message, body=body, is_current=True, made_at=clock.now())
