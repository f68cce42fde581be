"""A full disk and a disk that takes no byte, under a platform that runs: what is refused, what goes on, what recovers.

The full disk is a file system in memory, as small as the installation; making one needs root. The disk that takes
nothing is a limit of the system on the size of files, set upon the processes while they run.
"""

import resource
import secrets
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.faults.asking import Caller, multipart
from bench.faults.ground import Ground, copy_of, served
from bench.faults.living import REFUSALS, SERVICE, TOPICS, small_picture
from bench.measuring import Row, most_row

ROOM_BYTES = 8 << 20
RECOVER_SECONDS_MOST = 30
EACH = 5
_PIECE = 1 << 16
PAGES = ("/", "/phan-anh", "/khoe", "/api/v1/cases")


@dataclass
class Found:
    """What was answered while the disk took nothing, and how long it took until it all went on again."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    recovered_seconds: float = 0.0


@contextmanager
def small_disk(around: Ground) -> Iterator[Path]:
    """Give a folder on a disk that has room for an installation and a little more."""
    used = sum(path.stat().st_size for path in around.folder.rglob("*") if path.is_file())
    with tempfile.TemporaryDirectory(prefix="small-disk-") as folder:
        size = f"size={used + used // 4 + ROOM_BYTES}"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], check=True, capture_output=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


def full(base: Ground, tries: int) -> Found:
    """Fill the disk under a served installation, send reports and pictures, read, and make room again."""
    with small_disk(base) as disk, served(copy_of(base, disk / "state")) as ground:
        ballast = disk / "ballast"

        def fill() -> None:
            with ballast.open("wb", buffering=0) as file:
                try:
                    while file.write(bytes(_PIECE)) == _PIECE:
                        pass
                except OSError:
                    return

        return _tried(ground, tries, fill, ballast.unlink)


def no_byte(base: Ground, tries: int, folder: Path) -> Found:
    """Let no process of the platform write a byte into any file for a while."""
    with served(copy_of(base, folder)) as ground:

        def limit(most: int) -> None:
            for one in ground.processes(""):
                resource.prlimit(one, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

        return _tried(ground, tries, lambda: limit(0), lambda: limit(resource.RLIM_INFINITY))


def _tried(ground: Ground, tries: int, begin: Callable[[], object], end: Callable[[], object]) -> Found:
    found = Found()
    # Nobody may report too often (web/limits.py): some sendings each.
    people = [ground.caller(one["login"]) for one in ground.people["residents"][: tries // EACH + 1]]
    resident = people[-1]
    _expect(found, "before", _file(resident, ground), {201})
    begin()
    for n in range(tries):
        resident = people[n // EACH]
        caller = ground.caller() if n % 4 == 3 else resident
        _refused(found, _picture(resident) if n % 4 == 2 else _file(resident, ground))
        for page in PAGES:
            _expect(found, page, caller.get(page).status, {200})
    end()
    began = time.monotonic()
    while (status := _file(resident, ground)[0]) != 201:
        if time.monotonic() - began > RECOVER_SECONDS_MOST:
            found.wrong.append(f"it did not recover: {status}")
            break
        time.sleep(0.1)
    found.recovered_seconds = time.monotonic() - began
    _expect(found, "picture after", _picture(resident)[0], {201})
    return found


def _expect(found: Found, what: str, status: int | tuple[int, str], wanted: set[int]) -> None:
    seen = status if isinstance(status, int) else status[0]
    if seen not in wanted:
        found.wrong.append(f"{what} answered {seen}")


def _refused(found: Found, answer: tuple[int, str]) -> None:
    """Count a refusal; it must say in Vietnamese what is the matter. A little may still fit in."""
    status, text = answer
    found.statuses[status] += 1
    if status != 201 and REFUSALS.get(status, "\0") not in text:
        found.wrong.append(f"{status}: {text[:200]}")


def _file(resident: Caller, ground: Ground) -> tuple[int, str]:
    lat, lon = ground.people["points"][0]
    place = {"lat": lat, "lon": lon, "label": "Cổng chợ"}
    words = "Hỏng nặng trước cổng. " + "Mong xem giúp, hỏng nhiều ngày rồi. " * 40
    answers = {"topic": TOPICS[0], "description": words, "location": place}
    body = {"service": SERVICE, "answers": answers}
    answer = resident.post("/api/v1/cases", body, **{"Idempotency-Key": secrets.token_hex(8)})
    return answer.status, answer.body.decode()


def _picture(resident: Caller) -> tuple[int, str]:
    kind, body = multipart({}, [("file", "anh.jpg", "image/jpeg", small_picture())])
    answer = resident.ask("POST", "/api/v1/pictures", body, {"Content-Type": kind})
    return answer.status, answer.body.decode()


def rows(base: Ground, tries: int, folder: Path) -> list[Row]:
    """Give the rows of both faults."""
    found = {"no-byte": no_byte(base, tries, folder / "no-byte")}
    if shutil.which("mount"):
        found["full"] = full(base, tries)
    return [
        most_row(
            f"fault-disk-{name}",
            "wrong answers while the disk takes nothing, and after",
            len(one.wrong),
            "",
            most=0,
            against=f"{tries} sendings answered {dict(one.statuses)}, "
            f"goes on by itself after {one.recovered_seconds:.1f} s; {'; '.join(one.wrong[:3])}",
        )
        for name, one in found.items()
    ]
