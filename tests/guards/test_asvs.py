"""The page on OWASP ASVS names every requirement of levels 1 and 2, and no number that is none."""

from collections import Counter
from typing import Final

from cuudinh.project import documenting_security
from tests.guards.sources import report

# How many requirements of levels 1 and 2 each chapter of ASVS 5.0.0 has, without chapter 17.
CHAPTERS: Final = dict(
    zip(range(1, 17), (27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16), strict=True)
)


def test_every_requirement_of_levels_one_and_two_has_its_row() -> None:
    rows = documenting_security.requirements()
    assert Counter(int(row.number.partition(".")[0]) for row in rows) == CHAPTERS
    assert len({row.number for row in rows}) == len(rows) == 246
    assert Counter(row.level for row in rows) == {1: 70, 2: 176}


def test_every_requirement_is_proved_by_a_test_or_decided_with_a_reason() -> None:
    proved = documenting_security.proofs()
    rows = documenting_security.requirements()
    open_ones = [
        f"{row.number}: neither a test nor a decision"
        for row in rows
        if row.number not in proved and not (row.state in documenting_security.STATES[1:] and row.why)
    ]
    assert not open_ones, report(open_ones)
    known = {row.number for row in rows}
    assert not proved.keys() - known, f"no such requirements: {sorted(proved.keys() - known)}"
