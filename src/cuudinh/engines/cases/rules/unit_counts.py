"""What is counted by unit and month: a case counts in the unit of every period of the tree, once in each.

So a report of 2024 is counted in the commune it was filed in and in the one that has its place now, and each
count is that of a list. All of it follows from how the case stands, so it can be counted again from the rows.

    unit:<id>:open unit:<id>:near
    month:<yyyy-mm>:unit:<id>:filed month:<yyyy-mm>:unit:<id>:near month:<yyyy-mm>:unit:<id>:resolved

`near` is the part of the open or filed ones whose unit nobody can be sure of; a case that was reopened is
resolved no more, until it is again.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from cuudinh.engines.cases.rules.standing import Standing
from cuudinh.engines.places.types import UNSURE


def unit_names(case: Standing, zone: ZoneInfo) -> frozenset[str]:
    """Give the counters by unit in which a case stands as one."""
    return frozenset(_names(case, zone))


def difference(before: Standing | None, after: Standing, zone: ZoneInfo) -> Mapping[str, int]:
    """Give what the counters by unit gain and lose when a case changes; `before` is None for a new one."""
    if before is not None and _counted_by(before) == _counted_by(after):
        return {}
    old = unit_names(before, zone) if before is not None else frozenset[str]()
    new = unit_names(after, zone)
    delta: Counter[str] = Counter(dict.fromkeys(new - old, 1))
    delta.update(dict.fromkeys(old - new, -1))
    return delta


def _counted_by(case: Standing) -> tuple[object, ...]:
    """Give all on which the names rest; most acts leave it as it was."""
    return case.units, case.unit_id, case.phase == "open", case.filed_at, case.outcome, case.resolved_at


def _names(case: Standing, zone: ZoneInfo) -> Iterator[str]:
    is_open = case.phase == "open"
    if case.units is None:
        if is_open and case.unit_id is not None:
            yield f"unit:{case.unit_id}:open"
        return
    filed = _month(case.filed_at, zone)
    for unit_id, how in case.units.items():
        counted = ("filed", "near") if how in UNSURE else ("filed",)
        yield from (f"month:{filed}:unit:{unit_id}:{what}" for what in counted)
        if is_open:
            yield from (f"unit:{unit_id}:{'open' if what == 'filed' else what}" for what in counted)
        if case.outcome and case.resolved_at is not None:
            yield f"month:{_month(case.resolved_at, zone)}:unit:{unit_id}:resolved"


# Every act counts the month of a filing anew for each unit, before and after.
@lru_cache(maxsize=1_024)
def _month(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m")
