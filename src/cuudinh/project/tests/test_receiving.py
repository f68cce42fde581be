"""Who sends slowly keeps nobody else waiting, and what is sent arrives whole."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from typing import Any

import pytest

from cuudinh.project import ports

STALLED = 6


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a server with one process and one thread."""
    number = ports.free_port()
    command = [sys.executable, "-m", "granian", "--interface", "rsgi", "--port", str(number), "--no-ws"]
    server = subprocess.Popen([*command, "--workers", "1", "cuudinh.project.tests.receivable:application"])
    try:
        _wait_for(number)
        yield number
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(port: int) -> None:
    by = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < by, "the server does not start"
            time.sleep(0.1)


def _told(port: int, method: str, path: str, body: bytes | None = None, **headers: str) -> dict[str, Any]:
    asking = HTTPConnection("127.0.0.1", port, timeout=20)
    asking.request(method, path, body, {name.replace("__", "-"): value for name, value in headers.items()})
    told: dict[str, Any] = json.loads(asking.getresponse().read())
    asking.close()
    return told


def _begin_to_send(port: int) -> socket.socket:
    sending = socket.create_connection(("127.0.0.1", port), 20)
    sending.sendall(b"POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\na=")
    return sending


def test_bodies_that_never_come_stop_nobody_and_are_given_up(port: int) -> None:
    stalled = [_begin_to_send(port) for _ in range(STALLED)]
    time.sleep(0.3)
    since = time.monotonic()
    assert _told(port, "GET", "/khoe")["PATH_INFO"] == "/khoe"
    assert time.monotonic() - since < 1, "it waited for those who stalled"
    for sending in stalled:
        answer = HTTPResponse(sending)
        answer.begin()
        assert answer.status == 408
        sending.close()


def test_a_body_arrives_whole_however_it_is_cut(port: int) -> None:
    assert _told(port, "POST", "/", b"x" * 900_000)["body"] == 900_000
    sending = _begin_to_send(port)
    for _ in range(10):
        sending.sendall(b"x" * 9_999)
        time.sleep(0.05)
    sending.sendall(b"x" * 8)
    answer = HTTPResponse(sending)
    answer.begin()
    assert json.loads(answer.read())["body"] == 100_000


def test_a_body_that_no_page_takes_is_not_read(port: int) -> None:
    sending = socket.create_connection(("127.0.0.1", port), 20)
    sending.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000000\r\n\r\n")
    answer = HTTPResponse(sending)
    answer.begin()
    told = json.loads(answer.read())
    assert (told["body"], told["CONTENT_LENGTH"]) == (0, "9000000000")


def test_the_pages_are_told_what_was_asked(port: int) -> None:
    told = _told(port, "PUT", "/a/%C3%AA?q=%C3%AA", b"{}", Accept__Language="vi", Content__Type="text/x")
    assert told["REQUEST_METHOD"] == "PUT"
    assert told["PATH_INFO"].encode("latin-1").decode() == "/a/ê"
    assert (told["QUERY_STRING"], told["CONTENT_TYPE"]) == ("q=%C3%AA", "text/x")
    assert (told["REMOTE_ADDR"], told["SERVER_PORT"]) == ("127.0.0.1", str(port))
    assert (told["HTTP_ACCEPT_LANGUAGE"], told["HTTP_HOST"]) == ("vi", f"127.0.0.1:{port}")


def test_a_header_cannot_pass_for_one_that_a_web_server_in_front_sets(port: int) -> None:
    assert "HTTP_X_FORWARDED_FOR" not in _told(port, "GET", "/", X_Forwarded_For="203.0.113.5")


def test_of_those_who_hash_some_wait_and_the_rest_are_turned_away_while_pages_go_on(port: int) -> None:
    def knock(_number: int) -> tuple[int, str, str]:
        asking = HTTPConnection("127.0.0.1", port, timeout=20)
        asking.request("POST", "/hash", b"a=1", {"Cookie": "a=1; cd_lang=en", "Accept": "text/html"})
        answer = asking.getresponse()
        told = answer.status, answer.getheader("Retry-After", ""), answer.read().decode()
        asking.close()
        return told

    with ThreadPoolExecutor(8) as doors:
        asked = [doors.submit(knock, number) for number in range(8)]
        while not any(one.done() for one in asked):
            time.sleep(0.02)
        since = time.monotonic()
        assert _told(port, "GET", "/khoe")["PATH_INFO"] == "/khoe"
        assert time.monotonic() - since < 0.4, "a page waited for those who hash"
        told = [one.result() for one in asked]
    assert sorted(status for status, _, _ in told) == [200] * 3 + [429] * 5
    assert {one[1:] for one in told if one[0] == 429} == {("5", "en False")}
    assert _told(port, "POST", "/hash", b"a=1")["body"] == 3
