"""A plan says what would change before anything does, and refuses content that changed under one version."""

from cuudinh.packs.checking import world_of
from cuudinh.packs.loading import pack_of
from cuudinh.packs.planning import Plan, plan
from cuudinh.packs.tests.ground import GRAMMAR, library, small, small_files
from cuudinh.packs.world import PackWorld

JOBS = small_files()["jobs/street.yaml"].decode()


class ThreeOpen:
    """Somebody who knows of three open cases, whatever the service."""

    def by_version(self, service_id: str) -> dict[int, int]:
        """Give three, all under the first version."""
        return {1: 3}

    def by_piece(self, service_id: str) -> dict[str, int]:
        """Give no piece any."""
        return {}


def world(**changed: str) -> PackWorld:
    """Give the world of the small pack with some files changed."""
    return world_of(small(**changed), library(), GRAMMAR)


def planned(old: PackWorld | None, new: PackWorld) -> Plan:
    """Plan with the small grammar."""
    return plan(old, new, GRAMMAR, ThreeOpen())


def test_a_first_application_says_so() -> None:
    found = planned(None, world())
    assert [said.en for said in found.sentences] == [
        "Pack “small” is applied for the first time, version 1.",
        "New table of jobs “jobs/street.yaml”.",
        "7 new files.",
    ]
    assert found.faults == ()


def test_the_same_pack_changes_nothing() -> None:
    found = planned(world(), world())
    assert [said.vi for said in found.sentences] == ["Gói “small” không có gì thay đổi so với bản đang dùng."]


def test_a_raised_version_says_how_many_open_cases_keep_the_old_one() -> None:
    changed = JOBS.replace("version: 1", "version: 2").replace("120000", "130000")
    found = planned(world(), world(jobs_street_yaml=changed))
    assert found.faults == ()
    assert [said.vi for said in found.sentences][1:] == [
        "Bảng việc “jobs/street.yaml”: 1 → 2; 3 hồ sơ đang mở giữ phiên bản lúc gửi.",
        "jobs/street.yaml: 2 dòng mới hoặc sửa, 2 dòng bỏ hoặc thay.",
    ]


def test_content_that_changed_under_one_version_is_a_fault_at_the_version() -> None:
    found = planned(world(), world(jobs_street_yaml=JOBS.replace("120000", "130000")))
    assert [str(fault) for fault in found.faults] == [
        'jobs/street.yaml:1: table of jobs "jobs/street.yaml" changed, and is still version 1; expected version 2 '
        "or higher"
    ]


def test_a_comment_is_no_content() -> None:
    assert planned(world(), world(jobs_street_yaml=f"# why\n{JOBS}")).faults == ()


def test_a_version_never_goes_back() -> None:
    newer = world(jobs_street_yaml=JOBS.replace("version: 1", "version: 5"))
    assert [str(fault) for fault in planned(newer, world()).faults] == [
        'jobs/street.yaml:1: table of jobs "jobs/street.yaml" goes back from version 5 to 1; expected version 6 or '
        "higher"
    ]


def test_what_ends_says_how_many_open_cases_it_leaves() -> None:
    files = small_files()
    del files["jobs/street.yaml"]
    without = world_of(pack_of("small", files), library(), GRAMMAR)
    assert [said.en for said in planned(world(), without).sentences][1:] == [
        "The table of jobs “jobs/street.yaml” ends; 3 open cases are still handled to the end.",
        "jobs/street.yaml: file removed.",
    ]
