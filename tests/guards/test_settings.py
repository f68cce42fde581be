"""Every setting is declared once with its default and help, and read nowhere but through its declaration."""

import ast
from collections.abc import Iterator

from cuudinh.project import settings as installed
from cuudinh.project.settings_declared import SETTINGS, Setting
from tests.guards.sources import Source, parse, product_code, report

DECLARATION = "src/cuudinh/project/settings_declared.py"
OF_A_TEST_RUN = "src/cuudinh/project/settings_for_tests.py"
ENTRY_OF_DJANGO = "DJANGO_SETTINGS_MODULE"
KINDS = {"text", "number", "flag", "path", "networks"}


def _reads_the_environment(source: Source) -> Iterator[str]:
    for lineno, name in source.imported():
        if name in {"os.environ", "os.getenv", "os.environb", "os.getenvb"}:
            yield f"{source.path}:{lineno}: takes the environment; declare a setting and ask for it"
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Attribute) or ast.unparse(node) not in {"os.environ", "os.getenv"}:
            continue
        line = source.text.splitlines()[node.lineno - 1]
        if ENTRY_OF_DJANGO not in line:
            yield f"{source.path}:{node.lineno}: reads the environment; declare a setting and ask for it"


def _undeclared(source: Source) -> Iterator[str]:
    """Give each `settings.CUUDINH_…` that the settings lack; else a slip is found only at run time."""
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr.startswith("CUUDINH_")
            and not hasattr(installed, node.attr)
        ):
            yield f"{source.path}:{node.lineno}: there is no setting {node.attr}"


def _badly_declared(setting: Setting) -> Iterator[str]:
    if setting.kind not in KINDS:
        yield f"{setting.name}: {setting.kind} is none of {', '.join(sorted(KINDS))}"
    if len(setting.help.split()) < 3 or not setting.help.endswith("."):
        yield f"{setting.name}: the help is no sentence: {setting.help!r}"


def test_the_environment_is_read_in_one_place() -> None:
    code = [source for source in product_code() if source.path not in {DECLARATION, OF_A_TEST_RUN}]
    faults = [fault for source in code for fault in _reads_the_environment(source)]
    assert not faults, report(faults)


def test_every_setting_that_is_asked_for_exists() -> None:
    faults = [fault for source in product_code() for fault in _undeclared(source)]
    assert not faults, report(faults)


def test_every_setting_is_declared_with_kind_and_help() -> None:
    faults = [fault for setting in SETTINGS for fault in _badly_declared(setting)]
    assert not faults, report(faults)
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)


def test_a_planted_reading_of_the_environment_is_caught() -> None:
    planted = parse("src/x.py", 'import os\nA = os.environ["CUUDINH_A"]\nB = os.getenv("B")\n')
    assert [fault.split(":")[1] for fault in _reads_the_environment(planted)] == ["2", "3"]
    taken = parse("src/x.py", "from os import environ, getenv\n")
    assert len(list(_reads_the_environment(taken))) == 2


def test_a_planted_setting_nobody_declared_is_caught() -> None:
    planted = parse("src/x.py", "a = settings.CUUDINH_NOWHERE\n")
    assert list(_undeclared(planted)) == ["src/x.py:1: there is no setting CUUDINH_NOWHERE"]


def test_a_planted_setting_without_help_is_caught() -> None:
    assert len(list(_badly_declared(Setting("A", "", "list", "What")))) == 2
