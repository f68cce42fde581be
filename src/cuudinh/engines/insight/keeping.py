"""One dossier as it counts now is compared with its row, and the difference goes to the sums: the only way they change.

Telling the same again changes nothing, and whatever was done to a dossier (an officer, another office after a
reorganisation, a reopening) is taken from where it counted and added where it counts.
"""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Final

from django.db import connection
from django.db.models import F, Model, QuerySet

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.insight.models import CaseFact, DayCount, MonthCount, ReasonCount
from cuudinh.engines.insight.rules.counting import Counts, Scored, by_month, difference, reasons, scored
from cuudinh.engines.ledger import queries as ledger
from cuudinh.journal.prepared import Prepared
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.journal.transactions import within_act

COLUMNS: Final = tuple(one.name for one in fields(Scored))
_FACTS: Final = PreparedRows(CaseFact)


def _asked(name: str, *, is_locking: bool) -> Prepared:
    """Prepare the read of one row; every act on a dossier asks for it."""

    def build(case_id: int) -> QuerySet[CaseFact, Any]:
        found = CaseFact.objects.filter(pk=case_id)
        return (found.select_for_update() if is_locking else found).values_list(*COLUMNS)

    return Prepared(name, build, takes={"case_id": int}, sample={"case_id": 1})


_KEPT: Final = {
    False: _asked("insight.fact", is_locking=False),
    True: _asked("insight.fact-locking", is_locking=True),
}


def scored_now(case_id: int) -> Scored | None:
    """Give a dossier as it counts now, of its row, its history and its money; None for what is no dossier."""
    facts = cases.dossier_facts(case_id)
    if facts is None:
        return None
    paid = ledger.paid_for(f"case:{facts.number}")
    return scored(facts, is_payable=paid.is_owed, is_paid_online=paid.is_by_bank)


def kept(case_id: int, *, is_locking: bool = False) -> Scored | None:
    """Give a dossier as its row says that it counts."""
    asked = _KEPT[is_locking and connection.features.has_select_for_update]
    return next((Scored(*row) for row in asked.run(case_id=case_id)), None)


@within_act()
def keep(case_id: int) -> bool:
    """Bring row and sums of a dossier up to now; give whether anything was different.

    The row is held before the dossier is read, so that of two who do this at once the later one reads the later state.
    """
    old = kept(case_id, is_locking=True)
    new = scored_now(case_id)
    if new is None or new == old:
        return False
    values = asdict(new)
    if old is None:
        _FACTS.insert(**values)
    else:
        del values["case_id"]
        _FACTS.update({"case_id": case_id}, **values)
    add(difference(old, new))
    _refused(old, new)
    return True


def add(days: Mapping[Any, Counts]) -> None:
    """Add changes to the rows of their days, and to those of their months, in one order for everybody."""
    for (day, office_id, account_id, service_id), counts in days.items():
        key = {"day": day, "office_id": office_id, "account_id": account_id, "service_id": service_id}
        _bump(DayCount, key, counts)
    for (month, office_id, service_id), counts in by_month(days).items():
        _bump(MonthCount, {"month": month, "office_id": office_id, "service_id": service_id}, counts)


def _refused(old: Scored | None, new: Scored) -> None:
    changes = [(reasons(old), -1), (reasons(new), 1)]
    for key, by in changes if changes[0][0] != changes[1][0] else ():
        if key is not None:
            names = ("month", "office_id", "service_id", "reason")
            _bump(ReasonCount, dict(zip(names, key, strict=True)), {"refusals": by})


def _bump(table: type[Model], key: Mapping[str, Any], counts: Counts) -> None:
    """Add to one row, which is made where there is none; whoever made it meanwhile is waited for."""
    rows = table._default_manager.filter(**key)
    more = {name: F(name) + n for name, n in counts.items()}
    if rows.update(**more):
        return
    made = table._default_manager.bulk_create([table(**key)], ignore_conflicts=True)
    assert made, "one was asked for"
    rows.update(**more)
