"""Desks of offices that are merged: whoever waits for a result finds it at the desk that took over."""

import csv
import io
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from cuudinh.engines.cases import commands, queries
from cuudinh.engines.cases.models import Dossier, Handover
from cuudinh.engines.cases.queries import agreeing
from cuudinh.engines.cases.types import Caller, Mandate
from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity import queries as people
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.journal import audit, clerk, counters, outbox
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, system
from cuudinh.packs import checking
from cuudinh.packs.loading import Library, read_pack
from cuudinh.project import packing
from tests.dossiers.hall import PASSWORD, SINCE, Hall, at

PACKS = Path(__file__).parents[2] / "packs"
ABSENT = Caller("Lê Văn Vắng Mặt", "0905999888")


def _merge(folder: Path, rows: Mapping[str, Mapping[str, str]]) -> None:
    """Put the organisation of the pack in force with other rows of some offices."""
    for name in ("demo", "vn"):
        shutil.copytree(PACKS / name, folder / name)
    path = folder / "demo" / "organisation" / "offices.csv"
    found = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    text = io.StringIO()
    writer = csv.DictWriter(text, list(found[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, **rows.get(row["code"], {})} for row in found)
    path.write_text(text.getvalue(), "utf-8")
    library = Library(folder)
    world = checking.world_as_kept(read_pack(folder / "demo"), library, packing.grammar())
    assert world is not None, "the pack was sound before its offices changed"
    identity.apply_organisation(world)


def _office(code: str) -> int:
    found = people.office(code, at("2026-11-30 08:00").date())
    assert found is not None
    return found.id


def _heir() -> Actor:
    seat = NewSeat("n-90201-ubnd", "receiver", SINCE)
    asked = [NewAccount("staff", "Cán bộ một cửa", PASSWORD, login="heir", seats=(seat,))]
    return people.staff_actor(identity.open_accounts(system("tests"), asked)[0])


def test_what_a_desk_had_goes_to_the_desk_that_took_over_with_its_counts_and_its_register(
    hall: Hall, tmp_path: Path
) -> None:
    heir, old, new = _heir(), _office("n-90203-ubnd"), _office("n-90201-ubnd")
    mandate = Mandate("tai-quay")
    waits, done, closed = (hall.file("far", caller=ABSENT, mandate=mandate) for _ in range(3))
    for number in (done, closed):
        hall.act("far", number, "receive")
        hall.act("officer", number, "accept")
        hall.act("officer", number, "appraise", answer="Đủ điều kiện.")
        hall.act("head", number, "approve", answer="Cấp phép.")
    hall.act("far", closed, "deliver", way="desk")
    _merge(tmp_path, {"n-90203-ubnd": {"valid_to": "2026-11-30", "successors": "n-90201-ubnd"}})
    with clock.frozen(at("2026-12-01 00:20")):
        clerk.run_until_idle()
        held = dict(Dossier.objects.values_list("case__number", "desk_office_id"))
        assert held == {waits: new, done: new, closed: old}
        assert {one.id: one.count for one in queries.desk_views(heir)}["done"] == 1
        assert [row.number for row in queries.desk_dossiers(heir, "done").rows] == [done]
        assert queries.desk_dossiers(heir, "far").rows
        day = at("2026-11-30 08:00").date()
        assert {one.number for one in queries.register(heir, new, day, day).rows} == {waits, done}
        assert counters.read([f"desk:{old}:day:2026-11-30"])[f"desk:{old}:day:2026-11-30"] == 1
        taker = commands.Taker("Lê Văn Vắng Mặt", "applicant", is_signed=True)
        commands.hand_over(heir, number=done, way="desk", taker=taker)
        assert hall.case(done).state == "handed_over"
        assert list(agreeing.miscounted()) == []
        assert not outbox.parked()
        assert queries.strays(system("console")) == ()
        handover = Handover.objects.get(office_id=old)
        assert (handover.desks_before, handover.cases_before, handover.done_at is not None) == (2, 0, True)
        assert any(one.act == "organisation.hand_over_desk" for one in audit.lines_about("case", done))


def test_a_dossier_whose_office_and_desk_are_merged_is_no_help_for_another_place(
    hall: Hall, tmp_path: Path
) -> None:
    own = hall.file()
    assert not Dossier.objects.get(case__number=own).is_far
    _merge(tmp_path, {"n-90101-ubnd": {"valid_to": "2026-11-30", "successors": "n-90103-ubnd"}})
    with clock.frozen(at("2026-12-01 00:20")):
        clerk.run_until_idle()
        beside = Dossier.objects.get(case__number=own)
        assert (beside.desk_office_id, beside.is_far) == (_office("n-90103-ubnd"), False)
        assert list(agreeing.miscounted()) == []


@pytest.mark.parametrize("with_days", [True, False])
def test_counters_of_desks_that_are_missing_are_told_and_counted_anew(hall: Hall, with_days: bool) -> None:
    number = hall.file("far", caller=ABSENT, mandate=Mandate("tai-quay"))
    hall.act("far", number, "receive")
    hall.act("officer", number, "accept")
    hall.act("officer", number, "request_joint", offices=["so-xay-dung"], question="Đủ rộng không?")
    assert list(queries.miscounted_desks()) == []
    before = {**counters.read_prefix("desk:"), **counters.read_prefix("dossiers:")}
    lost = {name: n for name, n in before.items() if name.startswith("desk:") or ":consulting" in name}
    lost |= {name: n for name, n in before.items() if name.startswith("dossiers:due:")}
    counters.bump({name: -n for name, n in lost.items() if with_days or ":day:" not in name})
    Dossier.objects.update(phase=3, is_far=False)
    case = hall.case(number)
    type(case).objects.filter(pk=case.pk).update(buckets=0)
    assert agreeing.examined(number).faults or list(agreeing.miscounted())
    found = commands.recount_desks()
    assert (found.dossiers, found.rows > 0, found.counters > 0) == (1, True, True)
    assert {**counters.read_prefix("desk:"), **counters.read_prefix("dossiers:")} == before
    assert list(queries.miscounted_desks()) == []
    assert list(agreeing.miscounted()) == []
    assert hall.case(number).buckets == case.buckets
    assert commands.recount_desks().counters == 0
