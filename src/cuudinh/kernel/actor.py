"""Who acts: one value that travels with every command and query."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

# The side of the State; other sides of the organisation, such as the Party, are kept apart from it.
STATE: Final = "state"

ActorKind = Literal["visitor", "resident", "staff", "client", "system"]


@dataclass(frozen=True, slots=True)
class Behalf:
    """Whose seat it is that somebody else acts from, and by which document where there is one."""

    account_id: int
    document: str = ""


class Warrant(str):
    """The id of the rule that allowed an act, and on whose behalf where the seat is not the actor's own."""

    behalf: Behalf | None = None

    @classmethod
    def of(cls, rule_id: str, behalf: Behalf | None = None) -> "Warrant":
        """Give the warrant of an act."""
        found = cls(rule_id)
        found.behalf = behalf
        return found


@dataclass(frozen=True, slots=True)
class Seat:
    """One dated membership in force: a role held in an office, and the offices below it.

    `scope_ids` holds the office and every office under it today, so that list filters need no tree walk.
    `behalf`: the seat is somebody else's, who is absent or has delegated; then `acts` are those it is lent
    for (None: all).
    """

    office_id: int
    office_code: str
    role: str
    scope_ids: frozenset[int]
    behalf: Behalf | None = None
    acts: frozenset[str] | None = None


_NO_ROLES: Final[frozenset[str]] = frozenset()


def _told_by(seats: tuple[Seat, ...]) -> tuple[frozenset[str], bool]:
    """Give the roles that seats give, and whether any of the seats is lent."""
    roles = frozenset(seat.role for seat in seats if seat.acts is None)
    return roles, any(seat.behalf is not None for seat in seats)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or process at work. `account_id` is None for visitors and for the system itself.

    `assurance` is how well it is known who this is: 0 (not at all), 1 (stated), 2 (proved), 3 (proved in
    presence). `strength` is how this session was proved: by 0, 1 or 2 factors; until `strong_until` that is
    fresh enough for acts that ask for it. `name` is for people to read, never for logs.
    `owes_factor`: their seats ask for a second factor, which is not there in time, so none is among `seats`.
    `seats` are those of one `domain` only: what is held on another side of the organisation opens nothing here.
    `is_lent`: some of them are those of others. A seat that is lent for named acts gives no role.
    """

    kind: ActorKind
    account_id: int | None = None
    name: str = ""
    seats: tuple[Seat, ...] = ()
    assurance: int = 0
    language: str = "vi"
    request_id: str = ""
    strength: int = 0
    strong_until: datetime | None = None
    domain: str = STATE
    owes_factor: bool = False
    roles: frozenset[str] = field(init=False)
    is_lent: bool = field(init=False)

    def __post_init__(self) -> None:
        roles, is_lent = _told_by(self.seats) if self.seats else (_NO_ROLES, False)
        object.__setattr__(self, "roles", roles)
        object.__setattr__(self, "is_lent", is_lent)

    @property
    def is_signed_in(self) -> bool:
        """Whether an account stands behind the actor."""
        return self.account_id is not None

    def has_role(self, *roles: str) -> bool:
        """Whether the actor holds any of the roles, in whatever office."""
        return not self.roles.isdisjoint(roles)

    def office_ids(self, *roles: str) -> frozenset[int]:
        """Give the offices (with those below) in which the actor holds any of the roles."""
        held = (seat for seat in self.seats if seat.acts is None)
        return frozenset().union(*(seat.scope_ids for seat in held if seat.role in roles))

    @property
    def absent_ids(self) -> frozenset[int]:
        """The accounts whose seats the actor acts from while they are absent."""
        lent = (seat.behalf for seat in self.seats if seat.acts is None)
        return frozenset(behalf.account_id for behalf in lent if behalf is not None)


VISITOR = Actor(kind="visitor")


def system(name: str) -> Actor:
    """Give the actor of a background process; its name stands in the audit log."""
    return Actor(kind="system", name=name, assurance=2)
