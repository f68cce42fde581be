"""A case that is late stays late until it is answered, whatever is asked, granted or corrected meanwhile."""

from dataclasses import replace

import pytest

from cuudinh.engines.cases.rules.firing import fire
from cuudinh.engines.cases.rules.standing import Standing
from cuudinh.engines.cases.tests.street import ACCEPT, ASSIGN, after, at, do, filed, scene
from cuudinh.engines.cases.types import ActNotPossible

NOW = "2026-11-23 08:30"


def _in_work() -> Standing:
    """Give a case of three days, due on 26 November at 8:00, that its office has accepted."""
    return after(filed("2026-11-23 08:00"), NOW, ASSIGN, ACCEPT)


def _fired(case: Standing, moment: str, *whats: str) -> Standing:
    for what in whats:
        move = fire(scene(moment), case, what)
        assert move is not None, what
        case = move.after
    return case


def _asked(case: Standing, moment: str, days: int) -> Standing:
    return do(case, moment, "owner.officer", "request_extension", span=days, note="Chờ đá").after


def test_an_extension_that_comes_too_late_leaves_the_case_overdue() -> None:
    case = _fired(
        _asked(_in_work(), "2026-11-25 16:00", 1), "2026-12-01 08:00", "ladder:0", "ladder:1", "ladder:2"
    )
    granted = do(case, "2026-12-01 08:00", "supervisor", "grant_extension").after
    assert granted.due_at == at("2026-11-27 08:00")
    assert {"due_soon", "overdue", "extended"} <= granted.flags
    assert "extension_asked" not in granted.flags


def test_an_extension_that_reaches_ahead_takes_the_marks_back_and_the_ladder_climbs_again() -> None:
    case = _fired(_asked(_in_work(), "2026-11-25 16:00", 3), "2026-11-26 09:00", "ladder:0", "ladder:1")
    granted = do(case, "2026-11-26 09:00", "supervisor", "grant_extension").after
    assert granted.flags == {"extended"}
    assert _fired(granted, "2026-12-02 08:00", "ladder:1").flags == {"extended", "overdue"}


def test_more_time_is_not_asked_for_once_the_deadline_has_passed() -> None:
    case = _in_work()
    assert "extension_asked" in _asked(case, "2026-11-26 08:00", 1).flags
    with pytest.raises(ActNotPossible, match="quá hạn"):
        _asked(case, "2026-11-26 08:01", 1)


def test_a_case_is_late_by_its_deadline_and_while_its_clock_stands_by_what_was_left() -> None:
    case = _in_work()
    assert [case.is_late(at(moment)) for moment in ("2026-11-26 08:00", "2026-11-26 08:01")] == [False, True]
    waiting = replace(case, due_at=None, left_minutes=-1)
    assert waiting.is_late(at(NOW))
    assert not replace(waiting, resolved_at=at(NOW)).is_late(at("2027-01-01 08:00"))
