"""Acts on SQLite give up their turn before they wait for the disk, and are told to nobody before that."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from cuudinh.journal import commits, counters
from cuudinh.journal.tests.acts import at_once, undone
from cuudinh.journal.transactions import acting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def on_sqlite() -> Iterator[None]:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL shares its commits by itself")
    # What an installation of SQLite begins a connection with; tests of other things need not wait for the disk.
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    # A test before may have left a disk that failed.
    commits.queue_of(_database()).unlink(missing_ok=True)
    yield
    connection.close()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """Let a test do something whenever an act waits for the disk."""
    real = os.fdatasync

    def put(what: Callable[[], None]) -> None:
        def fdatasync(descriptor: int) -> None:
            what()
            real(descriptor)

        monkeypatch.setattr(os, "fdatasync", fdatasync)

    return put


def _fail() -> None:
    raise OSError(5, "Input/output error")


def _bump(name: str, afterwards: Callable[[], None] = lambda: None) -> None:
    with acting():
        counters.bump({name: 1})
        transaction.on_commit(afterwards)


def _counted(*names: str) -> list[int]:
    return list(counters.read(names).values())


def test_the_next_writer_is_let_in_while_one_waits_for_the_disk(disk: Callable[..., None]) -> None:
    waits, is_other_through = threading.Event(), threading.Event()
    seen: list[bool] = []

    def slow() -> None:
        if threading.current_thread().name == "first":
            waits.set()
            seen.append(is_other_through.wait(20))

    disk(slow)

    def act(number: int) -> None:
        threading.current_thread().name = ("first", "second")[number]
        if number:
            waits.wait(20)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
        _bump("a")
        if number:
            is_other_through.set()

    assert at_once(2, act) == [None, None]
    assert seen == [True]
    assert _counted("a") == [2]


def test_what_runs_on_commit_runs_when_it_is_on_disk(disk: Callable[..., None]) -> None:
    order: list[str] = []
    disk(lambda: order.append("on disk"))
    _bump("a", lambda: order.append("done"))
    assert order == ["on disk", "done"]


def test_commits_outside_of_acts_wait_as_before() -> None:
    _bump("a")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)
    with undone():
        counters.bump({"a": 1})
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)


def test_a_refused_act_waits_for_nothing(disk: Callable[..., None]) -> None:
    disk(_fail)
    with undone():
        counters.bump({"a": 1})


def test_an_installation_that_gave_up_the_wait_has_none(disk: Callable[..., None]) -> None:
    disk(_fail)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
    _bump("a")
    assert _counted("a") == [1]


def test_nobody_is_told_of_what_the_disk_did_not_take(disk: Callable[..., None]) -> None:
    told: list[str] = []
    disk(_fail)
    with pytest.raises(OperationalError, match="disk I/O error"):
        _bump("a", lambda: told.append("done"))
    assert told == []
    # Nothing that would be told as done afterwards may stand behind a piece of the log that is not there.
    with pytest.raises(OperationalError, match="disk I/O error"):
        _bump("b")
    assert _counted("b") == [0]


def test_the_log_is_written_anew_before_the_next_act(
    disk: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    disk(_fail)
    with pytest.raises(OperationalError, match="disk I/O error"):
        _bump("a")
    written: list[int] = []
    real = os.pwrite

    def pwrite(descriptor: int, piece: bytes, at: int) -> int:
        written.append(len(piece))
        return real(descriptor, piece, at)

    monkeypatch.setattr(os, "pwrite", pwrite)
    disk(lambda: None)
    before = commits.log_of(_database()).read_bytes()
    _bump("b")
    assert sum(written) == len(before) + 1
    assert commits.log_of(_database()).read_bytes().startswith(before)
    written.clear()
    _bump("b")
    assert written == []
    assert _counted("a", "b") == [1, 2]


def _database() -> Path:
    return Path(connection.settings_dict["NAME"])
