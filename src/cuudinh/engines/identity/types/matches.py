"""What leaves identity of people whom a sign-on proved, and whose account two people have to say."""

from dataclasses import dataclass, field
from datetime import datetime

from cuudinh.engines.identity.types.conversions import MergeView, ReviewedAccount


@dataclass(frozen=True, slots=True)
class ReviewSettled:
    """Event: two people settled a review: whose account it is, and which accounts do not state a number any more."""

    review: str
    account_id: int | None
    dropped: list[int]


@dataclass(frozen=True, slots=True)
class MatchRow:
    """One sign-on in the queue of those that people look at."""

    id: int
    reason: str
    state: str
    accounts: int
    opened_at: datetime
    proposer: str


@dataclass(frozen=True, slots=True)
class MatchView:
    """A sign-on with what it proved, the accounts in question, what was proposed, and what the actor may do now.

    `answers` are those that may be proposed, `keepable` the accounts that may be the one that is theirs.
    """

    id: int
    reason: str
    state: str
    answer: str
    account_id: int | None
    why: str
    proposer: str
    decider: str
    opened_at: datetime
    name: str = field(repr=False)
    number_end: str = field(repr=False)
    number_kind: str
    accounts: tuple[ReviewedAccount, ...]
    answers: tuple[str, ...]
    keepable: tuple[int, ...]
    may_propose: bool
    may_decide: bool
    may_reopen: bool
    merges: tuple[MergeView, ...]
