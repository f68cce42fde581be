"""Reads of messages: the inbox of the actor, in their language, and how much of it is unread."""

from cuudinh.engines.identity import queries as identity
from cuudinh.engines.messages.commands import unread_counter
from cuudinh.engines.messages.models import PRIORITIES, Notice
from cuudinh.engines.messages.rules import filled, worded
from cuudinh.engines.messages.types import NoticeView
from cuudinh.journal import counters
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.pages import Page, decode_cursor, encode_cursor
from cuudinh.kernel.refusal import BadInput, SignInFirst

PAGE_ROWS = 30
_PRIORITY_NAMES = {number: name for name, number in PRIORITIES.items()}


def inbox(actor: Actor, cursor: str | None = None, *, rows: int = PAGE_ROWS) -> Page[NoticeView]:
    """Give a page of the actor's own notices, the newest first. Raises `SignInFirst`, `BadInput`."""
    mine = Notice.objects.filter(account_id=_account_of(actor)).select_related("template").order_by("-id")
    if cursor:
        mine = mine.filter(id__lt=_before(cursor))
    found = list(mine[: rows + 1])
    zone = identity.time_zone()
    views = tuple(_view(row, actor.language, zone) for row in found[:rows])
    return Page(views, encode_cursor(views[-1].id) if len(found) > rows else None)


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


def _view(row: Notice, language: str, zone: str) -> NoticeView:
    body = row.template.body
    return NoticeView(
        id=row.pk,
        title=worded(body["title"], language),
        text=filled(worded(body["text"], language), row.facts, language=language, zone=zone),
        priority=_PRIORITY_NAMES[row.priority],  # type: ignore[arg-type]  # the table holds no other
        about=(row.about_kind, row.about_ref),
        at=row.at,
        is_read=row.read_at is not None,
    )
