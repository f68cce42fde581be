"""A disk that takes nothing: the refusal says so, reading goes on, and it recovers by itself."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from cuudinh.engines.cases.models import Case
from cuudinh.engines.cases.tests.town import FORM
from cuudinh.engines.identity import sessions
from cuudinh.journal import files
from cuudinh.kernel import clock
from cuudinh.web import limits
from cuudinh.web.outages import outage_behind
from tests.desks import PHONE, Town, browser_of, picture_bytes, token_of

JSON = {"Accept": "application/json"}


def run(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None


@contextmanager
def full() -> Iterator[None]:
    """Let the database not grow by a page, as on a disk without room. SQLite.

    Pages that other tests left free are taken first, else they would be room.
    """
    kept = run("PRAGMA max_page_count")[0]
    free, size = run("PRAGMA freelist_count")[0], run("PRAGMA page_size")[0]
    run("CREATE TABLE filling (bytes BLOB)")
    run(f"INSERT INTO filling VALUES (zeroblob({max(free - 4, 0) * (size - 4)}))")
    run("PRAGMA max_page_count = 1")
    try:
        yield
    finally:
        run(f"PRAGMA max_page_count = {kept}")
        run("DROP TABLE filling")


@contextmanager
def read_only() -> Iterator[None]:
    """Let the database take no write, as on a disk that was put under read-only."""
    is_sqlite = connection.vendor == "sqlite"
    run("PRAGMA query_only = ON" if is_sqlite else "SET default_transaction_read_only = on")
    try:
        yield
    finally:
        run("PRAGMA query_only = OFF" if is_sqlite else "SET default_transaction_read_only = off")


@pytest.fixture
def resident(town: Town) -> Client:
    client = browser_of(PHONE)
    client.raise_request_exception = False
    return client


def send(resident: Client, once: str = "k") -> Any:
    limits.forget_all()
    answers = {name: value for name, value in FORM.items() if name != "location"}
    place = {f"location.{name}": value for name, value in FORM["location"].items()}
    words = answers["description"] + " Mong xem giúp." * 100
    return resident.post("/phan-anh/gui", {**answers, **place, "description": words, "once": once})


def files_once(resident: Client) -> None:
    before = Case.objects.count()
    for _ in range(2):
        assert send(resident).status_code == 201
    assert Case.objects.count() == before + 1


@pytest.mark.asvs("16.5.2")
def test_a_full_disk_is_refused_in_words_reading_goes_on_and_it_recovers(resident: Client) -> None:
    if connection.vendor != "sqlite":
        pytest.skip(
            "a server of PostgreSQL cannot be told to be full; `python -m bench.faults disks` fills one"
        )
    with full():
        answers = [send(resident, f"full {n}") for n in range(20)]
        told = [one for one in answers if one.status_code == 507]
        assert told, {one.status_code for one in answers}
        assert {one.status_code for one in answers} <= {201, 507}
        assert "Tạm hết chỗ lưu trữ" in told[0].content.decode()
        assert resident.get("/cua-toi").status_code == 200
        assert resident.get("/phan-anh").status_code == 200
    files_once(resident)


def test_a_read_only_disk_is_refused_in_words_and_people_stay_signed_in(resident: Client) -> None:
    # A key is made the first time that a page needs it, which is a write.
    assert resident.get("/cua-toi").status_code == 200
    with clock.frozen(clock.now() + sessions.SEEN_EVERY + timedelta(minutes=1)):
        with read_only():
            answer = send(resident)
            assert answer.status_code == 503
            assert "chưa được lưu" in answer.content.decode()
            assert resident.get("/cua-toi").status_code == 200
            program = Client(headers={"Authorization": f"Bearer {'x' * 40}"}, raise_request_exception=False)
            assert program.get("/api/v1/cases").status_code == 200
        files_once(resident)


def test_a_picture_that_finds_no_room_is_refused_and_leaves_nothing(
    resident: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = token_of(PHONE)
    program = Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)

    def no_room(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def picture() -> SimpleUploadedFile:
        return SimpleUploadedFile("anh.jpg", picture_bytes(), "image/jpeg")

    with monkeypatch.context() as patched:
        patched.setattr(files.os, "fsync", no_room)
        answer = program.post("/api/v1/pictures", {"file": picture()}, headers=JSON)
        assert (answer.status_code, answer.json()["code"]) == (507, "no-room")
    assert program.post("/api/v1/pictures", {"file": picture()}).status_code == 201


def test_a_bug_is_no_outage() -> None:
    for bug in (ValueError("x"), KeyError("x"), OSError(errno.ENOENT, "no such file"), None):
        assert outage_behind(bug) is None
    for disk, code in ((errno.ENOSPC, "no-room"), (errno.EROFS, "store-away"), (errno.EIO, "store-away")):
        found = outage_behind(OSError(disk, "disk"))
        assert found is not None
        assert found.code == code
