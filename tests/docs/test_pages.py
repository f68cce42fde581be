"""What holds for every page: links lead somewhere, blocks are run or marked, lines are not too long."""

import re
from collections.abc import Iterator

import pytest
import typer
from typer.core import TyperGroup

from cuudinh.project import documenting, documenting_plans
from cuudinh.project.console import app
from cuudinh.project.demonstration import filling
from tests.docs.pages import (
    GENERATED,
    ROOT,
    RUN,
    SHOWN,
    Link,
    all_pages,
    anchors,
    blocks,
    links,
    prose,
    text_of,
)

LINE_MOST = 150
# Pages that walk through the code or a pack name files from where they stand.
BASES = ("", "src/cuudinh", "src/cuudinh/engines/cases", "packs/demo", "packs/hue", "packs/vn")
CODE = re.compile(r"`([\w./-]+/[\w.-]+\.(?:py|ya?ml|csv|svg|toml))(?:::(\w+))?`")
PICTURES = ROOT / "docs" / "pictures"
MAIN_PAGES = {
    "portal-home-phone.png",
    "report-phone.png",
    "case-phone.png",
    "worklist.png",
    "case-office.png",
    "intake.png",
    "wall.png",
    "services-phone.png",
    "service-phone.png",
    "scores.png",
    "studio.png",
}


def _dead(page: str, text: str) -> Iterator[str]:
    for link in links(page, text):
        if not link.is_outside and not _leads_somewhere(link, text):
            yield f"{page}: nothing is at {link.target}"


def _leads_somewhere(link: Link, text: str) -> bool:
    name, _, part = link.target.partition("#")
    path = (ROOT / link.page).parent.joinpath(name).resolve() if name else ROOT / link.page
    if path.parent == GENERATED:
        return path.name in _generated()
    if path.parent == PICTURES:
        return path.name in MAIN_PAGES
    if not path.exists():
        return False
    return not part or part in anchors(text if not name else path.read_text("utf-8"))


def _generated() -> frozenset[str]:
    command_line = typer.main.get_command(app)
    assert isinstance(command_line, TyperGroup)
    return frozenset({*documenting.pages(command_line), documenting_plans.PAGE})


def _unknown_code(page: str, text: str) -> Iterator[str]:
    """Give the files of code, and the tests in them, that a page names and that are not there."""
    for name, test in CODE.findall(text):
        path = next((path for base in BASES if (path := ROOT / base / name).exists()), None)
        if path is None:
            yield f"{page}: there is no {name}"
        elif test and f"def {test}(" not in path.read_text("utf-8"):
            yield f"{page}: there is no {test} in {name}"


def _unmarked(page: str, text: str) -> Iterator[str]:
    for block in blocks(page, text):
        if block.language not in RUN | SHOWN:
            yield f"{block.place}: marked {block.language!r}; run it, or mark it as text"


def _too_long(page: str, text: str) -> Iterator[str]:
    for number, line in enumerate(prose(text).splitlines(), start=1):
        if len(line) > LINE_MOST and not line.startswith("|"):
            yield f"{page}: {len(line)} letters in line {number} of the prose: {line[:60]} …"


@pytest.mark.parametrize("page", all_pages())
def test_a_page_is_in_order(page: str) -> None:
    text = text_of(page)
    faults = [*_dead(page, text), *_unknown_code(page, text), *_unmarked(page, text), *_too_long(page, text)]
    assert not faults, "\n".join(faults)


def test_every_page_of_the_documents_is_in_the_index() -> None:
    missing = _left_out("docs/README.md", ("docs/tutorial", "docs/guide"))
    assert not missing, f"not in the index: {missing}"


def test_every_decision_is_in_the_index_and_says_why_and_what_it_costs() -> None:
    missing = _left_out("docs/decisions/README.md", ("docs/decisions",))
    assert not missing, f"not in the index: {missing}"
    for path in sorted((ROOT / "docs" / "decisions").glob("0*.md")):
        text = path.read_text("utf-8")
        assert all(part in text for part in ("**Chosen.**", "**Why.**", "**Costs.**")), path.name
        assert text.startswith(f"# {path.name[:4]} "), path.name


def _left_out(index: str, folders: tuple[str, ...]) -> list[str]:
    """Give the pages of the folders that an index does not lead to."""
    named = {(ROOT / index).parent.joinpath(link.target).resolve() for link in links(index, text_of(index))}
    pages = {path for folder in folders for path in (ROOT / folder).glob("*.md")} - {ROOT / index}
    return sorted(path.name for path in pages - named)


@pytest.mark.skipif(not PICTURES.is_dir(), reason="the pictures of the pages were not made yet")
def test_every_main_page_has_its_picture() -> None:
    missing = MAIN_PAGES - {path.name for path in PICTURES.iterdir()}
    assert not missing, f"no picture of {sorted(missing)}"


def test_both_introductions_say_the_same_things() -> None:
    english, vietnamese = text_of("README.md"), text_of("README.vi.md")
    for sign in ("make run", "make test", "/phan-anh/moi", "/open311/v2/discovery.json", "docs/README.md"):
        assert sign in english, sign
        assert sign in vietnamese, sign
    pictures = [
        [link.target for link in links("", text) if link.is_picture] for text in (english, vietnamese)
    ]
    assert pictures[0] == pictures[1]
    assert sum(text.count("\n## ") for text in (english, vietnamese)) == 2 * english.count("\n## ")


def test_the_introductions_and_the_makefile_give_the_figures_of_the_code() -> None:
    reports, days = f"{filling.REPORTS:,}", filling.DAYS
    assert f"{reports} reports of the last {days} days" in _flowing("README.md")
    assert f"{reports.replace(',', '.')} phản ánh của {days} ngày gần đây" in _flowing("README.vi.md")
    assert f"REPORTS={filling.REPORTS} " in text_of("Makefile")


def _flowing(page: str) -> str:
    """Give a page as one line, so that a sentence is found wherever it is broken."""
    return " ".join(text_of(page).split())


def test_planted_faults_are_caught() -> None:
    page = "docs/README.md"
    assert list(
        _dead(page, "See [nothing](nowhere.md), ![no picture](pictures/none.png) and [no part](#gone).")
    )
    assert not list(_dead(page, "# Gone\n\nSee [it](#gone) and `[code](nowhere.md)`."))
    assert list(_unknown_code(page, "See `src/cuudinh/kernel/nothing.py`."))
    assert list(_unknown_code(page, "See `tests/docs/test_pages.py::test_of_nothing`."))
    assert not list(_unknown_code(page, "See `kernel/flow.py`."))
    assert list(_unmarked(page, "```yaml\na: 1\n```\n"))
    assert list(_too_long(page, "word " * 40))
