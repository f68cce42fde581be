"""The desk is reminded of the hours of an incident and of reviews of what is kept back, before and once it is time."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.models import Concealment, Incident
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.engines.messages import queries as inbox
from cuudinh.journal import clerk
from cuudinh.journal.audit import lines_about
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, system
from cuudinh.sites.portal.tests.conftest import MORNING
from cuudinh.sites.portal.tests.town import PASSWORD, PHONE, SINCE, Town, signed_in

CLERK = system("identity.clerk")
SOON, LATE = "Sự cố dữ liệu sắp hết hạn báo cơ quan", "Sự cố dữ liệu quá hạn báo cơ quan"
REVIEW = "Cần rà soát việc giữ kín lượt xem"
HOUR = timedelta(hours=1)


@pytest.fixture
def auditor(town: Town) -> Actor:
    """The auditor."""
    seat = NewSeat("ubnd", "auditor", SINCE)
    asked = NewAccount("staff", "Người Kiểm Tra", PASSWORD, login="kiemtra", seats=(seat,))
    return queries.staff_actor(commands.open_accounts(system("tests"), [asked])[0])


def _reminded(at: datetime) -> int:
    """Let the clerk look at the clocks at a moment, twice; give how many it told of."""
    with clock.frozen(at):
        told = commands.remind_of_clocks(CLERK)
        assert commands.remind_of_clocks(CLERK) == 0, "each is told of once"
        clerk.run_until_idle()
    return told


def _titles(actor: Actor) -> list[str]:
    return [one.title for one in inbox.inbox(actor).rows]


def test_of_the_hours_of_an_incident_the_desk_is_reminded_a_day_before_and_all_once_they_are_over(
    town: Town, officer: Actor, auditor: Actor
) -> None:
    number = commands.record_incident(officer, what="Máy trạm bị xâm nhập.", found_at=MORNING)
    due = queries.incident(officer, number).due_at
    assert _reminded(due - 25 * HOUR) == 0
    assert _reminded(due - 24 * HOUR) == 1
    assert (_titles(officer), _titles(auditor)) == ([SOON], [])
    assert _reminded(due - HOUR) == 0
    assert _reminded(due) == 1
    assert (_titles(officer), _titles(auditor)) == ([LATE, SOON], [LATE])
    assert [
        line.facts["state"] for line in lines_about("incident", number) if line.act == "privacy.remind"
    ] == [
        "due",
        "late",
    ]
    assert _reminded(due + 24 * HOUR) == 0


def test_of_an_incident_that_was_told_in_time_nobody_is_reminded(town: Town, officer: Actor) -> None:
    number = commands.record_incident(officer, what="Mất một máy tính.", found_at=MORNING)
    commands.count_people(officer, number=number)
    commands.note_measures(officer, number=number, measures="Đã khóa máy.")
    commands.tell_authority(officer, number=number, document="12/BC-UBND")
    assert _reminded(queries.incident(officer, number).due_at) == 0
    assert _titles(officer) == []


def test_who_was_told_of_many_clocks_is_told_of_the_next_one_too(town: Town, officer: Actor) -> None:
    told = {"state": "open", "what": "x", "found_at": MORNING, "due_at": MORNING, "warned_at": MORNING}
    Incident.objects.bulk_create(
        Incident(number=f"X-{n}", recorded_by_id=officer.account_id or 0, **told) for n in range(205)
    )
    number = commands.record_incident(officer, what="Mất một máy tính.", found_at=MORNING)
    assert _reminded(queries.incident(officer, number).due_at) == 1


def test_a_review_of_what_is_kept_back_is_asked_for_a_week_before_and_when_it_is_time(
    town: Town, officer: Actor, auditor: Actor
) -> None:
    asked = {"number": PHONE, "office": "ioc", "ground": "dieu-tra", "document": "12/CQĐT", "days": "300"}
    one = str(signed_in("bvdl").post("/lam-viec/du-lieu/giu-kin", asked)["Location"])
    assert _reminded(MORNING + timedelta(days=90)) == 0, "what nobody approved keeps nothing back"
    checking: Client = signed_in("kiemtra")
    assert checking.post(f"{one}/duyet", {"duyet-number": PHONE}).status_code == 303
    review = Concealment.objects.get().review_at
    assert review == MORNING + timedelta(days=90)
    week = timedelta(days=7)
    assert (_reminded(review - week - HOUR), _reminded(review - week), _reminded(review - HOUR)) == (0, 1, 0)
    assert (_titles(officer), _titles(auditor)) == ([REVIEW], [REVIEW])
    assert _reminded(review) == 1
    with clock.frozen(review):
        commands.review_concealment(
            officer, concealment_id=Concealment.objects.get().pk, reason="Vụ án chưa kết thúc điều tra"
        )
    assert _reminded(review + week) == 0, "the next review is months away"
