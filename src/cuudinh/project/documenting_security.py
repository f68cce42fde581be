"""The page on OWASP ASVS 5.0, levels 1 and 2: what tests prove, what holds by how things are built, and what does not.

Tests carry the numbers of requirements (`@pytest.mark.asvs`); for the others `docs/asvs.csv` says what was decided and
why. Titles are in words of our own: the standard itself is to be read at OWASP.
"""

import ast
import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cuudinh.project.settings_declared import ROOT

REQUIREMENTS: Final = ROOT / "docs" / "asvs.csv"
STATES: Final = ("proved", "holds", "partly", "not shown", "not met", "not applicable")
_MEANING: Final[Mapping[str, str]] = {
    "proved": "a test that carries the number proves it",
    "holds": "it holds by how things are built or written down; the last column says where",
    "partly": "some of it holds; the last column says what does not",
    "not shown": "it is believed to hold, and no test that carries the number shows it",
    "not met": "it does not hold",
    "not applicable": "there is nothing here that it is about",
}
_FOLDERS: Final = ("src", "tests")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement: its number, its level, a title of ours, and what was decided where no test proves it."""

    number: str
    level: int
    title: str
    state: str
    why: str


def requirements() -> tuple[Requirement, ...]:
    """Give all requirements of levels 1 and 2, in their order."""
    with REQUIREMENTS.open(encoding="utf-8", newline="") as table:
        rows = [
            Requirement(row["number"], int(row["level"]), row["title"], row["state"], row["why"])
            for row in csv.DictReader(table)
        ]
    return tuple(sorted(rows, key=lambda row: [int(part) for part in row.number.split(".")]))


def proofs() -> dict[str, tuple[str, ...]]:
    """Give the files of the tests that carry each number."""
    found: dict[str, set[str]] = defaultdict(set)
    for folder in _FOLDERS:
        for path in sorted((ROOT / folder).rglob("test_*.py")):
            text = path.read_text("utf-8")
            for number in _numbers_in(text) if "mark.asvs" in text else ():
                found[number].add(path.relative_to(ROOT).as_posix())
    return {number: tuple(sorted(paths)) for number, paths in found.items()}


def _numbers_in(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.asvs":
            yield from (str(one.value) for one in node.args if isinstance(one, ast.Constant))


def page() -> str:
    """Give the page."""
    proved = proofs()
    rows = [(row, "proved" if row.number in proved else row.state) for row in requirements()]
    counted = Counter(state for _, state in rows)
    lines = [
        "# OWASP ASVS 5.0, levels 1 and 2",
        "",
        "<!-- Written by `cuudinh docs` from the marks of tests and docs/asvs.csv; change those, not this page. -->",
        "",
        f"{len(rows)} requirements: all of levels 1 and 2 but those of chapter 17 (WebRTC), which is not used. Titles "
        "are ours; read the standard at",
        "[OWASP](https://owasp.org/www-project-application-security-verification-standard/). Nobody from outside has "
        "verified this page.",
        "",
        "| state | how many | what it means |",
        "| --- | --- | --- |",
        *(f"| {state} | {counted[state]} | {_MEANING[state]} |" for state in STATES),
        "",
        "| number | level | what | state | where, or why |",
        "| --- | --- | --- | --- | --- |",
        *(_line(row, state, proved.get(row.number, ())) for row, state in rows),
    ]
    return "\n".join(lines) + "\n"


def _line(row: Requirement, state: str, tests: tuple[str, ...]) -> str:
    where = ", ".join(f"`{path}`" for path in tests) or row.why
    return f"| {row.number} | {row.level} | {row.title} | {state} | {where} |"
