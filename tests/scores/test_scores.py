"""Dossiers through all doors become scores: live, explained, led back to the cases, the same when counted again."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from django.db.models import F

from cuudinh.engines.cases.models import Case
from cuudinh.engines.insight import queries
from cuudinh.engines.insight.commands import recount
from cuudinh.engines.insight.models import CaseFact, DayCount, MonthCount, ReasonCount
from cuudinh.engines.insight.rules.counting import COUNTS
from cuudinh.engines.insight.types import NoSuchCount, NoSuchSet, PartScore, Period, Scope
from cuudinh.journal import clerk
from cuudinh.journal.models import OutboxEvent
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours, Refusal
from tests.dossiers.hall import Hall, at

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
DECEMBER = Period(date(2026, 12, 1), date(2026, 12, 31))
BOTH = Period(date(2026, 11, 1), date(2026, 12, 31))
PROVINCE = Scope("province")


def _own(actor: Actor) -> Scope:
    assert actor.account_id is not None
    return Scope("officer", actor.account_id)


def _office(hall: Hall) -> Scope:
    return Scope("office", next(iter(hall["head"].office_ids("head"))))


def _part(actor: Actor, name: str, scope: Scope, period: Period = BOTH, of: str = "qd-766") -> PartScore:
    found = queries.score(actor, of, scope, period)
    return next(part for group in found.groups for part in group.parts if part.id == name)


def _finish(hall: Hall, number: str) -> None:
    hall.act("officer", number, "accept")
    hall.act("officer", number, "appraise", answer="Vỉa hè rộng 4 m, đủ điều kiện.")
    hall.act("head", number, "approve", answer="Cấp phép đặt 6 bàn, từ 17 giờ.")


def _done(hall: Hall, number: str, when: str) -> None:
    with clock.frozen(at(when)):
        _finish(hall, number)
        clerk.run_until_idle()


def test_a_score_follows_each_dossier_and_says_what_it_is_made_of(hall: Hall, leader: Actor) -> None:
    numbers = [hall.file() for _ in range(4)]
    for number in numbers:
        hall.act("officer", number, "receive")
    clerk.run_until_idle()
    assert _part(leader, "dung-han", PROVINCE).points is None
    for number in numbers[:3]:
        _done(hall, number, "2026-12-02 09:00")
    _done(hall, numbers[3], "2026-12-15 09:00")
    part = _part(leader, "dung-han", PROVINCE)
    assert (part.points, part.most) == (Decimal("15.00"), 20)
    assert part.words == "đạt 15/20 điểm vì 75% đúng hạn (3 trên 4)"
    assert part.threshold == "đủ điểm từ 100%, thấp hơn thì tính theo tỷ lệ"
    assert [(one.what, one.number) for one in part.behind] == [("settled", 4), ("on_time", 3), ("late", 1)]
    assert part.mark == "K"
    view = queries.score(leader, "qd-766", PROVINCE, DECEMBER, compared_with=NOVEMBER)
    # Received in November, done in December: each number has its own day.
    before = {one.id: one.before for group in view.groups for one in group.parts}
    assert (before["ho-so-truc-tuyen"], before["dung-han"]) == (Decimal("6.00"), None)
    assert view.most < view.whole == 100


def test_nine_indicators_grade_each_case_and_average_them(hall: Hall) -> None:
    numbers = [hall.file() for _ in range(2)]
    for number in numbers:
        hall.act("officer", number, "receive")
    with clock.frozen(at("2026-12-01 08:30")):
        hall.act("officer", numbers[0], "request_supplement", papers=["don"], text="Thiếu chữ ký.")
        hall.act("resident", numbers[0], "supplement", text="Đã bổ sung.")
        for number in numbers:
            _finish(hall, number)
        hall.act("resident", numbers[1], "rate", rating="chap-nhan")
        clerk.run_until_idle()
    officer = hall["officer"]
    found = queries.score(officer, "tt-01-2018", _own(officer), BOTH)
    points = {part.number: part.points for group in found.groups for part in group.parts}
    # Both were early; one had to bring papers again; one was rated acceptable; nobody measures complaints.
    assert points == {
        "1": Decimal("2.0"),
        "2": Decimal("2.0"),
        "3": Decimal("1.5"),
        "4": Decimal("2.0"),
        "6": Decimal("1.0"),
        "7": None,
    }
    assert found.verdict == "Hoàn thành 100% nhiệm vụ"
    of_office = queries.score(hall["head"], "tt-01-2018", _office(hall), BOTH)
    assert [part.number for group in of_office.groups for part in group.parts] == [
        str(n) for n in range(1, 10)
    ]


def test_a_dossier_becomes_late_by_the_clock_alone_and_stays_late_on_that_day(
    hall: Hall, leader: Actor
) -> None:
    number = hall.file()
    hall.act("officer", number, "receive")
    clerk.run_until_idle()
    with clock.frozen(at("2026-12-08 09:00")):
        clerk.run_until_idle("insight.lateness")
        assert _part(leader, "dung-han", PROVINCE).points == Decimal("0.00")
        late = CaseFact.objects.get(number=number)
        assert (late.is_late, late.measured_on, late.late_at) == (True, date(2026, 12, 7), None)
        assert list(queries.disagreeing()) == []
    _done(hall, number, "2027-01-12 09:00")
    assert CaseFact.objects.get(number=number).measured_on == date(2026, 12, 7)
    assert (
        _part(leader, "thoi-gian", PROVINCE, Period(date(2027, 1, 1), date(2027, 1, 31)), "tt-01-2018").points
        == 0
    )


def test_what_waits_for_its_applicant_is_not_late_and_goes_on_when_papers_come(
    hall: Hall, leader: Actor
) -> None:
    number = hall.file()
    hall.act("officer", number, "receive")
    with clock.frozen(at("2026-12-01 09:00")):
        hall.act("officer", number, "request_supplement", papers=["don"], text="Thiếu chữ ký.")
        clerk.run_until_idle()
    with clock.frozen(at("2026-12-20 09:00")):
        clerk.run_until_idle("insight.lateness")
        assert [one.number for one in _part(leader, "dung-han", PROVINCE).behind] == [1, 1, 0]
        hall.act("resident", number, "supplement", text="Đã bổ sung.")
        clerk.run_until_idle()
        assert [one.number for one in _part(leader, "dung-han", PROVINCE).behind] == [0, 0, 0]
        assert list(queries.disagreeing()) == []


def test_refusals_are_published_by_their_reasons(hall: Hall, leader: Actor) -> None:
    number = hall.file()
    hall.act("officer", number, "refuse", reason="khong-thuoc-tham-quyen", explanation="Đất do tỉnh quản lý.")
    hall.act("head", number, "refuse", reason="khong-thuoc-tham-quyen", explanation="Đất do tỉnh quản lý.")
    hall.file()
    clerk.run_until_idle()
    found = queries.published(NOVEMBER, "vi")
    assert [(one.label, one.number) for one in found.reasons] == [("Không thuộc thẩm quyền giải quyết", 1)]
    assert (found.received, found.refused) == (2, 1)
    assert [one.number for one in queries.cases_behind(leader, PROVINCE, NOVEMBER, "refused").rows] == [
        number
    ]


def test_each_sees_their_own_part_and_nobody_else_sees_it(hall: Hall, leader: Actor) -> None:
    number = hall.file()
    hall.act("officer", number, "receive")
    _done(hall, number, "2026-12-02 09:00")
    own, office = _own(hall["officer"]), _office(hall)
    allowed = {
        ("officer", own),
        ("head", own),
        ("head", office),
        ("leader", office),
        ("leader", PROVINCE),
    }
    people = {**hall.people, "leader": leader}
    for name in ("officer", "head", "stranger", "sxd", "dispatcher", "helper", "resident", "leader"):
        for scope in (own, office, PROVINCE):
            for asked in (_asked(people[name], scope), _listed(people[name], scope)):
                if (name, scope) in allowed:
                    asked()
                else:
                    with pytest.raises(Refusal):
                        asked()
    rows = queries.cases_behind(leader, PROVINCE, BOTH, "on_time").rows
    assert [(row.number, row.officer, row.is_open_to_me) for row in rows] == [
        (number, "Cán bộ officer", False)
    ]
    (mine,) = queries.cases_behind(hall["officer"], own, BOTH, "on_time").rows
    assert mine.is_open_to_me
    assert queries.scopes_of(leader) == (PROVINCE,)
    assert queries.scopes_of(hall["head"])[0] == office
    with pytest.raises(NotYours):
        queries.office_scores(hall["head"], "qd-766", BOTH)
    with pytest.raises(NoSuchSet):
        queries.score(leader, "khong-co", PROVINCE, BOTH)
    with pytest.raises(NoSuchCount):
        queries.cases_behind(leader, PROVINCE, BOTH, "pk")


def _asked(actor: Actor, scope: Scope) -> Callable[[], object]:
    return lambda: queries.score(actor, "qd-766", scope, BOTH)


def _listed(actor: Actor, scope: Scope) -> Callable[[], object]:
    return lambda: queries.cases_behind(actor, scope, BOTH, "on_time")


def test_every_number_is_the_length_of_its_list_in_pages(hall: Hall, leader: Actor) -> None:
    _wander(hall, Random(7), 9)
    found = queries.score(leader, "tt-01-2018", PROVINCE, BOTH)
    for one in (one for group in found.groups for part in group.parts for one in part.behind):
        seen, cursor = list[str](), None
        while True:
            page = queries.cases_behind(leader, PROVINCE, BOTH, one.what, cursor, limit=2)
            seen += [row.number for row in page.rows]
            cursor = page.next
            if cursor is None:
                break
        assert len(seen) == len(set(seen)) == one.number, one


def _wander(hall: Hall, chance: Random, times: int) -> list[str]:
    """Let dossiers go different ways over some days; what is not possible is left."""
    numbers = [hall.file() for _ in range(times)]
    acts: list[tuple[str, str, dict[str, object]]] = [
        ("officer", "receive", {}),
        ("officer", "accept", {}),
        ("officer", "request_supplement", {"papers": ["don"], "text": "Thiếu chữ ký."}),
        ("resident", "supplement", {"text": "Đã bổ sung."}),
        ("officer", "appraise", {"answer": "Đủ điều kiện cấp phép."}),
        ("head", "approve", {"answer": "Cấp phép đặt 6 bàn."}),
        ("officer", "deliver", {"way": "desk"}),
        ("resident", "rate", {"rating": "khong-hai-long"}),
        ("resident", "withdraw", {"reason": "Thôi."}),
        ("officer", "refuse", {"reason": "khong-thuoc-tham-quyen", "explanation": "Đất do tỉnh quản lý."}),
        ("head", "refuse", {"reason": "khong-thuoc-tham-quyen", "explanation": "Đất do tỉnh quản lý."}),
    ]
    for day in ("2026-11-30", "2026-12-01", "2026-12-03", "2026-12-09", "2026-12-16"):
        with clock.frozen(at(f"{day} 10:00")):
            for number in numbers:
                weights = [6, 6, 2, 3, 5, 5, 4, 3, 1, 1, 1]
                for who, act, inputs in chance.choices(acts, weights, k=7):
                    try:
                        hall.act(who, number, act, **inputs)
                    except Refusal:
                        continue
            clerk.run_until_idle()
    return numbers


def test_counting_everything_again_tells_every_difference_and_mends_it(hall: Hall) -> None:
    numbers = _wander(hall, Random(3), 6)
    assert list(queries.disagreeing()) == []
    assert list(queries.looked_over(50)) == []
    # Told again in another order, nothing changes.
    OutboxEvent.objects.update(delivered_at=None)
    clerk.run_until_idle()
    assert list(queries.disagreeing()) == []
    CaseFact.objects.filter(number=numbers[0]).update(contacts=F("contacts") + 5)
    CaseFact.objects.filter(number=numbers[1]).delete()
    DayCount.objects.update(received=F("received") + 1)
    MonthCount.objects.update(online=0)
    told = "\n".join(queries.disagreeing())
    for said in (
        f"{numbers[0]} counts otherwise: contacts",
        f"{numbers[1]} is not counted",
        "received:",
        "online:",
    ):
        assert said in told
    assert list(queries.looked_over(50))
    again = recount()
    assert again.dossiers == 6
    assert again.changed == 2
    assert list(queries.disagreeing()) == []
    for table in (CaseFact, DayCount, MonthCount, ReasonCount):
        table.objects.all().delete()
    recount()
    assert list(queries.disagreeing()) == []


def test_a_dossier_that_another_office_has_now_counts_there(hall: Hall, leader: Actor) -> None:
    number = hall.file()
    hall.act("officer", number, "receive")
    clerk.run_until_idle()
    office = _office(hall)
    assert _part(leader, "ho-so-truc-tuyen", office).points == Decimal("6.00")
    other = next(iter(hall["stranger"].office_ids("officer")))
    Case.objects.filter(number=number).update(
        owner_office_id=other, owner_account_id=hall["stranger"].account_id
    )
    OutboxEvent.objects.update(delivered_at=None)
    clerk.run_until_idle("outbox")
    assert _part(leader, "ho-so-truc-tuyen", office).points is None
    assert _part(leader, "ho-so-truc-tuyen", Scope("office", other)).points == Decimal("6.00")
    assert list(queries.disagreeing()) == []


def test_days_and_months_add_up_whatever_the_period(hall: Hall, leader: Actor) -> None:
    _wander(hall, Random(11), 4)
    # Two periods of odd days are, added, the period of both: edges come from days, what lies between from months.
    cut = (Period(date(2026, 11, 3), date(2026, 12, 3)), Period(date(2026, 12, 4), date(2026, 12, 31)))
    whole = _numbers(leader, Period(date(2026, 11, 3), date(2026, 12, 31)))
    first, second = (_numbers(leader, one) for one in cut)
    assert whole == {name: first[name] + second[name] for name in whole}
    assert whole["received"] == 4
    assert set(whole) <= set(COUNTS)


def _numbers(leader: Actor, period: Period) -> dict[str, int]:
    found = [queries.score(leader, name, PROVINCE, period) for name in ("qd-766", "tt-01-2018")]
    parts = (part for view in found for group in view.groups for part in group.parts)
    return {one.what: one.number for part in parts for one in part.behind}
