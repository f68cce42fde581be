"""The number of a case, by the pattern of its service."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

_PART: Final = re.compile(r"\{([^{}]*)\}")
_DATES: Final = {"yyyy": "%Y", "yy": "%y", "mm": "%m", "dd": "%d"}
_SEQUENCE: Final = re.compile(r"seq:([1-9])$")
OFFICE: Final = "org"
# As long as the column of the number.
LONGEST: Final = 32
_FIXED: Final = re.compile(r"[A-Z0-9./-]*$")


def case_number(pattern: str, day: date, sequence: int, office: str = "") -> str:
    """Give the number of the case that came as number `sequence` of its period, of an office with a code.

    >>> case_number("PA-{yyyy}{mm}{dd}-{seq:5}", date(2026, 11, 23), 42)
    'PA-20261123-00042'
    >>> case_number("{org}-{yy}{mm}{dd}-{seq:4}", date(2026, 7, 15), 1, "000.00.15.H57")
    '000.00.15.H57-260715-0001'
    """

    def filled(part: re.Match[str]) -> str:
        if part[1] == OFFICE:
            return office
        width = _SEQUENCE.match(part[1])
        return f"{sequence:0{width[1]}d}" if width else day.strftime(_DATES[part[1]])

    return _PART.sub(filled, pattern)


@lru_cache(maxsize=64)
def sequence_name(service_id: str, pattern: str, day: date, office: str = "") -> str:
    """Give the name of the sequence to count in: it starts anew whenever the dates in the pattern change.

    Numbers that name an office are counted in that office, whatever the service.

    >>> sequence_name("phan-anh", "PA-{yyyy}{mm}-{seq:5}", date(2026, 11, 23))
    'case:phan-anh:202611'
    >>> sequence_name("khai-sinh", "{org}-{yy}{mm}{dd}-{seq:4}", date(2026, 7, 15), "000.00.15.H57")
    'case:000.00.15.H57:260715'
    """
    dates = [part for part in _PART.findall(pattern) if part in _DATES]
    return f"case:{office or service_id}:{''.join(day.strftime(_DATES[part]) for part in dates)}"


def number_faults(pattern: str) -> Iterator[str]:
    """Give what is wrong with a pattern: unknown parts, no sequence, letters that people misread or mistype.

    >>> list(number_faults("pa-{yyyy}-{nr}"))[0]
    'unknown part {nr}; known: {yyyy}, {yy}, {mm}, {dd}, {org}, {seq:5}'
    """
    parts = _PART.findall(pattern)
    for part in parts:
        if part not in _DATES and part != OFFICE and not _SEQUENCE.match(part):
            yield f"unknown part {{{part}}}; known: {{yyyy}}, {{yy}}, {{mm}}, {{dd}}, {{org}}, {{seq:5}}"
    if sum(bool(_SEQUENCE.match(part)) for part in parts) != 1:
        yield "exactly one {seq:n} is needed"
    if not _FIXED.match(_PART.sub("", pattern)):
        yield "outside the braces only capital letters, digits and . / - are allowed"
    if ("dd" in parts and "mm" not in parts) or ("mm" in parts and not {"yyyy", "yy"} & set(parts)):
        yield "a day needs its month and a month its year, or numbers come twice"
    if len(pattern) > LONGEST:
        yield "a pattern has at most 32 signs"
