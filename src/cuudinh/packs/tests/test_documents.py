"""YAML and tables are read as they are written, and nothing in them surprises."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cuudinh.packs.documents import DEPTH_MOST, read_yaml
from cuudinh.packs.tables import read_table

_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), max_size=20)
_PLAIN = st.none() | st.booleans() | st.integers(-(10**17), 10**17) | _TEXTS
_VALUES = st.recursive(
    _PLAIN | st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(_VALUES)
def test_what_another_writer_of_yaml_writes_is_read_as_it_was_meant(value: object) -> None:
    text = yaml.safe_dump(value, allow_unicode=True)
    assert read_yaml("a.yaml", text).value == value


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), _PLAIN, min_size=1, max_size=6))
def test_every_key_knows_its_line(value: dict[str, object]) -> None:
    text = "# a comment\n\n" + yaml.safe_dump(value, allow_unicode=True, width=10_000)
    document = read_yaml("a.yaml", text)
    for key in value:
        line = text.split("\n")[document.lines[key,] - 1]
        assert line.strip("'\"").startswith(key)


@pytest.mark.parametrize(
    "surprise", ["no", "on", "off", "y", "012", "0x1f", "1_000", "12:30:45", ".inf", "=", "1e3"]
)
def test_what_yaml_would_make_something_else_of_stays_text(surprise: str) -> None:
    assert read_yaml("a.yaml", f"a: {surprise}").value == {"a": surprise}


def test_a_day_stays_text_so_that_its_shape_decides() -> None:
    assert read_yaml("a.yaml", "on: 2026-11-23").value == {"on": "2026-11-23"}


def test_the_deepest_document_that_is_read_has_as_many_levels_as_said() -> None:
    value = read_yaml("a.yaml", "[" * DEPTH_MOST + "]" * DEPTH_MOST).value
    for _ in range(DEPTH_MOST - 1):
        (value,) = value
    assert value == []


def test_a_table_keeps_the_line_of_each_row_and_leaves_empty_cells_out() -> None:
    table = read_table("a.csv", 'a,b\n1,\n"x, y",2\n', ["a", "b", "c"], ["a"])
    assert table.rows == ((2, {"a": "1"}), (3, {"a": "x, y", "b": "2"}))
    assert table.faults == ()


def test_a_table_with_the_line_ends_of_windows_is_the_same_table() -> None:
    assert read_table("a.csv", "a,b\r\n1,2\r\n", ["a", "b"], ["a"]).rows == ((2, {"a": "1", "b": "2"}),)


def test_a_bad_row_does_not_hide_the_others() -> None:
    table = read_table("a.csv", "a,b\n1\n2,3\n", ["a", "b"], ["a"])
    assert [row for _, row in table.rows] == [{"a": "2", "b": "3"}]
    assert [fault.line for fault in table.faults] == [2]
