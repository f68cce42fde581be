"""The change of 2025, as the shipped pack tells it: districts end, 133 communes become 40, and nothing is lost."""

import random
import re
import sys
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cuudinh.engines.cases import commands as cases_commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.queries import agreeing
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.engines.places import queries as places
from cuudinh.journal import clerk, outbox
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, Seat, system
from cuudinh.project import cli, packing

pytestmark = pytest.mark.django_db
CONSOLE = system("console")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
EVENING = datetime(2025, 6, 30, 20, tzinfo=ZONE)
MORNING = datetime(2025, 7, 1, 0, 10, tzinfo=ZONE)
SINCE = date(2025, 1, 1)
SERVICE = "phan-anh-hien-truong"
# Whom the invented cases are sent to: the district, the commune, the police of the commune.
SERVING = (("ha-tang", "district"), ("moi-truong", "commune"), ("an-ninh", "commune"))
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a way to run the command line as a person does: exit code and what was said."""

    def _run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["cuudinh", *words])
        with pytest.raises(SystemExit) as end:
            cli.main()
        shown = capsys.readouterr()
        return int(end.value.code or 0), shown.out + shown.err

    packing.apply_pack(system("test"), "hue")
    return _run


class Summer:
    """The province in the last days of June 2025, with invented cases at all of its offices."""

    def __init__(self, count: int) -> None:
        chance = random.Random(2025)
        seats = [
            NewAccount(
                "staff", "Trực ban", "một mật khẩu đủ dài", "tb", seats=(NewSeat("ioc", "dispatcher", SINCE),)
            ),
            NewAccount(
                "staff",
                "Cán bộ",
                "một mật khẩu đủ dài",
                "cb",
                seats=(NewSeat("so-xay-dung", "officer", SINCE),),
            ),
            NewAccount("resident", "Người dân", "một mật khẩu đủ dài", phone="0905000999"),
        ]
        ids = identity_commands.open_accounts(system("tests"), seats)
        self.dispatcher = identity.staff_actor(ids[0], SINCE)
        self.officer_id, self.resident = ids[1], Actor("resident", ids[2], assurance=1)
        units = places.units_in_force(EVENING.date())
        topics = [one.id for one in cases.topics(SERVICE, "vi")]
        for _ in range(count):
            self._one(chance, chance.choice(units).code, chance.choice(topics))

    def _one(self, chance: random.Random, unit: str, topic: str) -> None:
        """File a case and bring it some way: taken in, sent, accepted, or with a part asked of the district."""
        answers = {
            "location": {"unit": unit},
            "topic": topic,
            "description": "Nội dung bịa ra để thử sắp xếp.",
        }
        number = cases_commands.file_case(self.resident, service_id=SERVICE, answers=answers).number
        if chance.random() < 0.1:
            return
        serving = [self._serving(unit, *one) for one in SERVING]
        code = chance.choice([*serving, *serving[:2], "so-xay-dung"])
        cases_commands.perform_act(self.dispatcher, number=number, act="assign", inputs={"office": code})
        if chance.random() < 0.6:
            self._accepted(number, code, serving[0] if chance.random() < 0.3 else "")

    def _accepted(self, number: str, code: str, asked: str) -> None:
        office = identity.office(code)
        assert office is not None
        seat = Seat(office.id, office.code, "officer", frozenset({office.id}))
        officer = Actor("staff", self.officer_id, "Cán bộ", (seat,), 2)
        cases_commands.perform_act(officer, number=number, act="accept")
        if asked not in {"", code}:
            inputs = {"offices": [asked], "question": "Kiểm tra giúp?"}
            cases_commands.perform_act(officer, number=number, act="request_joint", inputs=inputs)

    def _serving(self, unit: str, function: str, level: str) -> str:
        """Give the office of a level that serves a function where a commune lies."""
        around = (places.unit(unit), *places.ancestors(unit, EVENING.date()))
        found = (identity.office_for(function, one.code, level, EVENING.date()) for one in around)
        return next(office.code for office in found if office is not None)


def _left() -> int:
    """Give how many cases and parts stand with offices that end that night."""
    ends = (one.office_id for one in identity.endings(MORNING.date()) if one.since == MORNING.date())
    return sum(led + parts for led, parts in cases.open_work(ends).values())


def _changed(run: Run, count: int) -> None:
    """Fill the offices in the evening, let the night pass, and prove in the morning that nothing was lost."""
    with clock.frozen(EVENING):
        Summer(count)
        clerk.run_until_idle()
        left = _left()
        assert left > count / 2
        code, said = run("reorganise", "plan", "hai-cap-2025-ket-thuc")
        assert code == 0, said
        assert "by its topic" in said
        assert run("reorganise", "carry-out", "hai-cap-2025-ket-thuc")[0] == 1
    with clock.frozen(MORNING):
        clerk.run_until_idle()
        assert _left() == 0
        code, said = run("reorganise", "prove")
        assert code == 0, said
        found = re.search(
            r"(\d+) offices left (\d+) open cases: (\d+) moved, 0 settled meanwhile, 0 lost", said
        )
        assert found is not None
        assert found[2] == found[3]
        assert not outbox.parked()


def test_the_change_of_2025_loses_nothing_and_every_case_has_an_owner_in_the_morning(run: Run) -> None:
    _changed(run, 150)
    assert list(agreeing.miscounted()) == []
    numbers = list(agreeing.revisions())
    assert [fault for number in numbers for fault in agreeing.examined(number).faults] == []


@pytest.mark.slow
def test_the_change_of_2025_with_more_cases_than_one_step_moves(run: Run) -> None:
    _changed(run, 700)


def test_the_acts_are_listed_with_their_documents_and_an_unknown_one_is_told(run: Run) -> None:
    code, said = run("reorganise", "list")
    assert code == 0
    assert "1675/NQ-UBTVQH15" in said
    assert run("reorganise", "plan", "nowhere")[0] == 1
