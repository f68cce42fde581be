"""A word of sign-out reaches the address that was registered, or whoever asked learns that it did not."""

import pytest

from cuudinh.connectors.asking.wire import Wire
from cuudinh.connectors.relying.client import NotTold, tell_sign_out
from cuudinh.connectors.relying.fake import FakeSystem

ADDRESS = "https://truong.example/dang-xuat"


@pytest.mark.parametrize("status", [200, 204])
def test_a_system_takes_the_word(status: int) -> None:
    there = FakeSystem(status)
    tell_sign_out(ADDRESS, "eyJ.word", Wire(there.transport()))
    assert there.taken == ["eyJ.word"]


@pytest.mark.asvs("15.3.2")
@pytest.mark.parametrize(
    "there",
    [FakeSystem(400), FakeSystem(503), FakeSystem(is_down=True), FakeSystem(moved_to="http://127.0.0.1/")],
    ids=["refused", "broken", "down", "moved"],
)
def test_a_word_that_was_not_taken_is_told_again_and_never_elsewhere(there: FakeSystem) -> None:
    with pytest.raises(NotTold):
        tell_sign_out(ADDRESS, "eyJ.word", Wire(there.transport()))
    assert there.taken == []
