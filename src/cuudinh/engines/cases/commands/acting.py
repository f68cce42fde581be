"""Acts of the flow, on one case or on many."""

from collections.abc import Mapping, Sequence
from typing import Any

from cuudinh.engines.cases.types import ActResult
from cuudinh.kernel.actor import Actor


def perform_act(
    actor: Actor,
    *,
    number: str,
    act: str,
    inputs: Mapping[str, Any] | None = None,
    rev: int | None = None,
    photos: Sequence[int] = (),
    tracking_code: str = "",
) -> int:
    """Do one act of the flow on a case and give its new revision.

    `inputs` maps input ids to values: an office is its code, offices a list of codes, a span
    `{"working_days": 3}`, a case its number, a rating the id of its level, a reason its id. `rev` is what the
    actor last read; an older one is refused (`CaseChanged`). A reporter without an account shows `tracking_code`.
    """
    raise NotImplementedError


def perform_many(
    actor: Actor, *, numbers: Sequence[str], act: str, inputs: Mapping[str, Any] | None = None
) -> tuple[ActResult, ...]:
    """Do the same act on several cases, each in its own transaction, and say of each what became of it."""
    raise NotImplementedError
