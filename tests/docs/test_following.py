"""Every page is followed step by step, from nothing, as its reader would."""

import pytest

from tests.docs.pages import RUN, Block, all_pages, blocks, text_of
from tests.docs.reader import Differs, Reader, compare

FOLLOWED = [page for page in all_pages() if any(one.language in RUN for one in blocks(page, text_of(page)))]


@pytest.mark.slow
@pytest.mark.parametrize("page", FOLLOWED)
def test_a_page_says_what_its_reader_sees(reader: Reader, page: str) -> None:
    for block in blocks(page, text_of(page)):
        if block.language in RUN:
            reader.follow(block)


def test_the_tutorial_is_followed() -> None:
    assert "docs/tutorial/first-report.md" in FOLLOWED


PLANTED = {
    "a command that says something else": ("console", "$ cuudinh setup-database\nAll is lost.\n"),
    "a fault that the page does not show": ("console", "$ cuudinh pack check nowhere\n…\n"),
    "an answer that is another": ("python", ">>> 1 + 1\n3\n"),
    "an edit of lines that are not there": (
        "diff",
        "--- packs/demo/pack.yaml\n+++ packs/demo/pack.yaml\n@@\n-no such line\n+another\n",
    ),
}


@pytest.mark.parametrize("language_and_text", PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_untruth_is_caught(reader: Reader, language_and_text: tuple[str, str]) -> None:
    language, text = language_and_text
    with pytest.raises(Differs):
        reader.follow(Block("a page", 1, language, text))


def test_an_edit_changes_the_file_and_nothing_else(reader: Reader) -> None:
    path = reader.folder / "packs" / "demo" / "CHANGELOG.md"
    before = path.read_text("utf-8")
    name = "packs/demo/CHANGELOG.md"
    reader.follow(
        Block("a page", 1, "diff", f"--- {name}\n+++ {name}\n@@ -1 +1,3 @@\n # Thay đổi\n+\n+Mới.\n")
    )
    assert path.read_text("utf-8") == before.replace("# Thay đổi\n", "# Thay đổi\n\nMới.\n")


def test_what_is_left_open_with_an_ellipsis_stays_in_its_line() -> None:
    compare("a page", "one …\nthree\n", "one two\nthree\n")
    with pytest.raises(Differs):
        compare("a page", "one …\nthree\n", "one two\ntwo\nthree\n")
