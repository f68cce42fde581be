"""Any moment between two backups comes back as it was, and what is not whole is refused by its name."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from cuudinh.journal import audit, files, sealing
from cuudinh.journal.models import AuditLine
from cuudinh.journal.transactions import acting
from cuudinh.journal.verifying import verify_log
from cuudinh.kernel.actor import VISITOR
from cuudinh.project import keeping, restoring
from cuudinh.project.minutes import chains, choosing, keeper, keeping_on, running, segments
from cuudinh.project.minutes.chains import Choice
from cuudinh.project.minutes.segments import Segment
from cuudinh.project.trouble import Trouble

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="keeps the log of SQLite"
    ),
]


def _silent(_: str) -> None:
    """Progress is for people."""


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.CUUDINH_STATE = tmp_path / "state"
    settings.CUUDINH_FILES = tmp_path / "state" / "files"
    settings.CUUDINH_KEYS = tmp_path / "state" / "keys"
    settings.CUUDINH_BACKUPS = tmp_path / "backups"
    settings.CUUDINH_STATE.mkdir()
    connection.close()
    yield
    connection.close()


@contextmanager
def _kept() -> Iterator[None]:
    """Have a keeper beside, as a process of its own would be."""
    stop, fault = threading.Event(), list[BaseException]()

    def keep() -> None:
        try:
            with keeping_on.alone():
                one, rounds = keeper.Keeper(), running.Rounds()
                while not stop.wait(0.01):
                    rounds.look(one)
                one.close()
        except (Exception, SystemExit) as risen:  # noqa: BLE001 - told by the test, not by a thread
            fault.append(risen)

    beside = threading.Thread(target=keep)
    beside.start()
    try:
        while not keeping_on.is_kept() and not fault:
            stop.wait(0.01)
        yield
    finally:
        stop.set()
        beside.join()
        assert not fault, fault


def _act(word: str) -> None:
    with acting():
        audit.record(VISITOR, word, ("act", 1))
    sealing.seal(sign_now=True)


def _round() -> Segment:
    """Have a round made; give its segment."""
    known = keeping_on.round_now()
    assert known
    return segments.in_folder(chains.folder_of(known.chain))[-1]


def _backup(name: str) -> Path:
    return keeping.back_up(settings.CUUDINH_BACKUPS / name, with_keys=False, say=_silent).path


def _put_back(chosen: Choice | None) -> None:
    assert chosen
    connection.close()
    restoring.restore(chosen.archive, replace=True, say=_silent, chosen=chosen)


def _acts() -> list[str]:
    said = "".join(AuditLine.objects.order_by("seq").values_list("body", flat=True))
    return [word for word in ("first", "second", "third", "fourth") if f'"{word}"' in said]


def test_a_moment_between_two_backups_has_all_before_it_and_nothing_after() -> None:
    with _kept():
        _act("first")
        _backup("one.tar.gz")
        early = files.store(b"a picture")
        _act("second")
        chosen = _round()
        late = files.store(b"a later picture")
        _act("third")
        after = _round()
        _backup("two.tar.gz")
        _act("fourth")

    _put_back(chains.choose(chosen.at))

    assert _acts() == ["first", "second"]
    assert files.read(early) == b"a picture"
    assert not files.path_of(late).exists()
    told = segments.about(chosen)
    assert AuditLine.objects.get(seq=told.lines - 1).chain == told.chain
    check = verify_log()
    assert check.is_whole, check.faults
    assert [restoration.size for restoration in check.restorations] == [told.lines]

    _put_back(chains.choose(after.at))
    assert _acts() == ["first", "second", "third"]
    assert files.read(late) == b"a later picture"


def test_a_keeper_goes_on_where_the_last_one_was_killed_and_where_it_ended() -> None:
    with _kept():
        _act("first")
        _backup("one.tar.gz")
    with _kept():
        _act("second")
        _round()
    killed = keeper.Keeper()
    _act("third")
    for opened in (killed._reader, killed._spare, killed._writer):
        opened.close()
    with _kept():
        _act("fourth")
        last = _round()
    assert len(chains.all_chains()) == 1
    _put_back(chains.choose(last.at))
    assert _acts() == ["first", "second", "third", "fourth"]


def test_what_another_brings_into_the_database_meanwhile_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "FRAMES_MOST", 20)
    with _kept():
        _backup("one.tar.gz")
        for word in ("first", "second", "third", "fourth"):
            with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
                other.execute("BEGIN")
                other.execute("SELECT count(*) FROM journal_auditline").fetchone()
                _act(word)
                _round()
            with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=0)) as other:
                other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        last = _round()
    _put_back(chains.choose(last.at))
    assert _acts() == ["first", "second", "third", "fourth"]


def test_a_change_while_no_keeper_was_there_ends_the_chain_and_says_so() -> None:
    with _kept():
        _backup("one.tar.gz")
        last = _round()
    _act("first")
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    one = keeper.Keeper()
    assert one.gap == "the database was changed while no keeper was there"
    assert one.chain is None
    one.close()
    assert chains.spans()[-1].last >= last.at
    with _kept():
        _backup("two.tar.gz")
        _act("second")
        anew = _round()
    _put_back(chains.choose(anew.at))
    assert _acts() == ["first", "second"]


@pytest.mark.parametrize("harm", ["changed", "cut", "end"])
def test_a_broken_segment_is_refused_by_its_name_and_nothing_is_touched(harm: str) -> None:
    with _kept():
        _backup("one.tar.gz")
        _act("first")
        broken = _round()
        _act("second")
        last = _round()
    content = bytearray(broken.path.read_bytes())
    content[{"changed": 100, "cut": 0, "end": -60}[harm]] ^= 1
    broken.path.write_bytes(content[: len(content) // 2] if harm == "cut" else content)
    with pytest.raises(Trouble, match=broken.path.name):
        _put_back(chains.choose(last.at))
    assert _acts() == ["first", "second"]


def test_a_moment_that_is_not_covered_is_refused_with_what_is() -> None:
    with _kept():
        _backup("one.tar.gz")
        missing = _round()
        _act("first")
        missing = _round()
        _act("second")
        _round()
    missing.path.unlink()
    (span,) = chains.spans()
    assert span.last < missing.at
    with pytest.raises(Trouble, match=rf"not covered.*{choosing.shown(span.first)} to"):
        choosing.choose("2020-01-01 10:42")
    with pytest.raises(Trouble, match=r"names no moment.*2026-11-27 10:42"):
        choosing.choose("10:42")


def test_old_segments_become_one_for_each_hour_and_go_with_their_backups() -> None:
    with _kept():
        _backup("one.tar.gz")
        for word in ("first", "second", "third"):
            _act(word)
            _round()
    (chain,) = chains.all_chains()
    last = segments.in_folder(chain)[-1]
    for hours in range(3):
        chains.thin(last.at + timedelta(days=3, hours=hours))
    merged = segments.in_folder(chain)
    assert len(merged) <= 2
    assert merged[-1].last == last.last
    _put_back(chains.choose(last.at))
    assert _acts() == ["first", "second", "third"]
    chains.thin(last.at + timedelta(days=8))
    assert not chains.all_chains()
