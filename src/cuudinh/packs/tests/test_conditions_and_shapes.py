"""Conditions hold or do not, dated values follow the day, and the default colours can be read."""

from datetime import date

import pytest

from cuudinh.kernel.worktime import Span
from cuudinh.packs.conditions import Condition
from cuudinh.packs.grammar import Dated, SpanShape, value_on
from cuudinh.packs.manifest import satisfies
from cuudinh.packs.reference import reference
from cuudinh.packs.tests.ground import GRAMMAR
from cuudinh.packs.theme import DEFAULTS, contrast

ROWS = [
    Dated[int](since="2024-01-01", value=150, source="2"),
    Dated[int](since="2022-07-15", value=120, source="1"),
]


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("topic == 'o-ga' && answers.depth > 10", True),
        ("topic in ['o-ga', 'cay']", True),
        ("!(topic.startsWith('o')) || answers.depth < 10.0", False),
        ("size(topic) == 4 ? answers.is_wet : true", False),
        ("has(answers.depth) && answers.depth * 2.0 >= 25.0", True),
    ],
)
def test_a_condition_decides_on_facts(text: str, holds: bool) -> None:
    facts = {"topic": "o-ga", "answers": {"depth": 12.5, "is_wet": False}}
    condition = Condition(text)
    assert condition.faults([facts]) == []
    assert condition.holds(facts) is holds


def test_a_condition_tells_what_it_reads() -> None:
    assert Condition("topic == 'x' && answers.depth > 1.0").variables == {"topic", "answers"}


def test_a_name_that_is_never_reached_is_still_found() -> None:
    faults = Condition("topic == 'a' || flags.lat").faults([{"topic": "a", "flags": {"late": True}}])
    assert faults == ['unknown name under flags: "lat"; expected one of: late; did you mean "late"?']


def test_a_name_in_a_text_is_no_name() -> None:
    assert Condition("topic == 'answers.depth \\' nowhere'").faults([{"topic": ""}]) == []


def test_a_text_a_name_can_never_be_is_found_on_either_side() -> None:
    words = {"topic": ["cay", "o-ga"]}
    for text in ("topic == 'oga'", "'oga' != topic", "topic in ['cay', 'oga']"):
        assert Condition(text).faults([{"topic": ""}], words=words) == [
            'unknown topic "oga"; expected one of: cay, o-ga; did you mean "o-ga"?'
        ]


def test_a_value_holds_from_its_day_until_the_next_one() -> None:
    found = [value_on(ROWS, date.fromisoformat(day)) for day in ("2022-07-14", "2022-07-15", "2024-01-01")]
    assert [row.value if row else None for row in found] == [None, 120, 150]


def test_a_span_of_a_pack_is_one_of_the_kernel() -> None:
    assert SpanShape(working_days=3).span() == Span(working_days=3)


@pytest.mark.parametrize(
    ("version", "requirement", "is_met"),
    [
        ("0.1.0", ">=0.1", True),
        ("0.10", ">0.9", True),
        ("1", "==1.0.0", True),
        ("2", "<2", False),
        ("1", "<=0.9", False),
    ],
)
def test_versions_are_compared_as_numbers(version: str, requirement: str, is_met: bool) -> None:
    assert satisfies(version, requirement) is is_met


@pytest.mark.parametrize("side", ["light", "dark"])
def test_the_default_colours_can_be_read(side: str) -> None:
    colours = DEFAULTS[side]  # type: ignore[index]
    texts = [name for name in colours if name not in ("paper", "line", "gold")]
    assert all(contrast(colours[name], colours["paper"]) >= 4.5 for name in texts)
    assert contrast(colours["line"], colours["paper"]) >= 3


def test_the_reference_names_every_key_with_its_meaning() -> None:
    page = reference(GRAMMAR)
    assert "### `jobs/*.yaml`" in page
    assert "| **`kind`** | `repair` · `cleaning` | What sort of job it is. |" in page
    assert "| `fee_vnd` | list of a dated int | What it costs. |" in page
    assert "| **`title`** | text | What it is called. |" in page
    assert page.count("#### span") == 1
