"""Merging: into what a case may be merged, and who may still read it afterwards."""

from collections.abc import Mapping
from typing import Final

from cuudinh.engines.cases.rules.standing import OtherCase, Scene
from cuudinh.engines.cases.service import span_of

# The mark of `act_counts` that says that a case was public when it was merged.
WAS_PUBLIC: Final = "was_public"


def takes_parts(scene: Scene, other: OtherCase) -> bool:
    """Whether another case may be merged into this one: it is worked on, or its result can still be doubted.

    What was refused, withdrawn or merged itself leads nowhere, and would bury the report that follows it.
    """
    if other.is_merged or other.phase == "final":
        return False
    if other.phase != "done":
        return True
    act = scene.service.act(other.state, "reopen")
    if not other.is_resolved or act is None:
        return False
    pace = scene.pace_of(other.track)
    return act.within is None or scene.at <= pace.add(other.state_since, span_of(act.within))


def is_readable_by_followers(is_public: bool, master_id: int | None, act_counts: Mapping[str, int]) -> bool:
    """Whether those who follow a case may open it: it is public, or was until it became part of another.

    >>> is_readable_by_followers(False, 7, {"was_public": 1}), is_readable_by_followers(False, 7, {})
    (True, False)
    """
    return is_public or (master_id is not None and WAS_PUBLIC in act_counts)
