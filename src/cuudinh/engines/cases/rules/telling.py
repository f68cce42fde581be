"""Who can be told: the relations that a pack may name behind `tell`.

`former` is the office that led before the act, told when a case goes to another.
"""

from typing import Final

TOLD: Final = (
    "reporter",
    "followers",
    "owner.officer",
    "owner.head",
    "former.officer",
    "former.head",
    "cooperating.officer",
    "cooperating.head",
    "owner.receiver",
    "receiving.receiver",
    "receiving.officer",
    "receiving.head",
    "dispatcher",
    "supervisor",
    "leader",
)
