"""Looks at an installation that lies still: what was acknowledged is there, nothing is half done or done twice.

`python -m bench.faults.checking FILE` with what people were told; prints what does not fit, by kind, as JSON.
"""

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

MARK = re.compile(r"Mã thử ([b-n]{20})")
_SHOWN_MOST = 20


def main() -> None:
    """Finish what the killed left behind, compare, and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuudinh.project.settings")
    import django

    django.setup()
    from cuudinh.project import local_database

    with local_database.held_if_local(lambda _: None):
        print(json.dumps(looked(json.loads(Path(sys.argv[1]).read_text("utf-8"))), ensure_ascii=False))


def looked(told: dict[str, Any]) -> dict[str, list[str]]:
    """Finish what the killed left behind and give what does not fit with what people were told, by kind."""
    finish()
    looks = {
        "lost": lost(told),
        "twice": twice(),
        "half": half_done(),
        "waiting": waiting(),
        "files": missing_files(),
        "log": [str(fault) for fault in _log_faults()],
        "database": damaged(),
        "backups": broken_backups(),
    }
    return {name: list(found)[:_SHOWN_MOST] for name, found in looks.items()}


def finish() -> None:
    """Let a clerk do what is left, once the leases of the dead have run out."""
    from cuudinh.journal import clerk, jobs
    from cuudinh.kernel import clock

    clerk.run_until_idle()
    for later in (1, 2, 4, 8):
        with clock.frozen(clock.now() + jobs.LEASE * later):
            clerk.run_until_idle("outbox", "jobs", "sealing")


def lost(told: dict[str, Any]) -> Iterator[str]:
    """Give what people were told is done and is not there."""
    from cuudinh.engines.cases.models import Case, Event

    numbers = {mark[1]: number for number, text in _texts() if (mark := MARK.search(text))}
    yield from (f"report {number}" for mark, number in told["filed"].items() if numbers.get(mark) != number)
    done = set(Event.objects.values_list("case__number", "act"))
    yield from (f"{act} on {number}" for number, act in told["acts"] if (number, act) not in done)
    assert Case.objects.exists(), "nothing was filed at all"


def twice() -> Iterator[str]:
    """Give reports that became two, acts that were done two times and tellings that came two times."""
    from cuudinh.engines.cases.models import Event
    from cuudinh.engines.messages.models import Notice
    from cuudinh.journal.models import StoredPicture

    marks = Counter(mark[1] for _, text in _texts() if (mark := MARK.search(text)))
    yield from (f"report {mark}" for mark, count in marks.items() if count > 1)
    acts = Counter(Event.objects.values_list("case__number", "act"))
    yield from (f"{act} on {number}" for (number, act), count in acts.items() if count > 1)
    told = Counter(Notice.objects.values_list("account_id", "template__message", "about_ref"))
    yield from (f"notice {message} about {ref}" for (_, message, ref), count in told.items() if count > 1)
    names = Counter(StoredPicture.objects.values_list("name", flat=True))
    yield from (f"picture {name}" for name, count in names.items() if count > 1)


def half_done() -> Iterator[str]:
    """Give cases that are not what their history says, or that lack a part of what every act writes."""
    from cuudinh.engines.cases.models import Case, DueTime, Party
    from cuudinh.journal.models import AuditInbox, AuditLine

    reporters = set(Party.objects.filter(role="reporter").values_list("case_id", flat=True))
    due = set(DueTime.objects.values_list("case_id", flat=True))
    lines = Counter(AuditLine.objects.values_list("about", flat=True))
    lines.update(AuditInbox.objects.values_list("about", flat=True))
    for case in Case.objects.prefetch_related("events").iterator(chunk_size=500):
        events = sorted(case.events.all(), key=lambda one: one.seq)
        if [one.seq for one in events] != list(range(1, len(events) + 1)):
            yield f"{case.number}: its history has gaps"
        if not events or events[-1].to_state != case.state:
            yield f"{case.number} is {case.state}, its history says otherwise"
        if case.pk not in reporters:
            yield f"{case.number} has no reporter"
        if case.phase == 0 and case.pk not in due:
            yield f"{case.number} is open and nothing falls due"
        if lines[f"case:{case.number}"] < len(events):
            yield f"{case.number} has fewer lines in the log than acts"


def waiting() -> Iterator[str]:
    """Give what a clerk could not finish: events, jobs and lines that wait or were given up."""
    from cuudinh.journal import jobs, outbox
    from cuudinh.journal.models import AuditInbox, Job, OutboxFailure

    yield from (f"{count} events wait" for count in [outbox.waiting()] if count)
    yield from (f"{count} jobs wait" for count in [jobs.waiting()] if count)
    yield from (f"{count} lines wait" for count in [AuditInbox.objects.count()] if count)
    yield from (f"event given up: {one.fault[-200:]}" for one in OutboxFailure.objects.all()[:_SHOWN_MOST])
    yield from (f"job given up: {one.fault[-200:]}" for one in Job.objects.exclude(parked_at=None))


def missing_files() -> Iterator[str]:
    """Give pictures whose files are not there or are not what their names say."""
    import hashlib

    from cuudinh.journal import files
    from cuudinh.journal.models import StoredPicture

    for picture in StoredPicture.objects.all():
        if picture.state != "ready":
            yield f"picture {picture.pk} is {picture.state} {picture.reason}"
            continue
        for sha in (picture.sha, picture.thumb_sha):
            path = files.path_of(sha)
            if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != sha:
                yield f"file {sha} of picture {picture.pk}"


def damaged() -> Iterator[str]:
    """Give what SQLite finds wrong with its file."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            yield from (row[0] for row in cursor.fetchall() if row[0] != "ok")


def broken_backups() -> Iterator[str]:
    """Give archives that bear the name of a backup and are none."""
    from django.conf import settings

    from cuudinh.project import keeping
    from cuudinh.project.trouble import Trouble

    for archive in (settings.CUUDINH_STATE / "backups").glob("[0-9]*.tar.gz"):
        try:
            keeping.verify(archive)
        except Trouble as trouble:
            yield str(trouble)


def _log_faults() -> Iterator[object]:
    from cuudinh.journal import sealing, verifying
    from cuudinh.kernel import clock

    with clock.frozen(clock.now() + timedelta(days=1)):
        sealing.seal()
        sealing.export_heads()
    yield from verifying.verify_log().faults


def _texts() -> Iterator[tuple[str, str]]:
    from cuudinh.engines.cases.models import Case

    yield from Case.objects.values_list("number", "text")


if __name__ == "__main__":
    main()
