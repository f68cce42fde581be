"""What happens by the clock alone, fired from the one index of due times."""

from typing import Any

import pytest

from cuudinh.engines.cases import queries
from cuudinh.engines.cases.models import DueTime, Event
from cuudinh.engines.cases.rules.flags import flag_names
from cuudinh.engines.cases.tasks import fire_due
from cuudinh.engines.cases.tests.street import at
from cuudinh.engines.cases.tests.town import Town
from cuudinh.engines.cases.types import ListFilter
from cuudinh.journal import clerk, counters
from cuudinh.kernel import clock


def test_the_ladder_marks_the_case_counts_it_and_tells_who_answers_for_it(town: Town) -> None:
    number = town.accepted()
    with clock.frozen(at("2026-11-26 08:01")):
        clerk.run_until_idle()
        case = town.case(number)
        assert flag_names(case.flags) == {"due_soon", "overdue"}
        assert counters.read(["all:overdue", "all:due_soon"]) == {"all:overdue": 1, "all:due_soon": 0}
    assert town.told("an.officer") == ["assigned_office", "due_soon", "overdue_head"]
    assert town.told("an.head") == ["overdue_head"]
    assert "overdue_centre" not in town.told("dispatcher")


def test_of_the_steps_of_the_ladder_the_highest_stands_for_those_below(town: Town) -> None:
    number = town.accepted()
    with clock.frozen(at("2026-11-30 08:01")):
        clerk.run_until_idle()
        (row,) = queries.worklist(town["an.officer"], ListFilter()).rows
    assert row.number == number
    assert {flag.id: flag.said_by for flag in row.flags} == {
        "due_soon": "ladder",
        "overdue": "ladder",
        "overdue_centre": "",
    }


def test_firing_again_does_nothing_again(town: Town) -> None:
    number = town.accepted()
    with clock.frozen(at("2026-11-26 08:01")):
        assert fire_due() == 1
        assert fire_due() == 0
        assert Event.objects.filter(case=town.case(number), act="escalate").count() == 2


def test_no_more_is_fired_at_once_than_asked(town: Town) -> None:
    for _ in range(3):
        town.file()
    with clock.frozen(at("2026-11-23 14:00")):
        assert [fire_due(2), fire_due(2), fire_due(2)] == [2, 1, 0]


def test_a_case_that_nobody_goes_on_with_ends_by_itself(town: Town) -> None:
    number = town.resolved()
    with clock.frozen(at("2026-12-08 07:59")):
        clerk.run_until_idle()
        assert town.case(number).state == "resolved"
    with clock.frozen(at("2026-12-08 08:00")):
        clerk.run_until_idle()
    case = town.case(number)
    assert (case.state, case.closed_at) == ("closed", at("2026-12-08 08:00"))
    assert Event.objects.get(case=case, act="auto_close").side == "system"
    assert not DueTime.objects.filter(case=case).exists()


def test_a_reporter_who_does_not_reply_is_told_that_it_ended(town: Town) -> None:
    number = town.file()
    town.act("dispatcher", number, "ask", question="Ở đâu?")
    with clock.frozen(at("2026-12-07 08:00")):
        clerk.run_until_idle()
    assert town.case(number).state == "refused"
    assert town.told("resident") == ["filed", "asked", "no_reply"]


@pytest.mark.parametrize(
    ("by", "verb", "inputs", "left"),
    [
        ("dispatcher", "ask", {"question": "Ở đâu?"}, {"act:no_reply"}),
        ("resident", "withdraw", {}, set()),
    ],
)
def test_the_index_holds_what_can_still_fall_due(
    town: Town, by: str, verb: str, inputs: dict[str, Any], left: set[str]
) -> None:
    number = town.file()
    town.act(by, number, verb, **inputs)
    found = DueTime.objects.filter(case=town.case(number)).values_list("what", flat=True)
    assert set(found) == left
