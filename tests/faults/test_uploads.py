"""Hostile files come through the door: refused with the reason or drawn anew, and nothing is kept as it came."""

from pathlib import Path

import pytest
from bench.faults.asking import multipart
from bench.faults.hostile import MAKERS, hostile
from bench.faults.uploads import served_as_sent
from django.conf import settings
from django.test import Client

from cuudinh.journal import clerk
from cuudinh.journal.models import StoredPicture
from cuudinh.web import limits
from tests.desks import PHONE, Town, token_of

# Each way of making one, twice.
FILES = 2 * len(MAKERS)


@pytest.mark.slow
@pytest.mark.asvs("5.2.2")
def test_hostile_files_are_refused_or_drawn_anew_and_nothing_stays_as_it_came(
    town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "CUUDINH_FILES", tmp_path / "files")
    sender = Client(headers={"Authorization": f"Bearer {token_of(PHONE)}"}, raise_request_exception=False)
    taken = 0
    for number in range(FILES):
        limits.forget_all()
        one = hostile(number)
        kind, body = multipart({}, [("file", one.name, one.declared, one.content)])
        answer = sender.generic("POST", "/api/v1/pictures", body, content_type=kind)
        assert answer.status_code in {201, 400, 413, 422}, f"{one.kind} {number}: {answer.status_code}"
        assert answer.status_code == 201 or answer.json()["detail"], f"{one.kind} {number} without a reason"
        taken += answer.status_code == 201
    clerk.run_until_idle("jobs")
    assert 0 < taken < FILES / 4
    assert set(StoredPicture.objects.values_list("state", flat=True)) <= {"ready", "refused"}
    assert not list((tmp_path / "files" / "quarantine").glob("*")), "what was sent is gone"
    assert not served_as_sent(tmp_path / "files")
