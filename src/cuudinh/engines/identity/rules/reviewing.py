"""What may be answered where a sign-on and the registers do not agree, and with which accounts."""

from collections.abc import Mapping, Sequence
from typing import Final

# mine: the account is theirs, and none of the others; merge: all are, and go on as the one that is kept; apart: none.
MATCH_ANSWERS: Final[Mapping[str, tuple[str, ...]]] = {
    "subject-and-number-differ": ("merge", "apart"),
    "subject-changed": ("mine", "apart"),
    "number-changed": ("mine", "apart"),
    "name-differs": ("mine", "apart"),
    "several-claims": ("merge", "mine", "apart"),
    "another-account": ("merge", "apart"),
}


def keepable(reason: str, accounts: Sequence[int]) -> tuple[int, ...]:
    """Give the accounts that may be the one they go on with: who is signed in already stays in theirs.

    >>> keepable("several-claims", [4, 7]), keepable("another-account", [4, 7])
    ((4, 7), (4,))
    """
    return tuple(accounts[:1] if reason == "another-account" else accounts)


def may_answer(reason: str, accounts: Sequence[int], answer: str, account_id: int | None) -> bool:
    """Tell whether an answer fits its reason, and names one of the accounts wherever it has to.

    >>> may_answer("several-claims", [4, 7], "merge", 7), may_answer("several-claims", [4, 7], "merge", None)
    (True, False)
    >>> may_answer("name-differs", [4], "merge", 4), may_answer("name-differs", [4], "apart", None)
    (False, True)
    """
    if answer not in MATCH_ANSWERS[reason]:
        return False
    return answer == "apart" or account_id in keepable(reason, accounts)
