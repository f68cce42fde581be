"""No line of code knows a province: what differs between them is data in a pack.

The names come from the packs themselves, so a new pack is guarded from its first day. The packs of the
nation and of the tutorial are no places.
"""

import ast
import re
from collections.abc import Iterator

import yaml

from tests.guards.sources import ROOT, Source, page_files, parse, product_code, report

NO_PLACES = {"vn", "demo"}
MAKERS_OF_PACKS = "/pack_sources/"
# A hue is also a property of colours; in pages only the spelled name counts.
STYLE_SUFFIXES = (".css", ".js")


def _place_names() -> frozenset[str]:
    names: set[str] = set()
    for path in (ROOT / "packs").glob("*/pack.yaml"):
        pack = yaml.safe_load(path.read_text("utf-8"))
        if pack["id"] not in NO_PLACES:
            names |= {pack["id"], *(_last_word(name) for name in pack["names"].values())}
    return frozenset(names)


def _last_word(name: str) -> str:
    """Give the proper name of `Thành phố Huế` or `City of Ottawa`: what follows the kind."""
    return name.rsplit(maxsplit=1)[-1]


def _spoken_of(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({'|'.join(sorted(map(re.escape, names)))})(?!\w)", re.IGNORECASE)


def _literals(source: Source) -> Iterator[tuple[int, str]]:
    """Give the string literals of a file, without docstrings: an example there helps and decides nothing."""
    explanations = {
        id(node.body[0].value)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explanations:
            yield node.lineno, node.value


def _names_a_place(source: Source, names: frozenset[str]) -> Iterator[str]:
    spoken = _spoken_of(names)
    for line, text in _literals(source):
        if found := spoken.search(text):
            yield f"{source.path}:{line}: names {found[0]}; make it data of a pack"


def _page_names_a_place(path: str, text: str, names: frozenset[str]) -> Iterator[str]:
    spoken = _spoken_of(
        frozenset(name for name in names if not path.endswith(STYLE_SUFFIXES) or name[0].isupper())
    )
    for number, line in enumerate(text.splitlines(), 1):
        found = spoken.search(line)
        if found and not (path.endswith(STYLE_SUFFIXES) and found[0].islower()):
            yield f"{path}:{number}: names {found[0]}; make it data of a pack"


def test_no_line_of_code_knows_a_province() -> None:
    names = _place_names()
    assert names, "no packs of places were found, so nothing would be guarded"
    code = [source for source in product_code() if MAKERS_OF_PACKS not in source.path]
    faults = [fault for source in code for fault in _names_a_place(source, names)]
    faults += [fault for path, text in page_files() for fault in _page_names_a_place(path, text, names)]
    assert not faults, report(faults)


def test_a_planted_province_is_caught() -> None:
    planted = parse("src/x.py", '"""Huế has 40 communes."""\nif pack == "hue":\n    name = "Thành phố Huế"\n')
    names = frozenset({"hue", "Huế"})
    assert [fault.split(": ")[1] for fault in _names_a_place(planted, names)] == [
        "names hue; make it data of a pack",
        "names Huế; make it data of a pack",
    ]
    assert list(_page_names_a_place("a.html", "<h1>\nHuế</h1>", names))
    assert not list(_page_names_a_place("a.css", "filter: hue-rotate(3deg)", names))
