"""A change of decree is a new row in a pack: dossiers filed from its day on count by it, those of before do not."""

import pytest

from cuudinh.engines.cases.definitions import services_of
from cuudinh.engines.cases.definitions.examples import ExampleShape, Surroundings, example_faults
from cuudinh.engines.cases.definitions.pack_surroundings import surroundings_of
from cuudinh.engines.cases.service import compiled
from cuudinh.engines.places.definitions import calendar_in
from cuudinh.packs import checking
from cuudinh.packs.faults import Fault
from cuudinh.packs.loading import Library, Pack, pack_of
from cuudinh.packs.world import PackWorld
from cuudinh.project import packing
from tests.guards.sources import ROOT

RULES = "dossiers/dossier_rules.yaml"
FLOW = "flows/mot-cua.yaml"
SERVICE = "services/dat-ban-ghe/service.yaml"
DECREE = 'since: "2026-12-01", mark: K, source: "Nghị định bịa để thử"'
BEFORE, AFTER = "2026-11-30", "2026-12-02"


class _Edited(dict[str, Pack]):
    """The shipped packs, with edits."""


def _packs(path: str, *edits: tuple[str, str]) -> tuple[Pack, dict[str, Pack]]:
    library = Library(ROOT / "packs")
    packs = {name: library[name] for name in ("vn", "demo")}
    for old, new in edits:
        owner = next(name for name in packs if path in packs[name].files)
        text = packs[owner].files[path].decode()
        assert old in text, f"{old} is not in {path}"
        packs[owner] = pack_of(owner, {**packs[owner].files, path: text.replace(old, new, 1).encode()})
    return packs["demo"], packs


def _world(path: str, *edits: tuple[str, str]) -> PackWorld:
    pack, library = _packs(path, *edits)
    return checking.world_of(pack, library, packing.grammar())


def _with_row(rule: str, value: str) -> PackWorld:
    """Give the world after a decree: the file of rules has one row more, and nothing else is touched."""
    return _world(RULES, (f"{rule}:\n", f"{rule}:\n  - {{{DECREE}, value: {value}}}\n"))


def _holds(world: PackWorld, example: dict[str, object]) -> list[str]:
    _, shape, topics = next(one for one in services_of(world) if one[1].service == "dat-ban-ghe")
    offices, places = surroundings_of(world)
    around = Surroundings(offices, places, calendar_in(world, shape.calendar), offices.codes, "90101-2025-07")
    found = ExampleShape.model_validate({"name": "tra", **example})
    return list(example_faults(found, compiled(shape, topics), around))


def _filed(day: str, *then: dict[str, object], **expect: object) -> dict[str, object]:
    return {
        "at": f"{day}T08:00+07:00",
        "submit": {"answers": {"tables": 6, "hours": "toi"}},
        "then": list(then),
        "expect": expect,
    }


def _act(moment: str, do: str, by: str = "owner.officer", **inputs: object) -> dict[str, object]:
    return {"at": f"{moment}:00+07:00", "by": by, "do": do, "inputs": inputs}


def test_another_cut_off_holds_for_who_files_from_its_day_on() -> None:
    world = _with_row("cut_off", '"16:00"')
    received = _act("2026-12-02T15:30", "receive")
    assert _holds(world, _filed(BEFORE, received, due="2026-12-10T07:30+07:00")) == []
    assert _holds(world, _filed(AFTER, received, due="2026-12-09T15:30+07:00")) == []


def test_a_decree_that_lets_time_go_on_after_a_supplement_changes_only_a_row() -> None:
    world = _with_row("restart_after_supplement", "false")

    def supplemented(day: str, due: str) -> dict[str, object]:
        return _filed(
            day,
            _act("2026-12-02T09:00", "receive"),
            _act("2026-12-02T10:00", "request_supplement", papers=["so-do"], text="Thiếu sơ đồ."),
            _act("2026-12-04T10:00", "supplement", by="reporter", text="Đã gửi."),
            due=due,
        )

    assert _holds(world, supplemented(BEFORE, "2026-12-11T10:00+07:00")) == []
    assert _holds(world, supplemented(AFTER, "2026-12-11T09:00+07:00")) == []


def _apologised(day: str, times: list[str], refused: str | None) -> dict[str, object]:
    apology = {"by": "owner.head", "span": 2, "reason": "can-xac-minh", "text": "Đơn vị xin lỗi."}
    acts = [_act("2026-12-02T09:00", "receive"), *(_act(time, "reappoint", **apology) for time in times)]
    return _filed(day, *acts, **({"refused": refused} if refused else {"state": "received"}))


def test_re_appointments_follow_the_rule_of_the_day_of_filing() -> None:
    world, twice = _with_row("reappointments_most", "2"), ["2026-12-04T09:30", "2026-12-04T10:00"]
    assert _holds(world, _apologised(BEFORE, twice, "act-limit-reached")) == []
    assert _holds(world, _apologised(AFTER, twice, None)) == []


def test_an_apology_that_is_due_sooner_is_sent_by_rule_before_the_head_comes_to_it() -> None:
    world, once = _with_row("apology_before", "{working_days: 4}"), ["2026-12-04T09:30"]
    assert _holds(world, _apologised(BEFORE, once, None)) == []
    assert _holds(world, _apologised(AFTER, once, "act-limit-reached")) == []


def test_another_measure_counts_from_its_day_on() -> None:
    value = "{ends: [[9], [10], [8, 3]], waiting: 5, subtract: [], supplements_most: 0}"
    world = _with_row("measure", value)

    def supplemented(day: str, *, is_late: bool) -> dict[str, object]:
        return _filed(
            day,
            _act("2026-12-02T09:00", "receive"),
            _act("2026-12-02T10:00", "request_supplement", papers=["so-do"], text="Thiếu sơ đồ."),
            late_by_measure=is_late,
        )

    assert _holds(world, supplemented(BEFORE, is_late=False)) == []
    assert _holds(world, supplemented(AFTER, is_late=True)) == []


def _faults(path: str, old: str, new: str) -> list[Fault]:
    pack, library = _packs(path, (old, new))
    return checking.check(pack, library, packing.grammar())


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        (SERVICE, "flow: mot-cua", "flow: mot-cu", 'did you mean "mot-cua"?'),
        (SERVICE, "{org}-", "HS-", "the number of a dossier begins with the code of its office"),
        (SERVICE, "office: so-xay-dung", "office: so-xay-dugn", 'did you mean "so-xay-dung"?'),
        (SERVICE, "{id: so-do, title", "{id: don, title", 'two papers are called "don"'),
        (SERVICE, "level: whole", "level: part", "says why (part_because)"),
        (SERVICE, "  extension_most", '  cut_off: "15:00"\n  extension_most', "is fixed by the country"),
        (SERVICE, "function: ha-tang, at: commune", "function: cay-xanh, at: commune", "has no owner in"),
        (FLOW, "clock: office, status: 2", "clock: office", 'the state "received" has no status code'),
        (
            FLOW,
            "phase: paused, clock: reporter, status: 5",
            "phase: open, clock: office, status: 5",
            "phase: paused",
        ),
        (FLOW, "status: 10,", "status: 9,", "is final"),
        (FLOW, "    to: handed_over\n", "    to: handed_ovr\n", "the state handed_ovr is not defined"),
        (FLOW, "    four_eyes: true\n", "", "is decided by one person"),
        (FLOW, "    clock: restart\n", "", "counts from when it is taken in"),
        (FLOW, "[{who: reporter, message: dossier_done}, ", "[", "is not the first to be told"),
        (
            RULES,
            "cut_off:\n",
            'cut_off:\n  - {since: "2018-06-21", value: "16:00", source: thử}\n',
            "begin on",
        ),
        (RULES, "value: qcvn102", "value: qcvn10", "has no code of the system qcvn10"),
    ],
)
def test_each_planted_fault_is_told_where_it_stands(path: str, old: str, new: str, told: str) -> None:
    found = [str(fault) for fault in _faults(path, old, new)]
    assert any(told in fault for fault in found), found
