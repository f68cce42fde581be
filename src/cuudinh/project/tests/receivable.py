"""A tiny WSGI application behind the gate, for `test_receiving` to serve with the real server."""

import json
import os
import time
from collections.abc import Callable, Iterable
from typing import Any

from cuudinh.project import lining, listening, receiving

receiving.PATIENCE_SECONDS = 1.5


def _tell(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with what came."""
    told = {key: value for key, value in environ.items() if key.isupper()}
    told["process"] = os.getpid()
    told["body"] = len(environ["wsgi.input"].read())
    start("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]


def _full(language: str, is_json: bool) -> lining.Answer:
    return 429, [("retry-after", "5")], f"{language} {is_json}".encode()


def _tell_or_wait(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Take a while where it is asked for, as a hash does."""
    if environ["PATH_INFO"] == "/hash":
        time.sleep(0.5)
    return _tell(environ, start)


application = receiving.Entry(
    _tell_or_wait,
    threads=1,
    body_bytes_most=1_000_000,
    begin=listening.announce,
    line=lining.Line(["/hash"], places=1, waiting_most=2, full=_full),
)
