"""Every act that the log may hold has a name in words, so that no page shows a word of the code for it."""

import ast
import re
from collections.abc import Iterable, Iterator

from cuudinh.engines.identity.definitions import ACTS
from cuudinh.journal import acts
from tests.guards.sources import Source, parse, product_code, report

_ACT = re.compile(r"[a-z]+\.[a-z_]+")


def _recorded(source: Source) -> Iterator[tuple[int, str]]:
    """Give the acts that a file writes: those it hands to `record`, or, where it hands on a variable, all it names.

    An act that is handed to another function stands in `act=` or among the words of its own file.
    """
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    is_open = False
    for call in calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr == "record" and len(call.args) > 1:
            said = call.args[1]
            if isinstance(said, ast.JoinedStr):
                yield call.lineno, "".join(_text(part) for part in said.values[:1])
            elif isinstance(said, ast.Constant):
                yield call.lineno, str(said.value)
            else:
                is_open = True
        for word in call.keywords:
            if word.arg == "act" and isinstance(word.value, ast.Constant) and _is_act(word.value.value):
                yield call.lineno, word.value.value
    if is_open:
        yield from _words(source)


def _text(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else ""


def _words(source: Source) -> Iterator[tuple[int, str]]:
    """Give the words of a file that look like acts, but for those by which leave is asked."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and _is_act(node.value) and node.value not in ACTS:
            yield node.lineno, node.value


def _is_act(value: object) -> bool:
    return isinstance(value, str) and _ACT.fullmatch(value) is not None


def _nameless(code: Iterable[Source]) -> Iterator[str]:
    for source in code:
        for line, act in _recorded(source):
            is_family = act.endswith(".") and act[:-1] in acts.families()
            if act not in acts.named() and not is_family:
                yield f"{source.path}:{line}: {act} has no name: say it in a log_names.py"


def test_every_act_of_the_log_has_a_name() -> None:
    code = list(product_code())
    assert sum(1 for source in code for _ in _recorded(source)) > 90, "the guard finds the acts"
    faults = list(_nameless(code))
    assert not faults, report(faults)


def test_no_name_stands_for_an_act_that_nobody_writes() -> None:
    said = {
        node.value
        for source in product_code()
        if not source.path.endswith("log_names.py")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    unsaid = {act for act in acts.named() - said if act.partition(".")[0] not in acts.families()}
    assert not unsaid, report(sorted(unsaid))


def test_a_planted_act_without_a_name_is_caught() -> None:
    planted = parse(
        "src/x.py",
        'audit.record(actor, "identity.planted", about)\n'
        'note_look(actor, act="identity.handed_on")\n'
        'act = "identity.by_hand" if is_x else "identity.lock_account"\n'
        "audit.record(actor, act, about)\n"
        'audit.record(actor, f"house.{change}", about)\n'
        'audit.record(actor, f"case.{move.act}", about)\n',
    )
    found = {fault.split(": ")[1].split()[0] for fault in _nameless([planted])}
    assert found == {"identity.planted", "identity.handed_on", "house.", "identity.by_hand"}
