from datetime import date

import pytest

from cuudinh.engines.places.finding import find
from cuudinh.engines.places.tests.provinces import NOW, UNTIL_2024, hue_tree
from cuudinh.engines.places.tree import Tree


@pytest.fixture(scope="module")
def hue() -> Tree:
    return hue_tree()


def found(tree: Tree, text: str, day: date = NOW) -> list[tuple[str, str | None]]:
    return [(each.unit.name(), each.was.name() if each.was else None) for each in find(tree, text, day, 10)]


def test_a_former_name_leads_to_what_it_became_and_since_when(hue: Tree) -> None:
    (only,) = find(hue, "phường Thuận Lộc", NOW, 10)
    assert only.unit.code == "19753-2025-07"
    assert only.was is not None
    assert (only.was.name(), str(only.since)) == ("Phường Thuận Lộc", "2025-07-01")


def test_accents_may_be_left_out(hue: Tree) -> None:
    assert found(hue, "thuan loc") == [("Phường Phú Xuân", "Phường Thuận Lộc")]


def test_accents_that_are_given_decide_between_like_names(hue: Tree) -> None:
    assert found(hue, "Hương Vân")[0] == ("Phường Hương Trà", "Phường Hương Vân")
    assert found(hue, "Hương Văn")[0] == ("Phường Hương Trà", "Phường Hương Văn")
    assert len(found(hue, "huong van")) == 2


def test_a_name_borne_by_two_communes_shows_both(hue: Tree) -> None:
    assert {unit for unit, was in found(hue, "xã Hương Phong") if was} == {"Phường Hóa Châu", "Xã A Lưới 4"}


def test_what_bears_the_name_today_comes_before_what_bore_it(hue: Tree) -> None:
    assert found(hue, "Phú Xuân") == [("Phường Phú Xuân", None), ("Xã Phú Hồ", "Xã Phú Xuân")]


@pytest.mark.parametrize("spelled", ["Thủy Xuân", "Thuỷ Xuân", "THUY XUAN", "Thu\u0309y Xua\u0302n"])
def test_the_place_of_the_tone_does_not_matter(hue: Tree, spelled: str) -> None:
    assert found(hue, spelled) == [("Phường Thủy Xuân", None)]


def test_an_unchanged_name_is_shown_once(hue: Tree) -> None:
    assert found(hue, "Dương Nỗ") == [("Phường Dương Nỗ", None)]


def test_on_a_past_day_the_units_of_that_day_are_found(hue: Tree) -> None:
    assert found(hue, "Thuận Lộc", UNTIL_2024) == [("Phường Thuận Lộc", None)]


def test_nothing_is_found_by_nothing(hue: Tree) -> None:
    assert found(hue, "  ") == []
    assert found(hue, "Atlantis") == []
