"""The doctor finds what is wrong with an installation and says how to mend it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from cuudinh.engines.cases import commands as cases
from cuudinh.engines.identity import commands as identity
from cuudinh.journal import keys, marks
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, Actor, system
from cuudinh.project import health, packing, thinning
from cuudinh.project.findings import Finding

REPORT = {
    "topic": "rac",
    "location": {"lat": 0.21, "lon": 0.12, "label": "Chợ"},
    "description": "Rác chưa ai thu gom.",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def state(settings: Any, tmp_path: Path) -> Path:
    """The state folder of this test alone."""
    settings.CUUDINH_STATE = tmp_path
    settings.CUUDINH_FILES = tmp_path / "files"
    settings.CUUDINH_KEYS = tmp_path / "keys"
    settings.CUUDINH_DEMO = False
    marks.forget()
    return tmp_path


def _about(what: str) -> list[Finding]:
    return [finding for finding in health.examine() if finding.about == what]


def test_a_case_that_names_an_office_nobody_knows_is_a_fault() -> None:
    packing.apply_pack(system("test"), "demo")
    account = identity.register_resident(VISITOR, name="An", phone="0905123456", password="mưa rào tháng sáu")
    cases.file_case(Actor("resident", account.id), service_id="bao-hong", answers=REPORT)
    [before] = _about("held numbers")
    assert before.weight == "good"
    with connection.cursor() as by_hand:
        by_hand.execute("UPDATE cases_case SET owner_office_id = 99001")
    [after] = _about("held numbers")
    assert (after.weight, after.says) == ("fault", "cases name 1 × office that nobody knows, first 99001")
    assert "backup" in after.remedy


def test_keys_that_are_gone_are_a_fault_and_no_key_is_made_by_looking(state: Path) -> None:
    keys.secret("identity-master")
    assert _about("keys of this database")[0].weight == "good"
    (state / "keys" / "identity-master").unlink()
    (fault,) = _about("keys of this database")
    assert fault.weight == "fault"
    assert "identity-master" in fault.says
    assert not (state / "keys" / "identity-master").exists()


def test_a_folder_of_keys_that_others_may_read_is_a_fault(state: Path) -> None:
    keys.secret("identity-master")
    (state / "keys").chmod(0o755)
    (fault,) = _about("keys")
    assert (fault.weight, f"chmod 700 {state / 'keys'}" in fault.remedy) == ("fault", True)


@pytest.mark.parametrize("name", ["cuudinh.sqlite3", "files", "before-20261125-080000"])
def test_personal_data_that_others_may_read_are_a_fault(state: Path, name: str) -> None:
    (state / name).mkdir(mode=0o700)
    assert _about("personal data")[0].weight == "good"
    (state / name).chmod(0o755)
    (fault,) = _about("personal data")
    assert (fault.weight, fault.remedy) == ("fault", f"chmod -R go-rwx {state / name}")


def test_a_demonstration_without_its_mark_is_a_fault(state: Path) -> None:
    (state / "demo").mkdir(mode=0o700)
    (state / "demo" / "signins.json").touch()
    assert [finding.weight for finding in _about("people and reports")] == ["fault"]
    marks.put_invented()
    assert [finding.weight for finding in _about("people and reports")] == ["note"]


@pytest.mark.parametrize(
    ("hosts", "https", "weights"),
    [
        (["localhost", "127.0.0.1"], False, ["note", "note"]),
        (["phananh.example.vn"], False, ["good", "fault"]),
        (["phananh.example.vn"], True, ["good", "good"]),
        (["*"], True, ["fault", "good"]),
    ],
)
def test_what_is_reached_from_outside_must_be_reached_by_https_and_by_name(
    settings: Any, hosts: list[str], https: bool, weights: list[str]
) -> None:
    settings.ALLOWED_HOSTS, settings.CUUDINH_HTTPS = hosts, https
    assert [found.weight for name in ("reached as", "HTTPS") for found in _about(name)] == weights


def test_a_believed_world_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUUDINH_PROXIES", "0.0.0.0/0")
    assert _about("PROXIES")[0].weight == "fault"


def test_a_backup_must_be_of_last_night_and_for_its_owner_only(settings: Any, state: Path) -> None:
    settings.CUUDINH_BACKUPS = state / "backups"
    assert _about("backup")[0].weight == "note"
    settings.CUUDINH_BACKUPS.mkdir()
    old = settings.CUUDINH_BACKUPS / thinning.name_of(clock.now() - timedelta(days=2))
    old.touch(0o600)
    assert _about("backup")[0].weight == "fault"
    new = settings.CUUDINH_BACKUPS / thinning.name_of(clock.now())
    new.touch(0o600)
    assert _about("backup")[0].weight == "good"
    new.chmod(0o644)
    assert "chmod 600" in _about("backup")[0].remedy


def test_what_waits_too_long_for_the_clerk_is_a_fault() -> None:
    packing.apply_pack(system("test"), "demo")
    account = identity.register_resident(VISITOR, name="An", phone="0905123456", password="mưa rào tháng sáu")
    cases.file_case(Actor("resident", account.id), service_id="bao-hong", answers=REPORT)
    assert _about("waiting events")[0].weight == "good"
    with clock.frozen(clock.now() + timedelta(minutes=3)):
        assert _about("waiting events")[0].weight == "fault"
