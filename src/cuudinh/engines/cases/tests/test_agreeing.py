"""What is written beside a case agrees with it, and each thing that does not is found and named."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F, Q

from cuudinh.engines.cases import commands
from cuudinh.engines.cases.models import Case, CaseUnit, ClockEntry, DueTime, Event
from cuudinh.engines.cases.queries import agreeing
from cuudinh.engines.cases.queries.agreeing import following, lists
from cuudinh.engines.cases.tests.street import at
from cuudinh.engines.cases.tests.town import Town
from cuudinh.engines.messages import queries as messages
from cuudinh.journal import clerk, counters, search
from cuudinh.kernel import clock

Spoil = Callable[[int], object]


@pytest.fixture
def number(town: Town) -> str:
    """Give a case at work with a part asked of another office, into which another one was merged."""
    number = town.accepted()
    merged = town.file("neighbour")
    town.act("dispatcher", merged, "merge", master=number)
    town.act("an.officer", number, "request_joint", offices=["den-tinh"], question="Cần đèn tạm.")
    clerk.run_until_idle()
    return number


def _whole(number: str) -> list[str]:
    return [
        *agreeing.examined(number).faults,
        *agreeing.miscounted(),
        *agreeing.misindexed(),
        *messages.miscounted(),
    ]


def test_what_was_done_through_the_doors_agrees(town: Town, number: str) -> None:
    assert _whole(number) == []
    for name in town.people:
        assert agreeing.unlike_lists(town[name]) == (), name
    assert agreeing.revisions()[number] == (agreeing.examined(number).rev, 1)


SPOILT: dict[str, tuple[Spoil, str]] = {
    "an owner beside the history": (lambda id: _case(id, owner_office_id=None), "no office is in charge"),
    "a column beside the history": (lambda id: _case(id, is_public=False), "the history folds is_public"),
    "a list's own column": (lambda id: _case(id, sort_at=at("2026-01-01 08:00")), "sort_at is"),
    "another deadline": (
        lambda id: _case(id, due_at=F("due_at") + timedelta(hours=5)),
        "from the promise of",
    ),
    "another promise": (lambda id: _case(id, promised_at=at("2026-12-20 08:00")), "its rule says"),
    "a flag without reason": (lambda id: _case(id, flags=F("flags").bitor(2)), "marked overdue"),
    "a lost event": (lambda id: Event.objects.filter(case_id=id, seq=2).delete(), "has the events"),
    "time that runs backwards": (lambda id: _event(id, 2, at=at("2026-11-20 08:00")), "time runs backwards"),
    "a moved deadline": (
        lambda id: _event(id, 3, facts={"set": {"due_at": "2026-12-20T08:00:00+00:00"}}),
        "(accept) moves the deadline",
    ),
    "a lost due time": (lambda id: DueTime.objects.filter(case_id=id).delete(), "the index does not know it"),
    "a due time too many": (
        lambda id: DueTime.objects.create(case_id=id, what="act:close", falls_at=at("2026-12-01 08:00")),
        "nothing falls due then",
    ),
    "a stopped clock": (
        lambda id: ClockEntry.objects.filter(case_id=id, ended_at=None).update(
            ended_at=at("2026-11-23 09:00")
        ),
        "clocks run",
    ),
    "a wrong unit": (lambda id: CaseUnit.objects.filter(case_id=id).delete(), "lists find it in the units"),
    "a forgotten part": (lambda id: _case(id, act_counts={}), "open parts of the offices"),
    "a miscounted follower": (lambda id: _case(id, follower_count=7), "7 followers are counted"),
    "a wrong counter": (lambda id: counters.bump({"all:open": 1}), "the counter all:open"),
    "a wrong flow": (lambda id: counters.bump({"day:2026-11-23:filed": -1}), "the counter day:2026-11-23"),
    "a lost word": (lambda id: search.drop("case-office", id), "not found in case-office"),
    "a wrong inbox": (lambda id: counters.bump({"messages.unread:987654321": 2}), "messages.unread"),
}


@pytest.mark.parametrize("what", SPOILT)
def test_whatever_was_written_beside_the_doors_is_found(number: str, what: str) -> None:
    spoil, told = SPOILT[what]
    spoil(Case.objects.get(number=number).pk)
    assert any(told in fault for fault in _whole(number)), _whole(number)


def test_a_reporter_who_does_not_follow_the_main_report_and_never_said_so_is_found(
    town: Town, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged = Case.objects.get(master_id__isnull=False)
    commands.unfollow_case(town["neighbour"], number=number)
    assert agreeing.examined(merged.number).faults == ()
    monkeypatch.setattr(following, "UNFOLLOW", "nothing of the kind")
    assert any("does not follow" in fault for fault in agreeing.examined(merged.number).faults)


def test_a_list_that_shows_too_much_or_too_little_is_found(
    town: Town, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "case_scope", lambda actor: Q())
    found = agreeing.unlike_lists(town["binh.officer"])
    assert f"{number} is listed for staff {town['binh.officer'].account_id}, who may not see it" in found
    monkeypatch.setattr(lists, "case_scope", lambda actor: Q(pk__in=[]))
    assert "who may see it" in agreeing.unlike_lists(town["an.officer"])[0]


def test_a_clock_that_is_put_back_does_not_turn_a_history_back(town: Town) -> None:
    number = town.file()
    with clock.frozen(at("2026-11-23 10:00")):
        town.act("dispatcher", number, "assign", office="duong-an")
    with clock.frozen(at("2026-11-23 09:00")):
        town.act("an.officer", number, "accept")
        town.act("an.officer", number, "resolve", photos=1, answer="Đã vá mặt đường.")
    moments = list(Event.objects.filter(case__number=number).order_by("seq").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert agreeing.examined(number).faults == ()


def _case(case_id: int, **changed: object) -> int:
    return Case.objects.filter(pk=case_id).update(**changed)


def _event(case_id: int, seq: int, **changed: object) -> int:
    return Event.objects.filter(case_id=case_id, seq=seq).update(**changed)
