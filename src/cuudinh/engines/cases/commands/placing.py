"""Placing cases anew on the trees of all periods: after an update, a new tree, or new boundaries.

A case keeps the unit it was filed in; what is decided anew are the units of the other periods. It is done in
small portions by the clerk, each in a transaction with its counters, so it can be stopped and asked for again
at any time.
"""

from collections import Counter
from typing import Final

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.commands.writing import write_units
from cuudinh.engines.cases.models import Case
from cuudinh.engines.cases.rules import unit_counts
from cuudinh.engines.cases.store import standing_of
from cuudinh.engines.cases.surroundings import units_of
from cuudinh.engines.places import queries as places
from cuudinh.engines.places.types import UnknownUnit
from cuudinh.journal import counters, jobs
from cuudinh.journal.transactions import acting

JOB: Final = "cases.place-again"
PORTION: Final = 200


@acting()
def place_cases_again() -> None:
    """Ask the clerk to decide anew in which units of every period the cases lie; nothing without cases."""
    if Case.objects.exists():
        jobs.later(JOB, 0, key=JOB)


@jobs.handler(JOB)
def _place_portion(after_id: int) -> jobs.Finish:
    return lambda: _finish(after_id)


def _finish(after_id: int) -> None:
    """Place the next cases, and ask for those after them."""
    rows = Case.objects.filter(id__gt=after_id, unit_id__isnull=False).order_by("id")
    found = list(rows.select_for_update()[:PORTION])
    changed: Counter[str] = Counter()
    for row in found:
        changed.update(_place(row))
    counters.bump(changed)
    if len(found) == PORTION:
        jobs.later(JOB, found[-1].pk, key=JOB)


def _place(row: Case) -> dict[str, int]:
    """Write the units of one case and give what the counters gain and lose."""
    before = standing_of(row)
    assert row.unit_id is not None, "only cases with a unit are placed"
    try:
        units = units_of(row.unit_id, row.lat, row.lon)
    except UnknownUnit:
        return {}
    after = before.but(units=units)
    if before.units == units:
        return {}
    Case.objects.filter(pk=row.pk).update(units=units)
    write_units(row.pk, before, after)
    service = definitions.service(row.service_id, row.version)
    return dict(unit_counts.difference(before, after, places.calendar(service.shape.calendar).zone))
