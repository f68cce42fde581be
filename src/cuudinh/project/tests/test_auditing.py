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
