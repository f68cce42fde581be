"""The set-up does each step once, and tells trouble in one sentence with its remedy."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import setup
import steps

from cuudinh.project.trouble import Trouble

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A work tree of our own, so that no stamp of the real one is touched."""
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    monkeypatch.setattr(steps, "STAMPS", tmp_path / "stamps")
    return tmp_path


def _run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "tools" / "setup.py"), *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield int(taken.getsockname()[1])


def test_a_step_is_done_again_only_when_what_it_read_has_changed(tree: Path) -> None:
    done: list[str] = []
    read = tree / "lock"

    def step() -> None:
        steps.once("step", lambda: steps.digest([read]), lambda: done.append(read.read_text("utf-8")))

    for content in ("one", "one", "two", "two"):
        read.write_text(content, "utf-8")
        step()
    assert done == ["one", "two"]


def test_a_step_that_makes_what_it_depends_on_is_not_done_twice(tree: Path) -> None:
    done: list[int] = []
    made = tree / "database"

    def make() -> None:
        made.touch()
        done.append(1)

    for _ in range(2):
        steps.once("tables", lambda: str(made.exists()), make)
    assert done == [1]


def test_a_step_that_failed_is_tried_again(tree: Path) -> None:
    tries: list[int] = []

    def fail() -> None:
        tries.append(1)
        raise Trouble("It failed.", "Mend it.")

    for _ in range(2):
        with pytest.raises(Trouble):
            steps.once("step", lambda: "same", fail)
    assert tries == [1, 1]


def test_the_digest_sees_names_contents_and_words(tree: Path) -> None:
    folder = tree / "packs"
    folder.mkdir()
    seen = [steps.digest([folder])]
    (folder / "a").write_text("1", "utf-8")
    seen.append(steps.digest([folder]))
    (folder / "a").rename(folder / "b")
    seen.append(steps.digest([folder]))
    seen.append(steps.digest([folder], "word"))
    assert len(set(seen)) == 4


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Temporary failure in name resolution", "registry does not answer.* Check the network"),
        ("ERROR: No matching distribution found for django", "registry does not answer.* Check the network"),
        ("npm error code ENOTFOUND", "registry does not answer.* Check the network"),
        ("OSError: [Errno 28] No space left on device", "disk is full.* Free"),
        ("error: something else entirely", "lines above say why"),
    ],
)
def test_a_failed_installation_is_told_with_its_remedy(said: str, told: str) -> None:
    command = [sys.executable, "-c", f"import sys; sys.exit({said!r})"]
    with pytest.raises(Trouble, match=told):
        steps._run_installer(command, "Python packages")


def test_a_missing_npm_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps.shutil, "which", lambda _name: None)
    with pytest.raises(Trouble, match="apt-get install nodejs npm"):
        steps._npm_ci()


def test_a_python_without_venv_is_told_with_its_remedy(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "VENV", tree / ".venv")
    monkeypatch.setattr(steps, "apt_install", lambda *_packages: False)
    monkeypatch.setattr(steps.sys, "executable", "/bin/false")
    with pytest.raises(Trouble, match=r"apt-get install python3\.\d+-venv"):
        steps._make_venv()
    assert not (tree / ".venv").exists()


def test_a_full_disk_is_told_before_anything_is_installed(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "VENV_PYTHON", tree / "none")
    monkeypatch.setattr(steps, "FREE_BYTES_MIN", 1 << 62)
    with pytest.raises(Trouble, match="Free some space"):
        steps.make_environment(for_development=False)


def test_an_old_python_hands_over_or_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup, "OLDEST", (99, 0))
    monkeypatch.setattr(setup, "NEWER_NAMES", ())
    assert setup.main() == 1
    assert "Install Python 3.11" in capsys.readouterr().err


def test_a_busy_port_stops_make_run_before_it_does_anything(taken_port: int) -> None:
    done = _run("run", PORT=str(taken_port))
    assert done.returncode == 1
    assert done.stdout == ""
    assert f"Port {taken_port} is taken by" in done.stderr
    assert done.stderr.count("\n") == 1
    assert f"make run PORT={taken_port + 100}" in done.stderr


@pytest.mark.parametrize("port", ["eighty", "0", "65535", "-1"])
def test_what_is_no_port_is_said_to_be_none(port: str) -> None:
    done = _run("run", PORT=port)
    assert done.returncode == 1
    assert f"{port} is no port" in done.stderr


def test_an_unknown_word_is_answered_with_what_can_be_said() -> None:
    done = _run("fly")
    assert done.returncode == 2
    assert "run, test, check" in done.stderr
