"""The server of the installation's own runs while it is held, comes again when killed, and says what it lacks."""

import os
import pwd
import shutil
import signal
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from cuudinh.project import databases, local_database, machine, postgres_server
from cuudinh.project.trouble import Trouble

needs_server = pytest.mark.skipif(postgres_server.programs() is None, reason="no PostgreSQL on this machine")
_WAIT_SECONDS_MAX = 30


@pytest.fixture
def state() -> Iterator[Path]:
    """A state folder that the user `postgres` can come to, with a name short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="cuudinh-own-"))
    yield folder
    shutil.rmtree(folder)


def _silent(_: str) -> None:
    """Progress is for people."""


def _ask(server: postgres_server.Server, text: bytes) -> object:
    with psycopg.connect(server.address) as connection:
        found = connection.execute(text)
        return found.fetchone() if found.description else None


@needs_server
@pytest.mark.slow
def test_it_runs_while_somebody_holds_it_and_keeps_what_was_written(state: Path) -> None:
    said: list[str] = []
    with local_database.held(state, said.append) as server:
        _ask(server, b"CREATE TABLE kept (n int)")
        with local_database.held(state, said.append):
            assert server.answers()
        assert server.answers(), "the first still holds it"

        process = int((server.data / "postmaster.pid").read_text("ascii").split()[0])
        os.kill(process, signal.SIGKILL)
        watch, by = local_database.Watch(server, said.append), time.monotonic() + _WAIT_SECONDS_MAX
        while not server.answers():
            assert time.monotonic() < by, "it was not started again"
            watch.look()
            time.sleep(0.1)
        assert _ask(server, b"SELECT count(*) FROM kept") == (0,)
    assert not server.answers()
    assert not server.is_alive()
    assert said[0] == f"Making a PostgreSQL server in {state / 'postgres'}"
    assert set(said[1:]) == {"the database ended; it starts again"}
    assert stat.S_IMODE((state / "postgres").stat().st_mode) == 0o700, (
        "who opens the folder opens the database"
    )


@needs_server
@pytest.mark.slow
def test_making_that_was_interrupted_begins_anew(state: Path) -> None:
    (state / "postgres" / "data.half").mkdir(parents=True)
    (state / "postgres" / "data.half" / "PG_VERSION").touch()
    with local_database.held(state, _silent) as server:
        assert server.answers()
    assert not (state / "postgres" / "data.half").exists()


def test_without_a_server_its_remedy_is_told(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_server, "programs", lambda _major=None: None)
    monkeypatch.setattr(machine, "remedy", lambda tool: f"install {tool}")
    with (
        pytest.raises(Trouble, match=r"no PostgreSQL on this machine\. install postgresql"),
        local_database.held(state, _silent),
    ):
        pass
    (state / "postgres" / "data").mkdir()
    (state / "postgres" / "data" / "PG_VERSION").write_text("9\n", "ascii")
    with (
        pytest.raises(Trouble, match=r"made by PostgreSQL 9, which is not on this machine.*pg_upgrade"),
        local_database.held(state, _silent),
    ):
        pass


def test_root_is_told_which_folder_the_server_cannot_pass(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = state / "closed"
    closed.mkdir(mode=0o700)
    nobody = pwd.struct_passwd(("postgres", "x", 54321, 54321, "", "/", "/bin/false"))
    monkeypatch.setattr(postgres_server, "_server_user", lambda: nobody)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    state.chmod(0o755)
    with pytest.raises(Trouble, match=rf"cannot pass {closed}\..*chmod o\+x {closed}"):
        postgres_server.Server(closed / "var" / "postgres", "")._give_folder(Path("/usr/bin"))


def test_a_name_too_long_for_a_socket_is_refused_before_anything_is_made() -> None:
    with pytest.raises(Trouble, match=r"bytes; the socket of PostgreSQL takes \d+.*CUUDINH_STATE"):
        local_database.folder_of(Path("/tmp") / ("a" * 100))


def test_an_address_is_read_as_psql_reads_it() -> None:
    given = databases.postgres("postgresql://an%40b:p%2Fw@db.example:5433/ph%E1%BA%A3n?sslmode=require")
    assert [given[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "an@b",
        "p/w",
        "db.example",
        "5433",
        "phản",
    ]
    assert given["OPTIONS"] == {"sslmode": "require"}
    by_socket = databases.postgres("postgresql:///name?host=%2Frun%2Fpostgresql")
    assert (by_socket["HOST"], by_socket["PORT"]) == ("/run/postgresql", "")
