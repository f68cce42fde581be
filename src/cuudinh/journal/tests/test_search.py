"""Search: folded, every word, the last one unfinished, newest first; what was typed is never a command."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cuudinh.journal import search

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=[1_000, 2])
def reports(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four reports and one thing of another kind under the number of one of them."""
    # Whether the newest are enough or the whole index is asked, the same is found.
    monkeypatch.setattr(search, "_NEWEST_MOST", request.param)
    search.put("case", 1, "Ổ gà trên đường Nguyễn Huệ")
    search.put("case", 2, "Rác thải đường Hùng Vương, trước số nhà 12")
    search.put("case", 3, "Đèn đường không sáng ở Nguyễn Huệ")
    search.put("case", 40, "Ngập nước")
    search.put("unit", 2, "Phường Thuận Hóa, đường")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("đường", [3, 2, 1]),
        ("duong nguyen hue", [3, 1]),
        ("NGUYỄN HUỆ đường", [3, 1]),
        ("nguyen h", [3, 1]),
        ("đ", [3, 2, 1]),
        ("sang", [3]),
        ("thải", [2]),
        ("duong thuan", []),
        ("h nguyen", []),
        ("12", [2]),
        ("ngập nước", [40]),
        ("thuận hoá", []),
        ("", []),
        ("  --  ", []),
    ],
)
def test_every_word_is_found_folded_and_the_last_may_be_unfinished(query: str, found: list[int]) -> None:
    assert search.find("case", query, 10) == found


def test_kinds_do_not_mix() -> None:
    assert search.find("unit", "đường", 10) == [2]
    assert search.find("nothing", "đường", 10) == []


def test_the_next_page_goes_on_below() -> None:
    assert search.find("case", "đường", 2) == [3, 2]
    assert search.find("case", "đường", 2, before=2) == [1]


def test_new_words_take_the_place_of_the_old() -> None:
    search.put("case", 1, "Cây đổ")
    assert search.find("case", "ổ gà", 10) == []
    assert search.find("case", "cây", 10) == [1]


def test_what_was_dropped_is_not_found_and_may_come_back() -> None:
    search.drop("case", 1)
    search.drop("case", 999)
    assert search.find("case", "gà", 10) == []
    search.put("case", 1, "gà")
    assert search.find("case", "gà", 10) == [1]


def test_a_text_without_words_can_be_put() -> None:
    search.put("case", 5, "…!")
    search.put("case", 6, "")
    assert search.find("case", "…!", 10) == []


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "đường OR rác",
        "đường* NEAR(x)",
        "words:đường",
        "-đường",
        "a' | !b:*",
        "\\",
        "%",
        "\x00đường",
        "( & )",
    ],
)
def test_signs_of_query_languages_mean_nothing(query: str) -> None:
    words = "".join(sign if sign.isalnum() else " " for sign in query)
    assert search.find("case", query, 10) == search.find("case", words, 10)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_put_and_asked_for(text: str) -> None:
    search.put("case", 77, text)
    found = search.find("case", text, 10)
    assert (77 in found) == bool(search._words(text)) or len(search._words(text)) > 12
