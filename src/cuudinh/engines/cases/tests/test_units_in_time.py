"""A report of 2024 is listed and counted on the tree of its day and on the tree of today."""

from datetime import date

import pytest

from cuudinh.engines.cases import commands, queries
from cuudinh.engines.cases.models import Case, CaseUnit
from cuudinh.engines.cases.queries import hot
from cuudinh.engines.cases.tests.street import at
from cuudinh.engines.cases.tests.town import Town
from cuudinh.engines.cases.types import ListFilter, UnitFigures
from cuudinh.engines.places import queries as places
from cuudinh.journal import clerk
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor

OLD, MONTH = date(2024, 6, 30), "2024-05"
A_OLD, A_NOW = "a-2020", "a-2025"


def filed_in_2024(town: Town) -> str:
    with clock.frozen(at("2024-05-06 08:00")):
        return town.file()


def figures(town: Town, day: date | None, month: str = MONTH) -> dict[str, UnitFigures]:
    return {one.unit_code: one for one in queries.unit_figures(town["leader"], day, month)}


def listed(town: Town, code: str, day: date | None, topic: str = "") -> list[str]:
    narrowed = ListFilter(unit_ids=places.communes_of(code, day), topic=topic)
    return [row.number for row in queries.public_cases(Actor("visitor"), narrowed).rows]


def test_a_report_of_2024_is_counted_on_either_tree_and_in_its_district(town: Town) -> None:
    filed_in_2024(town)
    old, now = figures(town, OLD), figures(town, None)
    assert list(old) == ["d-2020", A_OLD, "b-2020"]
    assert (old[A_OLD].filed, old["d-2020"].filed, now[A_NOW].filed) == (1, 1, 1)
    assert (old[A_OLD].open, old["d-2020"].open, now[A_NOW].open) == (1, 1, 1)
    assert (old["b-2020"].filed, now["b-2025"].filed) == (0, 0)
    assert figures(town, OLD, "2024-06")[A_OLD].filed == 0


def test_a_closed_report_stays_counted_and_is_open_nowhere(town: Town) -> None:
    number = town.resolved()
    now, old = figures(town, None, "2026-11"), figures(town, OLD, "2026-11")
    for one in (now[A_NOW], old[A_OLD], old["d-2020"]):
        assert (one.filed, one.resolved, one.open) == (1, 1, 0)
    town.act("resident", number, "reopen", reason="Vẫn còn ổ gà")
    assert figures(town, None, "2026-11")[A_NOW].resolved == 0


def test_the_count_says_how_many_lie_there_by_a_guess(town: Town) -> None:
    town.file()
    town.file(location={"unit": A_NOW, "label": "Chợ An"})
    found = figures(town, None, "2026-11")[A_NOW]
    assert (found.filed, found.near, found.open_near) == (2, 1, 1)


@pytest.mark.parametrize("sorted_most", [3_000, 0])
def test_a_published_report_is_listed_on_either_tree(
    town: Town, sorted_most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hot, "UNITS_MOST", sorted_most)
    number = town.resolved()
    if not town.case(number).is_public:
        town.act("supervisor", number, "publish")
    assert listed(town, A_NOW, None) == listed(town, A_OLD, OLD) == listed(town, "d-2020", OLD) == [number]
    topic = town.case(number).topic
    assert listed(town, "d-2020", OLD, topic) == [number]
    assert listed(town, "b-2020", OLD) == listed(town, "b-2020", OLD, topic) == []


def test_a_place_that_is_put_right_moves_the_counts_and_the_lists(town: Town) -> None:
    number = town.file()
    town.act("dispatcher", number, "correct", place={"unit": "b-2025", "label": "Chợ Bình"})
    old = figures(town, OLD, "2026-11")
    assert (old[A_OLD].filed, old["b-2020"].filed) == (0, 1)
    units = CaseUnit.objects.filter(case__number=number).values_list("unit_id", flat=True)
    assert {places.unit_by_id(unit_id).code for unit_id in units} == {"b-2020", "b-2025"}


def test_cases_from_before_are_placed_by_the_clerk_and_counted_once(town: Town) -> None:
    filed_in_2024(town)
    expected = {code: one.filed for code, one in figures(town, OLD).items()}
    case = Case.objects.get()
    kept = case.units
    commands.place_cases_again()
    clerk.run_until_idle()
    assert {code: one.filed for code, one in figures(town, OLD).items()} == expected
    Case.objects.update(units={})
    CaseUnit.objects.all().delete()
    commands.place_cases_again()
    clerk.run_until_idle()
    assert Case.objects.get().units == kept
    assert CaseUnit.objects.count() == 2


def test_a_unit_that_came_from_a_cell_is_said_to_be_a_guess(town: Town) -> None:
    by_point, by_name = town.file(), town.file(location={"unit": A_NOW, "label": "Chợ An"})
    lines = {
        number: [line.label for line in queries.office_case(town["dispatcher"], number).why_office.lines]
        for number in (by_point, by_name)
    }
    assert "Ranh giới" in lines[by_point]
    assert "Ranh giới" not in lines[by_name]
