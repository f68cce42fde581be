"""Figures of a run, kept in the transaction of what they count, and frozen day by day."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from cuudinh.engines.identity import snapshot
from cuudinh.journal.statements import count_of, database, rows_of

Tally = tuple[str, str, str]

_ONE_OF: Final = {"sqlite": "IN (SELECT value FROM json_each(%s))", "postgresql": "= ANY(%s)"}
_KEEP: Final = (
    "INSERT INTO identity_conversiontally (run_id, population, unit_code, state, count) "
    "VALUES (%s, %s, %s, %s, %s) ON CONFLICT (run_id, population, unit_code, state) "
    "DO UPDATE SET count = identity_conversiontally.count + excluded.count"
)
_FREEZE: Final = (
    "INSERT INTO identity_conversionsnapshot (run_id, day, population, unit_code, converted, total) "
    "SELECT t.run_id, %s, t.population, t.unit_code, "
    "SUM(CASE WHEN t.state = 'converted' THEN t.count ELSE 0 END), SUM(t.count) "
    "FROM identity_conversiontally t WHERE t.run_id = %s GROUP BY t.run_id, t.population, t.unit_code "
    "ON CONFLICT (run_id, day, population, unit_code) "
    "DO UPDATE SET converted = excluded.converted, total = excluded.total"
)


def keep(run_id: int, changes: Mapping[Tally, int]) -> None:
    """Add to the figures of a run: so many more or fewer of a population and unit in a state."""
    rows = [(run_id, *tally, count) for tally, count in sorted(changes.items()) if count]
    if rows:
        with database().cursor() as cursor:
            cursor.executemany(_KEEP, rows)


def become(run_id: int, account_ids: Sequence[int], state: str) -> Counter[Tally]:
    """Put members of a run into a state, in which nothing is due, and give the change of figures."""
    here = database()
    ids = json.dumps(list(account_ids)) if here.vendor == "sqlite" else list(account_ids)
    whose = f"WHERE run_id = %s AND account_id {_ONE_OF[here.vendor]}"
    found: Counter[Tally] = Counter()
    counted = f"SELECT population, unit_code, state, COUNT(*) FROM identity_conversionmember {whose} GROUP BY 1, 2, 3"  # noqa: S608  names of ours
    for population, unit, before, count in rows_of(here, counted, [run_id, ids]):
        found[population, unit, before] -= count
        found[population, unit, state] += count
    changed = f"UPDATE identity_conversionmember SET state = %s, is_due = %s {whose}"  # noqa: S608  names of ours
    count_of(here, changed, [state, False, run_id, ids])
    return found


def freeze_day(run_id: int) -> None:
    """Write numerator and denominator of today; those of earlier days stay as they were."""
    count_of(database(), _FREEZE, [snapshot.today(), run_id])
