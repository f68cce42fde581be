"""A backup while people act, put back elsewhere: all that was acknowledged before it is there, and the log agrees."""

import json
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

from bench.faults.ground import Ground, copy_of
from bench.faults.living import Living
from bench.measuring import Row, most_row

BETWEEN_SECONDS = 4.0


def rows(ground: Ground, base: Ground, times: int, room: Path) -> list[Row]:
    """Make so many backups of a served installation and put each back into a folder of its own."""
    living = Living(ground, at_once=4)
    living.begin()
    taken = []
    for n in range(times):
        time.sleep(BETWEEN_SECONDS)
        told: dict[str, object] = {"filed": dict(living.told.filed), "acts": list(living.told.acts)}
        archive = room / f"{n}.tar.gz"
        done = ground.run("cuudinh.project.cli", "backup", str(archive), "--with-keys")
        taken.append((archive, told, done.returncode))
    wrong = list(living.end().wrong)
    ground.end()
    took = []
    for archive, told, code in taken:
        began = time.perf_counter()
        wrong += [f"{archive.name} was not made"] if code else _put_back(ground, base, archive, told)
        took.append(time.perf_counter() - began)
    reports = len(living.told.filed)
    seen = f"{times} backups among {reports} reports; put back and compared in at most {max(took):.1f} s"
    return [
        most_row(
            "fault-backup",
            "not as it was after a backup was put back",
            len(wrong),
            "",
            most=0,
            against=f"{seen}; {wrong[:2]}",
        )
    ]


def _put_back(ground: Ground, base: Ground, archive: Path, told: Mapping[str, object]) -> list[str]:
    folder = archive.with_suffix(".state")
    there = copy_of(base, folder)
    done = there.run("cuudinh.project.cli", "restore", str(archive), "--replace")
    if done.returncode:
        return [f"{archive.name} is not put back: {done.stdout[-300:]}{done.stderr[-300:]}"]
    (folder / "told.json").write_text(json.dumps(told), "utf-8")
    looked = there.run("bench.faults.checking", str(folder / "told.json"))
    compared = there.run("bench.faults.comparing", str(ground.database))
    shutil.rmtree(folder)
    if looked.returncode or compared.returncode:
        return [f"{archive.name} cannot be looked at: {looked.stderr[-300:]}{compared.stderr[-300:]}"]
    found: dict[str, list[str]] = json.loads(looked.stdout.splitlines()[-1])
    return [f"{kind}: {one}" for kind, all_of in found.items() for one in all_of] + compared.stdout.split(
        "\n"
    )[:-1]
