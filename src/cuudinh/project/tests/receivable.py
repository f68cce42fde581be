"""A tiny WSGI application behind the gate, for `test_receiving` to serve with the real server."""

import json
import os
from collections.abc import Callable, Iterable
from typing import Any

from cuudinh.project import listening, receiving

receiving.PATIENCE_SECONDS = 1.5


def _tell(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with what came."""
    told = {key: value for key, value in environ.items() if key.isupper()}
    told["process"] = os.getpid()
    told["body"] = len(environ["wsgi.input"].read())
    start("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]


application = receiving.Entry(_tell, threads=1, body_bytes_most=1_000_000, begin=listening.announce)
