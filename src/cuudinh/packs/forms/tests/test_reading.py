"""Every type of question is read as people answer it, and what is wrong is named with how to mend it."""

from datetime import date
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuudinh.packs.forms.checking import Laid, form_faults
from cuudinh.packs.forms.form import Form, compiled_form
from cuudinh.packs.forms.reading import Read, Surroundings, read_form
from cuudinh.packs.forms.sampling import samples, sent_samples
from cuudinh.packs.forms.schema import schema_of
from cuudinh.packs.forms.shapes import EligibilityShape, QuestionShape, StepShape

pytestmark = pytest.mark.once
DAY = date(2026, 11, 28)
LABEL = {"vi": "Câu hỏi", "en": "Question"}
NAME = {"id": "n", "type": "text", "label": LABEL}
CHOICES = [{"id": "a", "label": LABEL}, {"id": "b", "label": LABEL}, {"id": "c", "label": LABEL}]


class Communes:
    """Two communes, one of which was two before."""

    def named(self, words: str) -> list[tuple[str, str]]:
        known = {
            "an": [("an", "Xã An")],
            "Xã Cũ": [("an", "Xã An")],
            "Bình": [("b1", "Bình Đông"), ("b2", "Bình Tây")],
        }
        return known.get(words, [])


def _question(**keys: Any) -> QuestionShape:
    asked = {"id": "q", "label": LABEL, **keys}
    return QuestionShape.model_validate({name: value for name, value in asked.items() if value is not None})


def _form(*questions: dict[str, Any], **rest: Any) -> Form:
    return compiled_form([_question(**one) for one in questions], topics=["t"], **rest)


def _read(form: Form, given: dict[str, Any], **sent: tuple[str, ...]) -> Read:
    return read_form(form, given, Surroundings(today=DAY, sent=sent, units=Communes()))


@pytest.mark.parametrize(
    ("keys", "given", "kept"),
    [
        ({"type": "text"}, "  Lê   Thị Hoa ", "Lê Thị Hoa"),
        ({"type": "long_text"}, "một\r\nhai", "một\nhai"),
        ({"type": "number"}, "12.5", 12.5),
        ({"type": "money"}, "1.500.000 đ", 1_500_000),
        ({"type": "money"}, 250_000.0, 250_000),
        ({"type": "date"}, "31/12/1990", "1990-12-31"),
        ({"type": "date", "latest": "today"}, "2026-11-28", "2026-11-28"),
        ({"type": "choice", "choices": CHOICES}, "b", "b"),
        ({"type": "choices", "choices": CHOICES}, ["c", "a", "a"], ["a", "c"]),
        ({"type": "choices", "choices": CHOICES}, "b", ["b"]),
        ({"type": "flag"}, "", False),
        ({"type": "yes_no"}, "no", False),
        ({"type": "phone"}, "0905 123 456", "+84905123456"),
        ({"type": "id_number", "registries": ["046"]}, "046 190 000 123", "046190000123"),
        ({"type": "tax_code"}, "0100109106", "0100109106"),
        ({"type": "email"}, "Hoa@VIDU.vn", "Hoa@vidu.vn"),
        ({"type": "address"}, {"unit": "Xã Cũ", "line": "1  A"}, {"unit": "an", "name": "Xã An", "line": "1 A"}),
        ({"type": "topic"}, "t", "t"),
        ({"type": "calculated", "value": "2.0 * 2.5"}, "9", 5.0),
        ({"type": "calculated", "value": "2.5", "result": "money"}, None, 3),
    ],
)  # fmt: skip
def test_an_answer_is_kept_in_one_form(keys: dict[str, Any], given: Any, kept: Any) -> None:
    read = _read(_form(keys), {"q": given})
    assert (read.faults, read.values) == ({}, {"q": kept})


@pytest.mark.parametrize(
    ("keys", "given", "said"),
    [
        ({"type": "text", "required": True}, "  ", "Vui lòng trả lời"),
        ({"type": "money"}, "1,5", "đồng"),
        ({"type": "money"}, -1, "đồng"),
        ({"type": "date"}, "31/02/2020", "ngày/tháng/năm"),
        ({"type": "date", "latest": "today"}, "2026-11-29", "Không sau ngày 28/11/2026"),
        ({"type": "date", "earliest": "2000-01-31"}, "2000-01-30", "Không trước ngày 31/01/2000"),
        ({"type": "choices", "choices": CHOICES, "least": 2}, ["a"], "ít nhất 2"),
        ({"type": "choices", "choices": CHOICES, "most": 1}, ["a", "b"], "nhiều nhất 1"),
        ({"type": "choices", "choices": CHOICES}, ["x"], "các mục đã cho"),
        ({"type": "choices", "choices": CHOICES}, [{}], "các mục đã cho"),
        ({"type": "yes_no", "required": True}, "", "Vui lòng trả lời"),
        ({"type": "flag", "required": True}, "no", "Vui lòng trả lời"),
        ({"type": "flag", "required": True}, None, "Vui lòng trả lời"),
        ({"type": "phone"}, "12345", "0905 123 456"),
        ({"type": "id_number"}, "04619000012", "12 chữ số, bạn đã nhập 11"),
        ({"type": "id_number"}, "04619000012a", "chỉ gồm chữ số"),
        ({"type": "id_number", "registries": ["046"]}, "099190000123", "Ba số đầu 099"),
        ({"type": "id_number"}, "046290000123", "năm chưa tới"),
        ({"type": "tax_code"}, "0100109105", "chữ số thứ mười"),
        ({"type": "email"}, "hoa@vidu", "ten@vidu.vn"),
        ({"type": "address"}, {"line": "12 Lê Lợi"}, "chọn xã, phường"),
        ({"type": "address"}, {"unit": "Bình"}, "Bình Đông, Bình Tây"),
        ({"type": "address"}, {"unit": "Xa Lạ"}, "Không tìm thấy"),
        ({"type": "signature", "required": True}, None, "ký tên"),
        ({"type": "file", "required": True}, None, "một tệp"),
        ({"type": "person", "required": True}, "Hoa", "không đọc được"),
    ],
)
def test_a_wrong_answer_is_told_with_how_to_mend_it(keys: dict[str, Any], given: Any, said: str) -> None:
    assert said in _read(_form(keys), {"q": given}).faults["q"]


def test_files_are_counted_and_their_types_looked_at() -> None:
    form = _form({"type": "file", "accept": ["pdf"], "most": 1, "required": True})
    assert not _read(form, {}, q=("pdf",)).faults
    assert "PDF" in _read(form, {}, q=("png",)).faults["q"]
    assert "1 tệp" in _read(form, {}, q=("pdf", "pdf")).faults["q"]


def test_a_person_is_asked_in_parts_that_agree_with_each_other() -> None:
    form = _form({"type": "person", "required": True})
    hoa = {"name": "Lê Thị Hoa", "birth": "02/09/1990", "sex": "nu", "id_number": "046190000123"}
    assert _read(form, {"q": hoa}).values["q"]["birth"] == "1990-09-02"
    assert "sinh năm 1990" in _read(form, {"q": {**hoa, "birth": "1991-09-02"}}).faults["q.id_number"]
    assert "giới tính" in _read(form, {"q": {**hoa, "sex": "nam"}}).faults["q.id_number"]
    assert set(_read(form, {"q": {"name": "Hoa"}}).faults) == {"q.birth", "q.sex", "q.id_number"}
    assert not _read(_form({"type": "person"}), {"q": {"name": " ", "sex": ""}}).faults


CHILDREN = {
    "id": "children", "type": "group", "repeats": True, "least": 1, "most": 2, "label": LABEL,
    "questions": [
        {"id": "name", "type": "text", "required": True, "label": LABEL},
        {"id": "at_school", "type": "yes_no", "label": LABEL},
        {"id": "fee", "type": "money", "label": LABEL, "required_if": "row.at_school", "show_if": "row.at_school"},
    ],
}  # fmt: skip


def test_rows_of_a_group_are_read_one_by_one_and_summed_up() -> None:
    total = {"id": "total", "type": "calculated", "total_of": "children.fee", "result": "money"}
    form = _form(CHILDREN, total, {"id": "many", "type": "flag", "show_if": "size(answers.children) > 1"})
    rows = [{"name": "An", "at_school": "yes", "fee": "100.000"}, {"name": "Bình", "fee": "5"}, {"name": " "}]
    read = _read(form, {"children": rows, "many": "yes"})
    assert not read.faults
    assert read.values == {
        "children": [{"name": "An", "at_school": True, "fee": 100_000}, {"name": "Bình"}],
        "total": 100_000,
        "many": True,
    }
    assert set(_read(form, {"children": [{"name": "", "at_school": "yes"}]}).faults) == {
        "children.0.name",
        "children.0.fee",
    }
    assert "ít nhất 1" in _read(form, {}).faults["children"]
    assert "quá 2" in _read(form, {"children": [{"name": "x"}] * 3}).faults["children"]
    assert set(_read(form, {"children": [{"name": "x", "colour": "red"}]}).faults) == {"children.0.colour"}


def test_what_is_hidden_is_not_read_and_what_a_condition_asks_for_is_needed() -> None:
    form = _form(
        {"id": "married", "type": "yes_no"},
        {"id": "spouse", "type": "text", "show_if": "answers.married", "required_if": "answers.married"},
        {"id": "born", "type": "date"},
        {
            "id": "guardian",
            "type": "text",
            "show_if": "ages.born < 18 && answers.born != ''",
            "required": True,
        },
    )
    assert _read(form, {"married": "no", "spouse": "Nam"}).values == {"married": False}
    assert set(_read(form, {"married": "yes"}).faults) == {"spouse"}
    assert set(_read(form, {"born": "2010-01-01"}).faults) == {"guardian"}
    assert not _read(form, {"born": "2008-11-28"}).faults


def test_who_is_barred_is_told_why_before_applying() -> None:
    bar = {
        "when": "ages.born < 18",
        "because": {"vi": "Chưa đủ 18 tuổi.", "en": "Under 18."},
        "source": "Luật",
    }
    form = _form(
        {"id": "born", "type": "date"},
        eligibility=EligibilityShape.model_validate({"questions": ["born"], "bars": [bar]}),
    )
    barred = form.bar({"born": "2010-01-01"}, DAY)
    assert barred is not None
    assert barred.because["vi"] == "Chưa đủ 18 tuổi."
    assert form.bar({"born": "1990-01-01"}, DAY) is None


def test_steps_are_left_out_by_their_condition() -> None:
    steps = [
        StepShape(id="one", title=LABEL, questions=["married"]),
        StepShape(id="two", title=LABEL, questions=["spouse"], show_if="answers.married"),
    ]
    form = _form({"id": "married", "type": "yes_no"}, {"id": "spouse", "type": "text"}, steps=steps)
    assert [step.id for step in form.steps_shown({"married": True}, DAY)] == ["one", "two"]
    assert [step.id for step in form.steps_shown({}, DAY)] == ["one"]


# What a schema can say: types, limits, choices. Values are as programs send them, not as people type them.
_PICKED = st.lists(st.sampled_from("abx"), unique=True)
_ADDRESS = st.fixed_dictionaries({"line": st.text("a", max_size=3)}, optional={"unit": st.just("an")})
_NUMBER = {"id": "n", "type": "number", "label": LABEL, "required": True}
_ROW = st.fixed_dictionaries({}, optional={"n": st.integers(1, 9), "m": st.just(1)}).filter(bool)
_SAID: list[tuple[dict[str, Any], st.SearchStrategy[Any]]] = [
    ({"type": "text", "min_length": 2, "max_length": 4, "required": True}, st.text("ab", max_size=6)),
    ({"type": "number", "minimum": -1, "maximum": 9.5}, st.floats(-5, 20) | st.integers(-5, 20)),
    ({"type": "money", "minimum": 5}, st.integers(-10, 20)),
    ({"type": "choice", "choices": CHOICES, "required": True}, st.sampled_from(["a", "b", "x"])),
    ({"type": "choices", "choices": CHOICES, "most": 2}, _PICKED),
    ({"type": "choices", "choices": CHOICES, "least": 2, "required": True}, _PICKED),
    ({"type": "yes_no"}, st.booleans() | st.just(3)),
    ({"type": "flag", "required": True}, st.booleans()),
    ({"type": "date"}, st.dates().map(str) | st.sampled_from(["2020-02-30", "1-1-1", ""]).filter(bool)),
    ({"type": "topic", "required": True}, st.sampled_from(["t", "x"])),
    ({"type": "address", "required": True}, _ADDRESS),
    ({"type": "group", "repeats": True, "most": 2, "least": 1, "questions": [_NUMBER]}, st.lists(_ROW, max_size=4)),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(_SAID)))
def test_the_schema_and_the_server_say_the_same(number: int) -> None:
    keys, values = _SAID[number]
    form = _form(keys)
    validator = jsonschema_rs.Draft202012Validator(
        schema_of(form, title="Biểu mẫu", language="vi"), validate_formats=True
    )

    @settings(max_examples=40, deadline=None)
    @given(st.fixed_dictionaries({}, optional={"q": values, "other": st.just(1)}))
    def agree(answers: dict[str, Any]) -> None:
        read = _read(form, answers)
        assert validator.is_valid(answers) == (not read.faults), (answers, read.faults)

    agree()


@pytest.mark.parametrize(
    "keys",
    [
        *(
            {"type": kind}
            for kind in ("text", "long_text", "number", "money", "date", "flag", "yes_no", "phone")
        ),
        *(
            {"type": kind}
            for kind in ("id_number", "tax_code", "email", "address", "person", "file", "signature")
        ),
        {"type": "choice", "choices": CHOICES},
        {"type": "choices", "choices": CHOICES, "least": 2},
        {"type": "text", "min_length": 40},
        {"type": "person", "parts": ["name", "phone", "email", "address", "birth", "sex", "id_number"]},
        {k: v for k, v in CHILDREN.items() if k != "id"},
    ],
)
def test_an_answer_made_up_for_an_example_is_taken(keys: dict[str, Any]) -> None:
    form = _form({**keys, "required": True})
    around = Surroundings(today=DAY, sent=sent_samples(form), units=Communes())
    assert not read_form(form, samples(form, "an"), around).faults


@pytest.mark.parametrize(
    ("questions", "steps", "said"),
    [
        ([{"type": "text"}, {"type": "text"}], [], 'two of kind question are called "q"'),
        ([{"type": "text", "label": None}], [], "what does the page ask?"),
        ([{"type": "choices"}], [], "a choice without choices"),
        ([{"type": "group"}], [], "a group without questions"),
        ([{"type": "group", "repeats": True, "questions": [NAME]}], [], "how many rows at most?"),
        ([{"type": "group", "questions": [{**NAME, "type": "file"}]}], [], "a group cannot ask for file"),
        ([{"type": "text", "value": "1"}], [], "text is answered, not calculated"),
        ([{"type": "calculated"}], [], "what is calculated?"),
        ([{"type": "calculated", "value": "'x'"}], [], "gives no number"),
        ([{"type": "calculated", "total_of": "a.b"}], [], "is no number or money in a group"),
        ([{"type": "id_number", "birth": "born"}], [], '"born" beside it is no date'),
        ([{"type": "number", "minimum": 2, "maximum": 1}], [], "more at least than at most"),
        ([{"type": "date", "earliest": "2020-01-02", "latest": "2020-01-01"}], [], "after the last"),
        ([{"type": "text", "required": True, "required_if": "true"}], [], "required in any case"),
        (
            [{"type": "text", "show_if": "answers.later"}, {"id": "later", "type": "yes_no"}],
            [],
            "not asked before",
        ),
        ([{"type": "text", "show_if": "answers.q == ''"}], [], "not asked before"),
        ([{"type": "text", "show_if": "answers.nobody"}], [], 'unknown name under answers: "nobody"'),
        ([{"type": "text"}], [{"questions": ["x"]}], 'the form has no question "x"'),
        ([{"type": "text"}, {"id": "r", "type": "text"}], [{"questions": ["q"]}], 'no step asks "r"'),
        ([{"type": "text"}, {"id": "r", "type": "text"}], [{"questions": ["r", "q"]}], "in another order"),
        ([{"type": "text"}], [{"questions": ["q", "q"]}], "is asked in two places"),
        ([{"id": f"q{n}", "type": "text"} for n in range(201)], [], "the form has 201 questions"),
    ],
)
def test_a_fault_in_a_form_is_found(
    questions: list[dict[str, Any]], steps: list[dict[str, Any]], said: str
) -> None:
    laid = Laid(
        [_question(**one) for one in questions],
        [StepShape.model_validate({"id": "s", "title": LABEL, **one}) for one in steps],
        ["t"],
        None,
    )
    assert any(said in fault.what for fault in form_faults(laid)), [fault.what for fault in form_faults(laid)]
