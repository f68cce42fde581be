"""Types are checked by our own configuration: mypy finds what is planted."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards.sources import ROOT

WRONG = """\"\"\"A planted module.\"\"\"


def days(count: int) -> str:
    \"\"\"Give what is no text.\"\"\"
    return count
"""
# Nothing is wrong here, but a module says what its lists hold.
LOOSE = """\"\"\"A planted module.\"\"\"


def days(counts: list) -> None:
    \"\"\"Take a list of nobody knows what.\"\"\"
"""


def _checked(folder: Path, module: str, text: str) -> str:
    path = folder.joinpath(*module.split(".")).with_suffix(".py")
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", _without_plugins(folder), str(path)],
        cwd=folder,
        env={"MYPYPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def _without_plugins(folder: Path) -> str:
    """Give our own configuration but for the plugins, which need the settings and a minute."""
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines(keepends=True)
    kept = folder / "pyproject.toml"
    kept.write_text(
        "".join(line for line in lines if not line.startswith(("plugins =", "mypy_path ="))), "utf-8"
    )
    return str(kept)


@pytest.mark.slow
def test_a_planted_wrong_type_is_caught(tmp_path: Path) -> None:
    assert "Incompatible return value type" in _checked(tmp_path, "cuudinh.web.planted", WRONG)


@pytest.mark.slow
@pytest.mark.parametrize("module", ["cuudinh.kernel.planted", "cuudinh.engines.cases.rules.planted"])
def test_a_planted_looseness_is_caught_where_rules_are_decided(tmp_path: Path, module: str) -> None:
    assert "Missing type arguments" in _checked(tmp_path, module, LOOSE)
