"""The list of erased persons beside the database: a copy that is restored is made to forget them again.

A file of lines, each an opaque number of a person and of the request; it stays in the state folder when a backup takes
the place of what was there, and is copied elsewhere like the heads of the log.
"""

import os
from pathlib import Path
from uuid import UUID

import msgspec
from django.conf import settings

from cuudinh.engines.identity.models import Erasure

NAME = "erased.jsonl"


class Listed(msgspec.Struct, frozen=True):
    """One line: who was erased, and by which request."""

    person: UUID
    request: str


def file() -> Path:
    """Give where the list lies."""
    state: Path = settings.CUUDINH_STATE
    return state / NAME


def listed() -> tuple[Listed, ...]:
    """Give who is on the list; a last line that was cut off is left out, and written again by `export`."""
    if not file().exists():
        return ()
    whole, _, _ = file().read_bytes().rpartition(b"\n")
    return tuple(msgspec.json.decode(line, type=Listed) for line in whole.splitlines())


def export() -> None:
    """Add who is erased and not on the list. Killed in between, the next call goes on where the file ends."""
    known = {one.person for one in listed()}
    rows = Erasure.objects.exclude(person_id__in=known).order_by("at").values_list("person_id", "request")
    missing = [Listed(person, request) for person, request in rows]
    if not missing:
        return
    file().parent.mkdir(parents=True, exist_ok=True)
    kept = file().read_bytes().rpartition(b"\n") if file().exists() else (b"", b"", b"")
    with file().open("wb") as out:
        out.write(kept[0] + kept[1])
        out.write(b"".join(msgspec.json.encode(one) + b"\n" for one in missing))
        out.flush()
        os.fsync(out.fileno())
