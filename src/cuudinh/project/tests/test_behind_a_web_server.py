"""What a web server in front of the platform says of a caller is believed; what a stranger says is not."""

import io
import re
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_started
from django.db import close_old_connections

from cuudinh.project.wsgi import application, behind

OUTSIDE = "203.0.113.5"


@pytest.fixture(autouse=True)
def _keep_the_transaction(db: None) -> Any:
    """A real request closes connections before it begins; here that would end the test's transaction."""
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


def _ask(
    caller: str, path: str = "/dang-nhap", pages: Any = application, **more: Any
) -> tuple[str, dict[str, str], str]:
    """Ask as a web server on `caller` would for somebody outside; give status, headers and body."""
    environ: dict[str, Any] = {
        "REMOTE_ADDR": caller,
        "PATH_INFO": path,
        "HTTP_HOST": "province.test",
        "HTTP_X_FORWARDED_FOR": OUTSIDE,
        "HTTP_X_FORWARDED_PROTO": "https",
        **more,
    }
    setup_testing_defaults(environ)
    answered: list[Any] = []
    body = b"".join(pages(environ, lambda status, headers: answered.extend((status, dict(headers)))))
    return answered[0], {**answered[1], "caller": environ["REMOTE_ADDR"]}, body.decode()


@pytest.mark.parametrize(("caller", "counted"), [("127.0.0.1", OUTSIDE), ("10.0.0.9", "10.0.0.9")])
@pytest.mark.asvs("4.1.3", "15.3.4")
def test_callers_are_counted_by_the_address_that_can_be_believed(caller: str, counted: str) -> None:
    assert _ask(caller)[1]["caller"] == counted


@pytest.mark.parametrize(("caller", "counted"), [("10.0.0.9", OUTSIDE), ("10.0.1.9", "10.0.1.9")])
def test_a_web_server_on_another_machine_is_believed_when_it_is_named(caller: str, counted: str) -> None:
    pages = behind("127.0.0.1, 10.0.0.0/24")
    assert _ask(caller, pages=pages)[1]["caller"] == counted


@pytest.mark.parametrize(("caller", "is_taken"), [("127.0.0.1", True), ("10.0.0.9", False)])
def test_a_form_sent_by_https_is_taken_from_our_own_web_server(caller: str, is_taken: bool) -> None:
    _, headers, body = _ask(caller)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', body)
    assert token, "the form carries its token"
    form = urlencode({"csrfmiddlewaretoken": token[1], "login": "nobody", "password": "wrong"}).encode()
    sent: dict[str, Any] = {"wsgi.input": io.BytesIO(form)}
    status, _, _ = _ask(
        caller,
        REQUEST_METHOD="POST",
        CONTENT_TYPE="application/x-www-form-urlencoded",
        CONTENT_LENGTH=str(len(form)),
        HTTP_COOKIE=headers["Set-Cookie"].split(";")[0],
        HTTP_ORIGIN="https://province.test",
        **sent,
    )
    assert status.startswith("401" if is_taken else "403"), status
