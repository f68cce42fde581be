"""Hostile files sent as pictures to a served installation: what is kept, what comes out again, what it cost."""

import re
import time
from collections import Counter
from pathlib import Path

from bench.faults.asking import Answer, Caller, multipart
from bench.faults.ground import Ground
from bench.faults.hostile import PAYLOAD, Upload, hostile
from bench.measuring import Row, most_row

MEMORY_MB_MOST = 256.0
_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
_DRAWN_SECONDS_MOST = 120
# Each account may send so many at once (web/limits.py).
_EACH = 30


def rows(ground: Ground, times: int) -> list[Row]:
    """Send so many, let what was taken be drawn anew, and look at every file that is kept."""
    answered: Counter[str] = Counter()
    wrong: list[str] = []
    people = [one["login"] for one in ground.people["residents"]]
    senders = [ground.caller(people[n % len(people)]) for n in range(times // _EACH + 1)]
    for number in range(times):
        upload = hostile(number)
        answer = _sent(senders[number // _EACH], upload)
        answered[str(answer.status)] += 1
        if answer.status not in {201, 400, 413, 422, 429}:
            wrong.append(f"{upload.kind} {number} answered {answer.status}")
    _wait_until_drawn(ground)
    wrong += served_as_sent(ground.folder / "files")
    peak = max(_peak_mb(one) for one in ground.processes("cuudinh-"))
    told = f"{times} files answered {dict(answered)}; {'; '.join(wrong[:3])}"
    return [
        most_row(
            "fault-uploads",
            "hostile files kept as they came, or that broke something",
            len(wrong),
            "",
            most=0,
            against=told,
        ),
        most_row(
            "fault-uploads-memory",
            "memory of the largest process, at most",
            peak,
            "MB",
            most=MEMORY_MB_MOST,
            against=told,
        ),
    ]


def _sent(sender: Caller, upload: Upload) -> Answer:
    kind, body = multipart({}, [("file", upload.name, upload.declared, upload.content)])
    return sender.ask("POST", "/api/v1/pictures", body, {"Content-Type": kind})


def _wait_until_drawn(ground: Ground) -> None:
    waiting, by = ground.folder / "files" / "quarantine", time.monotonic() + _DRAWN_SECONDS_MOST
    while any(waiting.glob("*")) and time.monotonic() < by:
        time.sleep(0.2)


def served_as_sent(files: Path) -> list[str]:
    """Give the kept files in which something of what was sent is left, or that are no drawn picture."""
    kept = [path for path in files.glob("??/??/*") if path.is_file()]
    return [path.name for path in kept if not _is_clean(path.read_bytes())]


def _is_clean(content: bytes) -> bool:
    is_picture = content.startswith((b"\xff\xd8\xff", b"RIFF"))
    return is_picture and PAYLOAD not in content and b"Exif" not in content and b"PK\x03\x04" not in content


def _peak_mb(process: int) -> float:
    try:
        found = _PEAK.search(Path(f"/proc/{process}/status").read_text("utf-8"))
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0
