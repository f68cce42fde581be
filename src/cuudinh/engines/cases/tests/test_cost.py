"""How many statements an act costs: the budget is part of the design and is kept tight."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cuudinh.engines.cases import commands
from cuudinh.engines.cases.tests.town import FORM, Town, picture

_FRAME = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")
# What a process looks at once a second to see whether a pack was applied; no act pays for it.
_ONCE_A_SECOND = ("journal_packrelease", "places_revision", "identity_revision")


def _statements(act: Callable[[], Any]) -> int:
    """Give how many statements an act takes, without the frame of its transaction."""
    with CaptureQueriesContext(connection) as captured:
        act()
    texts = [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(_FRAME)]
    return sum(not any(table in text for table in _ONCE_A_SECOND) for text in texts)


def _file(town: Town, **changed: Any) -> Callable[[], Any]:
    return lambda: commands.file_case(town["resident"], service_id="street", answers=FORM, **changed)


def test_filing_takes_twelve_statements_and_two_more_to_do_it_once(town: Town) -> None:
    town.file()
    photo = picture()
    assert _statements(_file(town)) == 12
    assert _statements(_file(town, idempotency_key="k")) == 14
    # One reads what type each file is: a question says which it takes.
    assert _statements(_file(town, photos=[photo])) == 16


def test_an_act_takes_at_most_ten_statements(town: Town) -> None:
    number = town.file()
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("dispatcher", "verify", {}),
        ("dispatcher", "assign", {}),
        ("an.officer", "accept", {}),
        ("an.officer", "request_extension", {"span": 2, "note": "Chờ đá"}),
        ("supervisor", "grant_extension", {}),
        ("an.officer", "note", {"note": "Đã gọi thợ"}),
        ("an.officer", "ask", {"question": "Ở đâu?"}),
        ("resident", "reply", {"text": "Trước chợ"}),
    ]
    cost = {verb: _statements(partial(town.act, by, number, verb, **inputs)) for by, verb, inputs in steps}
    assert cost == {
        "verify": 10,
        "assign": 10,
        "accept": 9,
        "request_extension": 7,
        "grant_extension": 10,
        "note": 5,
        "ask": 10,
        "reply": 10,
    }


def test_an_answer_with_a_picture_takes_three_statements_more(town: Town) -> None:
    number, photo = town.accepted(), picture()
    answer = {"answer": "Đã vá mặt đường."}
    act: dict[str, Any] = {"number": number, "act": "resolve", "inputs": answer, "photos": [photo]}
    assert _statements(lambda: commands.perform_act(town["an.officer"], **act)) == 13
    assert _statements(lambda: town.act("dispatcher", number, "approve")) == 10
    assert _statements(lambda: town.act("resident", number, "rate", rating="hai-long")) == 7
