"""To which account a proved person belongs: decided from what the registers hold, for one person and for many alike.

Numbers and subjects come as blind indexes, names folded: nothing here says who anybody is.
"""

from dataclasses import dataclass, field
from typing import Final, Literal

MatchKind = Literal["known", "convert", "review", "refused", "new"]
ReviewReason = Literal[
    "subject-and-number-differ",
    "subject-changed",
    "number-changed",
    "several-claims",
    "name-differs",
    "another-account",
]
# What a review may set aside: of one account only; which of two it is, a merge has to say.
_SETTLED_BY_REVIEW: Final = frozenset({"subject-changed", "number-changed"})


@dataclass(frozen=True, slots=True)
class Proved:
    """What was proved of somebody: the sign-on's name for them, their number, their name.

    `number` is empty unless it was proved (level 2 and above), `subject` where no sign-on was asked.
    """

    subject: str
    number: str
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Holder:
    """An account as matching sees it: what is proved of its person, empty where nothing is, and its name."""

    account_id: int
    subject: str
    number: str
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Held:
    """What the registers hold of a proved person.

    `by_claim` are accounts that state the number without proof, `accepted` what a review said is theirs,
    `is_apart` that a review said that none of the others is, and `apart_for` why it was held.
    """

    by_subject: Holder | None = None
    by_number: Holder | None = None
    by_claim: tuple[Holder, ...] = ()
    accepted: Holder | None = None
    is_apart: bool = False
    apart_for: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What is to be done, with which account; `others` are for people to look at, for a reason."""

    kind: MatchKind
    account_id: int | None = None
    reason: ReviewReason | None = None
    others: tuple[int, ...] = ()


def decide(proved: Proved, held: Held) -> Match:
    """Give the account of a proved person, or who has to look first.

    The subject finds a person for good; else the proved number does; else exactly one account that stated the
    number under the same name is converted. Whatever does not fit together goes to review.

    >>> hoa = Proved("s1", "n1", "le thi hoa")
    >>> decide(hoa, Held()).kind
    'new'
    >>> decide(hoa, Held(by_claim=(Holder(7, "", "", "le thi hoa"),)))
    Match(kind='convert', account_id=7, reason=None, others=())
    >>> decide(hoa, Held(by_claim=(Holder(7, "", "", "le thi hue"),)))
    Match(kind='review', account_id=None, reason='name-differs', others=(7,))
    """
    found = held.by_subject or held.by_number
    if found is not None:
        return _known(proved, held, found)
    if held.accepted is not None:
        return Match("convert", held.accepted.account_id)
    return Match("new") if held.is_apart else _claimed(proved, held.by_claim)


def _known(proved: Proved, held: Held, found: Holder) -> Match:
    """Give the account whose person is proved already, unless what is proved now contradicts it.

    What two people answered stays answered: who was said not to be the owner is not looked at again.
    """
    reason = _contradiction(proved, held, found)
    is_settled = held.accepted is not None and held.accepted.account_id == found.account_id
    if reason is not None and not (is_settled and reason in _SETTLED_BY_REVIEW):
        both = (held.by_subject, held.by_number)
        ids = dict.fromkeys(one.account_id for one in both if one is not None)
        kind: MatchKind = "refused" if held.apart_for == reason else "review"
        return Match(kind, reason=reason, others=tuple(ids))
    others = tuple(one.account_id for one in held.by_claim if one.account_id != found.account_id)
    if others and not held.is_apart:
        return Match("known", found.account_id, "another-account", others)
    return Match("known", found.account_id)


def _contradiction(proved: Proved, held: Held, found: Holder) -> ReviewReason | None:
    """Give why an account that was found may be somebody else's.

    >>> ha = Holder(3, "s3", "n3", "ha")
    >>> _contradiction(Proved("s3", "n4", "ha"), Held(by_subject=ha), ha)
    'number-changed'
    >>> _contradiction(Proved("s9", "n3", "ha"), Held(by_number=ha), ha)
    'subject-changed'
    """
    if held.by_number is not None and held.by_number.account_id != found.account_id:
        return "subject-and-number-differ"
    if proved.subject and found.subject and proved.subject != found.subject:
        return "subject-changed"
    if proved.number and found.number and proved.number != found.number:
        return "number-changed"
    return None


def _claimed(proved: Proved, claims: tuple[Holder, ...]) -> Match:
    """Give the one account that stated the number, if nothing speaks against it."""
    if not claims:
        return Match("new")
    ids = tuple(one.account_id for one in claims)
    if len(claims) > 1:
        return Match("review", reason="several-claims", others=ids)
    (only,) = claims
    if only.subject:
        return Match("review", reason="subject-changed", others=ids)
    if only.number:
        return Match("review", reason="number-changed", others=ids)
    if only.name != proved.name:
        return Match("review", reason="name-differs", others=ids)
    return Match("convert", only.account_id)
