"""What is wrong with fees of a pack is found when it is checked, each fault at its line and in words."""

import re
from pathlib import Path

import pytest

from cuudinh.engines.ledger.definitions import PART, CollectingShape, FeesShape
from cuudinh.engines.ledger.tests.worlds import COLLECTING, DEMO, FEES, fees_world, world_of
from cuudinh.packs.faults import PackRefused
from cuudinh.packs.shaping import shape_in

SOUND = (DEMO / FEES).read_text("utf-8")
# What is planted in the demonstration's fees (a text and what takes its place), and what the checker says of it.
PLANTED = {
    "a day without a price": (
        ('until: "2025-06-30"', 'until: "2025-06-29"'),
        "nothing holds from 2025-06-30",
    ),
    "a day with two prices": (('until: "2025-06-30"', 'until: "2025-07-01"'), "while the row before holds"),
    "an end without an heir": (
        (
            'since: "2020-01-01"\n        source: Nghị quyết bịa số 5',
            'since: "2020-01-01"\n        until: "2030-01-01"\n        source: Nghị quyết bịa số 5',
        ),
        "nothing holds after 2030-01-01",
    ),
    "prices in the wrong order": (
        (
            'since: "2025-07-01"\n        source: Nghị quyết bịa số 2',
            'since: "2019-07-01"\n        source: Nghị quyết bịa số 2',
        ),
        "not after the row before",
    ),
    "an end before the beginning": (('until: "2026-12-31"', 'until: "2023-12-31"'), "before it begins"),
    "two fees of one name": (("id: dang-ky-ho-kinh-doanh", "id: chung-thuc-ban-sao"), "two fees are called"),
    "a number nobody gives": (("per: so_trang, last: 2", "per: so_to, last: 2"), 'did you mean "so_trang"'),
    "a count of nothing": (("amount_vnd: 100000", "amount_vnd: 100000, first: 3"), "nothing is counted"),
    "a line that ends early": (
        ("per: so_trang, first: 3", "per: so_trang, first: 3, last: 2"),
        "before it begins at 3",
    ),
    "an unknown answer": (("when: answers.ho_ngheo", "when: answers.ho_ngeo"), 'did you mean "ho_ngheo"'),
    "an unknown channel": (
        ("channel in ['web', 'app']\n\n  -", "channel in ['wed', 'app']\n\n  -"),
        'unknown channel "wed"',
    ),
    "a condition that is no yes or no": (
        ("when: answers.ho_ngheo", "when: answers.so_trang"),
        "not true or false",
    ),
    "somebody without a price": (
        ("per: so_trang}", "per: so_trang, when: answers.so_ban < 7}"),
        "no line of the price is for",
    ),
    "an example that does not hold": (("pays_vnd: 10000}", "pays_vnd: 10001}"), "10000 đồng comes out"),
    "an example by another rule": (("by: [ho-ngheo]", "by: [truc-tuyen]"), "taken were: ho-ngheo"),
    "an example before all prices": (('on: "2025-06-30"', 'on: "2019-06-30"'), "there is no price on"),
    "an example with wrong answers": (
        ("so_trang: 300, so_ban: 1", "so_trang: 301, so_ban: 1"),
        "wrong answers: so_trang",
    ),
    "an example of nothing": (
        ('fee: dang-ky-ho-kinh-doanh, on: "2026', 'fee: dang-ky, on: "2026'),
        'unknown fee "dang-ky"',
    ),
}
SHAPES = {
    "a key nobody knows": (("off_percent: 100", "off_percents: 100"), "off_percent"),
    "half a đồng": (("amount_vnd: 1500", "amount_vnd: 1500.5"), "amount_vnd"),
    "more than all": (("off_percent: 100", "off_percent: 101"), "off_percent"),
    "no source": (("        source: Nghị quyết bịa số 3 của tỉnh An Bình\n", ""), "source"),
    "no example": ((SOUND[SOUND.index("examples:") :], "examples: []\n"), "examples"),
    "a choice of nothing": (("type: flag", "type: choice"), "a choice has choices"),
    "limits the wrong way": (("minimum: 1, maximum: 300", "minimum: 301, maximum: 300"), "above the largest"),
}


def planted(change: tuple[str, str], folder: Path) -> FeesShape:
    old, new = change
    assert SOUND.count(old) >= 1, old
    file = folder / "mot-cua.yaml"
    file.write_text(SOUND.replace(old, new, 1), "utf-8")
    return shape_in(file, FeesShape)


def faults_of(fees: FeesShape) -> list[str]:
    return [str(fault) for fault in PART.check(world_of(fees))]


def test_the_fees_of_the_demonstration_are_sound() -> None:
    assert list(PART.check(fees_world())) == []


@pytest.mark.parametrize(("change", "said"), PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_is_found(change: tuple[str, str], said: str, tmp_path: Path) -> None:
    faults = faults_of(planted(change, tmp_path))
    assert any(said in fault for fault in faults), faults


@pytest.mark.parametrize(("change", "said"), SHAPES.values(), ids=SHAPES)
def test_a_planted_shape_is_refused(change: tuple[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises(PackRefused, match=re.escape(said)):
        planted(change, tmp_path)


def test_an_account_that_fits_no_code_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "collecting.yaml"
    file.write_text((DEMO / COLLECTING).read_text("utf-8").replace('"999999"', '"99999"'), "utf-8")
    with pytest.raises(PackRefused, match="bank"):
        shape_in(file, CollectingShape)


def test_a_plan_says_which_fee_costs_something_else_and_from_when(tmp_path: Path) -> None:
    dearer = planted(("amount_vnd: 100000", "amount_vnd: 120000"), tmp_path)
    world = fees_world()
    assert [one.en for one in PART.sentences(world, world_of(dearer))] == [
        "“Charge for registering a household business” costs something else from 1 January 2020 on."
    ]
    first = next(one.vi for one in PART.sentences(None, world))
    assert first == "Thêm khoản thu “Phí chứng thực bản sao từ bản chính”."
