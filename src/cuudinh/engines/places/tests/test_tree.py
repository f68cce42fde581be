from collections import Counter
from datetime import date

import pytest

from cuudinh.engines.places.tests.provinces import (
    AFTER,
    BEFORE,
    EARLY_2025,
    NOW,
    UNTIL_2024,
    hue_tree,
    small_tree,
)
from cuudinh.engines.places.tree import Tree
from cuudinh.kernel.text import fold, unify_tones


@pytest.fixture(scope="module")
def hue() -> Tree:
    return hue_tree()


def test_hue_had_three_structures_not_two(hue: Tree) -> None:
    assert [(str(period.first), str(period.last), period.counts) for period in hue.days] == [
        ("2021-07-01", "2024-12-31", {1: 1, 2: 9, 3: 141}),
        ("2025-01-01", "2025-06-30", {1: 1, 2: 9, 3: 133}),
        ("2025-07-01", "None", {1: 1, 3: 40}),
    ]


def test_an_official_code_names_another_commune_after_a_merger(hue: Tree) -> None:
    old, new = hue.by_code["19753-2021-07"], hue.by_code["19753-2025-07"]
    assert (old.official_code, new.official_code) == ("19753", "19753")
    assert (old.name(), new.name()) == ("Phường Thuận Lộc", "Phường Phú Xuân")
    assert old.id != new.id


def test_every_official_code_of_today_was_in_use_before(hue: Tree) -> None:
    before = {unit.official_code for unit in hue.in_force(UNTIL_2024, 3)}
    assert {unit.official_code for unit in hue.in_force(NOW, 3)} <= before


def test_names_that_only_accents_tell_apart_stay_two_wards(hue: Tree) -> None:
    van, van_with_breve = hue.by_code["20008-2021-07"], hue.by_code["20011-2021-07"]
    assert fold(van.name()) == fold(van_with_breve.name())
    assert van.name() != van_with_breve.name()


def test_one_name_is_borne_by_two_communes_at_once(hue: Tree) -> None:
    names = Counter(unit.name() for unit in hue.in_force(UNTIL_2024, 3))
    assert {name: count for name, count in names.items() if count > 1} == {"Xã Hương Phong": 2}


@pytest.mark.parametrize(
    ("name", "old_code", "new_code"),
    [
        ("Phú Xuân", "19918", "19753"),
        ("Hương An", "20023", "19804"),
        ("An Cựu", "19801", "19815"),
        ("Phú Hồ", "19933", "19918"),
        ("Phú Vinh", "20074", "19945"),
    ],
)
def test_a_name_of_today_belonged_to_another_commune(
    hue: Tree, name: str, old_code: str, new_code: str
) -> None:
    old, new = hue.by_code[f"{old_code}-2021-07"], hue.by_code[f"{new_code}-2025-07"]
    assert unify_tones(old.name()).endswith(name)
    assert unify_tones(new.name()).endswith(name)
    assert old.official_code != new.official_code


def test_sources_place_tones_differently_but_the_names_meet_when_unified(hue: Tree) -> None:
    spelled = {unit.name() for unit in hue.by_id.values() if fold(unit.name()) == "phuong thuy xuan"}
    assert len(spelled) == 2
    assert len({unify_tones(name) for name in spelled}) == 1


def test_all_141_communes_become_the_40_of_today(hue: Tree) -> None:
    reached: Counter[int] = Counter()
    for unit in hue.in_force(UNTIL_2024, 3):
        shares = hue.restate(unit, NOW)
        assert sum(shares.values()) == pytest.approx(1)
        reached.update(shares.keys())
    assert set(reached) == {unit.id for unit in hue.in_force(NOW, 3)}


def test_ancestors_are_those_of_the_time_of_the_unit(hue: Tree) -> None:
    above = [unit.name() for unit in hue.ancestors(hue.by_code["19750-2025-01"])]
    assert above == ["Quận Phú Xuân", "Thành phố Huế"]
    assert [unit.code for unit in hue.ancestors(hue.by_code["19750-2021-07"])] == [
        "474-2021-07",
        "46-2021-07",
    ]


def test_an_unchanged_commune_is_known_again_in_the_past(hue: Tree) -> None:
    now = hue.by_code["19909-2025-07"]
    assert hue.restate(now, EARLY_2025) == {hue.by_code["19909-2025-01"].id: 1.0}


def test_where_in_a_merged_commune_a_past_report_would_lie_cannot_be_said(hue: Tree) -> None:
    assert hue.restate(hue.by_code["19753-2025-07"], UNTIL_2024) == {}


def test_a_divided_commune_goes_to_its_successors_by_shares() -> None:
    tree = small_tree()
    assert tree.restate(tree.by_code["4-old"], AFTER) == {7: 0.5, 8: 0.5}


def test_before_anything_known_nothing_is_in_force() -> None:
    tree = small_tree()
    assert tree.in_force(date(1999, 1, 1), 3) == ()
    assert len(tree.in_force(BEFORE, 3)) == 6
    assert tree.turn(date(1999, 1, 1)) is None
