"""Every act of the policy is asked for by some code, and somebody may do it in every province that is shipped."""

import ast
from collections.abc import Iterable, Iterator

import pytest
import yaml

from cuudinh.engines.identity.definitions import ACTS
from tests.guards.sources import ROOT, Source, parse, product_code, report

VOCABULARY = "src/cuudinh/engines/identity/definitions.py"
# Where the policy of a province stands: its own, or that of the national frame.
POLICIES = ("vn", "ottawa")


def _not_asked(code: Iterable[Source]) -> Iterator[str]:
    said = {
        node.value
        for source in code
        if source.path != VOCABULARY
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    yield from (f"{act}: nothing asks leave for it" for act in sorted(ACTS.keys() - said))


def _not_granted(rules: Iterable[dict[str, list[str]]]) -> Iterator[str]:
    granted = {act for rule in rules if rule["who"] for act in rule["may"]}
    yield from (f"{act}: no rule lets anybody do it" for act in sorted(ACTS.keys() - granted))


def test_every_act_is_asked_for() -> None:
    faults = list(_not_asked(product_code()))
    assert not faults, report(faults)


@pytest.mark.parametrize("pack", POLICIES)
def test_every_act_may_be_done_by_somebody(pack: str) -> None:
    files = (ROOT / "packs" / pack / "policy").glob("*.yaml")
    faults = list(
        _not_granted(
            rule for file in files for rule in yaml.safe_load(file.read_text("utf-8")).get("rules", [])
        )
    )
    assert not faults, report(faults)


def test_a_planted_act_that_is_forgotten_is_caught() -> None:
    planted = parse("src/x.py", 'can(actor, "pack.apply", facts)\n')
    assert "account.open: nothing asks leave for it" in list(_not_asked([planted]))
    assert "pack.apply: nothing asks leave for it" not in list(_not_asked([planted]))
    assert "case.act: no rule lets anybody do it" in list(
        _not_granted([{"who": ["anyone"], "may": ["case.file"]}])
    )
