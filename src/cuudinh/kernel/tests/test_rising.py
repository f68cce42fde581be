"""Prefix sums: the same answer as a search through everything, from a bucket of a few numbers."""

from array import array
from bisect import bisect_right
from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from cuudinh.kernel.rising import Rising, WorkedDays

WHOLE = st.integers(-(10**15), 10**15)


@given(st.lists(WHOLE, min_size=1, max_size=60), WHOLE)
def test_a_place_is_found_as_a_search_through_all_numbers_finds_it(numbers: list[int], value: int) -> None:
    values = array("q", sorted(numbers))
    for sought in (value, *numbers):
        assert Rising(values).up_to(sought) == bisect_right(values, sought)


def test_a_bucket_holds_a_few_stretches_however_many_years_there_are() -> None:
    day, night, weekend = 4 * 60, 14 * 60, 62 * 60
    week = [day, 2 * 60, day, night] * 4 + [day, 2 * 60, day, weekend]
    for years in (1, 40):
        starts = array("q", list(accumulate(week * 52 * years, initial=0))[::2])
        edges = Rising(starts)._below
        assert max(after - before for before, after in pairwise(edges)) <= 4


def test_days_without_a_stretch_are_not_worked() -> None:
    days = WorkedDays()
    for before, after in ((0, 2), (2, 2), (2, 3)):
        days.add(before, after)
    assert (list(days.worked), list(days.worked_before)) == ([0, 2], [0, 1, 1, 2])
