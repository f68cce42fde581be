"""Somebody is away: another acts from their seat, with no more rights than they have, and everything says so."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cuudinh.engines.cases import queries
from cuudinh.engines.cases.tests.street import at
from cuudinh.engines.cases.tests.town import SINCE, Town, settle
from cuudinh.engines.cases.types import ListFilter
from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity import queries as identity_queries
from cuudinh.engines.identity.types import AccountIncomplete, NewAccount
from cuudinh.engines.messages import queries as messages
from cuudinh.journal import audit, clerk
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


def _officer_of_ubnd(town: Town, login: str, role: str = "officer") -> Town:
    asked = NewAccount("staff", f"Cán bộ {login}", "một mật khẩu đủ dài 2026", login=login)

    (number,) = identity.open_accounts(system("tests"), [asked])
    identity.appoint(
        system("console"), account_id=number, office_code="ubnd", role=role, since=SINCE, document="QĐ 3"
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


def _delegated(
    town: Town, giver: str = "an.head", taker: str = "an.officer", action: str = "chuyen-don-vi"
) -> int:
    (seat,) = identity_queries.memberships_of(town[giver].account_id or 0)
    given = identity.Given(
        seat_id=seat.id,
        account_id=town[taker].account_id or 0,
        actions=(action,),
        document="12/UQ-UBND",
        signed=MONDAY,
        signer="Chủ tịch UBND xã An",
        first=MONDAY,
        last=FRIDAY,
    )
    return identity.delegate(town[giver], given=given).id


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


def _view(actor: Actor, bucket: str) -> tuple[list[str], int | None]:
    """Give the numbers of a view of the worklist, and its count; no count where the view is not offered."""
    rows = queries.worklist(actor, ListFilter(bucket=bucket)).rows
    counts = {one.id: one.count for one in queries.worklist_buckets(actor)}
    return sorted(row.number for row in rows), counts.get(bucket)


def test_a_delegate_of_another_office_finds_its_cases_in_a_view_of_their_own_with_its_count(
    town: Town, django_assert_max_num_queries: Any
) -> None:
    town = _officer_of_ubnd(town, "ubnd.head", "head")
    elsewhere = [town.file() for _ in range(3)]
    for number in elsewhere:
        town.act("dispatcher", number, "assign", office="den-tinh")
    assert _view(_now(town, "an.officer"), "delegated") == ([], None)
    delegation = _delegated(town, "ubnd.head")
    officer = _now(town, "an.officer")
    assert _view(officer, "delegated") == (sorted(elsewhere), 3)
    assert _view(officer, "open") == ([], 0)
    assert _view(officer, "decisions") == ([], None)
    narrowed = ListFilter(bucket="delegated", topic="den")
    assert queries.worklist(officer, narrowed).rows == ()
    found = queries.worklist(officer, ListFilter(bucket="delegated"), limit=2)
    assert len(queries.worklist(officer, ListFilter(bucket="delegated"), found.next, limit=2).rows) == 1
    # One statement for the list, however many offices and cases there are, and the names on its rows.
    with django_assert_max_num_queries(3):
        queries.worklist(officer, ListFilter(bucket="delegated"))
    identity.revoke_delegation(town["ubnd.head"], delegation_id=delegation)
    assert _view(_now(town, "an.officer"), "delegated") == ([], None)


def test_who_decides_for_the_centre_by_document_finds_what_waits_for_a_decision(town: Town) -> None:
    answered, asked, other = town.accepted(), town.accepted(), town.accepted()
    town.act("an.officer", answered, "resolve", photos=1, answer="Đã vá mặt đường.")
    town.act("an.officer", asked, "request_extension", span={"working_days": 2}, note="Chờ vật liệu.")
    assert _view(_now(town, "dispatcher2"), "decisions")[1] is None
    _delegated(town, "supervisor", "dispatcher2", "duyet-ket-qua")
    delegate = _now(town, "dispatcher2")
    assert _view(delegate, "decisions") == (sorted([answered, asked]), 2)
    assert other not in _view(delegate, "decisions")[0]
    narrowed = ListFilter(bucket="decisions", topic="o-ga")
    assert len(queries.worklist(delegate, narrowed).rows) == 2


def test_both_are_told_when_an_absence_is_stated_begins_and_ends_and_each_once(town: Town) -> None:
    numbers = (town["an.officer"].account_id or 0, town["an.head"].account_id or 0)
    thursday, friday = date(2026, 11, 26), date(2026, 11, 27)
    away = identity.Away(*numbers, "leave", thursday, friday)
    identity.state_absence(town["an.officer"], away=away)

    def told(name: str) -> list[str]:
        return [one for one in town.told(name) if one.startswith(("absence", "stand_in"))]

    clerk.run_until_idle()
    assert (told("an.officer"), told("an.head")) == (["absence_stated"], ["stand_in_stated"])
    words = messages.inbox(town["an.head"]).rows[0].text
    assert "Cán bộ an.officer từ 26/11/2026 đến hết 27/11/2026" in words
    for moment in ("2026-11-26 00:10", "2026-11-26 09:00", "2026-11-28 00:10", "2026-11-30 08:00"):
        with clock.frozen(at(moment)):
            clerk.run_until_idle()
    assert told("an.officer") == ["absence_stated", "absence_begun", "absence_over"]
    assert told("an.head") == ["stand_in_stated", "stand_in_begun", "stand_in_over"]


def test_an_absence_that_begins_at_once_or_is_revoked_is_told_once_as_what_it_is(town: Town) -> None:
    absence = _away(town, "an.officer", "an.head")
    clerk.run_until_idle()
    identity.revoke_absence(town["an.officer"], absence_id=absence)
    later = identity.Away(
        town["an.officer"].account_id or 0, town["an.head"].account_id or 0, "leave", FRIDAY, FRIDAY
    )
    second = identity.state_absence(town["an.officer"], away=later).id
    identity.revoke_absence(town["an.officer"], absence_id=second)
    with clock.frozen(SATURDAY):
        clerk.run_until_idle()
    kinds = ["stated", "over", "stated", "revoked"]
    assert town.told("an.head") == [f"stand_in_{kind}" for kind in kinds]
    assert [one for one in town.told("an.officer") if "absence" in one] == [
        f"absence_{kind}" for kind in kinds
    ]
