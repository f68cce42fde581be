"""Accounts, the seats they hold and where they are signed in. Names of residents are not among it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.freshness import NEVER_ENDS, TWO_FACTORS
from cuudinh.engines.identity.models import Account, Credential, Membership, Session
from cuudinh.engines.identity.naming import login_normal
from cuudinh.engines.identity.registers import NUMBER_PROVED_FROM
from cuudinh.engines.identity.seats import on_day, read_seats, seats_of
from cuudinh.engines.identity.sessions import ASSURANCE
from cuudinh.engines.identity.tokens import hash_of
from cuudinh.engines.identity.types import AccountView, MembershipView, SessionView, UnknownAccount
from cuudinh.journal.prepared import Prepared
from cuudinh.kernel import clock
from cuudinh.kernel.actor import STATE, Actor, Seat
from cuudinh.kernel.refusal import SignInFirst

_HANDLING = frozenset({"officer", "head"})


def account(account_id: int) -> AccountView:
    """Give an account; the name of a resident is left empty. Raises `UnknownAccount`."""
    for number, kind, login, name, is_active, language in _ACCOUNT.run(account_id=account_id):
        return AccountView(number, kind, login or "", name, is_active, language)
    raise UnknownAccount


def staff_account(login: str) -> AccountView:
    """Give the account of staff with a login. Raises `UnknownAccount`."""
    found = Account.objects.filter(kind="staff", login=login_normal(login)).values_list("pk", flat=True)
    if not found:
        raise UnknownAccount
    return account(found[0])


def has_password(actor: Actor) -> bool:
    """Say whether the actor's account can sign in by a password; who came by a sign-on has none."""
    return Credential.objects.filter(account_id=actor.account_id or 0, kind="password").exists()


def has_proved_name(actor: Actor) -> bool:
    """Say whether a resident's name was proved with who they are: then it is corrected by request, not written."""
    return actor.kind == "resident" and actor.assurance >= NUMBER_PROVED_FROM


def country() -> str:
    """Give the code of the country whose phone numbers need no prefix here, such as VN."""
    return snapshot.current().country


def has_accounts() -> bool:
    """Say whether anybody has an account here yet."""
    return Account.objects.exists()


def staff_name(account_id: int | None) -> str:
    """Give the name of a member of staff; nothing for a resident or for nobody."""
    return snapshot.staff_names().get(account_id, "") if account_id is not None else ""


def members(office_id: int, roles: Iterable[str], day: date | None = None) -> tuple[int, ...]:
    """Give the accounts that hold any of the roles in an office itself on a day (today by default)."""
    wanted = set(roles)
    held = _OF_OFFICE.run(office_id=office_id, day=day or snapshot.today())
    return tuple(dict.fromkeys(account_id for account_id, role in held if role in wanted))


def accounts_with_role(role: str, day: date | None = None) -> tuple[int, ...]:
    """Give the accounts that hold a role in whatever office on a day (today by default)."""
    held = _OF_ROLE.run(role=role, day=day or snapshot.today(), office__domain=STATE)
    return tuple(dict.fromkeys(account_id for account_id, _ in held))


def administrators_of(account_id: int) -> tuple[int, ...]:
    """Give the administrators of the offices in which an account holds seats today; where none has any, all of them."""
    offices = {seat.office_id for seat in seats_of(account_id)}
    everybody = accounts_with_role("administrator")
    own = tuple(one for one in everybody if any(_administers(seat, offices) for seat in seats_of(one)))
    return own or everybody


def _administers(seat: Seat, offices: set[int]) -> bool:
    return seat.role == "administrator" and not seat.scope_ids.isdisjoint(offices)


def _holders(day: date, **held: Any) -> QuerySet[Membership, Any]:
    in_force = Membership.objects.filter(on_day(day), account__is_active=True, **held)
    return in_force.order_by("account_id").values_list("account_id", "role")


# Every notice to an office or to the centre asks one of these; their few rows are sorted.
_OF_OFFICE = Prepared(
    "identity.members",
    _holders,
    takes={"office_id": int, "day": date},
    sample={"office_id": 1, "day": date(2026, 11, 23)},
    may_sort=True,
)
_ACCOUNT = Prepared(
    "identity.account",
    lambda account_id: Account.objects.filter(pk=account_id).values_list(
        "pk", "kind", "login", "name", "is_active", "language"
    ),
    takes={"account_id": int},
    sample={"account_id": 1},
)
_OF_ROLE = Prepared(
    "identity.accounts-with-role",
    _holders,
    takes={"role": str, "day": date, "office__domain": str},
    sample={"role": "dispatcher", "day": date(2026, 11, 23), "office__domain": STATE},
    may_sort=True,
)


def membership_view(row: Membership) -> MembershipView:
    """Give a membership as others see it."""
    return MembershipView(
        row.pk,
        row.account_id,
        row.office_id,
        row.role,
        row.valid_from,
        row.valid_to,
        row.document,
        row.signed,
        row.position,
        row.ended_by,
    )


def memberships_of(account_id: int, domain: str = STATE) -> tuple[MembershipView, ...]:
    """Give every membership an account holds or held on one side, newest first."""
    rows = Membership.objects.filter(account_id=account_id, office__domain=domain).order_by(
        "-valid_from", "-id"
    )
    return tuple(membership_view(row) for row in rows)


def works_in(account_id: int, office_id: int | None) -> bool:
    """Whether an account holds a seat of its own today by which cases of an office are handled."""
    seats = (seat for seat in seats_of(account_id) if seat.role in _HANDLING and seat.behalf is None)
    return any(office_id in seat.scope_ids for seat in seats)


def seats_on(account_id: int, day: date) -> tuple[Seat, ...]:
    """Give the seats an account held on a day, for what is played back or explained."""
    return read_seats(account_id, day)


def staff_actor(account_id: int, day: date | None = None, domain: str = STATE) -> Actor:
    """Give a member of staff as an actor, for imports and demonstrations, with the seats of a day.

    Nobody can be asked again for a proof there, so it counts as fresh; no page makes such an actor. Raises
    `UnknownAccount` for an account that is not of staff.
    """
    view = account(account_id)
    if view.kind != "staff":
        raise UnknownAccount
    seats = seats_of(account_id, domain) if day is None else read_seats(account_id, day, domain)
    return Actor(
        kind="staff",
        account_id=account_id,
        name=view.name,
        seats=seats,
        assurance=ASSURANCE["staff"],
        strength=TWO_FACTORS,
        strong_until=NEVER_ENDS,
        language=view.language,
        domain=domain,
    )


def sessions_of(actor: Actor, token: str = "") -> tuple[SessionView, ...]:
    """Give where the actor is signed in, last seen first; `token` is the one that asks."""
    if actor.account_id is None:
        raise SignInFirst
    now = clock.now()
    living = Session.objects.filter(account_id=actor.account_id, idle_until__gt=now, ends_at__gt=now)
    mine = hash_of(token)
    return tuple(
        SessionView(
            row.pk, row.agent, row.made_at, row.seen_at, row.token_hash == mine, row.method, row.place
        )
        for row in living.order_by("-seen_at", "-id")
    )
