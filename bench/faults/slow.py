"""People with slow lines and lines on which nothing is said: how much longer all others wait."""

import resource
import socket
import threading
import time
from contextlib import suppress
from statistics import quantiles

from bench.faults.ground import Ground
from bench.measuring import Row, most_row

SLOW = 200
ASKED = 150
RATIO_MOST = 2.0
_FILES_BESIDES = 200
_HEAD = (
    b"POST /phan-anh/gui HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n"
    b"Content-Length: 100000\r\n\r\n"
)


class Crowd:
    """Lines to the platform: some send a byte a second of a long body, the others say nothing."""

    def __init__(self, port: int, *, slow: int, idle: int) -> None:
        self._stop = threading.Event()
        self._slow = [self._line(port) for _ in range(slow)]
        self._idle = [self._line(port) for _ in range(idle)]
        for line in self._slow:
            line.sendall(_HEAD)
        self._thread = threading.Thread(target=self._drip)
        self._thread.start()

    @staticmethod
    def _line(port: int) -> socket.socket:
        return socket.create_connection(("127.0.0.1", port), 20)

    def _drip(self) -> None:
        while not self._stop.wait(1):
            for line in self._slow:
                with suppress(OSError):
                    line.sendall(b"x")

    def end(self) -> None:
        """Close every line."""
        self._stop.set()
        self._thread.join()
        for line in (*self._slow, *self._idle):
            line.close()


def rows(ground: Ground, idle: int) -> list[Row]:
    """Ask for a page without and with the crowd in turn, twice; give how much longer it took and who failed."""
    alone: list[float] = []
    among: list[float] = []
    failed = 0
    _allow_lines(SLOW + idle)
    for _ in range(2):
        failed += _asked(ground, alone)
        crowd = Crowd(ground.port, slow=SLOW, idle=idle)
        failed += _asked(ground, among)
        crowd.end()
    before, with_them = _p95(alone), _p95(among)
    told = f"{SLOW} at a byte a second, {idle} idle: p95 {with_them * 1000:.0f} ms, without {before * 1000:.0f} ms"
    return [
        most_row(
            "fault-slow-others",
            "p95 of the others against without",
            with_them / before,
            "×",
            most=RATIO_MOST,
            against=told,
        ),
        most_row("fault-slow-failed", "pages of the others not answered", failed, "", most=0, against=told),
    ]


def _allow_lines(count: int) -> None:
    """Let this process open so many lines at once; a system may allow it fewer at first than at most."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + _FILES_BESIDES
    if hard not in {-1, resource.RLIM_INFINITY} and hard < wanted:
        raise SystemExit(f"{count} lines need {wanted} open files; this system allows {hard} (ulimit -Hn)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def _asked(ground: Ground, took: list[float]) -> int:
    failed = 0
    for _ in range(ASKED):
        began = time.perf_counter()
        failed += ground.caller().get("/phan-anh").status != 200
        took.append(time.perf_counter() - began)
    return failed


def _p95(took: list[float]) -> float:
    return quantiles(took, n=20)[-1]
