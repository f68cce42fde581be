"""A process that writes, or that does the clerk's work, until it is killed. Started by `test_killing`.

Its settings come as JSON on the command line, so that it works on the database of the test that starts it.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import django
from django.conf import settings


def say(word: object) -> None:
    """Tell the test; what it has read stands, whatever happens next."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def write() -> None:
    """Act after act: each writes news, a line of the log and a job, and is told when it is committed."""
    n = sequences.next_number("start") * 1_000_000
    while True:
        with acting():
            outbox.publish(Acted(n))
            audit.record(VISITOR, "act", ("act", n))
            jobs.later("act", n)
        say(n)
        n += 1


def work() -> None:
    """Round after round of the clerk."""
    while True:
        clerk.run_once()
        say("round")


if __name__ == "__main__":
    given = json.loads(sys.argv[2])
    folders = {name: Path(given.pop(name)) for name in ("CUUDINH_STATE", "CUUDINH_FILES", "CUUDINH_KEYS")}
    settings.configure(**given, **folders, INSTALLED_APPS=["cuudinh.journal"], USE_TZ=True)
    django.setup()

from cuudinh.journal import audit, clerk, counters, jobs, outbox, sequences  # noqa: E402  after the settings
from cuudinh.journal.transactions import acting  # noqa: E402
from cuudinh.kernel.actor import VISITOR  # noqa: E402


@dataclass(frozen=True)
class Acted:
    """An act took place."""

    n: int


def listen() -> None:
    """Register what is done with an act: both effects are counted, so that a second time would show."""
    outbox.listener(Acted, "counting")(lambda event: counters.bump({f"heard/{event.n}": 1}))
    jobs.handler("act")(lambda n: lambda: counters.bump({f"ended/{n}": 1}))


if __name__ == "__main__":
    listen()
    {"write": write, "work": work}[sys.argv[1]]()
