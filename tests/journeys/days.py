"""Days that pass while people use their browsers: a server whose clock is put on, for stories that last weeks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from cuudinh.engines.cases.tasks import fire_due
from cuudinh.journal import clerk
from cuudinh.kernel import clock

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")


class Days:
    """The moment at which everybody is: those who ask the server, and what happens by itself in between."""

    def __init__(self, begins: str) -> None:
        self.moment = _moment(begins)

    def pass_to(self, text: str) -> None:
        """Let what falls due up to a moment happen, and go on from there."""
        self.moment = _moment(text)
        self.settle()

    def settle(self) -> None:
        """Let what is due and what was left to the clerk be done."""
        with clock.frozen(self.moment):
            clerk.run_until_idle()
            while fire_due():
                clerk.run_until_idle()


class OnTheDay:
    """Answers each request at the moment of the story: threads of a server know nothing of a test's clock."""

    days: Days | None = None

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        assert OnTheDay.days is not None, "a story began"
        with clock.frozen(OnTheDay.days.moment):
            return self._get_response(request)


@contextmanager
def served(days: Days) -> Iterator[str]:
    """Serve the province on the days of a story; give its address."""
    OnTheDay.days = days
    with override_settings(MIDDLEWARE=[f"{__name__}.OnTheDay", *settings.MIDDLEWARE]):
        server = LiveServer("localhost")
    try:
        yield server.url
    finally:
        server.stop()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)
