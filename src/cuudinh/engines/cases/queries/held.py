"""Do the numbers of other engines that cases hold still mean something?

No foreign key holds them (`docs/decisions/0002-no-keys-across-engines.md`), so somebody must look: `cuudinh
doctor` asks here. Offices, units and staff are few, whatever the number of cases.
"""

from typing import Any

from django.db.models import Model

from cuudinh.engines.cases.models import Case, ClockEntry, Extension, Task
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import UnknownOffice
from cuudinh.engines.places import queries as places


def numbers_without_meaning() -> dict[str, tuple[int, ...]]:
    """Give the numbers that cases, tasks, clocks and extensions hold and nobody knows, by what they number.

    Empty when all is well. Nothing of it is personal, so it takes no actor; residents are not looked at.
    """
    offices = {
        *_held(Case, "owner_office_id"),
        *_held(Task, "office_id"),
        *_held(ClockEntry, "office_id"),
        *_held(Extension, "office_id"),
    }
    units = _held(Case, "unit_id")
    staff = _held(Case, "owner_account_id")
    unknown = {
        "office": [number for number in offices if not _is_office(number)],
        "unit": units - places.units_by_id(units).keys(),
        "staff account": [number for number in staff if not identity.staff_name(number)],
    }
    return {what: tuple(sorted(numbers)) for what, numbers in unknown.items() if numbers}


def _held(table: type[Model], column: str) -> set[int]:
    numbers: Any = table._default_manager.values_list(column, flat=True).distinct().order_by()
    return {number for number in numbers if number is not None}


def _is_office(number: int) -> bool:
    try:
        identity.office_by_id(number)
    except UnknownOffice:
        return False
    return True
