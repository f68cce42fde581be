"""The commands on how long data are kept: what is over is said, dropped once, and reported."""

from datetime import timedelta

import pytest
from typer.testing import CliRunner

from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity import queries
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, system
from cuudinh.project import packing
from cuudinh.project.console import app

PASSWORD = "một mật khẩu khá dài"


@pytest.fixture(autouse=True)
def _province(db: None) -> None:
    packing.apply_pack(system("tests"), "demo")


def _said(word: str) -> dict[str, list[str]]:
    """Run a command of retention and give the cells that it says of each class."""
    answer = CliRunner().invoke(app, ["retention", word], env={"COLUMNS": "300"})
    assert answer.exit_code == 0, answer.output
    return {line.split()[0]: line.split()[1:] for line in answer.output.splitlines() if line.strip()}


def test_what_is_over_is_said_dropped_once_and_reported() -> None:
    phone = "0905000001"
    identity.register_resident(VISITOR, name="Lê Thị Hoa", phone=phone, password=PASSWORD)
    identity.sign_in(VISITOR, login=phone, password=PASSWORD)
    assert (_said("plan")["session"][:2], _said("report")["session"][:2]) == (["30", "0"], ["30", "0"])
    with clock.frozen(clock.now() + timedelta(days=200)):
        plan = _said("plan")
        assert (plan["session"][1], plan["identity"][:2]) == ("1", ["–", "0"])
        assert _said("plan")["session"][1] == "1", "a plan changes nothing"
        assert _said("carry-out")["✓"][0] != "0"
        assert (_said("plan")["session"][1], _said("report")["session"][1]) == ("0", "1")
        (last,) = (one.last for one in queries.retention(system("tests")) if one.name == "session")
        assert _said("report")["session"][2] == str(last)
