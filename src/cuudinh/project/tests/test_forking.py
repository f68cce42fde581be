"""Processes that begin as copies of the supervisor: each in its own group, under its own name, ending alone."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cuudinh.project import forking
from cuudinh.project.forking import Forked
from cuudinh.project.serving import Part

pytestmark = pytest.mark.skipif(not forking.can_fork(), reason="parts are copies on Linux only")
_WAIT_SECONDS_MAX = 10


def test_a_copy_does_its_work_in_a_group_and_under_a_name_of_its_own(tmp_path: Path) -> None:
    told = tmp_path / "told"

    def work() -> None:
        name = Path("/proc/self/comm").read_text("utf-8").strip()
        told.write_text(f"{os.getpid()} {os.getpgid(0)} {name}", "utf-8")

    copy = Forked("clerk", work)
    assert copy.wait(_WAIT_SECONDS_MAX) == 0
    assert told.read_text("utf-8") == f"{copy.pid} {copy.pid} cuudinh-clerk"


def test_a_copy_that_fails_ends_with_a_fault_and_comes_back_into_nothing(tmp_path: Path) -> None:
    def work() -> None:
        raise RuntimeError

    before = os.getpid()
    assert Forked("web", work).wait(_WAIT_SECONDS_MAX) == 1
    assert Forked("web", lambda: sys.exit(3)).wait(_WAIT_SECONDS_MAX) == 3
    assert os.getpid() == before


def test_a_copy_is_asked_to_finish_and_ended_when_it_will_not() -> None:
    ready, told = os.pipe()

    def deaf() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.write(told, b"deaf")
        time.sleep(60)

    asked = Forked("web", lambda: time.sleep(60))
    asked.terminate()
    assert asked.wait(_WAIT_SECONDS_MAX) == -signal.SIGTERM
    copy = Forked("web", deaf)
    os.read(ready, 4)
    copy.terminate()
    with pytest.raises(subprocess.TimeoutExpired):
        copy.wait(0.1)
    copy.kill()
    assert copy.wait(_WAIT_SECONDS_MAX) == -signal.SIGKILL


def test_a_part_that_is_a_copy_is_started_again() -> None:
    part, said = Part("part", lambda: time.sleep(60)), list[str]()
    part.start()
    first = part.process
    assert isinstance(first, Forked)
    first.kill()
    first.wait(_WAIT_SECONDS_MAX)
    part.look_after(said.append)
    part.start_again_at = 0
    part.look_after(said.append)
    assert said == ["part ended with -9; it starts again in 0.5 s"]
    assert part.process is not None
    assert part.process.pid != first.pid
    part.ask_to_finish()
    part.end(time.monotonic() + _WAIT_SECONDS_MAX)


def test_what_is_common_is_loaded_and_no_database_is_open_afterwards(tmp_path: Path) -> None:
    """A connection that copies share would mix up their words; here the database has not even its tables."""
    program = (
        "from cuudinh.project import forking\nforking.load_common()\n"
        "from cuudinh.project import warming\nwarming.warm()\n"
        "from django.db import connections\nimport threading\n"
        "print([one.alias for one in connections.all(initialized_only=True) if one.connection])\n"
        "print(threading.active_count())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cuudinh.project.settings",
            "CUUDINH_STATE": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("\n")[:2] == ["[]", "1"]
