"""Forms read, topics suggested, duplicates scored, places rounded, numbers given."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cuudinh.engines.cases.rules import likeness, numbering
from cuudinh.engines.cases.rules.answers import read_answers, surroundings_on
from cuudinh.engines.cases.rules.flags import FLAGS, flag_mask, flag_names
from cuudinh.engines.cases.rules.routing import route
from cuudinh.engines.cases.rules.standing import UnitRef
from cuudinh.engines.cases.tests.street import FORM, StreetOffices, street
from cuudinh.kernel.geo import metres_between
from cuudinh.packs import forms

DAY = date(2026, 11, 23)
FORMS = Path(str(forms.__file__)).parent
ON = surroundings_on(DAY)


def _faults(**changed: object) -> set[str]:
    return set(read_answers(street(), {**FORM, **changed}, 0, ON).faults)


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, set()),
        ({"topic": None}, {"topic"}),
        ({"topic": "nothing"}, {"topic"}),
        ({"topic": ["o-ga"]}, {"topic"}),
        ({"description": "ngắn"}, {"description"}),
        ({"description": "x" * 2001}, {"description"}),
        ({"description": 12}, {"description"}),
        ({"location": None}, {"location"}),
        ({"location": {"lat": "north"}}, {"location"}),
        ({"location": {"lat": float("nan"), "lon": 1}}, {"location"}),
        ({"location": "here"}, {"location"}),
        ({"side": "up"}, {"side"}),
        ({"side": "left"}, set()),
        ({"blocks": "maybe"}, {"blocks"}),
        ({"blocks": {}}, {"blocks"}),
        ({"colour": "red"}, {"colour"}),
        ({"topic": "cay", "height_m": 61}, {"height_m"}),
        ({"topic": "cay", "height_m": float("inf")}, {"height_m"}),
        ({"topic": "cay", "height_m": "12,5"}, {"height_m"}),
        ({"topic": "cay", "height_m": "12.5"}, set()),
    ],
)
@pytest.mark.asvs("2.2.1", "2.2.2")
def test_each_wrong_answer_is_named(changed: dict[str, object], wrong: set[str]) -> None:
    assert _faults(**changed) == wrong


def test_a_question_that_is_not_shown_is_not_read() -> None:
    read = read_answers(street(), {**FORM, "topic": "den", "blocks": True, "height_m": "tall"}, 0, ON)
    assert (read.faults, read.others) == ({}, {})


@pytest.mark.asvs("2.3.2")
def test_too_many_pictures_are_refused() -> None:
    assert set(read_answers(street(), FORM, 5, ON).faults) == {"photos"}


def test_what_must_not_be_read_is_covered_and_the_original_kept_apart() -> None:
    text = "Ổ gà trước nhà, gọi 0905 123 456 để biết thêm."
    read = read_answers(street(), {**FORM, "description": text}, 0, ON)
    assert "0905" not in read.text
    assert read.originals == {"description": text}


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Có o ga lon giua duong", ("o-ga",)),
        ("mất NẮP CỐNG cạnh cây, sợ ổ gà", ("nap-cong", "o-ga", "cay")),
        ("cayenne", ()),
        ("", ()),
    ],
)
def test_topics_are_suggested_by_words_with_or_without_accents(text: str, topics: tuple[str, ...]) -> None:
    assert likeness.suggest_topics(street().topics.values(), text) == topics


def test_a_long_text_is_cut_at_a_word_for_its_title() -> None:
    title = likeness.title_of("đường hỏng " * 40)
    assert len(title) <= likeness.TITLE_LENGTH + 1
    assert title.endswith("hỏng…") or title.endswith("đường…")


@given(st.floats(0, 60), st.floats(0, 14))
def test_a_nearer_and_newer_report_is_never_less_likely_the_same(metres: float, days: float) -> None:
    limits = {"within_m": 60, "within_days": 14}
    here = likeness.duplicate_score(metres, days, **limits)
    assert 0 <= here <= 1
    assert likeness.duplicate_score(metres / 2, days / 2, **limits) >= here


@given(st.floats(-80, 80), st.floats(-179, 179), st.sampled_from([10, 20, 100, 500]))
def test_a_rounded_place_is_near_and_rounds_to_itself(lat: float, lon: float, metres: int) -> None:
    rounded = likeness.round_place(lat, lon, metres)
    assert metres_between(lat, lon, *rounded) <= metres * 0.75
    assert likeness.round_place(*rounded, metres) == pytest.approx(rounded, abs=2e-6)


@given(st.frozensets(st.sampled_from(FLAGS)))
def test_flags_survive_as_bits(names: frozenset[str]) -> None:
    assert flag_names(flag_mask(names)) == names


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 99999))
def test_numbers_differ_whenever_their_sequence_or_its_place_does(day: date, sequence: int) -> None:
    pattern = "PA-{yyyy}{mm}{dd}-{seq:5}"
    assert not list(numbering.number_faults(pattern))
    number = numbering.case_number(pattern, day, sequence)
    assert number == f"PA-{day:%Y%m%d}-{sequence:05d}"


@pytest.mark.parametrize(
    "pattern",
    ["PA-{yyyy}", "{seq:5}{seq:5}", "pa-{seq:5}", "PA-{dd}-{seq:5}", "PA-{nr}-{seq:5}", "P" * 40 + "{seq:5}"],
)
def test_a_pattern_that_would_repeat_or_confuse_is_refused(pattern: str) -> None:
    assert list(numbering.number_faults(pattern))


@pytest.mark.parametrize(
    ("topic", "answers", "day", "office"),
    [
        ("o-ga", {}, DAY, "duong-an"),
        ("o-ga", {}, date(2025, 6, 30), None),  # the district that answered then is not in this chain
        ("den", {"side": "left"}, DAY, "den-tinh"),
        ("den", {"side": "right"}, DAY, "ioc"),
        ("den", {}, DAY, "ioc"),
        ("cay", {}, DAY, "den-tinh"),
    ],
)
def test_a_case_is_routed_by_topic_place_answers_and_day(
    topic: str, answers: dict[str, object], day: date, office: str | None
) -> None:
    chain = (UnitRef("a-2025", "commune"), UnitRef("p-2020", "province"))
    routed = route(street(), topic, chain, answers, day, StreetOffices())
    assert (routed.office.code if routed else None) == office


def test_the_rule_that_decided_is_told_with_its_source() -> None:
    routed = route(street(), "den", (), {"side": "left"}, DAY, StreetOffices())
    assert routed is not None
    assert (routed.rule, routed.source) == (0, "Bên trái")


def test_every_fault_of_an_answer_has_its_english() -> None:
    """The floor of packs knows no translations, so the sentences of its forms are translated here."""
    sentences = {
        text for path in FORMS.glob("*.py") for text in _sentences(ast.parse(path.read_text("utf-8")))
    }
    assert len(sentences) > 30
    with translation.override("en"):
        assert not [one for one in sentences if translation.gettext(one) == one]


def _sentences(tree: ast.Module) -> set[str]:
    """Give the Vietnamese sentences of a module: no docstrings, and no labels, which bring their own English."""
    nodes = list(ast.walk(tree))
    other = {
        id(one.value)
        for one in nodes
        if isinstance(one, ast.Expr) or (isinstance(one, ast.keyword) and one.arg)
    }
    texts = [(id(one), one.value) for one in nodes if isinstance(one, ast.Constant)]
    return {
        text
        for number, text in texts
        if isinstance(text, str) and number not in other
        if text.endswith(".") and re.search("[à-ỹđ]", text)
    }
