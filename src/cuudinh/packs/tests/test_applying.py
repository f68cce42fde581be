"""What is applied is kept as it is: an export gives the same bytes back, and a fault leaves nothing behind."""

from pathlib import Path

import pytest

from cuudinh.packs.applying import apply, joined, parted
from cuudinh.packs.checking import check, world_as_kept, world_of
from cuudinh.packs.exporting import FolderTaken, NeverApplied, export
from cuudinh.packs.faults import PackRefused
from cuudinh.packs.loading import Library, pack_of, read_pack
from cuudinh.packs.parts import Grammar
from cuudinh.packs.tests.ground import GRAMMAR, Memory, frame_files, library, small, small_files
from cuudinh.packs.world import PackWorld


@pytest.fixture
def world() -> PackWorld:
    """Give the world of the small pack."""
    return world_of(small(), library(), GRAMMAR)


def _written(folder: Path, files: dict[str, bytes]) -> Path:
    for path, body in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)
    return folder


def test_an_export_gives_back_every_byte_of_the_pack_and_of_what_it_stands_on(
    tmp_path: Path, world: PackWorld
) -> None:
    store = Memory()
    apply(world, store=store, appliers=(), applied_by="test")
    places = export(store, "small", tmp_path)
    assert {place.name for place in places} == {"small", "frame"}
    assert read_pack(tmp_path / "small").files == small_files()
    assert read_pack(tmp_path / "frame").files == frame_files()


def test_an_exported_pack_is_sound_and_would_be_kept_the_same(tmp_path: Path, world: PackWorld) -> None:
    store = Memory()
    apply(world, store=store, appliers=(), applied_by="test")
    export(store, "small", tmp_path)
    packs = Library(tmp_path)
    assert joined(world_of(packs["small"], packs, GRAMMAR)) == store.files["small"]


def test_an_export_never_writes_over_what_is_there(tmp_path: Path, world: PackWorld) -> None:
    store = Memory()
    apply(world, store=store, appliers=(), applied_by="test")
    (tmp_path / "frame").mkdir()
    with pytest.raises(FolderTaken):
        export(store, "small", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["frame"]


def test_a_pack_that_was_never_applied_cannot_be_exported(tmp_path: Path) -> None:
    with pytest.raises(NeverApplied):
        export(Memory(), "small", tmp_path)


def test_the_engines_take_over_in_order_after_the_files_are_kept(world: PackWorld) -> None:
    store, seen = Memory(), list[tuple[str, bool]]()
    appliers = [lambda _: seen.append(("first", bool(store.files))), lambda _: seen.append(("second", True))]
    apply(world, store=store, appliers=appliers, applied_by="test")
    assert seen == [("first", True), ("second", True)]


def test_a_release_is_parted_into_the_packs_it_was_joined_from(world: PackWorld) -> None:
    packs = parted("small", joined(world))
    assert {name: pack.files for name, pack in packs.items()} == {
        "small": small_files(),
        "frame": frame_files(),
    }


def test_what_was_applied_can_be_read_though_the_grammar_has_grown(world: PackWorld) -> None:
    packs = parted("small", joined(world))
    grown = Grammar(GRAMMAR.parts[:1], "0.2.0")
    assert check(packs["small"], packs, grown), "the part that read the jobs is gone"
    kept = world_as_kept(packs["small"], packs, grown)
    assert kept is not None
    assert kept.files == world.files


def test_a_library_reads_a_pack_only_when_it_is_asked_for(tmp_path: Path) -> None:
    _written(tmp_path / "small", small_files())
    _written(tmp_path / "frame", frame_files())
    _written(tmp_path / "huge", {"pack.yaml": b"x" * 2_000_001})
    _written(tmp_path / "no-pack", {"README.md": b""})
    packs = Library(tmp_path)
    assert sorted(packs) == ["frame", "huge", "small"]
    assert check(packs["small"], packs, GRAMMAR) == []
    with pytest.raises(PackRefused, match="a file of at most 2,000,000 bytes"):
        packs["huge"]


def test_a_pack_that_stands_on_one_beyond_the_limits_says_where_it_is(tmp_path: Path) -> None:
    _written(tmp_path / "small", small_files())
    _written(tmp_path / "frame", frame_files() | {"notes/big.md": b"x" * 2_000_001})
    packs = Library(tmp_path)
    assert [str(fault) for fault in check(packs["small"], packs, GRAMMAR)] == [
        "../frame/notes/big.md:1: 2,000,001 bytes; expected a file of at most 2,000,000 bytes"
    ]


def test_links_are_refused_and_hidden_files_left_out(tmp_path: Path) -> None:
    folder = _written(tmp_path / "small", small_files() | {".git/config": b"", "notes/.swp": b""})
    assert read_pack(folder).files == small_files()
    (folder / "notes" / "other.md").symlink_to("/etc/passwd")
    with pytest.raises(PackRefused, match=r"notes/other.md:1: a link; expected a file of its own"):
        read_pack(folder)


def test_the_order_of_files_does_not_matter() -> None:
    backwards = dict(reversed(small_files().items()))
    assert pack_of("small", backwards) == small()
