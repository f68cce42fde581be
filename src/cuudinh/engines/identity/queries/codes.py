"""Codes of offices in the systems of the country, on any day. Of the State unless another side is named."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.models import CodeSystem, OfficeCode
from cuudinh.engines.identity.queries.offices import office
from cuudinh.engines.identity.seats import on_day
from cuudinh.engines.identity.types import CodeSystemView, OfficeCodeView, OfficeView
from cuudinh.journal.prepared import Prepared
from cuudinh.kernel.actor import STATE

# Asked with every dossier that is filed. An office has one code in a system on a day, so that nothing much is sorted.
_CODES: Final = Prepared(
    "identity.codes-of-office",
    lambda office, system, day: (
        OfficeCode.objects.filter(on_day(day), office_id=office, system=system)
        .order_by("value")
        .values_list("value")
    ),
    takes={"office": int, "system": str, "day": date},
    sample={"office": 1, "system": "s", "day": date(2026, 11, 28)},
    may_sort=True,
)


def code_systems() -> tuple[CodeSystemView, ...]:
    """Give the systems of codes, in the order of the pack."""
    rows = CodeSystem.objects.order_by("position")
    return tuple(
        CodeSystemView(row.id, row.body["title"], row.body["form"], date.fromisoformat(row.body["since"]))
        for row in rows
    )


def codes_of_office(office_id: int, domain: str = STATE) -> tuple[OfficeCodeView, ...]:
    """Give every code an office has or had, those in force first in the order of their systems."""
    rows = OfficeCode.objects.filter(office_id=office_id, office__domain=domain).order_by(
        "-valid_from", "system"
    )
    return tuple(_view(row) for row in rows.select_related("office"))


def office_by_official_code(value: str, day: date | None = None, domain: str = STATE) -> OfficeView | None:
    """Give the office that had a code of any system on a day (today by default), as it was then; None if nobody."""
    on = day or snapshot.today()
    rows = OfficeCode.objects.filter(on_day(on), value=value.strip().upper(), office__domain=domain)
    found = rows.values_list("office_id", flat=True).first()
    return office(found, on, domain) if found is not None else None


def official_code(office_id: int, system: str, day: date) -> str:
    """Give the code in a system of an office of the State on a day, else of the nearest office above it; "" if none."""
    at: int | None = office_id
    while at is not None:
        found = _CODES.run(office=at, system=system, day=day)
        if found:
            return str(found[0][0])
        view = office(at, day)
        at = view.parent_id if view is not None else None
    return ""


def all_codes(day: date | None = None, domain: str = STATE) -> Iterator[OfficeCodeView]:
    """Give the codes of all offices on a day (all days by default), for an export."""
    rows = OfficeCode.objects.filter(office__domain=domain).select_related("office")
    rows = rows.filter(on_day(day)) if day is not None else rows
    yield from (_view(row) for row in rows.order_by("system", "value", "valid_from").iterator(1_000))


def _view(row: OfficeCode) -> OfficeCodeView:
    return OfficeCodeView(row.office_id, row.office.code, row.system, row.value, row.valid_from, row.valid_to)
