"""A pack stands on others: whole files are replaced, nothing is merged, and chance never decides."""

from collections.abc import Iterator

from cuudinh.packs.checking import check, world_of
from cuudinh.packs.faults import Fault
from cuudinh.packs.loading import Pack, pack_of
from cuudinh.packs.parts import Grammar, Part
from cuudinh.packs.tests.ground import GRAMMAR, JobsShape, TeamRow, frame_files, library, small, small_files
from cuudinh.packs.world import PackWorld

OTHER_JOBS = (
    small_files()["jobs/street.yaml"].decode().replace("pothole", "ditch").replace(", en: Pothole", "")
)


def _library(**files: dict[str, bytes]) -> dict[str, Pack]:
    return {name: pack_of(name, body) for name, body in files.items()}


def _sheet(name: str, requires: str) -> bytes:
    text = frame_files()["pack.yaml"].decode().replace("id: frame", f"id: {name}")
    return text.replace('platform: ">=0.1"', requires).encode()


def test_a_file_of_the_pack_replaces_the_whole_file_of_the_frame() -> None:
    frame = frame_files() | {"jobs/street.yaml": OTHER_JOBS.encode(), "notes/small.md": b"other"}
    world = world_of(small(), {"frame": pack_of("frame", frame)}, GRAMMAR)
    (jobs,) = world.shapes(JobsShape)
    assert [job.id for job in jobs.value.jobs] == ["pothole", "lamp"]
    assert world.files["notes/small.md"] == small_files()["notes/small.md"]
    assert world.origins["jobs/street.yaml"] == "small"


def test_files_of_the_frame_that_the_pack_has_not_hold_too() -> None:
    world = world_of(small(), library(), GRAMMAR)
    assert world.files["notes/frame.md"] == frame_files()["notes/frame.md"]
    assert world.shown("notes/frame.md") == "../frame/notes/frame.md"


def test_what_lies_beside_the_sheet_is_each_packs_own() -> None:
    frame = frame_files() | {"README.md": b"of the frame"}
    assert "README.md" not in world_of(small(), {"frame": pack_of("frame", frame)}, GRAMMAR).files


def test_a_fault_in_the_frame_is_told_where_it_lies() -> None:
    frame = frame_files() | {"jobs/other.yaml": OTHER_JOBS.replace("team: roads", "team: road").encode()}
    found = check(small(), {"frame": pack_of("frame", frame)}, GRAMMAR)
    assert {fault.file for fault in found} == {"../frame/jobs/other.yaml"}


def test_texts_of_the_frame_need_only_its_own_languages_and_the_first_of_the_pack() -> None:
    frame = frame_files() | {
        "jobs/other.yaml": OTHER_JOBS.replace("      en: Street light out\n", "").encode()
    }
    assert check(small(), {"frame": pack_of("frame", frame)}, GRAMMAR) == []
    english = small_files()["pack.yaml"].decode().replace("[vi, en]", "[en, vi]")
    found = check(small(pack_yaml=english), {"frame": pack_of("frame", frame)}, GRAMMAR)
    assert {fault.what for fault in found} == {'no text in "en", the first language of the pack'}


def test_two_packs_that_do_not_know_each_other_may_not_have_the_same_file() -> None:
    left = {"pack.yaml": _sheet("left", 'platform: ">=0.1"'), "notes/a.md": b"left"}
    right = {"pack.yaml": _sheet("right", 'platform: ">=0.1"'), "notes/a.md": b"right"}
    sheet = small_files()["pack.yaml"].decode().replace('frame: ">=2"', 'left: ">=1"\n  right: ">=1"')
    packs = _library(left=left, right=right)
    assert [str(fault) for fault in check(small(pack_yaml=sheet), packs, GRAMMAR)] == [
        'pack.yaml:1: "notes/a.md" is in left and in right, which do not know each other; expected a file of its '
        "own at that path"
    ]
    own = small_files() | {"pack.yaml": sheet.encode(), "notes/a.md": b"own"}
    assert check(pack_of("small", own), packs, GRAMMAR) == []


def test_a_pack_may_be_reached_on_two_ways() -> None:
    left = {"pack.yaml": _sheet("left", 'frame: ">=1"'), "notes/frame.md": b"left"}
    sheet = small_files()["pack.yaml"].decode().replace('frame: ">=2"', 'left: ">=1"\n  frame: ">=1"')
    world = world_of(small(pack_yaml=sheet), _library(left=left, frame=frame_files()), GRAMMAR)
    assert [pack.id for pack in world.packs] == ["frame", "left", "small"]
    assert world.files["notes/frame.md"] == b"left"


def test_a_circle_of_packs_is_told_where_it_closes() -> None:
    frame = frame_files() | {"pack.yaml": _sheet("frame", 'small: ">=1"')}
    found = check(small(), {"frame": pack_of("frame", frame), "small": small()}, GRAMMAR)
    assert [str(fault) for fault in found] == [
        '../frame/pack.yaml:4: "small" requires itself; expected packs without a circle'
    ]


def test_shapes_are_given_in_order_of_files_and_lines() -> None:
    night = {"teams/night.csv": b"code,parent,begins\nwatch,top,2024-01-01\n"}
    world = world_of(pack_of("small", small_files() | night), library(), GRAMMAR)
    assert [row.value.code for row in world.shapes(TeamRow)] == ["top", "roads", "lamps", "night", "watch"]
    assert [row.value.code for row in world.shapes(TeamRow, "teams/*.csv")] == ["watch"]
    assert world.shape_at("jobs/street.yaml", JobsShape) is not None
    assert world.shape_at("jobs/none.yaml", JobsShape) is None


def test_a_part_is_asked_only_when_those_below_it_are_sound() -> None:
    asked: list[str] = []

    def ask(world: PackWorld) -> Iterator[Fault]:
        asked.append(world.id)
        return iter(())

    above = Part("above", (), check=ask)
    grammar = Grammar((*GRAMMAR.parts, above), GRAMMAR.platform)
    circle = small_files()["teams.csv"].decode().replace("top,,", "top,roads,")
    assert check(small(teams_csv=circle), library(), grammar)
    assert asked == []
    assert check(small(), library(), grammar) == []
    assert asked == ["small"]
