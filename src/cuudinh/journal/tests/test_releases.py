"""Applied packs: byte for byte, in generations that never run backwards."""

import pytest

from cuudinh.journal import releases
from cuudinh.journal.tests.acts import undone

pytestmark = pytest.mark.django_db

FILES = {"pack.yaml": "id: huế\r\n".encode(), "theme/logo": bytes(range(256)), "empty": b""}


@pytest.fixture(autouse=True)
def fresh() -> None:
    releases.forget_generation()


def keep(pack_id: str = "hue", version: int = 1, files: dict[str, bytes] = FILES) -> releases.Release:
    return releases.keep(pack_id=pack_id, version=version, files=files, applied_by="test")


def test_a_pack_comes_back_byte_for_byte() -> None:
    release = keep()
    assert releases.files_of(release) == FILES
    assert release.digest == releases.digest_of(FILES) == releases.digest_of(dict(reversed(FILES.items())))


def test_the_digest_tells_packs_apart() -> None:
    digests = {releases.digest_of(files) for files in ({"a": b"bc"}, {"ab": b"c"}, {"a": b"b", "c": b""}, {})}
    assert len(digests) == 4


def test_the_last_release_of_each_pack_is_in_force() -> None:
    assert releases.current("hue") is None
    keep("vn"), keep("hue"), keep("vn", 2)
    assert releases.current("vn") == releases.in_force()[-1]
    assert [(one.pack_id, one.version) for one in releases.in_force()] == [("hue", 1), ("vn", 2)]


def test_each_application_is_a_generation_and_is_seen_at_once() -> None:
    assert releases.generation() == 0
    first, second = keep("vn"), keep("hue")
    assert first.generation < second.generation == releases.generation()


def test_the_generation_is_not_asked_of_the_database_every_time(django_assert_num_queries: object) -> None:
    keep()
    releases.generation()
    with django_assert_num_queries(0):  # type: ignore[operator]
        releases.generation()


def test_a_generation_that_was_undone_is_not_given_again() -> None:
    with undone():
        lost = keep()
    assert keep(files={"pack.yaml": b"other"}).generation > lost.generation
