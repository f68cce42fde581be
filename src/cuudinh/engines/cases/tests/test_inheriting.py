"""Offices that end: their open work goes to who took over, nothing is lost, and everything still agrees."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from cuudinh.engines.cases import commands, queries
from cuudinh.engines.cases.models import Case, Event, Handover, Task
from cuudinh.engines.cases.queries import agreeing
from cuudinh.engines.cases.tests import reorganised
from cuudinh.engines.cases.tests import town as towns
from cuudinh.engines.cases.tests.reorganised import CLOSED, MERGED, MORNING, SPLIT
from cuudinh.engines.cases.tests.street import at
from cuudinh.engines.cases.tests.town import Town
from cuudinh.engines.cases.types import ListFilter
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import NotInForce
from cuudinh.journal import audit, clerk, outbox
from cuudinh.kernel import clock
from cuudinh.kernel.actor import system
from cuudinh.kernel.refusal import NotYours

CONSOLE = system("console")
Reorganise = Callable[..., None]


@pytest.fixture
def reorganise(tmp_path: Path) -> Reorganise:
    """A function that puts the pack in force with other rows of offices, and acts of reorganisation if any."""
    return partial(reorganised.reorganise, tmp_path / "packs")


def _nothing_disagrees() -> None:
    numbers = Case.objects.values_list("number", flat=True)
    assert [fault for number in numbers for fault in agreeing.examined(number).faults] == []
    assert list(agreeing.miscounted()) == []
    assert not outbox.parked()


def _office(code: str) -> int:
    found = identity.office(code, at("2026-11-23 08:00").date())
    assert found is not None
    return found.id


def _owner(town: Town, number: str) -> str:
    return identity.office_by_id(town.case(number).owner_office_id or 0).code


def test_the_open_work_of_a_merged_office_goes_to_the_other_in_the_first_hour(
    town: Town, reorganise: Reorganise
) -> None:
    taken, done = town.accepted(), town.resolved()
    given = town.file()
    town.act("dispatcher", given, "assign")
    waiting = town.accepted()
    town.act("an.officer", waiting, "ask", question="Ở đâu?")
    promised = town.case(taken).due_at
    reorganise(MERGED)
    with clock.frozen(at("2026-11-30 23:55")):
        clerk.run_until_idle()
        assert _owner(town, taken) == "duong-an"
    with clock.frozen(at(MORNING)):
        clerk.run_until_idle()
        assert {_owner(town, number) for number in (taken, given, waiting)} == {"duong-binh"}
        assert _owner(town, done) == "duong-an"
        case = town.case(taken)
        assert (case.owner_account_id, case.state, case.due_at) == (None, "in_progress", promised)
        event = Event.objects.get(case=case, act="inherit")
        assert event.facts["from_office"] == _office("duong-an")
        assert event.facts["by"] == "only"
        assert [row.number for row in queries.worklist(town["binh.officer"], ListFilter()).rows].count(
            taken
        ) == 1
        _nothing_disagrees()
        assert all(one.adds_up for one in queries.handed_over(CONSOLE))
        assert queries.strays(CONSOLE) == ()


def test_a_case_that_was_done_comes_to_the_heir_when_it_is_reopened(
    town: Town, reorganise: Reorganise
) -> None:
    number = town.resolved()
    reorganise(MERGED)
    with clock.frozen(at(MORNING)):
        clerk.run_until_idle()
        town.act("resident", number, "reopen", reason="Ổ gà vẫn còn đó.")
        assert _owner(town, number) == "duong-binh"
        clerk.run_until_idle()
        _nothing_disagrees()
        assert queries.strays(CONSOLE) == ()


def test_parts_asked_of_an_office_that_ended_go_on_and_fall_away_where_the_lead_has_them(
    town: Town, reorganise: Reorganise
) -> None:
    number, other = town.accepted(), town.accepted()
    town.act("an.officer", number, "request_joint", offices=["den-tinh"], question="Tắt điện?")
    town.act("an.officer", other, "request_joint", offices=["den-tinh", "duong-binh"], question="Tắt điện?")
    reorganise({"den-tinh": {"valid_to": "2026-11-30", "successors": "duong-binh"}})
    with clock.frozen(at(MORNING)):
        clerk.run_until_idle()
        binh = _office("duong-binh")
        assert set(Task.objects.filter(state="open").values_list("office_id", flat=True)) == {binh}
        assert Task.objects.filter(state="dropped").count() == 1
        _nothing_disagrees()
    reorganise(
        {
            **MERGED,
            "den-tinh": {"valid_to": "2026-11-30", "successors": "duong-binh"},
            "duong-an": {"valid_to": "2026-12-31", "successors": "duong-binh"},
        }
    )
    with clock.frozen(at("2027-01-01 00:05")):
        clerk.run_until_idle()
        assert not Task.objects.filter(state="open").exists()
        _nothing_disagrees()


def test_work_of_a_divided_office_goes_by_the_place_and_else_to_the_named_receiver(
    town: Town, reorganise: Reorganise
) -> None:
    at_an = town.file(topic="den", side="left")
    town.act("dispatcher", at_an, "assign", office="den-tinh")
    at_binh = town.file(topic="den", side="left", location={"lat": 16.4705, "lon": 107.6005, "label": "Số 3"})
    town.act("dispatcher", at_binh, "assign", office="den-tinh")
    reorganise(SPLIT)
    plan = queries.inheritance_plan(CONSOLE, [_office("den-tinh")], at(MORNING).date())
    assert {(identity.office_by_id(one.heir_id).code, one.by, one.cases) for one in plan} == {
        ("duong-an", "place", 1),
        ("duong-binh", "place", 1),
    }
    with clock.frozen(at(MORNING)):
        clerk.run_until_idle()
        assert (_owner(town, at_an), _owner(town, at_binh)) == ("duong-an", "duong-binh")
        _nothing_disagrees()


ACT = """
reorganisations:
  - id: giai-the
    title: {vi: Giải thể, en: Closed}
    since: "2026-12-01"
    kind: close
    document: 12/NQ-HĐND
    signed: "2026-11-20"
    divide: [topic]
    receiver: den-tinh
    offices: [duong-an]
"""


def test_work_of_a_closed_office_goes_where_its_topic_leads_and_the_event_names_the_document(
    town: Town, reorganise: Reorganise
) -> None:
    number = town.accepted()
    reorganise(CLOSED, ACT)
    with clock.frozen(at(MORNING)):
        clerk.run_until_idle()
        assert _owner(town, number) == "den-tinh"
        facts = Event.objects.get(act="inherit").facts
        assert (facts["reorganisation"], facts["document"], facts["by"]) == (
            "giai-the",
            "12/NQ-HĐND",
            "receiver",
        )
        page = queries.office_case(town["dispatcher"], number)
        assert any("12/NQ-HĐND" in entry.text for entry in page.timeline)
        _nothing_disagrees()


def test_it_can_be_stopped_and_done_again_and_is_written_into_the_log(
    town: Town, reorganise: Reorganise
) -> None:
    for _ in range(5):
        town.accepted()
    reorganise(MERGED)
    office_id = _office("duong-an")
    with pytest.raises(NotInForce):
        commands.hand_over_work(CONSOLE, office_id=office_id)
    with clock.frozen(at(MORNING)):
        with pytest.raises(NotYours):
            commands.hand_over_work(town["binh.head"], office_id=office_id)
        assert commands.hand_over_work(CONSOLE, office_id=office_id, limit=2) == 2
        assert Case.objects.filter(owner_office_id=office_id).count() == 3
        assert commands.hand_over_all(CONSOLE, [office_id]) == 3
        assert commands.hand_over_all(CONSOLE, [office_id]) == 0
        assert Event.objects.filter(act="inherit").count() == 5
        row = Handover.objects.get()
        assert (row.cases_before, row.done_at is not None) == (5, True)
        lines = [line.act for line in audit.lines_about("office", "duong-an")]
        assert lines.count("organisation.hand_over_work") == 1
        _nothing_disagrees()


def test_seats_of_an_office_that_ended_move_or_end_by_its_document(
    town: Town, reorganise: Reorganise
) -> None:
    reorganise(CLOSED, ACT)
    with clock.frozen(at(MORNING)):
        clerk.run_until_idle()
        for name in ("an.officer", "an.head"):
            (seat,) = identity.memberships_of(town[name].account_id or 0)
            assert str(seat.valid_to) == "2026-11-30"
            assert identity.staff_actor(town[name].account_id or 0).seats == ()
    assert towns.STAFF["an.officer"] == ("duong-an", "officer")


def test_officers_of_a_merged_office_go_to_the_successor_and_its_head_is_named_anew(
    town: Town, reorganise: Reorganise
) -> None:
    reorganise(MERGED)
    with clock.frozen(at(MORNING)):
        clerk.run_until_idle()
        officer, head = (
            identity.staff_actor(town[name].account_id or 0) for name in ("an.officer", "an.head")
        )
        assert [seat.office_code for seat in officer.seats] == ["duong-binh"]
        assert head.seats == ()
