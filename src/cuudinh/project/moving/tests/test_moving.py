"""What was moved is what was there, of every kind of value; what differs, or is in the way, is refused."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from cuudinh.journal import audit, keys, sealing, sequences
from cuudinh.journal.models import Counter, Job, SearchEntry, StoredPicture
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import VISITOR
from cuudinh.project import databases, presence
from cuudinh.project.moving import running, sides, values
from cuudinh.project.moving.running import Proof, move
from cuudinh.project.trouble import Trouble

pytestmark = pytest.mark.django_db(transaction=True)
DataKey, Person = apps.get_model("identity", "DataKey"), apps.get_model("identity", "Person")
CalendarRecord, Unit = apps.get_model("places", "CalendarRecord"), apps.get_model("places", "Unit")
MOMENTS = (datetime(2026, 11, 23, 8, 30, tzinfo=UTC), datetime(2026, 11, 23, 8, 30, 0, 500, tzinfo=UTC))
ODD_WORDS = ("", "tab\there", "line\nend\r\n", "\\N", "\\", '"quoted"', "Đường Nguyễn Huệ 🏮", "\x1f", "NULL")
ODD_NUMBERS = [1e22, 1e-7, -0.0, 0.1, 10**18, True, None]
ODD_JSON = {"b": ODD_NUMBERS, "a": {"đ": "\\u0000 \t", "c": ""}}


def _silent(*_: object) -> None:
    """Progress is for people."""


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, settings: Any) -> None:
    settings.CUUDINH_STATE = tmp_path / "state"
    settings.CUUDINH_KEYS = tmp_path / "state" / "keys"
    settings.CUUDINH_STATE.mkdir()


def _fill() -> int:
    """Make rows with every kind of value, and a sealed log; give the number that the next job must have."""
    key = DataKey.objects.create(version=1, wrapped=bytes(range(256)), made_at=MOMENTS[0])
    for number in (0, 2**127, 2**128 - 1):
        Person.objects.create(id=UUID(int=number), name_sealed=b"", key=key, made_at=MOMENTS[1])
    for number, word in enumerate(ODD_WORDS):
        SearchEntry.objects.create(id=2**62 + number, kind=word, words=word or "x")
        CalendarRecord.objects.create(id=f"{word}{number}", body=ODD_JSON)
        Counter.objects.create(name=f"Thừa Thiên/{word}", slot=0, value=number)
        StoredPicture.objects.create(name=str(number), added_at=MOMENTS[0], is_held=bool(number % 2))
    for number, lat in enumerate((None, 0.1, -0.0, 1e-9, 16.0, 1.7976931348623157e308)):
        Unit.objects.create(
            code=f"u{number}",
            official_code=f"{number}",
            names=ODD_JSON,
            kind="xa",
            level=3,
            lat=lat,
            valid_from=date(2025, 7, 1),
        )
    with acting():
        for number, word in enumerate(ODD_WORDS):
            audit.record(VISITOR, "act", ("act", number), facts={"word": word})
    sealing.seal(sign_now=True)
    sealing.export_heads()
    sequences.next_number("PA-20261123")
    keys.secret("identity-master")
    # A number that was given and is gone must not be given again.
    kept, gone = _next_job(), Job.objects.create(kind="k", payload="", run_at=MOMENTS[0])
    gone.delete()
    return kept + 2


def _next_job() -> int:
    return Job.objects.create(kind="k", payload="", run_at=MOMENTS[0]).pk


@contextmanager
def _opened(chosen: dict[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """Have a database be the one of the installation during the block."""
    opened = running._connection(chosen)
    with sides.as_default(sides.side_of(opened)):
        yield opened
    opened.close()


def _moved_file() -> dict[str, Any]:
    return databases.sqlite(settings.CUUDINH_STATE / databases.SQLITE_NAME)


def _contents(proof: Proof) -> object:
    return proof.tables, proof.log


def test_what_arrives_is_what_was_there_and_the_proof_is_kept() -> None:
    next_job = _fill()
    proof, path = move("sqlite", _silent, _silent)
    kept = json.loads(path.read_text("utf-8"))
    assert kept["log_is_whole"]
    assert kept["tables"]["identity_person"]["rows"] == 3
    assert proof.log.lines == len(ODD_WORDS) == proof.log.head_lines
    with _opened(_moved_file()):
        assert CalendarRecord.objects.values_list("body", flat=True)[0] == ODD_JSON
        highest = Unit.objects.exclude(lat=None).order_by("-lat").values_list("lat", flat=True)
        assert highest[0] == 1.7976931348623157e308
        assert {bytes(key.wrapped) for key in DataKey.objects.all()} == {bytes(range(256))}
        assert sequences.next_number("PA-20261123") == 2
        assert _next_job() == next_job


@pytest.mark.slow
def test_a_move_back_finds_the_same_and_writes_over_nothing() -> None:
    _fill()
    there, _ = move("sqlite", _silent, _silent)
    with pytest.raises(Trouble, match="already, and it is not written over"):
        move("sqlite", _silent, _silent)
    first = settings.CUUDINH_STATE / databases.SQLITE_NAME
    first = first.rename(first.with_name("first.sqlite3"))
    with _opened(databases.sqlite(first)):
        back, _ = move("sqlite", _silent, _silent)
    assert _contents(back) == _contents(there)


@pytest.mark.slow
@pytest.mark.postgres
def test_from_sqlite_to_postgresql_and_what_a_killed_move_left_is_cleared(
    empty_database: str,
) -> None:
    next_job = _fill()
    there, _ = move("sqlite", _silent, _silent)
    with _opened(_moved_file()):
        with pytest.raises(KeyboardInterrupt):
            move(empty_database, _silent, _killed_while(running.COMPARING))
        with _opened(databases.postgres(empty_database)) as target:
            assert not target.introspection.table_names(), "nothing is seen of it before it is proved"
        back, _ = move(empty_database, _silent, _silent)
        assert _contents(back) == _contents(there)
        with pytest.raises(Trouble, match=r"has \d+ tables already"):
            move(empty_database, _silent, _silent)
    with _opened(databases.postgres(empty_database)) as target:
        assert _next_job() == next_job
        assert set(_constraints(target)) == set(_constraints(connection_of_tests()))


@pytest.mark.slow
@pytest.mark.postgres
def test_a_row_that_does_not_fit_is_named(empty_database: str) -> None:
    move("sqlite", _silent, _silent)
    with _opened(_moved_file()):
        SearchEntry.objects.create(id=1, kind="x" * 41, words="x")
        with pytest.raises(Trouble, match=r"A row of journal_searchentry does not fit into postgresql: .*40"):
            move(empty_database, _silent, _silent)


@pytest.fixture
def empty_database() -> Iterator[str]:
    """An empty database on the server of the tests, by its address."""
    chosen = connection.settings_dict
    name = f"{chosen['NAME']}_moved"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield f"postgresql://{chosen['USER']}@{chosen['HOST']}:{chosen['PORT']}/{name}"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def connection_of_tests() -> BaseDatabaseWrapper:
    return running._connection(dict(connection.settings_dict))


def _constraints(of: BaseDatabaseWrapper) -> list[tuple[Any, ...]]:
    """Give constraints and indexes as the server writes them."""
    with of.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint UNION ALL "
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        )
        return list(cursor.fetchall())


def _killed_while(step: str) -> Callable[[str, int, int], None]:
    def progress(now: str, done: int, _total: int) -> None:
        if now == step and done:
            raise KeyboardInterrupt

    return progress


@pytest.mark.slow
def test_interrupted_it_leaves_nothing_in_place_and_can_be_run_again() -> None:
    next_job = _fill()
    with pytest.raises(KeyboardInterrupt):
        move("sqlite", _silent, _killed_while(running.COPYING))
    assert not (settings.CUUDINH_STATE / databases.SQLITE_NAME).exists()
    assert _next_job() == next_job, "what was moved from goes on"
    move("sqlite", _silent, _silent)


def test_a_value_that_was_changed_on_the_way_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    _fill()
    monkeypatch.setitem(values.TO_SQLITE, "fraction", lambda text: float(text) * (1 + 1e-15))
    with pytest.raises(Trouble, match="places_unit differs: 6 rows"):
        move("sqlite", _silent, _silent)
    assert not (settings.CUUDINH_STATE / databases.SQLITE_NAME).exists()


@pytest.mark.slow
def test_a_log_that_is_not_whole_is_not_put_in_place() -> None:
    _fill()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_auditline SET body = replace(body, 'act', 'art') WHERE seq = 3")
    with pytest.raises(Trouble, match=r"The log is not whole.*audit verify"):
        move("sqlite", _silent, _silent)
    assert not (settings.CUUDINH_STATE / databases.SQLITE_NAME).exists()


def test_while_it_runs_nobody_writes() -> None:
    _fill()
    tried: list[str] = []

    def write(_step: str, _done: int, _total: int) -> None:
        tried.append(_write_besides())

    move("sqlite", _silent, write)
    assert set(tried) == {"refused"}


def _write_besides() -> str:
    """Write by a connection of its own, without waiting."""
    chosen: dict[str, Any] = dict(connection.settings_dict)
    if connection.vendor == "sqlite":
        chosen["OPTIONS"] = {"timeout": 0}
    other = running._connection(chosen)
    try:
        with other.cursor() as cursor:
            if other.vendor == "postgresql":
                cursor.execute("SET lock_timeout = 1")
            cursor.execute("DELETE FROM journal_job")
    except OperationalError as fault:
        return "refused" if "lock" in str(fault) else str(fault)
    finally:
        other.close()
    return "written"


def test_while_the_platform_runs_nothing_is_moved() -> None:
    presence.hold()
    with pytest.raises(Trouble, match="The platform runs"):
        move("sqlite", _silent, _silent)


def test_what_is_no_address_is_refused_without_repeating_it() -> None:
    with pytest.raises(Trouble, match="no address of a PostgreSQL database") as refused:
        move("mysql://me:secret@host/name", _silent, _silent)
    assert "secret" not in str(refused.value)


def test_every_table_of_the_platform_is_moved() -> None:
    ours = set(connection.introspection.table_names()) - {"django_migrations"}
    found = {table.name for table in values.tables()}
    # SQLite keeps tables of its own once something was analysed.
    assert found == {name for name in ours if not name.startswith(("journal_searchindex", "sqlite_"))}
    assert Counter._meta.db_table in found
