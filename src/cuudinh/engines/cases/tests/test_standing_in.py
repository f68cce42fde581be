"""Somebody is away: another acts from their seat, with no more rights than they have, and everything says so."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cuudinh.engines.cases import queries
from cuudinh.engines.cases.tests.street import at
from cuudinh.engines.cases.tests.town import SINCE, Town, settle
from cuudinh.engines.cases.types import ListFilter
from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity import queries as identity_queries
from cuudinh.engines.identity.types import AccountIncomplete, NewAccount
from cuudinh.journal import audit
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, system
from cuudinh.kernel.refusal import NotYours

pytestmark = pytest.mark.django_db
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
SATURDAY = datetime(2026, 11, 28, 0, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    with clock.frozen(at("2026-11-23 08:00")):
        yield settle()


def _away(town: Town, who: str, substitute: str, *, by: str = "", reason: str = "leave") -> int:
    absent, other = town[who].account_id or 0, town[substitute].account_id or 0
    away = identity.Away(absent, other, reason, MONDAY, FRIDAY)
    return identity.state_absence(town[by or who], away=away).id


def _now(town: Town, name: str) -> Actor:
    return identity_queries.staff_actor(town[name].account_id or 0)


def _officer_of_ubnd(town: Town, login: str) -> Town:
    asked = NewAccount("staff", f"Cán bộ {login}", "một mật khẩu đủ dài 2026", login=login)

    (number,) = identity.open_accounts(system("tests"), [asked])
    identity.appoint(
        system("console"), account_id=number, office_code="ubnd", role="officer", since=SINCE, document="QĐ 3"
    )
    return Town({**town.people, login: identity_queries.staff_actor(number)})


def test_the_work_of_who_is_away_stands_with_the_substitute_and_says_for_whom_it_was_done(town: Town) -> None:
    number = town.accepted()
    _away(town, "an.officer", "an.head")
    head = _now(town, "an.head")
    mine = queries.worklist(head, ListFilter(mine=True)).rows
    assert [row.number for row in mine] == [number]
    town = Town({**town.people, "an.head": head})
    town.act("an.head", number, "resolve", photos=1, answer="Đã vá mặt đường.")
    newest = queries.office_case(head, number).timeline[0]
    assert newest.officer_label == "Cán bộ an.head thay Cán bộ an.officer"
    assert "Cán bộ" not in str(queries.reporter_case(town["resident"], number).public.timeline[0])
    line = next(line for line in audit.lines_about("case", number) if line.act == "case.resolve")
    assert line.on_behalf_of == audit.pseudonym(town["an.officer"].account_id or 0)
    assert line.who == audit.pseudonym(head.account_id or 0)
    assert line.seats == (("duong-an", "head"),)
    assert "behalf" not in line.facts
    held = identity_queries.seats_held_on(MONDAY)
    assert "Cán bộ an.head thay Cán bộ an.officer" in held[head.seats[0].office_id, "officer"]


def test_an_officer_standing_in_for_the_head_may_what_the_head_may_until_the_day_is_over(town: Town) -> None:
    number = town.accepted()
    with pytest.raises(NotYours):
        town.act("an.officer", number, "transfer", office="duong-binh", note="Ngoài địa bàn.")
    absence = _away(town, "an.head", "an.officer")
    officer = _now(town, "an.officer")
    acts = {one.act for one in queries.office_case(officer, number).acts}
    assert "transfer" in acts
    # What only power gives to others is not done from a seat that is lent.
    numbers = (town["an.head"].account_id or 0, officer.account_id or 0)
    longer = identity.Away(*numbers, "leave", date(2026, 12, 1), date(2026, 12, 9))
    with pytest.raises(NotYours):
        identity.state_absence(officer, away=longer)
    with clock.frozen(SATURDAY):
        assert not _now(town, "an.officer").is_lent
        assert identity_queries.standing_in(_now(town, "an.officer")) == ()
    identity.revoke_absence(town["an.head"], absence_id=absence)
    assert not _now(town, "an.officer").is_lent
    acts = {one.act for one in queries.office_case(_now(town, "an.officer"), number).acts}
    assert "transfer" not in acts


def test_what_a_substitute_takes_on_is_held_by_who_is_away_and_stays_when_they_come_back(town: Town) -> None:
    number = town.file()
    town.act("dispatcher", number, "assign")
    _away(town, "an.officer", "leader", by="an.head")
    leader = Town({**town.people, "leader": _now(town, "leader")})
    leader.act("leader", number, "accept")
    assert town.case(number).owner_account_id == town["an.officer"].account_id
    with clock.frozen(SATURDAY):
        back = queries.worklist(_now(town, "an.officer"), ListFilter(mine=True)).rows
        assert [row.number for row in back] == [number]
        acts = {one.act for one in queries.office_case(_now(town, "leader"), number).acts}
        assert "resolve" not in acts


def test_when_the_substitute_is_away_too_the_next_one_stands_in_for_both(town: Town) -> None:
    town = _officer_of_ubnd(town, "ubnd.officer")
    _away(town, "an.officer", "an.head")
    _away(town, "an.head", "ubnd.officer")
    third = _now(town, "ubnd.officer")
    absent = {town[name].account_id for name in ("an.officer", "an.head")}
    assert third.absent_ids == absent
    with pytest.raises(AccountIncomplete) as refused:
        _away(town, "ubnd.officer", "an.officer")
    assert "vắng mặt từ 23/11/2026 đến 27/11/2026" in refused.value.faults["substitute"]


def _delegated(town: Town, last: date = FRIDAY) -> int:
    (seat,) = identity_queries.memberships_of(town["an.head"].account_id or 0)
    given = identity.Given(
        seat_id=seat.id,
        account_id=town["an.officer"].account_id or 0,
        actions=("chuyen-don-vi",),
        document="12/UQ-UBND",
        signed=MONDAY,
        signer="Chủ tịch UBND xã An",
        first=MONDAY,
        last=last,
    )
    return identity.delegate(town["an.head"], given=given).id


def test_a_delegated_act_is_done_by_document_and_no_other_is_and_it_ends_with_the_seat(town: Town) -> None:
    first, second = town.accepted(), town.accepted(description="Một ổ gà khác, ở đầu đường bên kia.")
    _delegated(town)
    officer = _now(town, "an.officer")
    assert officer.roles == {"officer"}
    acts = {one.act for one in queries.office_case(officer, first).acts}
    assert "transfer" in acts
    with_it = Town({**town.people, "an.officer": officer})
    with_it.act("an.officer", first, "transfer", office="duong-binh", note="Ngoài địa bàn xã An.")
    newest = queries.office_case(town["dispatcher"], first).timeline[0]
    assert newest.officer_label == "Cán bộ an.officer theo ủy quyền của Cán bộ an.head"
    assert "Theo 12/UQ-UBND." in newest.text
    line = next(line for line in audit.lines_about("case", first) if line.act == "case.transfer")
    assert (line.on_behalf_of, line.by_document) == (
        audit.pseudonym(town["an.head"].account_id or 0),
        "12/UQ-UBND",
    )
    # What is one's own is done as oneself.
    with_it.act("an.officer", second, "note", note="Đã hẹn đội thi công.")
    assert queries.office_case(officer, second).timeline[0].officer_label == "Cán bộ an.officer"
    (seat,) = identity_queries.memberships_of(officer.account_id or 0)
    to = identity.Appointment("duong-binh", date(2026, 11, 25), "QĐ 30", role="officer")
    identity.transfer(system("console"), membership_id=seat.id, to=to)
    with clock.frozen(at("2026-11-25 08:00")):
        assert not _now(town, "an.officer").is_lent
        (given,) = identity_queries.delegations_given(_now(town, "an.head"))
        assert (given.state, given.valid_to) == ("moved", date(2026, 11, 24))


def test_what_was_delegated_is_passed_on_to_nobody_and_can_be_taken_back(town: Town) -> None:
    delegation = _delegated(town)
    (seat,) = identity_queries.memberships_of(town["an.head"].account_id or 0)
    officer = _now(town, "an.officer")
    again = identity.Given(
        seat.id,
        town["binh.officer"].account_id or 0,
        ("chuyen-don-vi",),
        "13/UQ",
        MONDAY,
        "X",
        MONDAY,
        FRIDAY,
    )
    with pytest.raises(NotYours):
        identity.delegate(officer, given=again)
    with pytest.raises(AccountIncomplete) as refused:
        identity.delegate(town["an.head"], given=again)
    assert "taker" in refused.value.faults
    _away(town, "an.officer", "leader", by="an.head")
    assert all(seat.acts is None for seat in _now(town, "leader").seats)
    with pytest.raises(NotYours):
        identity.revoke_delegation(officer, delegation_id=delegation)
    identity.revoke_delegation(town["an.head"], delegation_id=delegation)
    assert not _now(town, "an.officer").is_lent
    why = queries.why(officer, town.accepted())
    assert not any(one.document for one in why)
