"""The actor behind a request: one query for the session, and the seats from memory.

A session is an opaque token in a cookie; only its hash is stored, so a stolen table signs nobody in. Staff
sit at shared desks and are signed out sooner.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Subquery
from django.http import HttpRequest

from cuudinh.engines.identity import fields, snapshot
from cuudinh.engines.identity.models import Revision, Session
from cuudinh.engines.identity.seats import seats_of
from cuudinh.engines.identity.tokens import hash_of
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, Actor, ActorKind

COOKIE: Final = "cd_session"


@dataclass(frozen=True, slots=True)
class Life:
    """How long a session lives: without being used, and at most."""

    idle: timedelta
    most: timedelta


LIVES: Final[Mapping[str, Life]] = {
    "resident": Life(idle=timedelta(hours=12), most=timedelta(days=30)),
    "staff": Life(idle=timedelta(hours=10), most=timedelta(hours=12)),
    "service": Life(idle=timedelta(hours=10), most=timedelta(hours=12)),
}
# Written at most this often, so that reading a page is seldom a write; a session may idle out that much early.
SEEN_EVERY: Final = timedelta(minutes=5)

# A resident's phone is not proved to be theirs; who holds a seat was identified by the office.
ASSURANCE: Final[Mapping[str, int]] = {"resident": 1, "staff": 2, "service": 1}
_KINDS: Final[Mapping[str, ActorKind]] = {"resident": "resident", "staff": "staff", "service": "client"}


def actor_of(request: HttpRequest) -> Actor:
    """Give who is behind a request: the account of its cookie, else a visitor."""
    request_id = getattr(request, "request_id", "")
    token = request.COOKIES.get(COOKIE, "")
    found = actor_by_token(token, request_id) if token else None
    return found or Actor(VISITOR.kind, request_id=request_id)


def actor_by_token(token: str, request_id: str = "") -> Actor | None:
    """Give the account of a living session with its seats today, or None.

    The tokens of the caches come with the same query, so a membership that ended has ended everywhere.
    """
    now = clock.now()
    session = _living(token, now)
    if session is None:
        return None
    snapshot.saw((session.organisation or "", session.accounts or ""))
    if now - session.seen_at >= SEEN_EVERY:
        _seen(session, now)
    account = session.account
    return Actor(
        kind=_KINDS[account.kind],
        account_id=account.pk,
        name=_name_of(account),
        seats=seats_of(account.pk) if account.kind != "resident" else (),
        assurance=ASSURANCE[account.kind],
        language=account.language,
        request_id=request_id,
    )


def _living(token: str, now: datetime) -> Any:
    alive = Session.objects.filter(
        token_hash=hash_of(token), idle_until__gt=now, ends_at__gt=now, account__is_active=True
    )
    return (
        alive.select_related("account__person__key")
        .annotate(
            organisation=Subquery(Revision.objects.values("organisation")[:1]),
            accounts=Subquery(Revision.objects.values("accounts")[:1]),
        )
        .first()
    )


def _name_of(account: Any) -> str:
    person = account.person
    if person is None:
        return str(account.name)
    return fields.unseal(person.key, person.pk, "name", person.name_sealed)


@acting()
def _seen(session: Session, now: datetime) -> None:
    """Move the idle limit on; of two requests at once, one writes."""
    Session.objects.filter(pk=session.pk, seen_at=session.seen_at).update(
        seen_at=now, idle_until=now + LIVES[session.account.kind].idle
    )
