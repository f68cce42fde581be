"""What a test in a browser waits for is a place of the page, not a script that the page's own policy may refuse."""

import ast
from collections.abc import Iterator

from tests.guards.sources import Source, all_code, parse, report

# It polls by `eval` in the page, which a policy without 'unsafe-eval' refuses as soon as the first look finds nothing.
EVALUATED = "wait_for_function"


def _waits_by_script(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr == EVALUATED:
            yield f"{source.path}:{node.lineno}: {EVALUATED}; wait by expect(page.locator(...))"


def test_no_test_waits_by_a_script_in_the_page() -> None:
    faults = [fault for source in all_code() for fault in _waits_by_script(source)]
    assert not faults, report(faults)


def test_a_planted_wait_by_script_is_caught() -> None:
    planted = parse("tests/x.py", f"page.{EVALUATED}('window.ready')\n")
    assert list(_waits_by_script(planted)) == [
        "tests/x.py:1: wait_for_function; wait by expect(page.locator(...))"
    ]
