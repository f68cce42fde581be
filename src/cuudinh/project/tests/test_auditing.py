"""The commands on the log: a whole one is said to be whole, a broken one ends with 1, looks are listed."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity import queries
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.journal import clerk, sealing
from cuudinh.journal.models import AuditLine
from cuudinh.kernel.actor import system
from cuudinh.kernel.clock import now
from cuudinh.project import packing
from cuudinh.project.console import app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _province(tmp_path: Path, settings: Any) -> None:
    settings.CUUDINH_STATE = tmp_path
    settings.CUUDINH_KEYS = tmp_path / "keys"
    packing.apply_pack(system("tests"), "demo")


def _said(*words: str) -> tuple[int, str]:
    answer = CliRunner().invoke(app, ["audit", *words], env={"COLUMNS": "200"})
    return answer.exit_code, answer.output


def test_a_whole_log_is_said_to_be_whole() -> None:
    clerk.run_until_idle()
    sealing.export_heads()
    code, words = _said("verify")
    assert code == 0, words
    assert "The log is whole" in words


def test_a_line_that_was_changed_ends_the_command_with_one() -> None:
    clerk.run_until_idle()
    sealing.export_heads()
    line = AuditLine.objects.order_by("seq").first()
    assert line is not None
    AuditLine.objects.filter(seq=line.seq).update(body=line.body.replace("pack.apply", "pack.ignore"))
    code, words = _said("verify")
    assert code == 1
    assert f"line {line.seq}: " in words


def test_an_auditor_takes_a_line_away_and_proves_it_with_the_key_they_were_given(tmp_path: Path) -> None:
    clerk.run_until_idle()
    sealing.seal(sign_now=True)
    sealing.export_heads()
    proof, key = tmp_path / "proof.json", tmp_path / "given.pub"
    key.write_text(sealing.public_key().public_bytes_raw().hex())
    assert _said("prove", "--line", "0", "--into", str(proof))[0] == 0
    code, words = _said("check-proof", str(proof), "--key", str(key))
    assert code == 0, words
    assert "Line 0 is in the log" in words
    proof.write_text(proof.read_text().replace("pack.", "pick."))
    assert _said("check-proof", str(proof), "--key", str(key))[0] == 1
    assert _said("prove", "--line", "999999")[0] == 1


def test_looks_are_listed_with_who_which_case_and_why() -> None:
    assert _said("looks") == (0, "Nobody opened an identity.\n")
    seat = NewSeat("ioc", "dispatcher", now().date())
    asked = NewAccount("staff", "Trực ban Hai", "một mật khẩu đủ dài 2026", login="hai", seats=(seat,))
    (number,) = identity.open_accounts(system("tests"), [asked])
    for case in ("PA-1", "PA-2", "PA-3"):
        identity.break_glass(queries.staff_actor(number), ("case", case), "Gọi lại để hỏi vị trí")
    code, words = _said("looks", "--most", "2")
    assert code == 0
    assert [case for case in ("PA-1", "PA-2", "PA-3") if case in words] == ["PA-2", "PA-3"]
    assert "Trực ban Hai" in words
    assert "Gọi lại để hỏi vị trí" in words
