"""How long personal data are kept, carried out in pieces and once; incidents told in time to whom they concern."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cuudinh.engines.cases import commands as cases
from cuudinh.engines.cases.models import Case, PrivateText
from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.models import Look, Objection, RetentionRun, RightsRequest
from cuudinh.engines.identity.types import IncidentIncomplete, NotOpen
from cuudinh.engines.messages import queries as inbox
from cuudinh.journal import clerk
from cuudinh.journal.audit import lines_about
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, system
from cuudinh.kernel.refusal import NotYours
from cuudinh.sites.portal.tests.conftest import MORNING
from cuudinh.sites.portal.tests.town import PHONE, Town, signed_in

REASON = "Gọi lại để hỏi vị trí chính xác"
CONSOLE = system("console")


def looked_at(town: Town) -> None:
    number = str(town.file(description=f"Gọi {PHONE} nhé, ổ gà to lắm.").number)
    cases.reveal_reporter(town["dispatcher"], number=number, reason=REASON)


def test_what_is_over_is_dropped_in_pieces_counted_and_not_twice(town: Town) -> None:
    looked_at(town)
    looked_at(town)
    Case.objects.update(closed_at=MORNING)
    with clock.frozen(MORNING + timedelta(days=1826)):
        due = {one.name: one.due for one in queries.retention(CONSOLE, with_due=True)}
        assert (due["look"], due["grant"], due["private-text"], due["identity"]) == (4, 2, 2, 0)
        pieces = []
        while dropped := commands.carry_out_retention(CONSOLE, limit=1):
            pieces.append(dropped)
        assert len(pieces) == 4
        assert not Look.objects.exists()
        assert not PrivateText.objects.exists()
        done = {run.name: run.done for run in RetentionRun.objects.all()}
        assert (done["look"], done["grant"], done["private-text"]) == (4, 2, 2)
        assert len(lines_about("retention", "look")) == 4
        assert commands.carry_out_retention(CONSOLE) == 0
    assert Case.objects.count() == 2


def test_what_a_request_set_in_force_is_kept_with_it_and_both_go_once_it_is_over(
    town: Town, officer: Actor
) -> None:
    looked_at(town)
    seen = queries.own_looks(town["resident"]).rows[0]
    number = commands.ask_right(town["resident"], right="phan-doi", words="Vì sao?", look_id=seen.id)
    commands.carry_out_request(officer, number=number, answer="Không có căn cứ.")
    with clock.frozen(MORNING + timedelta(days=1826)):
        commands.carry_out_retention(CONSOLE)
        assert Objection.objects.count() == RightsRequest.objects.count() == 1
        commands.end_effect(officer, number=number, reason="Đã rà soát xong toàn bộ")
    with clock.frozen(MORNING + timedelta(days=2 * 1826 + 1)):
        while commands.carry_out_retention(CONSOLE):
            pass
        assert not any(rows.objects.exists() for rows in (Objection, RightsRequest, Look))


def test_a_look_that_somebody_objected_to_is_kept(town: Town) -> None:
    looked_at(town)
    known = replace(town["resident"], assurance=2)
    seen = queries.own_looks(known).rows[0]
    commands.ask_right(known, right="phan-doi", words="Vì sao?", look_id=seen.id)
    with clock.frozen(MORNING + timedelta(days=1826)):
        commands.carry_out_retention(CONSOLE)
    assert [look.pk for look in Look.objects.all()] == [seen.id]


def test_nothing_is_dropped_before_its_time(town: Town) -> None:
    looked_at(town)
    assert commands.carry_out_retention(CONSOLE) == 0
    with pytest.raises(NotYours):
        queries.retention(town["dispatcher"])


def test_an_incident_is_told_within_seventy_two_hours_to_whom_it_concerns(town: Town, officer: Actor) -> None:
    looked_at(town)
    number = commands.record_incident(officer, what="Máy trạm bị xâm nhập.", found_at=MORNING)
    assert queries.incident(officer, number).due_at == MORNING + timedelta(hours=72)
    with clock.frozen(MORNING + timedelta(hours=73)):
        assert queries.incident(officer, number).is_late
    with pytest.raises(IncidentIncomplete):
        commands.count_people(officer, number=number, login="không ai")
    assert commands.count_people(officer, number=number, login="dispatcher") == 1
    commands.note_measures(officer, number=number, measures="Đã khóa máy.")
    told = queries.incident(officer, number)
    assert "Đã khóa máy." in told.letter
    with pytest.raises(NotOpen):
        commands.close_incident(officer, number=number)
    commands.tell_authority(officer, number=number, document="12/BC-UBND")
    commands.tell_people(officer, number=number)
    commands.close_incident(officer, number=number)
    clerk.run_until_idle()
    assert "Sự cố liên quan dữ liệu của bạn" in [one.title for one in inbox.inbox(town["resident"]).rows]
    assert inbox.inbox(town["neighbour"]).rows == ()


def test_pages_of_the_desk_are_for_the_privacy_officer(town: Town, officer: Actor) -> None:
    desk, other = signed_in("bvdl"), signed_in("dispatcher")
    number = commands.record_incident(officer, what="Mất một máy tính.", found_at=MORNING)
    addresses = ("", "/su-co", f"/su-co/{number}", "/luu-giu")
    for address in addresses:
        assert desk.get(f"/lam-viec/du-lieu{address}").status_code == 200
        assert other.get(f"/lam-viec/du-lieu{address}").status_code == 403
    posted = desk.post("/lam-viec/du-lieu/su-co", {"found_at": "hôm qua", "what": "x"})
    assert posted.status_code == 422
    desk.post(f"/lam-viec/du-lieu/su-co/{number}/dem", {"login": ""})
    assert queries.incident(officer, number).people == 2
