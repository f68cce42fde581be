"""Vietnamese text: every spelling of a word meets in one, and no word becomes another."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuudinh.kernel.text import fold, nearest, slug, unify_tones

VIETNAMESE = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyAĐƠƯàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ ",
    max_size=40,
)
OPEN_SYLLABLES = [
    (f"{first}{mark}{second}", f"{first}{second}{mark}")
    for first, second in ("oa", "oe", "uy", "Oa", "OE", "Uy", "OA")
    for mark in "\u0300\u0301\u0303\u0309\u0323"
]


@pytest.mark.parametrize(
    ("written", "unified"),
    [
        ("hòa", "hoà"),
        ("THỦY", "THUỶ"),
        ("Khỏe mạnh", "Khoẻ mạnh"),
        ("Khánh Hòa, Khánh Hoà", "Khánh Hoà, Khánh Hoà"),
        ("mùa lúa của bùa", "mùa lúa của bùa"),
        ("quý, quỳnh, huỳnh, hoàn, loét", "quý, quỳnh, huỳnh, hoàn, loét"),
        ("hỗn, hộ, thuở, hoặc, đợi, ngoằn ngoèo", "hỗn, hộ, thuở, hoặc, đợi, ngoằn ngoèo"),
    ],
)
def test_the_tone_of_an_open_syllable_gets_one_place(written: str, unified: str) -> None:
    assert unify_tones(written) == unified
    assert unify_tones(unicodedata.normalize("NFD", written)) == unified


@pytest.mark.parametrize(("old", "new"), OPEN_SYLLABLES)
def test_old_and_new_tones_meet(old: str, new: str) -> None:
    assert unify_tones(f"h{old}") == unify_tones(f"h{new}") == unicodedata.normalize("NFC", f"h{new}")


def test_a_search_takes_d_with_and_without_its_stroke_as_one() -> None:
    assert fold("Điện Biên Đông") == fold("dien bien dong") == "dien bien dong"


@given(st.text(max_size=40))
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    forms = {fold(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
    assert len(forms) == 1


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
def test_vietnamese_folds_to_plain_letters(text: str) -> None:
    assert fold(text).isascii()


@given(VIETNAMESE)
def test_moving_tones_neither_loses_nor_adds_a_letter(text: str) -> None:
    assert fold(unify_tones(text)) == fold(text)
    assert sorted(unicodedata.normalize("NFD", unify_tones(text))) == sorted(
        unicodedata.normalize("NFD", text)
    )


@given(VIETNAMESE)
def test_unifying_twice_changes_nothing(text: str) -> None:
    assert unify_tones(unify_tones(text)) == unify_tones(text)


@given(st.text(max_size=40))
def test_a_slug_can_stand_in_an_address(text: str) -> None:
    assert all(letter.isascii() and (letter.isalnum() or letter == "-") for letter in slug(text))
    assert slug(slug(text)) == slug(text)
    assert not slug(text).startswith("-")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("ownr", "owner"), ("Phú xuân", "phu-xuan"), ("SERVICE", "service"), ("zzz", None), ("", None)],
)
def test_the_nearest_name_is_what_was_probably_meant(written: str, meant: str | None) -> None:
    assert nearest(written, ["owner", "office", "service", "phu-xuan"]) == meant


def test_nothing_is_near_when_nothing_is_known() -> None:
    assert nearest("owner", []) is None
