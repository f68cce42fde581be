"""No line of code knows a province: what differs between them is data in a pack.

The names come from the packs themselves, so a new pack is guarded from its first day: what the province is called,
what people call its platform and their account, and the codes of its units. The packs of the nation and
of the tutorial are no places.
"""

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

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
            called = (pack.get("app"), pack.get("account"), *map(_proper_name, pack["names"].values()))
            names |= {pack["id"], *filter(None, called), *_units(path.parent / "organisation" / "units.csv")}
    return frozenset(names)


def _proper_name(name: str) -> str:
    """Give the proper name of `Thành phố Huế`, `Hue City` or `City of Ottawa`: all but the kind."""
    return re.sub(r"^(Thành phố|Tỉnh|City of) | (City|Province)$", "", name)


def _units(table: Path) -> Iterator[str]:
    """Give every code of a unit, and the names of today's communes with their kind."""
    if not table.exists():
        return
    with table.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            yield row["code"]
            if row["level"] == "3" and row["kind"] in {"phuong", "xa", "thi-tran"}:
                yield row["official_code"]
                yield row["name_vi"]


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


def test_the_guard_knows_every_province_that_is_shipped() -> None:
    names = _place_names()
    assert {"hue", "Huế", "Hue", "ottawa", "thai-nguyen", "Thái Nguyên", "Thai Nguyen"} <= names
    assert {"C-ThaiNguyên", "ThaiNguyen ID", "05443", "19-2025-07"} <= names
    planted = parse("src/x.py", 'CODES = ["05443"]\nNAME = "cổng C-ThaiNguyên"\n')
    assert len(list(_names_a_place(planted, names))) == 2
