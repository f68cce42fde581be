"""Filing: a report enters, gets its number, its owner proposal, its promise and its receipt."""

from collections.abc import Mapping, Sequence
from typing import Any

from cuudinh.engines.cases.types import Caller, Filed
from cuudinh.kernel.actor import Actor


def file_case(
    actor: Actor,
    *,
    service_id: str,
    answers: Mapping[str, Any],
    photos: Sequence[int] = (),
    channel: str = "web",
    idempotency_key: str = "",
    caller: Caller | None = None,
) -> Filed:
    """File a case and start its deadline.

    `answers` maps question ids to values: a place is `{"lat", "lon", "label"}` or `{"unit", "label"}`, a flag is a
    bool, a number a number, everything else text. `photos` are ids given by `journal.pictures.accept_picture`.
    A dispatcher who takes a call passes `caller`; then the dispatcher is not the reporter.
    """
    raise NotImplementedError
