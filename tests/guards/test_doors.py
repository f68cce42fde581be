"""An engine is entered only by its doors; its tables, rules and listeners are its own.

The floors are held by import-linter; which modules of an engine others may name is held here.
"""

from collections.abc import Iterator

from tests.guards.sources import Source, all_code, parse, report

DOORS = {"types", "definitions", "queries", "commands", "ports"}
ENGINES = "cuudinh.engines."


def _entered_by_the_window(source: Source) -> Iterator[str]:
    home = source.module.removeprefix(ENGINES).split(".")[0] if source.module.startswith(ENGINES) else ""
    for line, name in source.imported():
        if not name.startswith(ENGINES):
            continue
        engine, _, inside = name.removeprefix(ENGINES).partition(".")
        if engine != home and inside.split(".")[0] not in DOORS:
            doors = ", ".join(sorted(DOORS))
            yield f"{source.path}:{line}: {name} is private to {engine}; its doors are {doors}"


def test_engines_are_entered_only_by_their_doors() -> None:
    code = [source for source in all_code() if source.path.startswith("src/") and not source.is_migration]
    faults = [fault for source in code for fault in _entered_by_the_window(source)]
    assert not faults, report(faults)


def test_a_planted_import_of_another_engines_tables_is_caught() -> None:
    planted = parse(
        "src/cuudinh/engines/cases/queries.py",
        "from cuudinh.engines.identity import models\n"
        "from cuudinh.engines.identity.rules import can\n"
        "from cuudinh.engines.cases.models import Case\n"
        "from cuudinh.engines.identity import queries\n",
    )
    faults = list(_entered_by_the_window(planted))
    assert [fault.split(":")[1] for fault in faults] == ["1", "2"]
    assert "cuudinh.engines.identity.models is private to identity" in faults[0]


def test_a_planted_import_by_dots_is_caught() -> None:
    planted = parse(
        "src/cuudinh/engines/cases/queries/lists.py",
        "from ...identity import models\n"
        "from ...identity.rules import can\n"
        "from ...identity import queries\n"
        "from ..models import Case\n",
    )
    assert [fault.split(":")[1] for fault in _entered_by_the_window(planted)] == ["1", "2"]
    package = parse("src/cuudinh/engines/cases/commands/__init__.py", "from ...identity import models\n")
    assert len(list(_entered_by_the_window(package))) == 1
