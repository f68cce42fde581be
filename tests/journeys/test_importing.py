"""A table of requests comes in through the doors: each row once, whatever happens, and every refusal is told."""

import csv
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from cuudinh.engines.cases.models import Case, Event
from cuudinh.engines.identity.commands import register_resident
from cuudinh.journal import counters, marks, outbox
from cuudinh.kernel.actor import Actor, system
from cuudinh.project import packing
from cuudinh.project.importing import running
from cuudinh.project.importing.planning import Plan, planned, sign_ins
from cuudinh.project.trouble import Trouble

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

KINDS = ("Roads Maintenance", "Solid Waste Collection", "Bylaw Services", "Drainage")
ROWS = 80


class Killed(Exception):
    """Stands for the end of the process in the middle of a run."""


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Some weeks of requests; every twentieth row repeats the one before, and three rows are wrong."""
    monkeypatch.setattr(settings, "CUUDINH_STATE", tmp_path / "state")
    monkeypatch.setattr(settings, "CUUDINH_FILES", tmp_path / "state" / "files")
    path = tmp_path / "requests.csv"
    began = datetime(2014, 3, 3, 8, tzinfo=UTC)
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["request_id", "created_at", "ward", "description", "type", "centre"])
        for n in range(ROWS):
            same = n - 1 if n % 20 == 19 else n
            at = (began + timedelta(hours=8 * same)).strftime("%Y-%m-%dT%H:%M:%S")
            ward, kind = str(1 + same % 20), KINDS[same % len(KINDS)]
            if n == 10:
                ward = ""
            elif n == 70:
                kind = "Dragons"
            elif n == 75:
                at = "soon"
            rows.writerow([f"R-{n:04d}", at, ward, f"Something is broken at number {same}", kind, "Yard"])
    return path


def plan_of(table: Path, **options: object) -> Plan:
    given: dict[str, object] = {"handled_share": 1.0, "shifts_to_now": False, "rows_most": None, **options}
    return planned(table, "ottawa", say=silent, **given)  # type: ignore[arg-type]  the options of a test


def silent(step: str, done: int, total: int) -> None:
    """Say nothing."""


def killed_after(rows: int) -> Callable[[str, int, int], None]:
    def say(step: str, done: int, total: int) -> None:
        if step == "requests" and done >= rows:
            raise Killed

    return say


def test_rows_are_filed_handled_and_refused_with_a_reason(table: Path) -> None:
    plan = plan_of(table)
    tally = running.run(plan, silent)
    assert (tally.filed, tally.refused_rows) == (ROWS - 3, 3)
    reported = list(csv.reader(plan.report.open(encoding="utf-8")))
    assert [row[1] for row in reported] == ["reference", "R-0010", "R-0070", "R-0075"]
    assert all(row[2] for row in reported)
    states = Counter(Case.objects.values_list("state", flat=True))
    assert states["resolved"] + states["closed"] > ROWS / 3
    assert outbox.waiting() == 0
    assert marks.value_of(marks.INVENTED)
    assert Event.objects.filter(act="merge").exists()
    assert Event.objects.filter(act="rate").exists()
    assert {one.login for one in sign_ins(plan, "ottawa")} >= {"trucban", "lanhdao"}


def test_a_run_that_was_killed_goes_on_and_files_no_row_twice(table: Path) -> None:
    plan = plan_of(table)
    with pytest.raises(Killed):
        running.run(plan, killed_after(50))
    before = dict(Case.objects.values_list("number", "state"))
    assert 0 < len(before) < 50

    again = plan_of(table)
    assert again.reporters == plan.reporters
    running.run(again, silent)
    assert Case.objects.count() == ROWS - 3
    lines = [row[1] for row in csv.reader(plan.report.open(encoding="utf-8"))]
    assert lines == ["reference", "R-0010", "R-0070", "R-0075"]
    went_on = {
        number
        for number, state in Case.objects.values_list("number", "state")
        if before.get(number, state) != state
    }
    assert went_on, "what was being handled is handled on"


def test_invented_people_handle_nothing_where_there_are_real_ones(table: Path) -> None:
    packing.apply_pack(system("tests"), "ottawa")
    register_resident(Actor("visitor"), name="Lê Thị Hoa", phone="6135550188", password="gió mùa đông bắc 7")
    with pytest.raises(Trouble, match="--handle 0"):
        plan_of(table)
    assert not marks.value_of(marks.INVENTED)


def test_a_finished_import_does_nothing_more(table: Path) -> None:
    plan = plan_of(table, handled_share=0.0)
    running.run(plan, silent)
    filed, events = Case.objects.count(), Event.objects.count()
    assert set(Case.objects.values_list("parties__account_id", flat=True)) == {None}
    tally = running.run(plan, silent)
    assert (tally.filed, Case.objects.count(), Event.objects.count()) == (0, filed, events)
    key = f"import:{plan.memory.key}:rows"
    assert counters.read([key])[key] == ROWS
