"""The actor behind a request: one query for the session, and the seats from memory.

A session is an opaque token in a cookie; only its hash is stored, so a stolen table signs nobody in. Staff
sit at shared desks and are signed out sooner.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import DatabaseError
from django.db.models import Func, OuterRef, Q, QuerySet, Subquery, TextField
from django.http import HttpRequest

from cuudinh.engines.identity import duties, fields, snapshot
from cuudinh.engines.identity.freshness import TWO_FACTORS
from cuudinh.engines.identity.models import AssuranceEvent, Revision, Session
from cuudinh.engines.identity.seats import seats_of
from cuudinh.engines.identity.tokens import hash_of
from cuudinh.journal.prepared import Prepared
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import STATE, VISITOR, Actor, ActorKind
from cuudinh.web import cookies

COOKIE: Final = "cd_session"
# Between the two tokens of the caches, which hold none.
_BETWEEN: Final = " "
# The tokens of programs begin so; no token of a browser holds a full stop.
KEY_MARK: Final = "api."


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
ASSURANCE: Final[Mapping[str, int]] = {"resident": 1, "staff": 2, "service": 1, "subject": 1}
_KINDS: Final[Mapping[str, ActorKind]] = {"resident": "resident", "staff": "staff", "service": "client"}


def actor_of(request: HttpRequest) -> Actor:
    """Give who is behind a request: the account of its cookie or, on a route by key, of its key; else a visitor."""
    request_id = getattr(request, "request_id", "")
    token = key_of(request) if getattr(request, "by_key", False) else _cookie_of(request)
    domain = getattr(request, "domain", STATE)
    found = actor_by_token(token, request_id, domain) if token else None
    return found or Actor(VISITOR.kind, request_id=request_id)


def _cookie_of(request: HttpRequest) -> str:
    """Give the token of a browser. A key is none: what a program was trusted with must not open pages."""
    token = cookies.of(request, COOKIE)
    return "" if token.startswith(KEY_MARK) else token


def key_of(request: HttpRequest) -> str:
    """Give the key a program sends: `Authorization: Bearer …`, or the field `api_key` of Open311."""
    scheme, _space, key = str(request.META.get("HTTP_AUTHORIZATION", "")).partition(" ")
    if scheme.lower() == "bearer":
        return key.strip()
    return request.POST.get("api_key", "") if request.method == "POST" else ""


class _Living(NamedTuple):
    """A living session with its account, and the tokens of the caches read in the same moment."""

    id: int
    seen_at: datetime
    account_id: int
    kind: str
    name: str
    language: str
    person_id: UUID | None
    name_sealed: bytes
    key_version: int
    key_part: bytes | None
    strength: int
    strong_until: datetime | None
    level: int | None
    tokens: str | None


def _proofs(now: datetime) -> QuerySet[Any, Any]:
    """Give the level of the person of a session: the highest of its living proofs."""
    living = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    of_person = AssuranceEvent.objects.filter(living, person_id=OuterRef("account__person_id"))
    # As a function of all rows together, the highest needs neither an order nor a group.
    return of_person.order_by().values_list(Func("level", function="MAX"))


def _living(token_hash: str, now: datetime) -> QuerySet[Any, Any]:
    alive = Session.objects.filter(
        token_hash=token_hash, idle_until__gt=now, ends_at__gt=now, account__is_active=True
    )
    between = f" || '{_BETWEEN}' || "
    both = Func(
        "organisation", "accounts", template="%(expressions)s", arg_joiner=between, output_field=TextField()
    )
    revision = Revision.objects.filter(id=1)
    return alive.values_list(
        "id",
        "seen_at",
        "account_id",
        "account__kind",
        "account__name",
        "account__language",
        "account__person_id",
        "account__person__name_sealed",
        "account__person__key_id",
        "account__person__key_part",
        "strength",
        "strong_until",
        Subquery(_proofs(now)),
        Subquery(revision.values_list(both)),
    )


LIVING: Final = Prepared(
    "identity.living-session",
    _living,
    takes={"token_hash": str, "now": datetime},
    sample={"token_hash": "0" * 64, "now": datetime(2026, 11, 23, tzinfo=UTC)},
)


def actor_by_token(token: str, request_id: str = "", domain: str = STATE) -> Actor | None:
    """Give the account of a living session with its seats today, or None.

    The tokens of the caches come with the same query, so a membership that ended has ended everywhere.
    """
    now = clock.now()
    found = LIVING.run(token_hash=hash_of(token), now=_second(int(now.timestamp())))
    if not found:
        return None
    session = _Living(*found[0])
    organisation, _space, accounts = (session.tokens or _BETWEEN).partition(_BETWEEN)
    snapshot.saw((organisation, accounts))
    if now - session.seen_at >= SEEN_EVERY:
        # On a full or read-only disk people still read; the limit moves on with a later request.
        with suppress(DatabaseError, OSError):
            _seen(session, now)
    owes = _owes_factor(session)
    return Actor(
        kind=_KINDS[session.kind],
        account_id=session.account_id,
        name=_name_of(session),
        seats=seats_of(session.account_id, domain) if session.kind != "resident" and not owes else (),
        domain=domain,
        owes_factor=owes,
        assurance=max(ASSURANCE[session.kind], session.level or 0),
        strength=session.strength,
        strong_until=session.strong_until,
        language=session.language,
        request_id=request_id,
    )


# What is asked in the same second is made ready once; the same moment again is found without being made.
@lru_cache(maxsize=8)
def _second(number: int) -> datetime:
    return datetime.fromtimestamp(number, UTC)


def _owes_factor(session: _Living) -> bool:
    """Whether the seats stay shut: they ask for a second factor, and this session was not proved by one."""
    return session.kind == "staff" and session.strength < TWO_FACTORS and duties.keeps_out(session.account_id)


def _name_of(session: _Living) -> str:
    if session.person_id is None:
        return session.name
    part = fields.part_of(session.key_part)
    return _opened(session.key_version, session.person_id, part, bytes(session.name_sealed))


# Whoever is at work asks again and again. An erased person has another part of the key, so nothing kept is theirs.
@lru_cache(maxsize=1_024)
def _opened(version: int, person_id: UUID, part: bytes | None, sealed: bytes) -> str:
    return fields.unseal(fields.key_of(version), fields.Owner(person_id, part), "name", sealed)


@acting()
def _seen(session: _Living, now: datetime) -> None:
    """Move the idle limit on; of two requests at once, one writes."""
    Session.objects.filter(pk=session.id, seen_at=session.seen_at).update(
        seen_at=now, idle_until=now + LIVES[session.kind].idle
    )
