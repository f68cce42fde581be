"""The numbers by which papers know somebody, as the claims of VNeID give them."""

import re
from collections.abc import Mapping
from typing import Any, Final

from cuudinh.connectors.vneid.manifest import Claims

# Nghị định 137/2015, điều 13: twelve digits. Of passports ICAO Doc 9303 knows at most nine signs.
_CITIZEN: Final = re.compile(r"[0-9]{12}")
_PASSPORT: Final = re.compile(r"[A-Z0-9]{6,9}")


def number_of(told: Mapping[str, Any], names: Claims) -> tuple[str, str | None]:
    """Give kind and number of a person's paper; an empty number where none is told, None for one that is none.

    >>> names = Claims(name="name", citizen_number="citizen_id", passport_number="passport_number")
    >>> number_of({"citizen_id": "000 199 000 001"}, names), number_of({"citizen_id": "12"}, names)
    (('cccd', '000199000001'), ('cccd', None))
    >>> number_of({"passport_number": "c1234567"}, names), number_of({}, names)
    (('passport', 'C1234567'), ('cccd', ''))
    """
    for kind, claim, shape in (
        ("cccd", names.citizen_number, _CITIZEN),
        ("passport", names.passport_number, _PASSPORT),
    ):
        given = told.get(claim)
        if given is not None:
            normal = re.sub(r"[\s.-]", "", given).upper() if isinstance(given, str) else ""
            return kind, normal if shape.fullmatch(normal) else None
    return "cccd", ""
