"""People who are moved while they hold cases: the office answers on, and nothing stays with who left."""

from datetime import date

import pytest

from cuudinh.engines.cases import queries
from cuudinh.engines.cases.models import Case, Event
from cuudinh.engines.cases.queries import agreeing
from cuudinh.engines.cases.tests.street import at
from cuudinh.engines.cases.tests.town import Town
from cuudinh.engines.cases.types import ListFilter
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.journal import clerk, outbox
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, system
from cuudinh.kernel.refusal import NotYours

CONSOLE = system("console")
TO = identity_commands.Appointment("duong-binh", date(2026, 11, 25), "QĐ 15/QĐ-UBND", role="officer")


def _moved(town: Town, colleague: str = "") -> None:
    held = identity.memberships_of(town["an.officer"].account_id or 0)
    seat = next(one for one in held if one.role == "officer")
    work_to = town[colleague].account_id if colleague else None
    identity_commands.transfer(CONSOLE, membership_id=seat.id, to=TO, work_to=work_to)


def _agree() -> None:
    numbers = Case.objects.values_list("number", flat=True)
    assert [fault for number in numbers for fault in agreeing.examined(number).faults] == []
    assert list(agreeing.miscounted()) == []
    assert not outbox.parked()


def test_cases_of_an_officer_who_is_moved_go_back_to_the_worklist_when_the_day_comes(town: Town) -> None:
    number, done = town.accepted(), town.resolved()
    due = town.case(number).due_at
    held = queries.held_by(CONSOLE, town["an.officer"].account_id or 0)
    assert [one.number for one in held] == [number]
    with pytest.raises(NotYours):
        queries.held_by(town["an.head"], town["an.officer"].account_id or 0)
    _moved(town)
    clerk.run_until_idle()
    assert town.case(number).owner_account_id == town["an.officer"].account_id
    with clock.frozen(at("2026-11-25 00:05")):
        clerk.run_until_idle()
        case = town.case(number)
        assert (case.owner_account_id, case.state, case.due_at) == (None, "in_progress", due)
        assert identity.office_by_id(case.owner_office_id or 0).code == "duong-an"
        assert town.case(done).owner_account_id == town["an.officer"].account_id
        listed = queries.worklist(town["an.head"], ListFilter()).rows
        assert number in [row.number for row in listed]
        assert queries.strays(CONSOLE) == ()
        _agree()


def test_a_named_colleague_gets_them_and_the_history_says_so_to_offices_only(town: Town) -> None:
    number = town.accepted()
    _moved(town, "an.head")
    with clock.frozen(at("2026-11-25 00:05")):
        clerk.run_until_idle()
        assert town.case(number).owner_account_id == town["an.head"].account_id
        assert Event.objects.filter(act="entrust").count() == 1
        told = queries.office_case(town["an.head"], number).timeline
        assert any("Cán bộ an.head" in entry.text for entry in told)
        assert not any("an.head" in entry.text for entry in queries.public_case(VISITOR, number).timeline)
        _agree()


def test_who_is_moved_back_or_holds_another_seat_there_keeps_the_cases(town: Town) -> None:
    number = town.accepted()
    identity_commands.appoint(
        CONSOLE,
        account_id=town["an.officer"].account_id or 0,
        office_code="duong-an",
        role="head",
        since=date(2026, 11, 24),
        document="QĐ 16/QĐ-UBND",
    )
    _moved(town)
    with clock.frozen(at("2026-11-25 00:05")):
        clerk.run_until_idle()
        assert town.case(number).owner_account_id == town["an.officer"].account_id
