"""Reads of messages: the inbox of the actor, in their language, and how much of it is unread."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import Count, QuerySet

from cuudinh.engines.identity import queries as identity
from cuudinh.engines.messages.commands import UNREAD, unread_counter
from cuudinh.engines.messages.models import PRIORITIES, Notice
from cuudinh.engines.messages.rules import filled, worded
from cuudinh.engines.messages.types import NoticeView
from cuudinh.journal import counters
from cuudinh.journal.prepared import Prepared
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.pages import Page, decode_cursor, encode_cursor
from cuudinh.kernel.refusal import BadInput, SignInFirst

PAGE_ROWS: Final = 30
_PRIORITY_NAMES: Final = {number: name for name, number in PRIORITIES.items()}
_NEWEST: Final = 2**63 - 1


class _Row(NamedTuple):
    """A notice with the wording it was told in."""

    id: int
    body: dict[str, Any]
    facts: dict[str, Any]
    about_kind: str
    about_ref: str
    priority: int
    at: datetime
    read_at: datetime | None


_COLUMNS: Final = ("id", "template__body", "facts", "about_kind", "about_ref", "priority", "at", "read_at")
_TOLD_MOST: Final = 60


def _inbox(account_id: int, before: int) -> QuerySet[Any, Any]:
    mine = Notice.objects.filter(account_id=account_id, id__lt=before).order_by("-id")
    return mine.values_list(*_COLUMNS)[: PAGE_ROWS + 1]


INBOX: Final = Prepared(
    "messages.inbox",
    _inbox,
    takes={"account_id": int, "before": int},
    sample={"account_id": 1, "before": _NEWEST},
)


def inbox(actor: Actor, cursor: str | None = None) -> Page[NoticeView]:
    """Give a page of the actor's own notices, the newest first. Raises `SignInFirst`, `BadInput`."""
    found = INBOX.run(account_id=_account_of(actor), before=_before(cursor) if cursor else _NEWEST)
    zone = identity.time_zone()
    views = tuple(_view(_Row(*row), actor.language, zone) for row in found[:PAGE_ROWS])
    return Page(views, encode_cursor(views[-1].id) if len(found) > PAGE_ROWS else None)


def told_about(account_id: int, kind: str, ref: str, language: str) -> tuple[NoticeView, ...]:
    """Give what an account was told about one thing, the newest first, at most sixty.

    For whoever may read that thing as its owner: the caller has seen to it.
    """
    told = Notice.objects.filter(account_id=account_id, about_kind=kind, about_ref=ref).order_by("-id")
    zone = identity.time_zone()
    return tuple(_view(_Row(*row), language, zone) for row in told.values_list(*_COLUMNS)[:_TOLD_MOST])


def _before(cursor: str) -> int:
    (last,) = decode_cursor(cursor, length=1)
    if not isinstance(last, int):
        raise BadInput
    return last


def unread_count(actor: Actor) -> int:
    """Give how many of the actor's own notices are unread: a maintained number, nothing is counted."""
    name = unread_counter(_account_of(actor))
    return counters.read([name])[name]


def _account_of(actor: Actor) -> int:
    if actor.account_id is None:
        raise SignInFirst
    return actor.account_id


def _view(row: _Row, language: str, zone: str) -> NoticeView:
    return NoticeView(
        id=row.id,
        title=worded(row.body["title"], language),
        text=filled(worded(row.body["text"], language), row.facts, language=language, zone=zone),
        priority=_PRIORITY_NAMES[row.priority],  # type: ignore[arg-type]  # the table holds no other
        about=(row.about_kind, row.about_ref),
        at=row.at,
        is_read=row.read_at is not None,
    )


def miscounted() -> Iterator[str]:
    """Give a sentence for each account whose count of unread notices is not what the notices say."""
    unread = Notice.objects.filter(read_at__isnull=True).values("account_id").annotate(total=Count("id"))
    counted = {
        unread_counter(account_id): total for account_id, total in unread.values_list("account_id", "total")
    }
    kept = counters.read_prefix(UNREAD)
    for name in sorted(kept.keys() | counted.keys()):
        if kept.get(name, 0) != counted.get(name, 0):
            yield f"the counter {name} is {kept.get(name, 0)}, the notices say {counted.get(name, 0)}"


def unread_among(account_ids: Iterable[int]) -> int:
    """Give how many notices accounts have not read, all together."""
    return sum(counters.read(map(unread_counter, account_ids)).values())
