"""Who can be told: the relations that a pack may name behind `tell`."""

from typing import Final

TOLD: Final = (
    "reporter",
    "followers",
    "owner.officer",
    "owner.head",
    "cooperating.officer",
    "cooperating.head",
    "dispatcher",
    "supervisor",
    "leader",
)
