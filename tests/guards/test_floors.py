"""The contracts of import-linter hold, and the same contracts catch what is planted in a house like ours."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards.sources import ROOT, SRC

CONTRACTS = ROOT / ".importlinter"
LINT = Path(sys.executable).parent / "lint-imports"


def _lint(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [str(LINT), "--config", str(CONTRACTS), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house with our rooms and nothing in them."""
    for package in (SRC / "cuudinh").rglob("__init__.py"):
        copy = tmp_path / package.relative_to(SRC)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.touch()
    for engine in (tmp_path / "cuudinh" / "engines").iterdir():
        if engine.is_dir() and not (engine / "rules").is_dir():
            (engine / "rules.py").touch()
    shutil.rmtree(tmp_path / "cuudinh" / "project" / "tests", ignore_errors=True)
    return tmp_path


def test_the_contracts_hold() -> None:
    code, said = _lint(SRC)
    assert code == 0, said


def test_an_empty_house_keeps_every_contract(house: Path) -> None:
    code, said = _lint(house)
    assert code == 0, said


@pytest.mark.parametrize(
    ("planted_in", "line", "broken"),
    [
        ("kernel/new.py", "import cuudinh.journal", "Floors"),
        ("journal/new.py", "import cuudinh.engines.cases", "Floors"),
        ("attic/__init__.py", "", "Floors"),
        ("engines/identity/new.py", "import cuudinh.connectors", "Floors"),
        ("connectors/vneid/new.py", "import cuudinh.sites", "Floors"),
        ("connectors/tax/__init__.py", "", "Connectors"),
        ("engines/identity/new.py", "import cuudinh.engines.cases", "Engines"),
        ("engines/places/new.py", "import cuudinh.engines.messages", "Engines"),
        ("engines/weather/__init__.py", "", "Engines"),
        ("sites/portal/new.py", "import cuudinh.sites.office", "Sites"),
        ("kernel/new.py", "import django", "Kernel and packs"),
        ("kernel/new.py", "import pydantic", "The kernel stands"),
        ("engines/cases/rules/new.py", "import cuudinh.journal", "Rules are pure"),
    ],
)
def test_a_planted_import_breaks_its_contract(house: Path, planted_in: str, line: str, broken: str) -> None:
    planted = house / "cuudinh" / planted_in
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(line, "utf-8")
    code, said = _lint(house)
    assert code == 1, said
    assert any(row.startswith(broken) and row.endswith("BROKEN") for row in said.splitlines()), said


def test_a_planted_circle_is_caught(house: Path) -> None:
    (house / "cuudinh" / "kernel" / "hen.py").write_text("import cuudinh.kernel.egg", "utf-8")
    (house / "cuudinh" / "kernel" / "egg.py").write_text("import cuudinh.kernel.hen", "utf-8")
    code, said = _lint(house)
    assert code == 1, said
    assert "No circles anywhere BROKEN" in said
