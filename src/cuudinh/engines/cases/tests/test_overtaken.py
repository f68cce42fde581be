"""Who decides while others write is heard anew when somebody else was faster, and never writes over them."""

from collections.abc import Callable
from typing import Any

import pytest

from cuudinh.engines.cases.commands import acting as commands
from cuudinh.engines.cases.commands import perform_act
from cuudinh.engines.cases.rules import acting as rules
from cuudinh.engines.cases.tests.town import Town
from cuudinh.engines.cases.types import ActNotHere, CaseChanged

Overtake = Callable[[Callable[[], Any]], None]


@pytest.fixture
def overtaken(monkeypatch: pytest.MonkeyPatch) -> Overtake:
    """Let something be done between the first decision of an act and its turn to write."""

    def by(what: Callable[[], Any]) -> None:
        def decide(*given: Any) -> Any:
            monkeypatch.setattr(commands, "decide", rules.decide)
            move = rules.decide(*given)
            what()
            return move

        monkeypatch.setattr(commands, "decide", decide)

    return by


@pytest.mark.django_db(transaction=True)
@pytest.mark.asvs("2.3.1", "2.3.4")
def test_what_is_no_longer_possible_is_refused(town: Town, overtaken: Overtake) -> None:
    number = town.file()
    overtaken(lambda: town.act("resident", number, "withdraw"))
    with pytest.raises(ActNotHere):
        town.act("dispatcher", number, "assign")
    assert town.case(number).state == "withdrawn"
    assert town.case(number).rev == 2


@pytest.mark.django_db(transaction=True)
def test_what_is_still_possible_is_decided_by_how_things_stand_now(town: Town, overtaken: Overtake) -> None:
    number = town.accepted()
    before = town.case(number).rev
    overtaken(lambda: town.act("an.officer", number, "note", note="Đã gọi cho đội thi công."))
    done = town.act("an.officer", number, "resolve", photos=1, answer="Đã vá mặt đường.")
    assert done == town.case(number).rev == before + 2
    assert town.case(number).act_counts["note"] == 1


@pytest.mark.django_db(transaction=True)
def test_who_read_it_before_is_told_that_it_changed(town: Town, overtaken: Overtake) -> None:
    number = town.accepted()
    rev = town.case(number).rev
    overtaken(lambda: town.act("an.officer", number, "note", note="Đã gọi cho đội thi công."))
    with pytest.raises(CaseChanged):
        perform_act(town["an.officer"], number=number, act="note", inputs={"note": "Mai làm."}, rev=rev)
    assert town.case(number).rev == rev + 1
