"""What a fee comes to, by the invented fees of the demonstration and by fees made up here."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cuudinh.engines.ledger.fee import Fee, compiled
from cuudinh.engines.ledger.rules.quoting import quote
from cuudinh.engines.ledger.shapes import FeesShape
from cuudinh.engines.ledger.tests.worlds import DEMO, FEES
from cuudinh.engines.ledger.types import NoPrice, WrongAnswers
from cuudinh.packs.shaping import shape_in

DAY = date(2026, 3, 2)
PAPERS = {"so_trang": 3, "so_ban": 2, "ho_ngheo": False}
COPIES, BUSINESS = (compiled(shape) for shape in shape_in(DEMO / FEES, FeesShape).fees)


def said(fee: Fee, answers: Any, day: date = DAY, channel: str = "desk") -> list[tuple[str, int]]:
    return [(line.id, line.amount_vnd) for line in quote(fee, answers, day, channel).lines]


def test_every_line_says_what_it_is_for_and_by_which_text() -> None:
    found = quote(COPIES, PAPERS, DAY, "web")
    assert [(one.id, one.unit_vnd, one.count, one.times, one.amount_vnd) for one in found.lines] == [
        ("hai-trang-dau", 2_000, 2, 2, 8_000),
        ("trang-sau", 1_000, 1, 2, 2_000),
        ("truc-tuyen", 0, 1, 1, -5_000),
    ]
    assert [one.source for one in found.lines][-1] == "Nghị quyết bịa số 4 của tỉnh An Bình"
    assert (found.total_vnd, found.reductions) == (5_000, ("truc-tuyen",))


def test_a_ceiling_and_an_exemption_are_lines_of_their_own() -> None:
    much = {"so_trang": 300, "so_ban": 2, "ho_ngheo": False}
    assert said(COPIES, much) == [("hai-trang-dau", 8_000), ("trang-sau", 596_000), ("most", -204_000)]
    assert said(COPIES, PAPERS | {"ho_ngheo": True}, channel="web")[-1] == ("ho-ngheo", -10_000)


def test_the_price_is_that_of_the_day_and_a_reduction_ends() -> None:
    one = {"so_trang": 3, "so_ban": 1, "ho_ngheo": False}
    assert said(COPIES, one, date(2025, 6, 30)) == [("trang", 4_500)]
    assert said(BUSINESS, {}, date(2026, 12, 31), "app") == [("cap-moi", 100_000), ("truc-tuyen", -50_000)]
    assert said(BUSINESS, {}, date(2027, 1, 1), "app") == [("cap-moi", 100_000)]
    with pytest.raises(NoPrice):
        quote(BUSINESS, {}, date(2019, 12, 31), "desk")


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {**PAPERS, "so_trang": 0},
        {**PAPERS, "so_trang": 301},
        {**PAPERS, "so_trang": True},
        {**PAPERS, "so_trang": "3"},
        {**PAPERS, "ho_ngheo": 1},
        {**PAPERS, "thêm": 1},
    ],
)
def test_answers_outside_of_their_limits_are_refused(answers: Any) -> None:
    with pytest.raises(WrongAnswers) as refused:
        quote(COPIES, answers, DAY, "desk")
    assert refused.value.faults


@given(
    pages=some.integers(1, 300),
    copies=some.integers(1, 50),
    is_poor=some.booleans(),
    channel=some.sampled_from(["web", "app", "desk", "post"]),
    days=some.integers(0, 4_000),
)
def test_nobody_pays_below_nothing_nor_above_the_lines_and_every_dong_has_its_line(
    pages: int, copies: int, is_poor: bool, channel: str, days: int
) -> None:
    answers = {"so_trang": pages, "so_ban": copies, "ho_ngheo": is_poor}
    found = quote(COPIES, answers, date(2020, 1, 1) + timedelta(days=days), channel)
    asked = sum(one.amount_vnd for one in found.lines if one.what == "amount")
    assert 0 <= found.total_vnd <= asked
    assert all(one.amount_vnd < 0 for one in found.lines if one.what != "amount")
    assert all(one.source and one.since for one in found.lines)
    assert not is_poor or found.total_vnd == 0
