"""What a pack may not say of offices, roles and policy."""

from typing import Any

import pytest

from cuudinh.engines.identity.definitions import (
    ACTS,
    PART,
    CodeSystemsShape,
    OfficeCodeRow,
    OfficeRow,
    ReorganisationsShape,
    relations_of,
)
from cuudinh.engines.identity.policy_examples import PolicyExamplesShape
from cuudinh.engines.identity.tests.worlds import (
    hue_world,
    office_row,
    policy_file,
    small_offices,
    small_world,
    world_of,
)


def faults(offices: list[OfficeRow] | None = None, **changes: Any) -> list[str]:
    return [fault.what for fault in PART.check(small_world(offices, **changes))]


def test_a_sound_province_has_no_faults() -> None:
    assert faults() == []


def test_the_organisation_of_hue_is_sound() -> None:
    assert [str(fault) for fault in PART.check(hue_world())] == []


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (office_row("x", "so-xdd"), 'unknown office "so-xdd"'),
        (office_row("x", "so-gtvt"), 'the parent "so-gtvt" is not in force all the time'),
        (office_row("x", "ioc", valid_from="2025-02-01"), 'the parent "ioc" is not in force all the time'),
        (office_row("x", "x"), '"x" stands above itself'),
        (office_row("x", "", level="commune"), '"x" has no parent'),
        (office_row("x", valid_to="2025-06-30"), "the office ends before it begins"),
        (office_row("x", name_vi="", name_en=""), '"x" has no name'),
        (office_row("ioc", valid_from="2026-01-01"), '"ioc" is in force twice on 2026-01-01'),
        (office_row("ioc"), '"ioc" is in force twice on 2025-07-01'),
        (office_row("x", successors=["ioc"]), '"x" has successors and no end'),
        (office_row("x", valid_to="2025-12-31", successors=["iocc"]), 'unknown office "iocc"'),
        (office_row("x", valid_to="2025-12-31", successors=["x"]), '"x" succeeds itself'),
        (office_row("x", valid_to="2025-12-31", successors=["so-gtvt"]), '"so-gtvt" is gone by 2025-12-31'),
        (office_row("x", calendar="ca-ngay"), 'unknown calendar "ca-ngay"'),
        (office_row("x", functions=["bay"]), 'unknown function "bay"'),
        (office_row("x", unit="46"), 'unknown unit "46"'),
        (
            office_row("x", unit="19753-2025-07", valid_from="2025-06-01", parent=""),
            'the unit "19753-2025-07" is not in force all the time',
        ),
        (
            office_row("x", functions=["tiep-nhan"]),
            '"tiep-nhan" is served in "46-2025-01" by "ioc" and "x" at once',
        ),
        (office_row("ubnd", "ioc", valid_from="2030-01-01"), 'the top "ubnd" has a parent'),
    ],
)
def test_an_office_that_cannot_stand_is_told(row: OfficeRow, what: str) -> None:
    assert what in faults([*small_offices(), row])


def test_a_misspelt_parent_is_told_with_its_line_and_the_nearest_name() -> None:
    (fault,) = PART.check(small_world([*small_offices(), office_row("x", "so-xdd")]))
    assert (fault.file, fault.nearest) == ("organisation/offices.csv", "so-xd")
    # Four neighbours, then the offices from line 6 on: the last of eight.
    assert fault.line == 13


def test_the_top_of_the_manifest_must_be_an_office_without_a_parent() -> None:
    assert 'unknown office at the top "ubdn"' in faults(root_office="ubdn")
    assert 'unknown office at the top "ioc"' in faults(root_office="ioc")


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        ({"id": "a", "may": ["case.raed"], "who": ["anyone"]}, 'unknown act "case.raed"'),
        ({"id": "a", "may": ["case.act"], "who": ["owner.oficer"]}, 'unknown relation "owner.oficer"'),
        ({"id": "a", "may": ["case.act"], "who": ["mayor"]}, 'unknown relation "mayor"'),
        (
            {"id": "a", "may": ["case.act"], "who": ["reporter"], "when": "published"},
            '"a" has a condition and a relation to one thing only',
        ),
        (
            {"id": "a", "may": ["case.act"], "who": ["reporter"], "scope": "office"},
            '"a" keeps to offices, and "reporter" has none',
        ),
        (
            {"id": "a", "may": ["case.list"], "who": ["head"], "scope": "below", "when": "ordinary"},
            '"a" has a condition and a scope',
        ),
        (
            {"id": "a", "may": ["account.open"], "who": ["head"]},
            '"a" allows account.open without a fresh proof',
        ),
        (
            {"id": "a", "may": ["identity.reveal"], "who": ["head"], "fresh": True},
            '"a" allows identity.reveal without a purpose',
        ),
    ],
)
def test_a_rule_that_means_nothing_is_told(rule: dict[str, Any], what: str) -> None:
    assert faults(policy=policy_file(rule)) == [what]


PERSONA = {"id": "p", "kind": "staff", "seats": [{"role": "head", "office": "a"}]}


@pytest.mark.parametrize(
    ("example", "what"),
    [
        ({"who": "p", "does": "case.act", "on": {"owner": "a"}, "allowed_by": "r"}, None),
        ({"who": "p", "does": "case.act", "on": {"owner": "b"}, "denied": True}, None),
        ({"who": "q", "does": "case.act", "denied": True}, 'unknown persona "q"'),
        ({"who": "p", "does": "case.atc", "denied": True}, 'unknown act "case.atc"'),
        ({"who": "p", "does": "case.act", "allowed_by": "s"}, 'unknown rule "s"'),
        (
            {"who": "p", "does": "case.act", "on": {"owner": "a"}, "denied": True},
            'the example "one" does not hold: expected denied, came out r: That is why.',
        ),
    ],
)
def test_an_example_of_the_policy_holds_or_is_told(example: dict[str, Any], what: str | None) -> None:
    policy = policy_file({"id": "r", "may": ["case.act"], "who": ["owner.head"]})
    asked = {"personas": [PERSONA], "examples": [{"name": "one", **example}]}
    examples = PolicyExamplesShape.model_validate(asked)
    world = small_world(policy=policy)
    shapes = [*((one.path, one.value) for one in world.records), ("policy/examples.yaml", examples)]
    found = [fault.what for fault in PART.check(world_of(*shapes[1:]))]  # type: ignore[arg-type]
    assert found == ([what] if what else [])


def test_two_rules_of_one_name_are_told() -> None:
    rule = {"id": "a", "may": ["case.act"], "who": ["head"]}
    assert faults(policy=policy_file(rule, rule)) == ['two rules are called "a"']


def test_flows_may_name_roles_and_roles_beside_a_case() -> None:
    known = relations_of(small_world())
    assert {"dispatcher", "owner.head", "cooperating.officer", "reporter", "system"} <= known
    assert "owner.reporter" not in known


def test_every_act_of_the_national_policy_has_a_meaning() -> None:
    assert all(ACTS.values())
    assert faults() == []


def test_a_plan_says_which_offices_begin_and_end_and_which_rules_change() -> None:
    ending = [
        row.model_copy(update={"valid_to": "2026-12-31"}) if row.code == "ioc" else row
        for row in small_offices()
    ]
    policy = policy_file({"id": "a", "may": ["case.act"], "who": ["head"]})
    old, new = small_world(policy=policy), small_world([*ending, office_row("moi")])
    told = [said.vi for said in PART.sentences(old, new)]
    assert told[:2] == ["Thêm 1 đơn vị.", "Đơn vị ioc kết thúc ngày 31/12/2026."]
    assert "Bỏ quy tắc quyền “a”." in told
    assert list(PART.sentences(old, old)) == []


SYSTEMS = CodeSystemsShape.model_validate(
    {"systems": [{"id": "moi", "title": {"vi": "Mới"}, "form": "[A-Y][0-9]{2}", "since": "2020-01-01"}]}
)


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ([("ioc", "moi", "57H")], '"57H" is no code of "moi"'),
        ([("ioc", "khac", "H57")], 'unknown system "khac"'),
        ([("iocc", "moi", "H57")], 'unknown office "iocc"'),
        ([("so-gtvt", "moi", "H57")], '"so-gtvt" is not in force all the time'),
        (
            [("ioc", "moi", "H57"), ("ubnd", "moi", "H57")],
            '"H57" of "ubnd" meets "H57" of "ioc" on some days',
        ),
        ([("ioc", "moi", "H57"), ("ioc", "moi", "H58")], '"H58" of "ioc" meets "H57" of "ioc" on some days'),
    ],
)
def test_a_code_that_cannot_stand_is_told(rows: list[tuple[str, str, str]], what: str) -> None:
    codes = [
        OfficeCodeRow(office=office, system=system, value=value, valid_from="2025-07-01")
        for office, system, value in rows
    ]
    extra = [("organisation/code_systems.yaml", SYSTEMS), *(("organisation/codes.csv", row) for row in codes)]
    assert what in [fault.what for fault in PART.check(small_world(extra=extra))]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (office_row("x", domain="party"), '"ubnd" is on another side than "x"'),
        (office_row("x", "", domain="party", functions=["moi-truong"]), '"x" has functions'),
        (office_row("ioc", "", domain="party", valid_from="2030-01-01"), '"ioc" changes sides'),
    ],
)
def test_sides_that_are_mixed_are_told(row: OfficeRow, what: str) -> None:
    assert any(said.startswith(what) for said in faults([*small_offices(), row]))


def _act(**changes: object) -> ReorganisationsShape:
    act = {
        "id": "a",
        "title": {"vi": "Sắp xếp"},
        "since": "2025-07-01",
        "kind": "merge",
        "offices": ["so-gtvt"],
        "document": "1/NQ",
    }
    return ReorganisationsShape.model_validate({"reorganisations": [{**act, **changes}]})


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({}, None),
        ({"offices": ["so-gtvtt"]}, 'unknown office "so-gtvtt"'),
        ({"since": "2025-08-01"}, '"so-gtvt" does not end with the day before 2025-08-01'),
        ({"kind": "split", "receiver": "so-xd"}, '"so-gtvt" has 1 successors'),
        ({"kind": "close"}, '"a" does not say who gets what nothing else gives to anybody'),
        ({"receiver": "nobody"}, 'unknown office "nobody"'),
        ({"kind": "rename", "offices": ["so-xd"], "since": "2026-01-01"}, None),
        ({"kind": "rename"}, '"so-gtvt" does not change with the day before 2025-07-01'),
    ],
)
def test_an_act_of_reorganisation_fits_the_offices(changes: dict[str, object], what: str | None) -> None:
    extra = [("organisation/reorganisations.yaml", _act(**changes))]
    told = [fault.what for fault in PART.check(small_world(extra=extra))]
    assert (told == []) if what is None else (what in told)
