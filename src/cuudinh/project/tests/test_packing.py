"""The packs of this repository are sound, and putting one in force is one transaction."""

import random
import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from cuudinh.engines.cases import commands as cases
from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity import queries as offices
from cuudinh.engines.places import queries as places
from cuudinh.journal import audit, releases
from cuudinh.kernel.actor import VISITOR, Actor, Seat, system
from cuudinh.kernel.refusal import NotYours
from cuudinh.packs import checking
from cuudinh.packs.faults import PackRefused
from cuudinh.packs.loading import Library, Pack, pack_of
from cuudinh.packs.tests.mutating import broken
from cuudinh.project import packing

SHIPPED_IN: Path = django_settings.CUUDINH_PACKS
SHIPPED = ("vn", "hue", "demo", "ottawa", "thai-nguyen")
BY = system("test")


@pytest.fixture
def packs(tmp_path: Path, settings: Settings) -> Path:
    """Give a folder of packs of this test's own, with the invented province and its frame."""
    for name in ("vn", "demo"):
        shutil.copytree(django_settings.CUUDINH_PACKS / name, tmp_path / name)
    settings.CUUDINH_PACKS = tmp_path
    return tmp_path


@pytest.mark.parametrize("pack_id", SHIPPED)
def test_a_shipped_pack_is_sound(pack_id: str) -> None:
    assert [str(fault) for fault in packing.check_pack(pack_id)] == []


def test_the_flow_of_every_service_is_drawn() -> None:
    drawn = packing.drawn_flows("demo")
    assert list(drawn) == ["bao-hong", "chung-thuc-ban-sao", "dang-ky-khai-sinh", "dat-ban-ghe"]
    assert drawn["bao-hong"].startswith("stateDiagram-v2\n    [*] --> received\n")


def test_names_of_the_demonstration_and_of_the_tables_are_checked(packs: Path) -> None:
    (packs / "demo" / "imports").mkdir()
    table = packs / "demo" / "imports" / "requests.yaml"
    ottawa = SHIPPED_IN / "ottawa" / "imports" / "requests.yaml"
    table.write_text(ottawa.read_text("utf-8"), "utf-8")
    words = packs / "demo" / "demo" / "demo.yaml"
    words.write_text(
        words.read_text("utf-8").replace("{duong-hong: 4", "{duong-hog: 4, duong-hong: 4"), "utf-8"
    )
    words.write_text(words.read_text("utf-8").replace("texts:", 'texts:\n  duong-hog: ["x"]'), "utf-8")
    faults = [str(fault) for fault in packing.check_pack("demo")]
    assert any('unknown topic "duong-hog"' in one and 'mean "duong-hong"' in one for one in faults), faults
    assert any('unknown service "service-request"' in fault for fault in faults)
    text = ottawa.read_text("utf-8").replace("service: service-request", "service: bao-hong")
    table.write_text(text, "utf-8")
    faults = [str(fault) for fault in packing.check_pack("demo")]
    assert any('unknown topic "road-surface"' in fault for fault in faults)


@pytest.mark.django_db
def test_an_applied_pack_is_in_force_and_stands_in_the_log(packs: Path) -> None:
    release = packing.apply_pack(BY, "demo")
    assert releases.current("demo") == release
    assert releases.generation() == release.generation
    assert places.unit("90101-2025-07").names["vi"] == "Phường Bến Trăng"
    assert offices.office("so-xay-dung") is not None
    (line,) = audit.lines_about("pack", "demo")
    assert line.facts["digest"] == release.digest


@pytest.mark.django_db
@pytest.mark.parametrize("pack_id", SHIPPED)
def test_every_shipped_pack_plans_and_applies_where_nothing_was(pack_id: str) -> None:
    planned = packing.plan_pack(pack_id)
    assert planned.faults == ()
    assert planned.sentences
    assert packing.apply_pack(BY, pack_id) == releases.current(pack_id)
    again = [said.vi for said in packing.plan_pack(pack_id).sentences]
    assert again == [f"Gói “{pack_id}” không có gì thay đổi so với bản đang dùng."]


def test_every_pack_of_the_repository_is_among_those_that_are_looked_at() -> None:
    assert set(SHIPPED) == set(Library(SHIPPED_IN))


@pytest.mark.django_db
def test_the_same_pack_again_changes_nothing(packs: Path) -> None:
    first = packing.apply_pack(BY, "demo")
    assert packing.apply_pack(BY, "demo") == first
    assert packing.apply_pack(BY, "demo", is_again=True).generation == first.generation + 1


@pytest.mark.django_db
def test_an_export_of_what_is_in_force_is_the_folder_it_came_from(packs: Path, tmp_path: Path) -> None:
    packing.apply_pack(BY, "demo")
    for place in packing.export_pack("demo", tmp_path / "out"):
        assert _bytes(place) == _bytes(packs / place.name)


@pytest.mark.django_db
def test_a_pack_with_a_fault_changes_nothing(packs: Path) -> None:
    table = packs / "demo" / "organisation" / "offices.csv"
    table.write_text(table.read_text("utf-8").replace("so-xay-dung,", "So Xay Dung,"), "utf-8")
    with pytest.raises(PackRefused, match=r"organisation/offices.csv:4: code is"):
        packing.apply_pack(BY, "demo")
    assert releases.current("demo") is None
    assert not places.units_in_force()


@pytest.mark.django_db
def test_a_fault_in_the_last_engine_undoes_what_the_others_did(
    packs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(_: object) -> None:
        raise OSError("power cut")

    monkeypatch.setattr(packing, "APPLIERS", (*packing.APPLIERS, power_cut))
    with pytest.raises(OSError, match="power cut"):
        packing.apply_pack(BY, "demo")
    assert releases.current("demo") is None
    assert not places.units_in_force()
    assert not offices.offices_in_force()


@pytest.mark.django_db
def test_a_plan_says_what_would_change_before_it_does(packs: Path) -> None:
    assert "Gói “demo” được áp dụng lần đầu, phiên bản 1." in _planned()
    packing.apply_pack(BY, "demo")
    assert _planned() == ["Gói “demo” không có gì thay đổi so với bản đang dùng."]
    theme = packs / "demo" / "theme" / "theme.yaml"
    theme.write_text(theme.read_text("utf-8").replace("#0b5563", "#0b4f63"), "utf-8")
    assert "theme/theme.yaml: 1 dòng mới hoặc sửa, 1 dòng bỏ hoặc thay." in _planned()


@pytest.mark.django_db
def test_a_plan_refuses_what_applying_would_refuse(packs: Path) -> None:
    packing.apply_pack(BY, "demo")
    _rewritten(packs / "demo", ("so-xay-dung", "so-moi"))
    faults = [str(fault) for fault in packing.plan_pack("demo").faults]
    assert any("1 offices in force here have no row: so-xay-dung" in fault for fault in faults), faults
    with pytest.raises(PackRefused, match="so-xay-dung"):
        packing.apply_pack(BY, "demo")


@pytest.mark.django_db
def test_a_plan_over_another_province_says_what_that_one_would_lose(packs: Path) -> None:
    packing.apply_pack(BY, "demo")
    shutil.copytree(packs / "demo", packs / "other")
    _rewritten(packs / "other", ("id: demo", "id: other"), ("901", "801"))
    faults = [str(fault) for fault in packing.plan_pack("other").faults]
    assert any("units in force here have no row: 901" in fault for fault in faults), faults


def _rewritten(pack: Path, *changes: tuple[str, str]) -> None:
    """Write words of a pack in another way, in all of its files."""
    for path in (path for path in pack.rglob("*") if path.is_file()):
        text = path.read_text("utf-8")
        for old, new in changes:
            text = text.replace(old, new)
        path.write_text(text, "utf-8")


@pytest.mark.django_db
def test_a_plan_names_the_open_cases_of_what_changes_and_no_others(packs: Path) -> None:
    packing.apply_pack(BY, "demo")
    resident = identity.register_resident(
        VISITOR, name="An", phone="0905123456", password="mưa rào tháng sáu"
    )
    place = {"lat": 0.21, "lon": 0.12, "label": "Chợ"}
    filed = {
        topic: cases.file_case(
            Actor("resident", resident.id),
            service_id="bao-hong",
            answers={"topic": topic, "location": place, "description": f"Chuyện về {topic} trước chợ."},
        ).number
        for topic in ("rac", "den-duong", "duong-hong")
    }
    folder = packs / "demo" / "services" / "bao-hong"
    topics, service = folder / "topics.yaml", folder / "service.yaml"
    topics.write_text(topics.read_text("utf-8").replace("words: [đèn", "words: [bóng, đèn"), "utf-8")
    service.write_text(service.read_text("utf-8").replace("version: 1", "version: 2"), "utf-8")
    plan = packing.plan_pack("demo")
    said = [one.en for one in plan.sentences]
    assert "Service “bao-hong”: 1 → 2; 3 open cases keep the version they were filed under." in said
    assert "“den-duong” changes; 1 open cases are of it." in said
    assert packing.touched_cases(plan, most=5) == ([filed["den-duong"]], 0)
    service.write_text(service.read_text("utf-8").replace("en: ", "en: New ", 1), "utf-8")
    everything = packing.plan_pack("demo")
    assert packing.touched_cases(everything, most=2)[1] == 1


@pytest.mark.django_db
def test_a_plan_tells_what_was_promised_by_whom_and_on_which_days(packs: Path) -> None:
    packing.apply_pack(BY, "demo")
    folder = packs / "demo"
    later = '{since: "2027-06-01", value: {working_days: 2}, source: "bịa"}'
    _rewritten(
        folder,
        ('deadline: [{since: "2020-01-01"', f'deadline: [{later}, {{since: "2020-01-01"'),
        ("function: cay-xanh, at: province", "function: rac-thai, at: province"),
        ("Sở Xây dựng,Department", "Sở Quy hoạch,Department"),
    )
    calendars = packs / "vn" / "organisation" / "calendars.yaml"
    lines = calendars.read_text("utf-8").splitlines(keepends=True)
    gone = next(number for number, line in enumerate(lines) if '{day: "2026-' in line)
    calendars.write_text("".join([*lines[:gone], *lines[gone + 1 :]]), "utf-8")
    said = [one.en for one in packing.plan_pack("demo").sentences]
    for words in (
        "2 working days from 1 June 2027",
        "who answers changes",
        "is now called “Sở Quy hoạch”",
    ):
        assert any(words in one for one in said), (words, said)
    assert any("days off go: 1, first" in one and "2026" in one for one in said), said


@pytest.mark.django_db
def test_only_the_system_or_whom_the_policy_lets_applies(packs: Path) -> None:
    packing.apply_pack(BY, "demo")
    officer = Actor("staff", 1, seats=(Seat(1, "ubnd", "officer", frozenset({1})),))
    for nobody in (VISITOR, officer):
        with pytest.raises(NotYours):
            packing.apply_pack(nobody, "demo")
    administrator = Actor("staff", 2, seats=(Seat(1, "ubnd", "administrator", frozenset({1})),))
    assert packing.apply_pack(administrator, "demo", is_again=True).version == 1
    (_, line) = audit.lines_about("pack", "demo")
    assert line.rule == "administrator-manages"


def test_a_name_that_is_no_pack_is_refused_with_those_that_are(packs: Path) -> None:
    with pytest.raises(packing.PackNotThere, match="các gói có ở đó: demo, vn"):
        packing.check_pack("hanoi")


@pytest.mark.slow
@pytest.mark.once
def test_the_checks_of_all_engines_stand_firm_before_broken_packs() -> None:
    """Broken packs with real units, offices, services and messages: refused, or sound, no crash."""
    library = Library(django_settings.CUUDINH_PACKS)
    files, grammar, frame = dict(library["demo"].files), packing.grammar(), _short(library)
    refused = 0
    for number in range(250):
        changed, what, _ = broken(random.Random(number), files)
        try:
            pack = pack_of("demo", changed)
        except PackRefused:
            refused += 1
            continue
        found = checking.check(pack, {"vn": frame, "demo": pack}, grammar)
        assert all(fault.line >= 1 and fault.what for fault in found), what
        refused += bool(found)
    assert refused > 150


def _short(library: Library) -> Pack:
    """The frame without its first ten years of days off: reading them again each time would prove nothing."""
    path = "organisation/calendars.yaml"
    text = library["vn"].files[path].decode().replace('from: "2014-', 'from: "2024-')
    kept = re.sub(r'^ +- \{day: "20(1\d|2[0-3])-.*\n', "", text, flags=re.MULTILINE)
    return Pack("vn", {**library["vn"].files, path: kept.encode()})


def _planned() -> list[str]:
    return [said.vi for said in packing.plan_pack("demo").sentences]


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
