"""A line that the other side closes costs nobody a refusal, and nothing is sent twice that may have been worked on."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from cuudinh.connectors.asking.wire import Unheard, Wire

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
HALF = ANSWER.replace(b"Length: 2", b"Length: 9")
SECRET = ("client", "secret")


class Server:
    """Answers as it is told, line by line: `lines` says of each what it gives to its questions before it closes."""

    def __init__(self, *lines: tuple[bytes, ...]) -> None:
        self._lines = lines
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}/"
        self.asked: list[str] = []

    def work(self) -> None:
        """Take one line after the other; an empty answer reads the question and closes."""
        for answers in self._lines:
            line, _ = self._door.accept()
            with line:
                for answer in answers:
                    question = line.recv(65_536).decode()
                    if not question:
                        break
                    self.asked.append(question.split(" ", 1)[0])
                    line.sendall(answer)
        self._door.close()


@contextmanager
def _serving(*lines: tuple[bytes, ...]) -> Iterator[Server]:
    server = Server(*lines)
    working = threading.Thread(target=server.work, daemon=True)
    working.start()
    yield server
    working.join(5)
    assert not working.is_alive(), "a line was expected that nobody opened"


def _ask(wire: Wire, method: str, address: str) -> int:
    fields = {"grant_type": "authorization_code", "code": "c"}
    return (wire.get(address) if method == "GET" else wire.post(address, fields, SECRET)).status


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_kept_line_that_is_closed_unanswered_is_asked_again_over_a_new_one(method: str) -> None:
    with _serving((ANSWER, b""), (ANSWER,)) as server:
        wire = Wire()
        assert [_ask(wire, one, server.address) for one in ("GET", method)] == [200, 200]
    assert server.asked == ["GET", method, method]


def test_a_new_line_that_is_closed_unanswered_is_asked_again_only_for_what_changes_nothing() -> None:
    with _serving((b"",), (ANSWER,)) as server:
        assert _ask(Wire(), "GET", server.address) == 200
    assert server.asked == ["GET", "GET"]
    with _serving((b"",)) as server, pytest.raises(Unheard) as unheard:
        _ask(Wire(), "POST", server.address)
    assert (server.asked, unheard.value.how) == (["POST"], "down")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_answer_that_breaks_off_is_not_asked_for_again(method: str) -> None:
    wire = Wire()
    with _serving((ANSWER, HALF)) as server:
        assert _ask(wire, "GET", server.address) == 200
        with pytest.raises(Unheard):
            _ask(wire, method, server.address)
    assert server.asked == ["GET", method]


def test_whoever_closes_twice_is_down() -> None:
    wire = Wire()
    with _serving((ANSWER, b""), (b"",)) as server:
        assert _ask(wire, "GET", server.address) == 200
        with pytest.raises(Unheard) as unheard:
            _ask(wire, "GET", server.address)
    assert (server.asked, unheard.value.how) == (["GET", "GET", "GET"], "down")
