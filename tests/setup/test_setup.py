"""The set-up does each step once, and tells trouble in one sentence with its remedy."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import runs
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
        (
            "Temporary failure in name resolution\nERROR: No matching distribution found for django",
            "registry does not answer.* Check the network",
        ),
        ("ERROR: No matching distribution found for django~=5.2", "has no version .* that fits Python 3"),
        ("npm error code ENOTFOUND", "registry does not answer.* Check the network"),
        ("OSError: [Errno 28] No space left on device", "disk is full.* Free"),
        ("error: something else entirely", "lines above say why"),
    ],
)
def test_a_failed_installation_is_told_with_its_remedy(said: str, told: str) -> None:
    command = [sys.executable, "-c", f"import sys; sys.exit({said!r})"]
    with pytest.raises(Trouble, match=told):
        steps._run_installer(command, "Python packages")


def test_a_missing_npm_is_told_before_anything_is_installed(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps.shutil, "which", lambda _name: None)
    monkeypatch.setattr(steps.machine, "remedy", lambda tool: f"install {tool}")
    with pytest.raises(Trouble, match=r"npm is missing.* install npm"):
        steps.install(for_development=False)
    assert not (tree / ".venv").exists(), "npm is looked for before anything is installed"


def test_a_python_without_venv_is_told_with_its_remedy(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "VENV", tree / ".venv")
    monkeypatch.setattr(steps, "apt_install", lambda *_packages: False)
    monkeypatch.setattr(steps.machine, "remedy", lambda tool: f"install {tool}")
    monkeypatch.setattr(steps.sys, "executable", "/bin/false")
    with pytest.raises(Trouble, match="install venv"):
        steps._make_venv()
    assert not (tree / ".venv").exists()


def test_a_full_disk_is_told_before_anything_is_installed(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "VENV_PYTHON", tree / "none")
    monkeypatch.setattr(steps, "FREE_BYTES_MIN", 1 << 62)
    with pytest.raises(Trouble, match="Free some space"):
        steps.install(for_development=False)


def _installing(tree: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let every installer succeed at once; give the list of what they were asked."""
    asked: list[str] = []

    def install(command: list[str], _what: str) -> None:
        asked.append(
            " ".join(word for word in command[1:] if word in {"ci", "--omit=dev", "-e", ".", ".[dev]"})
        )
        if "ci" in command:
            (tree / "node_modules").mkdir(exist_ok=True)

    def make_venv() -> None:
        steps.VENV_PYTHON.parent.mkdir(parents=True)
        steps.VENV_PYTHON.touch()

    monkeypatch.setattr(steps, "VENV_PYTHON", tree / ".venv" / "bin" / "python")
    monkeypatch.setattr(steps, "_refuse_full_disk", lambda: None)
    monkeypatch.setattr(steps, "_find_npm", lambda: None)
    monkeypatch.setattr(steps, "_make_venv", make_venv)
    monkeypatch.setattr(steps, "_run_installer", install)
    return asked


def test_who_only_runs_gets_no_packages_of_the_tests(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _installing(tree, monkeypatch)
    for _ in range(2):
        steps.install(for_development=False)
    assert asked == ["-e .", "ci --omit=dev"]
    for for_development in (True, False, True):
        steps.install(for_development=for_development)
    assert asked[2:] == ["-e .[dev]", "ci"], "what the tests need holds what running needs"


def test_an_environment_or_folder_that_was_taken_away_is_made_anew(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _installing(tree, monkeypatch)
    steps.install(for_development=True)
    shutil.rmtree(tree / ".venv")
    shutil.rmtree(tree / "node_modules")
    steps.install(for_development=False)
    assert asked == ["-e .[dev]", "ci", "-e .", "ci --omit=dev"]
    steps.install(for_development=True)
    assert asked[4:] == ["-e .[dev]", "ci"]


@pytest.fixture
def commands(tree: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the set-up asks of `cuudinh`, in a state folder of this test's own."""
    asked: list[str] = []
    monkeypatch.setattr(runs, "ROOT", tree)
    monkeypatch.setattr(runs, "own_command", lambda *words: asked.append(" ".join(words)))
    monkeypatch.setenv("CUUDINH_STATE", "var")
    monkeypatch.delenv("CUUDINH_DATABASE", raising=False)
    monkeypatch.delenv("REPORTS", raising=False)
    (tree / "var").mkdir()
    return asked


FROM_THE_START = ["setup-database", "pack apply demo", "demo"]


def test_an_interrupted_filling_begins_again_with_an_empty_file(tree: Path, commands: list[str]) -> None:
    runs._make_province("demo")
    (tree / "var" / "half-filled").touch()
    (tree / "var" / "cuudinh.sqlite3").touch()
    runs._make_province("demo")
    assert commands == FROM_THE_START * 2
    assert list((tree / "var").iterdir()) == []


def test_an_interrupted_filling_on_postgresql_begins_again_with_no_tables(
    tree: Path, commands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUUDINH_DATABASE", "postgresql://somewhere/province")
    (tree / "var" / "cuudinh.sqlite3").touch()
    runs._make_province("demo")
    runs._half_filled().touch()
    runs._make_province("demo")
    assert commands == [*FROM_THE_START, "setup-database --from-nothing", *FROM_THE_START]
    assert (tree / "var" / "cuudinh.sqlite3").exists(), "the file belongs to another installation"
    runs._make_province("demo")
    assert len(commands) == 7


def test_another_database_is_not_emptied_for_an_interruption_that_was_not_its_own(
    commands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    runs._half_filled().touch()
    monkeypatch.setenv("CUUDINH_DATABASE", "postgresql://somewhere/province")
    runs._make_province("demo")
    assert commands == FROM_THE_START


def test_a_server_of_its_own_that_was_made_anew_is_filled_anew(
    tree: Path, commands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUUDINH_DATABASE", "local")
    made = tree / "var" / "postgres" / "data" / "PG_VERSION"
    made.parent.mkdir(parents=True)
    made.write_text("15", "ascii")
    for _ in range(2):
        runs._make_province("demo")
    assert commands == FROM_THE_START
    made.unlink()
    made.write_text("15", "ascii")
    runs._make_province("demo")
    assert commands == FROM_THE_START * 2


def test_postgresql_comes_from_the_machine_from_debian_or_as_a_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    there: list[Path] = []
    monkeypatch.setenv("CUUDINH_DATABASE", "")
    monkeypatch.delenv("CUUDINH_DATABASE")
    monkeypatch.setattr(runs.postgres_server, "programs", lambda: there[0] if there else None)
    monkeypatch.setattr(runs.machine, "apt_packages", lambda _tool: "postgresql")
    monkeypatch.setattr(steps, "apt_install", lambda *names: asked.append("apt") or names == ("taken",))
    monkeypatch.setattr(steps, "install_postgres", lambda: asked.append("wheel"))
    runs._use_postgres()
    assert os.environ["CUUDINH_DATABASE"] == "local"
    assert asked == ["apt", "wheel"]
    there.append(Path("/usr/lib/postgresql/15/bin"))
    runs._use_postgres()
    monkeypatch.setenv("CUUDINH_DATABASE", "postgresql://elsewhere/name")
    there.clear()
    runs._use_postgres()
    assert asked == ["apt", "wheel"], "who has a server, or names another, needs none"


def test_each_database_has_a_state_folder_of_its_own() -> None:
    assert runs._folder("hue", on_postgres=False) == "var"
    assert runs._folder("hue", on_postgres=True) == "var/hue-postgres"
    assert runs._folder("demo", on_postgres=True) == "var/demo-postgres"


def test_a_database_we_do_not_have_is_refused() -> None:
    done = _run("run", DB="oracle")
    assert done.returncode == 1
    assert "oracle is no database of ours" in done.stderr


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
