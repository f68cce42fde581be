"""Counters of a store that was cast: what each mould adds, as often as it was cast, dated by its weeks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from cuudinh.project.demonstration.casting.fitting import WEEK
from cuudinh.project.demonstration.casting.moulds import Mould

UNREAD = "messages.unread:"


def counters_of(
    moulds: Iterable[Mould], casts: Mapping[tuple[int, int], int], told: Mapping[int, int]
) -> dict[str, int]:
    """Give every counter that casts move, by how much."""
    by_id = {id(mould): mould for mould in moulds}
    found: dict[str, int] = defaultdict(int)
    shown = _Shown()
    for (mould, weeks), number in casts.items():
        for beginning, day, digits, end, by in by_id[mould].counted:
            name = f"{beginning}{shown[day + weeks * WEEK][:digits]}{end}" if day else beginning
            found[name] += by * number
    for account_id, number in told.items():
        found[f"{UNREAD}{account_id}"] += number
    return {name: value for name, value in found.items() if value}


class _Shown(dict[int, str]):
    """Days as ISO text by their ordinals, each made once."""

    def __missing__(self, day: int) -> str:
        self[day] = found = date.fromordinal(day).isoformat()
        return found


def counter_rows(counters: Mapping[str, int], known: Mapping[str, int]) -> Iterator[tuple[str, int, int]]:
    """Give rows in the slot of one writer; what is counted already is added."""
    for name in sorted(counters.keys() | known.keys()):
        yield name, 0, counters.get(name, 0) + known.get(name, 0)
