"""The closure of the tree against walking it day by day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cuudinh.engines.identity.tree import FOR_EVER, Period, circles, covers, grouped, paths

FIRST = date(2025, 1, 1)
DAYS = 12


def day(number: int) -> str:
    return (FIRST + timedelta(days=number)).isoformat()


@st.composite
def trees(draw: st.DrawFn) -> list[Period]:
    """Give a sound tree: parents come earlier in the list and are in force all the time."""
    periods = [Period("o0", "", day(0), FOR_EVER)]
    for number in range(1, draw(st.integers(1, 6))):
        cuts = sorted(draw(st.sets(st.integers(1, DAYS - 1), max_size=2)))
        starts = [draw(st.integers(0, cuts[0] - 1)) if cuts else 0, *cuts]
        ends = [*(cut - 1 for cut in cuts), None]
        for first, last in zip(starts, ends, strict=True):
            until = FOR_EVER if last is None else day(last)
            fits = [name for name, own in grouped(periods).items() if covers(own, day(first), until)]
            parent = draw(st.sampled_from([name for name in fits if name != f"o{number}"]))
            periods.append(Period(f"o{number}", parent, day(first), until))
    return periods


def ancestors_on(periods: list[Period], office: str, on: str) -> dict[str, int]:
    found: dict[str, int] = {}
    depth = 0
    while office:
        period = next((one for one in periods if one.office == office and one.first <= on <= one.last), None)
        if period is None:
            return found
        found[office] = depth
        office, depth = period.parent, depth + 1
    return found


@given(trees(), st.integers(0, DAYS))
def test_paths_say_on_every_day_what_walking_up_says(periods: list[Period], number: int) -> None:
    on = day(number)
    closure = paths(periods)
    for office in {period.office for period in periods}:
        told = {
            path.ancestor: path.depth
            for path in closure
            if path.office == office and path.first <= on <= path.last
        }
        assert told == ancestors_on(periods, office, on)


@given(trees())
def test_no_path_is_there_twice_and_neighbours_are_one(periods: list[Period]) -> None:
    closure = paths(periods)
    keys = [(path.ancestor, path.office, path.first) for path in closure]
    assert len(keys) == len(set(keys))
    ends = {(path.ancestor, path.office, path.depth, path.last) for path in closure}
    for path in closure:
        before = (date.fromisoformat(path.first) - timedelta(days=1)).isoformat()
        assert (path.ancestor, path.office, path.depth, before) not in ends


@given(trees())
def test_a_sound_tree_has_no_circles(periods: list[Period]) -> None:
    assert circles(periods) == []


def test_a_circle_over_three_offices_is_found_only_on_days_when_all_steps_hold() -> None:
    steps = [
        Period("a", "b", "2025-01-01"),
        Period("b", "c", "2025-01-01"),
        Period("c", "a", "2025-01-01", "2025-03-31"),
    ]
    assert {period.office for period in circles(steps)} == {"a", "b", "c"}
    later = [*steps[:2], Period("c", "", "2025-01-01", "2025-03-31")]
    assert circles(later) == []
    apart = [Period("a", "b", "2025-06-01"), Period("b", "a", "2025-01-01", "2025-05-31")]
    assert circles(apart) == []
