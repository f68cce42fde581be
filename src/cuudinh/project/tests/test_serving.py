"""The supervisor restarts what dies and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import pytest

from cuudinh.project import forking, ports, serving
from cuudinh.project.trouble import Trouble

_WAIT_SECONDS_MAX = 20


def _until(holds: Callable[[], bool], most_seconds: float = _WAIT_SECONDS_MAX) -> None:
    by = time.monotonic() + most_seconds
    while not holds():
        assert time.monotonic() < by, "it never came true"
        time.sleep(0.02)


def _is_alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text("utf-8")
    # It may go while it is looked at.
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@contextmanager
def _supervised(tmp_path: Path, program: str) -> Iterator[list[str]]:
    """Run a program under the supervisor; it writes a line with its number at each start."""
    notes, said = tmp_path / "notes", list[str]()
    notes.touch()
    start = (
        f"import os, signal, time, subprocess, sys\nopen({str(notes)!r}, 'a').write(f'{{os.getpid()}}\\n')\n"
    )
    part = serving.Part("part", [sys.executable, "-c", start + program])
    supervisor = serving.Supervisor([part], said.append)
    runs = threading.Thread(target=supervisor.run)
    runs.start()
    try:
        _until(lambda: bool(notes.read_text("utf-8")))
        yield said
    finally:
        supervisor.stop()
        runs.join(_WAIT_SECONDS_MAX)
        assert not runs.is_alive()


def _numbers(tmp_path: Path) -> list[int]:
    return [int(line) for line in (tmp_path / "notes").read_text("utf-8").split()]


def test_a_part_that_dies_is_started_again_and_that_is_said(tmp_path: Path) -> None:
    with _supervised(tmp_path, "time.sleep(60)") as said:
        first = _numbers(tmp_path)[0]
        os.kill(first, 9)
        _until(lambda: len(_numbers(tmp_path)) == 2)
    assert said == ["part ended with -9; it starts again in 0.5 s"]


def test_the_wait_doubles_while_a_part_keeps_dying() -> None:
    part = serving.Part("part", [sys.executable, "-c", ""])
    said = list[str]()
    for _ in range(3):
        part.start_again_at = 0
        part.look_after(said.append)
        assert part.process is not None
        part.process.wait()
        part.look_after(said.append)
    assert [sentence.rpartition("in ")[2] for sentence in said] == ["0.5 s", "1 s", "2 s"]


def test_what_a_part_started_ends_with_it(tmp_path: Path) -> None:
    child = "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    child += f"open({str(tmp_path / 'notes')!r}, 'a').write(f'{{p.pid}}\\n')\ntime.sleep(60)"
    with _supervised(tmp_path, child):
        _until(lambda: len(_numbers(tmp_path)) == 2)
    _until(lambda: not any(_is_alive(number) for number in _numbers(tmp_path)))


def test_a_part_that_will_not_finish_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "FINISH_SECONDS_MAX", 0.3)
    deaf = f"signal.signal(signal.SIGTERM, signal.SIG_IGN)\nopen({str(tmp_path / 'deaf')!r}, 'w')\n"
    with _supervised(tmp_path, deaf + "time.sleep(60)"):
        _until((tmp_path / "deaf").exists)
    assert not any(_is_alive(number) for number in _numbers(tmp_path))


def test_a_busy_port_is_refused_with_the_name_of_who_has_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Trouble, match=rf"Port {port} is taken by .*process {os.getpid()}.*PORT="):
            ports.refuse_busy("127.0.0.1", port)


def test_a_free_port_is_not_refused() -> None:
    ports.refuse_busy("127.0.0.1", ports.free_port())


def test_parts_die_when_the_supervisor_is_killed_outright(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    inner = f"import os, time; open({str(notes)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    program = (
        "import sys, time\nfrom cuudinh.project.serving import Part\n"
        f"Part('part', [sys.executable, '-c', {inner!r}]).start()\ntime.sleep(60)"
    )
    supervisor = subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cuudinh.project.settings"},
    )
    _until(lambda: notes.exists() and notes.read_text("utf-8") != "")
    supervisor.kill()
    supervisor.wait()
    _until(lambda: not _is_alive(int(notes.read_text("utf-8"))))


def _ask(port: int, seen: list[tuple[int, int]], stop: threading.Event) -> None:
    """Ask again and again, each time over a new connection; keep the status and which process answered."""
    while not stop.is_set():
        asking = HTTPConnection("127.0.0.1", port, timeout=20)
        asking.request("POST", "/", b"x" * 5000)
        answer = asking.getresponse()
        seen.append((answer.status, json.loads(answer.read())["process"]))
        asking.close()


_RENEWABLE = """
import signal
from functools import partial
from cuudinh.project import listening, serving
sockets = listening.listen("127.0.0.1", 0, 2)
print(sockets[0].getsockname()[1], flush=True)
work = partial(
    serving.granian, "cuudinh.project.tests.receivable:application", sockets,
    interface="rsgi", workers=2, workers_kill_timeout=8,
)
supervisor = serving.Supervisor([serving.Part("web", work, is_renewed_beside=True)], print)
signal.signal(signal.SIGHUP, supervisor.renew)
signal.signal(signal.SIGTERM, supervisor.stop)
supervisor.run()
"""


@pytest.mark.slow
@pytest.mark.skipif(not forking.can_fork(), reason="processes are no copies of one here: needs Linux")
def test_workers_are_renewed_while_people_ask_and_no_request_fails() -> None:
    stop, seen = threading.Event(), list[tuple[int, int]]()
    supervisor = subprocess.Popen([sys.executable, "-c", _RENEWABLE], stdout=subprocess.PIPE, text=True)
    assert supervisor.stdout
    port = int(supervisor.stdout.readline())
    pool = ThreadPoolExecutor(4)
    try:
        asking = [pool.submit(_ask, port, seen, stop) for _ in range(4)]
        _until(lambda: len({process for _, process in seen}) == 2)
        for _ in range(3):
            before = {process for _, process in seen}
            supervisor.send_signal(signal.SIGHUP)
            _until(partial(_are_over, before), most_seconds=60)
            _until(partial(_answer_beside, before, seen))
        stop.set()
        for one in asking:
            one.result()
    finally:
        stop.set()
        supervisor.terminate()
        supervisor.wait(_WAIT_SECONDS_MAX * 2)
        pool.shutdown()
    assert {status for status, _ in seen} == {200}


def _are_over(processes: set[int]) -> bool:
    return not any(map(_is_alive, processes))


def _answer_beside(before: set[int], seen: list[tuple[int, int]]) -> bool:
    return len({process for _, process in seen} - before) == 2
