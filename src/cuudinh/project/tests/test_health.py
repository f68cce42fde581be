"""The doctor finds what is wrong with an installation and says how to mend it."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from cuudinh.engines.cases import commands as cases
from cuudinh.engines.identity import commands as identity
from cuudinh.kernel.actor import VISITOR, Actor, system
from cuudinh.project import health, packing

REPORT = {
    "topic": "rac",
    "location": {"lat": 0.21, "lon": 0.12, "label": "Chợ"},
    "description": "Rác chưa ai thu gom.",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, settings: Any) -> None:
    settings.CUUDINH_STATE = tmp_path
    settings.CUUDINH_KEYS = tmp_path / "keys"


def _about(what: str) -> list[health.Finding]:
    return [finding for finding in health.examine() if finding.about == what]


def test_a_case_that_names_an_office_nobody_knows_is_a_fault() -> None:
    packing.apply_pack(system("test"), "demo")
    account = identity.register_resident(VISITOR, name="An", phone="0905123456", password="mưa rào tháng sáu")
    cases.file_case(Actor("resident", account.id), service_id="bao-hong", answers=REPORT)
    [before] = _about("held numbers")
    assert before.weight == "good"
    with connection.cursor() as by_hand:
        by_hand.execute("UPDATE cases_case SET owner_office_id = 99001")
    [after] = _about("held numbers")
    assert (after.weight, after.says) == ("fault", "cases name 1 × office that nobody knows, first 99001")
    assert "backup" in after.remedy
