"""The same submission fifty times at once has one effect, by a program's key and by the form of a page."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from bench.faults.twice import at_once
from django.db import connection
from django.test import Client

from cuudinh.engines.cases.models import Case
from cuudinh.engines.cases.tests.town import FORM
from cuudinh.kernel import clock
from cuudinh.web import limits
from tests.desks import PHONE, Town, browser_of, token_of

TIMES = 50
AT_ONCE = 10


def sent(send: Callable[[], Any]) -> Counter[str]:
    """Send so many times, so many at once, and count the answers."""
    at = clock.now()

    @contextmanager
    def one_thread() -> Iterator[None]:
        # A thread begins with the clock of the machine, not with that of the test.
        with clock.frozen(at):
            yield
        connection.close()

    return at_once(TIMES, lambda: str(send().status_code), threads=AT_ONCE, around=one_thread)


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everybody report as often as they like: beyond the limit no sending would reach the act."""
    monkeypatch.setitem(limits.LIMITS, "report", limits.Limit(burst=10_000, every_seconds=0.001))


@pytest.mark.usefixtures("unlimited")
def test_fifty_sendings_of_a_program_file_once(town: Town) -> None:
    key = {"Authorization": f"Bearer {token_of(PHONE)}", "Idempotency-Key": "one"}
    before = Case.objects.count()

    def send(words: str = FORM["description"]) -> Any:
        body = {"service": "street", "answers": {**FORM, "description": words}}
        return Client(headers=key).post("/api/v1/cases", body, content_type="application/json")

    assert sent(send) == {"201": TIMES}
    assert Case.objects.count() == before + 1
    assert send("Một chuyện khác hẳn ở nơi khác.").status_code == 409
    assert Case.objects.count() == before + 1


@pytest.mark.usefixtures("unlimited")
def test_fifty_sendings_of_a_form_file_once(town: Town) -> None:
    session = browser_of(PHONE).cookies
    place = {f"location.{name}": value for name, value in FORM["location"].items()}
    fields = {**{name: value for name, value in FORM.items() if name != "location"}, **place, "once": "one"}
    before = Case.objects.count()

    def send() -> Any:
        client = Client()
        client.cookies = session.copy()
        return client.post("/phan-anh/gui", fields)

    assert sent(send) == {"201": TIMES}
    assert Case.objects.count() == before + 1
