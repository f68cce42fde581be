"""Every table that holds personal data stands in the register, in a class of which a pack says how long it is kept."""

from collections.abc import Iterable, Iterator, Mapping

import yaml

from cuudinh.engines.identity.ports import sweeps
from cuudinh.project.personal import REGISTER, personal_tables
from tests.guards.sources import ROOT, report

RETENTION = ROOT / "packs" / "vn" / "privacy" / "retention.yaml"


def _faults(
    tables: Iterable[tuple[str, tuple[str, ...]]], register: Mapping[str, tuple[str, str]], classes: set[str]
) -> Iterator[str]:
    found = dict(tables)
    for table, columns in found.items():
        if table not in register:
            yield f"{table} ({', '.join(columns)}) is not in project/personal.py: say its class and what it is for"
    for table, (name, _purpose) in register.items():
        if table not in found:
            yield f"{table} is in project/personal.py and holds nothing personal, or is gone"
        if name not in classes:
            yield f"{table}: no class of retention is called {name}"


def _classes() -> dict[str, int]:
    said = yaml.safe_load(RETENTION.read_text("utf-8"))["classes"]
    return {one["id"]: one["days"][-1]["value"] for one in said}


def test_every_personal_table_has_a_class_and_a_purpose() -> None:
    faults = list(_faults(personal_tables(), REGISTER, set(_classes())))
    assert not faults, report(faults)


def test_every_class_that_ends_is_dropped_by_somebody() -> None:
    assert {name for name, days in _classes().items() if days} == set(sweeps())


def test_of_every_table_in_a_class_that_ends_rows_are_dropped() -> None:
    dropped = {table for sweep in sweeps().values() for table in sweep.tables}
    ending = {name for name, days in _classes().items() if days}
    kept = sorted(table for table, (name, _) in REGISTER.items() if name in ending and table not in dropped)
    assert not kept, f"nobody ever drops what lies in {', '.join(kept)}"


def test_a_planted_table_that_nobody_registered_is_caught() -> None:
    planted = [("identity.Planted", ("sealed",))]
    assert len(list(_faults(planted, {}, set()))) == 1
    assert len(list(_faults([], {"identity.Gone": ("nothing", "")}, set()))) == 2
