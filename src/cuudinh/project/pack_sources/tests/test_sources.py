from collections import Counter
from pathlib import Path

import pytest
import yaml

from cuudinh.project.pack_sources import calendars, hue, tables

ROOT = Path(__file__).resolve().parents[5]
FACTS = ROOT.parent / "shared" / "data"


def test_the_calendars_of_the_packs_are_what_the_source_gives_today(tmp_path: Path) -> None:
    assert calendars.main(["--packs", str(tmp_path)]) == 0
    for pack in ("vn", "ottawa"):
        name = Path(pack) / "organisation" / "calendars.yaml"
        assert (tmp_path / name).read_text("utf-8") == (ROOT / "packs" / name).read_text("utf-8")


def test_a_day_off_that_was_exchanged_names_the_day_worked_for_it() -> None:
    text = (ROOT / "packs" / "vn" / "organisation" / "calendars.yaml").read_text("utf-8")
    (calendar,) = yaml.safe_load(text)["calendars"]
    worked = {swap["day"]: swap["for"] for swap in calendar["swap_work"]}
    assert worked["2024-05-04"] == "2024-04-29"
    assert worked["2026-01-10"] == "2026-01-02"


def test_days_not_announced_yet_are_marked() -> None:
    doubtful = {str(day.on) for day in calendars.vietnam_days() if day.mark == "?"}
    assert {day[:4] for day in doubtful} == {"2027"}
    assert "2027-02-06" in doubtful


def test_the_days_off_agree_with_the_list_compiled_apart() -> None:
    if not (FACTS / "holidays_vn.csv").is_file():
        pytest.skip("the compiled list of days off is not here: ../shared/data/holidays_vn.csv")
    listed = tables.read(FACTS / "holidays_vn.csv")
    ours = calendars.vietnam_days()
    off = {row["date"] for row in listed if row["kind"] != "swap_work"}
    assert off == {str(day.on) for day in ours if day.on.year >= 2022}
    worked = {row["date"] for row in listed if row["kind"] == "swap_work"}
    assert worked == {str(day.worked) for day in ours if day.worked and day.on.year >= 2022}


def test_the_tables_of_hue_are_what_the_sources_give_today(tmp_path: Path) -> None:
    if not (FACTS / "organisations_hue.csv").is_file():
        pytest.skip("the compiled facts on Huế are not here: ../shared/data")
    assert hue.main([str(FACTS), "--pack", str(tmp_path)]) == 0
    for name in ("units.csv", "successors.csv", "offices.csv"):
        made = (tmp_path / "organisation" / name).read_text("utf-8")
        assert made == (ROOT / "packs" / "hue" / "organisation" / name).read_text("utf-8")


OFFICES = tables.read(ROOT / "packs" / "hue" / "organisation" / "offices.csv")
DAYS = ("2022-08-01", "2024-12-31", "2025-01-01", "2025-03-15", "2025-06-30", "2025-07-01", "2026-11-23")


def in_force(day: str) -> list[tables.Row]:
    return [
        row for row in OFFICES if row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])
    ]


@pytest.mark.parametrize("day", DAYS)
def test_an_office_is_in_force_once_and_so_is_its_parent(day: str) -> None:
    codes = Counter(row["code"] for row in in_force(day))
    assert set(codes.values()) == {1}
    assert {row["parent"] for row in in_force(day) if row["parent"]} <= set(codes)


@pytest.mark.parametrize("day", DAYS)
def test_a_function_is_served_by_one_office_of_a_unit(day: str) -> None:
    served = Counter(
        (function, row["unit"], row["level"])
        for row in in_force(day)
        for function in row["functions"].split(";")
        if function
    )
    assert {place for place, count in served.items() if count > 1} == set()


@pytest.mark.parametrize(
    ("day", "level", "function", "offices"),
    [
        ("2024-12-31", "district", "ha-tang", 9),
        ("2025-06-30", "district", "ha-tang", 9),
        ("2025-07-01", "district", "ha-tang", 0),
        ("2024-12-31", "commune", "an-ninh", 141),
        ("2025-01-01", "commune", "an-ninh", 133),
        ("2025-07-01", "commune", "an-ninh", 40),
        ("2025-07-01", "commune", "ha-tang", 40),
    ],
)
def test_offices_follow_the_structure_of_units(day: str, level: str, function: str, offices: int) -> None:
    serving = [
        row for row in in_force(day) if row["level"] == level and function in row["functions"].split(";")
    ]
    assert len(serving) == offices
