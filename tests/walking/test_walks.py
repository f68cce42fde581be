"""Faults planted in the flow of a sound province: no example shows them, and a walk does."""

from functools import cache
from typing import Final

import pytest

from cuudinh.engines.cases.definitions.walking import services_to_walk, walk_faults
from cuudinh.packs import checking
from cuudinh.packs.loading import Library, Pack, pack_of
from cuudinh.packs.world import PackWorld
from cuudinh.project import packing, walking
from tests.guards.sources import ROOT

SERVICE: Final = "dat-ban-ghe"
FLOW: Final = "flows/mot-cua.yaml"
OWN: Final = "services/dat-ban-ghe/service.yaml"
WALKS: Final = 160
MORE_TIME: Final = """
acts:
  - do: request_extension
    label: {vi: Xin thêm ngày, en: Ask for days}
    from: [processing]
    by: [owner.officer]
    inputs: [{id: span, kind: span, label: {vi: Bao nhiêu ngày, en: How many}}]
  - do: grant_extension
    label: {vi: Cho thêm ngày, en: Grant days}
    from: [processing]
    by: [owner.head]
"""


@cache
def _library() -> dict[str, Pack]:
    library = Library(ROOT / "packs")
    return {name: library[name] for name in ("vn", "demo")}


def _world(*edits: tuple[str, str, str]) -> PackWorld:
    """Give the small province with edits of its files, each a path with what stood there and what stands there now."""
    packs = dict(_library())
    for path, old, new in edits:
        owner = next(name for name in packs if path in packs[name].files)
        text = packs[owner].files[path].decode()
        assert old in text, f"{old} is not in {path}"
        packs[owner] = pack_of(owner, {**packs[owner].files, path: text.replace(old, new).encode()})
    world = checking.world_as_kept(packs["demo"], packs, packing.grammar())
    assert world is not None
    return world


def _found(*edits: tuple[str, str, str]) -> str:
    return "\n".join(str(one) for one in walk_faults(_world(*edits), WALKS, [SERVICE]))


def test_every_service_of_a_sound_province_holds_on_all_its_walks() -> None:
    world = _world()
    assert services_to_walk(world) == [
        "bao-hong", "chung-thuc-ban-sao", "dang-ky-khai-sinh", "dat-ban-ghe"
    ]  # fmt: skip
    assert walking.walk_packs({"demo": world}, 40) == {"demo": []}


def test_a_frame_that_no_province_stands_in_is_not_walked() -> None:
    library = Library(ROOT / "packs")
    world = checking.world_of(library["vn"], library, packing.grammar())
    assert services_to_walk(world) == []


def _after(lines: str, more: str) -> tuple[str, str, str]:
    """Give the edit of the shared flow by which a line stands after some others."""
    return FLOW, lines, lines + more


PLANTED: Final = {
    "a result that is handed over after one answer only": (
        _after("    from: [done]\n    to: handed_over\n", "    when: answers.hours == 'toi'\n"),
        'it stays in "done" whatever is done',
    ),
    "a fee that is not given back": (
        (FLOW, "give_back_at: [refuse, withdraw,", "give_back_at: [refuse,"),
        "“Rút hồ sơ” (withdraw) nothing is done, and",
    ),
    "a fee still asked for after the end": (
        (FLOW, "withdraw, stop, no_reply]", "withdraw]"),
        "are still asked for",
    ),
    "a fee waited for that nobody drew up": (
        (FLOW, "charge_at: [filed, request_payment]", "charge_at: [approve]"),
        "the fee is waited for, and “Yêu cầu nộp phí” (request_payment) draws none up",
    ),
    "a day named twice": (
        (OWN, "\nquestions:", f"{MORE_TIME}\nquestions:"),
        "another day is named 2 times, and the law allows 1",
    ),
    "a clock that starts anew when work begins": (
        _after("    from: [received]\n    to: processing\n", "    clock: restart\n"),
        "“Nhận thẩm định” (accept) starts the time of the office anew, and nobody gave a reason",
    ),
    "a clock that runs while the applicant is waited for": (
        (FLOW, "supplement: {phase: paused, clock: reporter", "supplement: {phase: paused, clock: office"),
        "the applicant is waited for, and the deadline of the office runs on",
    ),
    "a receipt that is not given out": (
        (FLOW, "    issues: [receipt]\n", ""),
        'gives out the paper "receipt" not at all',
    ),
    "a refusal given out twice": (
        (FLOW, "issues: [rejection]", "issues: [rejection, rejection]"),
        'gives out the paper "rejection" 2 times',
    ),
    "an end that is none": (
        (FLOW, "    from: [submitted]\n    to: received\n", "    from: [submitted, withdrawn]\n    to: received\n"),
        'takes a case out of "withdrawn", which is an end',
    ),
    "a day that passes without an apology": (
        (FLOW, "from: [received, processing, appraised]\n    by: [owner.h", "from: [received]\n    by: [owner.h"),
        "the day that was named passes, and no apology went out before",
    ),
    "an apology that the platform cannot send": (
        (FLOW, "Not finished within the time}, acts: [reappoint]", "Not finished within the time}, acts: [stop]"),
        "the platform cannot do by itself what falls due (rule:reappoint)",
    ),
    "a supplement that nobody asked for": (
        (FLOW, "    from: [supplement]\n    by: [reporter", "    from: [supplement, processing]\n    by: [reporter"),
        "“Bổ sung hồ sơ” (supplement) is done, and nothing it could answer was done before",
    ),
    "a button that is always refused": (
        (FLOW, "acts: [refuse, stop]", "acts: [stop]"),
        'in "submitted" the act refuse is offered, and nobody can ever do it',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_is_found_and_told_with_the_walk_that_shows_it(name: str) -> None:
    edit, words = PLANTED[name]
    found = _found(edit)
    assert words in found
    assert found.count(f"{SERVICE}: ") == found.count("; expected "), "each says how it is mended"


def test_a_fault_names_the_service_the_file_and_what_was_done_when_by_whom() -> None:
    world = _world((FLOW, "give_back_at: [refuse, withdraw,", "give_back_at: [refuse,"))
    (fault,) = [one for one in walk_faults(world, WALKS, [SERVICE]) if "are not given back" in one.what]
    assert fault.file.endswith(FLOW)
    assert fault.what.startswith(f"{SERVICE}: ")
    assert "file by reporter: submitted → " in fault.what
    assert "“Rút hồ sơ” withdraw by reporter: withdrawn" in fault.what
    assert fault.expected == "withdraw among give_back_at of the fee"


def test_the_same_pack_is_walked_alike_every_time() -> None:
    edit = (FLOW, "issues: [rejection]", "issues: [rejection, rejection]")
    assert _found(edit) == _found(edit)
