"""Applied packs, byte for byte, and the generation by which caches know that one was applied."""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from cuudinh.journal.models import PackFile, PackRelease
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock

_CACHE_SECONDS = 1.0
# Under which a release keeps the files of the packs that its own requires (`packs.applying`).
_REQUIRED = "requires/"


@dataclass(frozen=True, slots=True)
class Release:
    """One application of a pack; `digest` is that of all its files."""

    pack_id: str
    version: int
    generation: int
    digest: str
    applied_at: datetime
    applied_by: str


class _Known:
    """What this process last saw. `highest` also counts generations whose transaction was undone.

    A cache elsewhere may already hold what it read under such a generation, so it is not given twice.
    """

    generation = 0
    read_at = float("-inf")
    highest = 0


def digest_of(files: Mapping[str, bytes]) -> str:
    """Give the digest of a pack's files: paths and contents, in order of the paths."""
    total = hashlib.sha256()
    for path, body in sorted(files.items()):
        total.update(f"{path}\0{len(body)}\0".encode())
        total.update(body)
    return total.hexdigest()


@acting()
def keep(*, pack_id: str, version: int, files: Mapping[str, bytes], applied_by: str) -> Release:
    """Keep the files of a pack that is being applied, as the newest generation."""
    newest = PackRelease.objects.aggregate(most=Max("generation"))["most"] or 0
    _Known.highest = max(newest, _Known.highest) + 1
    row = PackRelease.objects.create(
        pack_id=pack_id,
        version=version,
        generation=_Known.highest,
        digest=digest_of(files),
        applied_at=clock.now(),
        applied_by=applied_by,
    )
    PackFile.objects.bulk_create(PackFile(release=row, path=path, body=body) for path, body in files.items())
    forget_generation()
    return _view(row)


def current(pack_id: str) -> Release | None:
    """Give the release of a pack that is in force, or None when it was never applied."""
    row = PackRelease.objects.filter(pack_id=pack_id).order_by("-generation").first()
    return _view(row) if row else None


def at_generation(generation: int) -> Release | None:
    """Give the release of a generation, or None when there was none."""
    row = PackRelease.objects.filter(generation=generation).first()
    return _view(row) if row else None


def in_force() -> tuple[Release, ...]:
    """Give the release in force of every pack, in the order in which they were applied."""
    newest = PackRelease.objects.values("pack_id").annotate(most=Max("generation")).values("most")
    return tuple(
        _view(row) for row in PackRelease.objects.filter(generation__in=newest).order_by("generation")
    )


def files_of(release: Release) -> dict[str, bytes]:
    """Give the files of a release by path, as they were applied."""
    rows = PackFile.objects.filter(release__generation=release.generation).order_by("path")
    return {path: bytes(body) for path, body in rows.values_list("path", "body")}


def file_in_force(path: str) -> bytes | None:
    """Give a file of the packs in force by its path within a pack, the pack's own before those it requires."""
    named = Q(path=path) | Q(path__startswith=_REQUIRED, path__endswith=f"/{path}")
    for release in reversed(in_force()):
        rows = PackFile.objects.filter(named, release__generation=release.generation)
        found = {name: bytes(body) for name, body in rows.values_list("path", "body")}
        if found:
            return found.get(path, found[max(found)])
    return None


def generation() -> int:
    """Give the newest generation; 0 before the first pack. Asked of the database at most once a second."""
    if time.monotonic() - _Known.read_at > _CACHE_SECONDS:
        _Known.generation = PackRelease.objects.aggregate(most=Max("generation"))["most"] or 0
        _Known.read_at = time.monotonic()
    return _Known.generation


def generation_seen() -> int:
    """Give the generation that this process saw last, without asking the database."""
    return _Known.generation


def forget_generation() -> None:
    """Make the next `generation()` ask the database."""
    _Known.read_at = float("-inf")


def _view(row: PackRelease) -> Release:
    return Release(
        pack_id=row.pack_id,
        version=row.version,
        generation=row.generation,
        digest=row.digest,
        applied_at=row.applied_at,
        applied_by=row.applied_by,
    )
