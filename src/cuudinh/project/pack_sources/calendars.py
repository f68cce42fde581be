"""Makes the calendars of `packs/vn` and `packs/ottawa` from the package `holidays`.

    python -m cuudinh.project.pack_sources.calendars [--packs packs]

The package knows public holidays, days in lieu and the swaps announced by the Government; a swap it
misses and the years whose days are only computed so far are stated here.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import holidays

YEARS = range(2014, 2028)
SOURCE = "holidays 0.109 (MIT)"
_SWAPPED = re.compile(r"thay cho ngày (\d\d)/(\d\d)/(\d{4})")
_PRESS = "Báo chí 26/12/2025: Chính phủ đồng ý ngày 25/12/2025"
# Swaps that the package does not know: day off → day worked instead.
_MISSING_SWAPS = {date(2026, 1, 2): date(2026, 1, 10)}
# Days of a year not yet announced: the package computes them from the lunar calendar and habit.
_PROVISIONAL = {
    date(2027, 2, 4),
    date(2027, 2, 5),
    date(2027, 2, 6),
    date(2027, 2, 7),
    date(2027, 2, 8),
    date(2027, 2, 9),
    date(2027, 2, 10),
    date(2027, 5, 3),
    date(2027, 9, 3),
}


@dataclass(frozen=True)
class DayOff:
    """One day off with its kind and source; `worked` is the day worked instead of a swapped one."""

    on: date
    name: str
    kind: str
    source: str
    mark: str
    worked: date | None = None


def vietnam_days() -> list[DayOff]:
    """Give the days off of the state sector of Viet Nam."""
    listed = holidays.country_holidays("VN", years=YEARS, language="vi")
    found = [_vietnam_day(day, name) for day, name in listed.items() if day not in _MISSING_SWAPS]
    missing = [
        DayOff(off, "Ngày nghỉ hoán đổi", "swap_off", _PRESS, "V", worked)
        for off, worked in _MISSING_SWAPS.items()
    ]
    return sorted([*found, *missing], key=lambda day_off: day_off.on)


def _vietnam_day(day: date, name: str) -> DayOff:
    mark = "?" if day in _PROVISIONAL else "V2"
    swapped = _SWAPPED.search(name)
    if swapped:
        worked = date(int(swapped[3]), int(swapped[2]), int(swapped[1]))
        return DayOff(day, "Ngày nghỉ hoán đổi", "swap_off", SOURCE, mark, worked)
    return DayOff(day, name, "substitute" if "nghỉ bù" in name else "holiday", SOURCE, mark)


def ottawa_days() -> list[DayOff]:
    """Give the days off of a city in Ontario: statutory ones and those that municipalities add."""
    public = holidays.country_holidays("CA", subdiv="ON", years=YEARS)
    added = holidays.country_holidays("CA", subdiv="ON", years=YEARS, categories=("government", "optional"))
    names = dict(added.items()) | dict(public.items())
    return [_ottawa_day(day, name) for day, name in sorted(names.items())]


def _ottawa_day(day: date, name: str) -> DayOff:
    kind = "substitute" if "(observed)" in name else "holiday"
    return DayOff(day, name.replace("Labor", "Labour"), kind, SOURCE, "V2")


def _flow(values: Mapping[str, object]) -> str:
    """Give a mapping on one line, every text in quotes so that no date is taken for anything else.

    Keys are chosen so that no reader takes them for another value: `on` would be true in YAML 1.1.
    """
    pairs = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return "{" + ", ".join(pairs) + "}"


def _lines(name: str, zone: str, hours: list[str], days: list[DayOff]) -> Iterator[str]:
    weekly = {weekday: hours for weekday in ("mon", "tue", "wed", "thu", "fri")}
    covers = {"from": f"{YEARS[0]}-01-01", "to": f"{YEARS[-1]}-12-31"}
    yield f"  - id: {name}"
    yield f"    zone: {zone}"
    yield f"    covers: {_flow(covers)}"
    yield f"    weekly: {_flow(weekly)}"
    yield "    holidays:"
    for day in days:
        about = {
            "day": str(day.on),
            "name": day.name,
            "kind": day.kind,
            "source": day.source,
            "mark": day.mark,
        }
        yield f"      - {_flow(about)}"
    swapped = [day for day in days if day.worked is not None]
    if swapped:
        yield "    swap_work:"
    for day in swapped:
        yield f"      - {_flow({'day': str(day.worked), 'for': str(day.on), 'source': day.source})}"


def _write(path: Path, comment: str, lines: Iterator[str]) -> None:
    text = "\n".join([f"# {comment}", "calendars:", *lines]) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def main(arguments: list[str]) -> int:
    """Write both files and say how many days off each has."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packs", type=Path, default=Path("packs"))
    packs = parser.parse_args(arguments).packs
    vietnam, ottawa = vietnam_days(), ottawa_days()
    _write(
        packs / "vn" / "organisation" / "calendars.yaml",
        "Giờ hành chính và ngày nghỉ của cơ quan nhà nước. Dấu ?: chưa công bố, mới tính trước.",
        _lines("vn-hanh-chinh", "Asia/Ho_Chi_Minh", ["07:30-11:30", "13:30-17:00"], vietnam),
    )
    _write(
        packs / "ottawa" / "organisation" / "calendars.yaml",
        "Office hours and days off of a city in Ontario, from a public package, not from the city.",
        _lines("ottawa-office", "America/Toronto", ["08:30-16:30"], ottawa),
    )
    sys.stdout.write(f"vn: {len(vietnam)} days off, ottawa: {len(ottawa)} days off\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
