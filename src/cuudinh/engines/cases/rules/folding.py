"""The history folded: the events of a case, in order, give the case as it stands.

Each event keeps under `set` the columns it changed, so the row can be rebuilt from the history and a test can
prove that nothing was ever written beside it. Texts are left out: what was covered must not live on there.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from cuudinh.engines.cases.rules.flags import flag_mask
from cuudinh.engines.cases.rules.standing import Standing

# `state`, `changed_at` and `rev` stand in columns of the event itself.
FOLDED: Final = (
    "phase",
    "flags",
    "topic",
    "track",
    "owner_office_id",
    "owner_account_id",
    "unit_id",
    "state_since",
    "counted_from",
    "promised_at",
    "due_at",
    "stage_due_at",
    "left_minutes",
    "waited_minutes",
    "resolved_at",
    "closed_at",
    "published_at",
    "is_public",
    "outcome",
    "reason",
    "master_id",
    "rating",
    "act_counts",
    "spent",
    "back_to",
)


def folded_value(case: Standing, name: str) -> Any:
    """Give a column as the history keeps it: flags as a number, moments as ISO text."""
    value = getattr(case, name)
    if name == "flags":
        return flag_mask(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else value


def changes_between(before: Standing | None, after: Standing) -> dict[str, Any]:
    """Give what an event must keep: every folded column that differs, all of them for the first event."""
    if before is None:
        return {name: folded_value(after, name) for name in FOLDED}
    changed = (name for name in FOLDED if getattr(after, name) != getattr(before, name))
    return {name: folded_value(after, name) for name in changed}


def fold(events: Iterable[tuple[int, str, Mapping[str, Any]]]) -> dict[str, Any]:
    """Fold events (`seq`, `to_state`, `facts`) into the columns they make.

    >>> fold([(1, "new", {"set": {"topic": "tree"}}), (2, "done", {"set": {"outcome": "late"}})])
    {'topic': 'tree', 'rev': 2, 'state': 'done', 'outcome': 'late'}
    """
    row: dict[str, Any] = {}
    for seq, state, facts in events:
        row |= facts.get("set", {}) | {"rev": seq, "state": state}
    return row
