"""Whatever is done to a sound pack: it is refused with file and line, or it works. Never a crash, never half."""

import os
import random

import pytest

from cuudinh.packs.applying import apply, joined
from cuudinh.packs.checking import check, world_of
from cuudinh.packs.faults import Fault, PackRefused
from cuudinh.packs.loading import Pack, pack_of
from cuudinh.packs.tests.ground import GRAMMAR, Memory, frame_files, library, small_files
from cuudinh.packs.tests.mutating import broken
from cuudinh.packs.world import PackWorld

# More than the suite has time for, when asked: BROKEN_PACKS=10000.
PACKS = int(os.environ.get("BROKEN_PACKS") or 5000)
SHARES = 10


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_thousands_of_broken_packs_are_refused_cleanly_or_are_sound(share: int) -> None:
    refused = 0
    for number in range(share, PACKS, SHARES):
        files, what, is_sure = broken(random.Random(number), small_files())
        store, applied = Memory(), list[PackWorld]()
        faults = _applied(files, store, applied)
        assert faults or not is_sure, f"{number}: {what} went through"
        for fault in faults:
            _points_at_a_line(fault, files)
        if faults:
            assert not store.files, f"{number}: {what} was kept"
            assert not applied, f"{number}: {what} was applied in part"
        else:
            assert store.files["small"] == joined(applied[0])
            assert applied[0].packs[-1].files == files
        refused += bool(faults)
    # Were nearly all sound, or nearly none, the ways of breaking would test nothing.
    assert 0.6 < refused / (PACKS / SHARES) < 0.98


def _applied(files: dict[str, bytes], store: Memory, applied: list[PackWorld]) -> tuple[Fault, ...]:
    """Do what applying a pack does, and give the faults for which it was refused."""
    try:
        pack = pack_of("small", files)
        world = world_of(pack, library(pack), GRAMMAR)
    except PackRefused as no:
        return no.faults
    apply(world, store=store, appliers=[applied.append], applied_by="test")
    return ()


def _points_at_a_line(fault: Fault, files: dict[str, bytes]) -> None:
    known = files | {f"../frame/{path}": body for path, body in frame_files().items()}
    assert fault.file in known or fault.what == "the file is missing", str(fault)
    lines = known.get(fault.file, b"").decode("utf-8", "replace").removesuffix("\n").split("\n")
    assert 1 <= fault.line <= len(lines), str(fault)
    assert fault.what, str(fault)
    assert len(str(fault)) < 1000, "a fault is one sentence, not a copy of the file"
    assert "\n" not in str(fault), repr(str(fault))


def test_the_same_pack_has_the_same_faults_every_time() -> None:
    files, _, _ = broken(random.Random(4), small_files())
    pack = Pack("small", files)
    assert check(pack, library(pack), GRAMMAR) == check(pack, library(pack), GRAMMAR)
