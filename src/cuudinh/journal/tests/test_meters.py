"""What processes count adds up, outlives them, is counted once, and takes no more room than it was given."""

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cuudinh.journal import meters
from cuudinh.journal.meters import Counter, Histogram

COUNTING = """
import sys
from pathlib import Path
from cuudinh.journal import meters
counted = meters.Counter("a_total", "What is counted.", ("what",))
meters.begin("web", Path(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    counted.add("x")
print("counted", flush=True)
sys.stdin.read()
"""
X = 'a_total{what="x"}'


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Meters of these tests alone, in a room of their own."""
    monkeypatch.setattr(meters, "_declared", {})
    monkeypatch.setattr(meters, "_room", meters._Room())
    monkeypatch.setattr(meters, "_held", meters._Held())
    yield
    for descriptor in meters._held.descriptors:
        os.close(descriptor)


def _process(folder: Path, times: int) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", COUNTING, str(folder), str(times)]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "counted\n"
    return process


def _killed(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_what_several_processes_count_adds_up_and_outlives_them(tmp_path: Path) -> None:
    first, second = _process(tmp_path, 3), _process(tmp_path, 4)
    sums, living = meters.read_all(tmp_path)
    assert (sums[X], [one.role for one in living]) == (7, ["web", "web"])
    _killed(first)
    sums, living = meters.read_all(tmp_path)
    assert (sums[X], [one.number for one in living]) == (7, [second.pid])
    third = _process(tmp_path, 5)
    assert len(list(tmp_path.glob("*.meters"))) == 2, "the file of the first is swept together"
    assert meters.read_all(tmp_path)[0][X] == 12
    _killed(second)
    _killed(third)


def test_a_sweep_that_was_killed_counts_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _killed(_process(tmp_path, 3))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", lambda *_, **__: (_ for _ in ()).throw(OSError(errno.EIO, "killed")))
        meters.begin("web", tmp_path)
    assert meters.read_all(tmp_path)[0][X] == 3
    meters.begin("web", tmp_path)
    assert meters.read_all(tmp_path)[0][X] == 3


def test_labels_without_end_take_no_room_and_are_said_to_be_lost() -> None:
    counted = Counter("b_total", "What is counted.", ("what",))
    for number in range(meters.SLOTS + 500):
        counted.add(str(number))
    counted.add("x" * 300)
    assert len(counted._slots) == meters.SLOTS - 1
    assert meters._room.values[0] == 502


def _count(counted: Counter, times: int) -> None:
    for _ in range(times):
        counted.add()


def test_threads_of_one_process_lose_nothing() -> None:
    counted = Counter("c_total", "What is counted.")
    threads = [threading.Thread(target=_count, args=(counted, 20_000)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert meters._room.values[counted._slots[()]] == 80_000


def test_a_value_is_counted_in_the_bucket_that_it_fits(tmp_path: Path) -> None:
    took = Histogram("d_seconds", "How long it took.", (0.1, 1.0), ("route",))
    for value in (0.1, 0.2, 5.0):
        took.observe(value, "home")
    meters.begin("web", tmp_path)
    sums, _ = meters.read_all(tmp_path)
    assert [sums[f'd_seconds_bucket{{route="home",le="{edge}"}}'] for edge in ("0.1", "1", "+Inf")] == [
        1,
        1,
        1,
    ]
    assert sums['d_seconds_sum{route="home"}'] == pytest.approx(5.3)


def test_where_no_file_can_be_had_counting_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "the disk is full")

    counted = Counter("e_total", "What is counted.")
    monkeypatch.setattr(os, "posix_fallocate", full)
    meters.begin("web", tmp_path)
    counted.add()
    assert meters._room.values[counted._slots[()]] == 1
    assert not list(tmp_path.glob("*.meters"))
