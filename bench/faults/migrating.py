"""A change of tables while people act: the code that runs knows nothing of it and goes on.

What is added is what an ordinary version adds: a column, a table, an index and a backfill in batches. The platform that
serves meanwhile is the version before, on the tables of the version after.

`python -m bench.faults.migrating` adds it in the installation of the environment and prints its longest step.
"""

import json
import os
import threading
import time
from dataclasses import dataclass, field

from bench.faults.asking import Gone
from bench.faults.ground import Ground
from bench.faults.killing import settled
from bench.faults.living import Acknowledged, Living
from bench.measuring import Row, load_text, most_row

LOCK_SECONDS_MOST = 2.0
BATCH = 1_000
LIVING_AT_ONCE = 4
PAGES = ("/", "/phan-anh", "/api/v1/cases")
_BEFORE_SECONDS = 3.0
_REST_SECONDS = 0.05


@dataclass
class Migrated:
    """What a change under load found."""

    step: str = ""
    step_seconds: float = 0.0
    rows: int = 0
    read: int = 0
    failed: list[str] = field(default_factory=list)
    told: Acknowledged = field(default_factory=Acknowledged)
    found: dict[str, list[str]] = field(default_factory=dict)


def migrate(ground: Ground) -> Migrated:
    """Change the tables of a served installation while people write and read, and go on for a while after it."""
    migrated, stop = Migrated(), threading.Event()
    living = Living(ground, at_once=LIVING_AT_ONCE)
    living.begin()
    reader = threading.Thread(target=_read, args=(ground, migrated, stop), daemon=True)
    reader.start()
    time.sleep(_BEFORE_SECONDS)
    done = ground.run("bench.faults.migrating")
    if done.returncode:
        raise SystemExit(f"The tables could not be changed:\n{done.stderr[-3000:]}")
    said = json.loads(done.stdout.splitlines()[-1])
    migrated.step, migrated.step_seconds, migrated.rows = said["step"], said["seconds"], said["rows"]
    before = living.told.count
    while living.told.count < before + 10 and not living.told.wrong:
        time.sleep(_REST_SECONDS)
    stop.set()
    reader.join()
    migrated.told = living.end()
    # Whoever writes is never sent away for a lock: a refusal is a failed request here.
    migrated.failed += [f"{count} × {status}" for status, count in migrated.told.refused.items()]
    migrated.found = settled(ground, migrated.told)
    return migrated


def _read(ground: Ground, migrated: Migrated, stop: threading.Event) -> None:
    while not stop.is_set():
        for page in PAGES:
            try:
                status = ground.caller().get(page).status
            except Gone:
                status = 0
            migrated.read += 1
            if status != 200:
                migrated.failed.append(f"{page} answered {status}")


def rows(migrated: Migrated) -> list[Row]:
    """Give the rows of a run."""
    told = migrated.told
    wrong = [*migrated.failed, *told.wrong, *(one for found in migrated.found.values() for one in found)]
    seen = (
        f"{migrated.read} pages, {told.count} writes, {migrated.rows} rows filled in; {'; '.join(wrong[:3])}"
    )
    return [
        most_row(
            "fault-migrating",
            "requests that failed, and what does not fit, when tables changed under load",
            len(wrong),
            "",
            most=0,
            against=seen,
        ),
        most_row(
            "fault-migrating-lock",
            f"longest step of the change, which is the longest lock ({migrated.step})",
            migrated.step_seconds,
            "s",
            most=LOCK_SECONDS_MOST,
            against=load_text(),
        ),
    ]


def main() -> None:
    """Add a column, a table and an index to the installation of the environment, and fill the column in batches."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuudinh.project.settings")
    import django

    django.setup()
    from cuudinh.project import local_database

    with local_database.held_if_local(lambda _: None):
        took, filled = _added()
    step = max(took, key=lambda name: took[name])
    print(json.dumps({"step": step, "seconds": took[step], "rows": filled}))


def _added() -> tuple[dict[str, float], int]:
    """Do each step in a transaction of its own; give how long each took, and the rows that were filled in."""
    from django.db import connection, transaction

    from cuudinh.engines.cases.models import Case

    table, took = Case._meta.db_table, dict[str, float]()

    def step(name: str, *statement: object) -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            began = time.perf_counter()
            cursor.execute(*statement)  # type: ignore[arg-type]
            changed = int(cursor.rowcount)
        took[name] = max(took.get(name, 0.0), time.perf_counter() - began)
        return changed

    step("column", f"ALTER TABLE {table} ADD COLUMN later_weight integer NULL")
    step("table", "CREATE TABLE later_words (id bigint PRIMARY KEY, words text NOT NULL)")
    filled, last = 0, max(Case.objects.values_list("pk", flat=True), default=0)
    for begin in range(0, last + 1, BATCH):
        given = f"UPDATE {table} SET later_weight = 1 WHERE id >= %s AND id < %s AND later_weight IS NULL"
        filled += step("batch", given, [begin, begin + BATCH])
        time.sleep(_REST_SECONDS)
    step("index", f"CREATE INDEX later_weight_of_cases ON {table} (later_weight)")
    return took, filled


if __name__ == "__main__":
    main()
