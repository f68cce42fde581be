"""Killed at any moment, the journal loses nothing that was acknowledged and does nothing twice."""

import json
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from cuudinh.journal import clerk, counters, jobs, outbox
from cuudinh.journal.models import AuditInbox, AuditLine, OutboxEvent
from cuudinh.journal.tests import killable
from cuudinh.journal.verifying import verify_log
from cuudinh.kernel import clock

ROUNDS = 5


def start(role: str) -> subprocess.Popen[str]:
    chosen = {
        "DATABASES": {"default": connection.settings_dict | {"CONN_MAX_AGE": 0}},
        "CUUDINH_STATE": settings.CUUDINH_STATE,
        "CUUDINH_FILES": settings.CUUDINH_FILES,
        "CUUDINH_KEYS": settings.CUUDINH_KEYS,
    }
    words = [sys.executable, killable.__file__, role, json.dumps(chosen, default=str)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)


def kill(process: subprocess.Popen[str]) -> list[str]:
    """Kill without warning; give the whole lines that were said before."""
    process.send_signal(signal.SIGKILL)
    said, _ = process.communicate()
    return [line for line in said.splitlines(keepends=True) if line.endswith("\n")]


def one_round(chance: random.Random) -> set[int]:
    """Let a writer and two clerks run for a moment and kill them all; give what was acknowledged."""
    processes = [start(role) for role in ("write", "work", "work")]
    try:
        first = [said.readline() for process in processes if (said := process.stdout)]
        time.sleep(chance.uniform(0.1, 0.5))
    finally:
        rest = [kill(process) for process in processes]
    return {int(line) for line in [first[0], *rest[0]]}


def finish() -> None:
    """Do what is left, once the leases of the dead have run out."""
    for later in range(1, 40):
        with clock.frozen(clock.now() + jobs.LEASE * later):
            clerk.run_until_idle()
        if not outbox.waiting() and not jobs.waiting() and not AuditInbox.objects.exists():
            return
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice() -> None:
    chance = random.Random(20261123)
    acknowledged = set().union(*(one_round(chance) for _ in range(ROUNDS)))
    killable.listen()
    assert AuditLine.objects.exists()
    assert counters.read_prefix("ended/")
    finish()
    acts = {json.loads(body)["n"] for body in OutboxEvent.objects.values_list("body", flat=True)}
    assert acknowledged <= acts
    assert len(acknowledged) >= ROUNDS
    assert counters.read_prefix("heard/") == {f"heard/{n}": 1 for n in acts}
    assert counters.read_prefix("ended/") == {f"ended/{n}": 1 for n in acts}
    sealed = AuditLine.objects.values_list("about", flat=True)
    assert sorted(sealed) == sorted(f"act:{n}" for n in acts)
    with clock.frozen(clock.now() + timedelta(days=1)):
        clerk.run_once()
    assert verify_log().faults == ()
