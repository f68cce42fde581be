"""nginx in front, as `deploy/nginx` says, keeps for a second what the platform says may be kept, and nothing else."""

import shutil
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

import pytest
from bench.load.browser import Place
from bench.load.fronting import front_of

from cuudinh.project import ports
from cuudinh.web import sharing

pytestmark = pytest.mark.skipif(
    shutil.which("nginx", path="/usr/sbin:/usr/bin") is None, reason="nginx is not on this machine"
)


class _Platform(BaseHTTPRequestHandler):
    """Answers each question with a new number; under /chung it says that it may be kept."""

    protocol_version = "HTTP/1.1"
    numbers = count()

    def do_GET(self) -> None:
        body = f"{next(self.numbers)} {self.headers.get('X-Forwarded-For')}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Vary", "Cookie, Accept-Language")
        if self.path.startswith("/chung"):
            self.send_header("Cache-Control", "public, no-cache")
            # A minute, so that a slow machine does not forget it within the test.
            self.send_header(sharing.IN_FRONT, "60")
        else:
            self.send_header("Cache-Control", "private, no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    platform = ThreadingHTTPServer(("127.0.0.1", 0), _Platform)
    threading.Thread(target=platform.serve_forever, daemon=True).start()
    number = ports.free_port()
    place = Place("127.0.0.1", platform.server_port)
    with front_of(place, tmp_path_factory.mktemp("front") / "nginx", number):
        yield number
    platform.shutdown()


def _asked(port: int, path: str, **headers: str) -> tuple[str, dict[str, str]]:
    asking = HTTPConnection("127.0.0.1", port, timeout=10)
    asking.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = asking.getresponse()
    body = answer.read().decode()
    asking.close()
    return body, {name.lower(): value for name, value in answer.getheaders()}


def test_what_may_be_kept_is_given_to_all_strangers(port: int) -> None:
    first, headers = _asked(port, "/chung/1")
    assert sharing.IN_FRONT.lower() not in headers
    assert headers["cache-control"] == "public, no-cache"
    assert _asked(port, "/chung/1")[0] == first
    assert _asked(port, "/chung/1", Cookie="cd_csrf=abc123")[0] == first
    assert _asked(port, "/chung/1", X_Forwarded_For="203.0.113.9")[0] == first
    assert _asked(port, "/chung/2")[0] != first


def test_what_may_not_be_kept_is_asked_for_each_time(port: int) -> None:
    assert _asked(port, "/rieng")[0] != _asked(port, "/rieng")[0]


@pytest.mark.parametrize(
    "somebody",
    [
        {"Cookie": "cd_session=abc"},
        {"Cookie": "cd_csrf=abc; cd_session=abc"},
        {"Cookie": "cd_session=abc; cd_lang=vi"},
        {"Cookie": "cd_csrf=abc, cd_session=abc; x"},
        {"Authorization": "Bearer abc"},
        {"Range": "bytes=0-1"},
    ],
)
def test_whoever_may_be_somebody_is_passed_on_and_leaves_nothing(port: int, somebody: dict[str, str]) -> None:
    path = f"/chung/{'-'.join(somebody.values()).replace(' ', '')}"
    own = _asked(port, path, **somebody)[0]
    for_all = _asked(port, path)[0]
    assert for_all != own
    assert _asked(port, path, **somebody)[0] not in {own, for_all}
    assert _asked(port, path)[0] == for_all


@pytest.mark.parametrize(
    "told_apart",
    [
        {"Accept_Language": "en"},
        {"Accept_Encoding": "gzip"},
        {"Cookie": "cd_lang=en"},
        {"Cookie": "cd_theme=dark"},
        {"HX_Request": "true"},
        {"HX_History_Restore_Request": "true"},
        {"Host": "other.example"},
    ],
)
def test_strangers_are_told_apart_as_the_platform_does(port: int, told_apart: dict[str, str]) -> None:
    assert _asked(port, "/chung/3", **told_apart)[0] != _asked(port, "/chung/3")[0]


def test_the_platform_tells_no_more_apart_than_nginx_does() -> None:
    text = (Path(__file__).parents[2] / "deploy/nginx/cuudinh.conf").read_text("utf-8")
    named = {f"$http_{one.replace('-', '_')}" for one in sharing._TOLD_APART}
    named = named - {"$http_host", "$http_x_forwarded_proto"} | {"$scheme", "$host"}
    key = next(line for line in text.splitlines() if "proxy_cache_key" in line)
    assert all(one in key for one in named)
    assert {one for one in ("csrf", "lang", "theme") if f"cd_{one}" in sharing._HARMLESS} == {
        "csrf",
        "lang",
        "theme",
    }
    assert len(sharing._HARMLESS) == 3
