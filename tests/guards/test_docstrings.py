"""Every module, class and public function says what it gives, and every parameter has its type."""

import ast
from collections.abc import Iterator

from tests.guards.sources import Source, parse, product_code, report, statements

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _undocumented(source: Source) -> Iterator[str]:
    if not ast.get_docstring(source.tree):
        yield f"{source.path}: the module says nothing about itself"
    for node in statements(source.tree.body):
        if isinstance(node, ast.ClassDef) and not ast.get_docstring(node):
            yield f"{source.path}:{node.lineno}: class {node.name} has no docstring"
    for name, node in source.functions():
        if _is_public(name) and not ast.get_docstring(node):
            yield f"{source.path}:{node.lineno}: {name} has no docstring"


def _is_public(name: str) -> bool:
    return not any(part.startswith("_") for part in name.split("."))


def _unannotated(source: Source) -> Iterator[str]:
    for name, node in source.functions():
        untyped = [argument.arg for argument in _parameters(node) if argument.annotation is None]
        if node.returns is None:
            untyped.append("its answer")
        if untyped:
            yield f"{source.path}:{node.lineno}: {name} leaves {', '.join(untyped)} without a type"


def _parameters(node: Function) -> list[ast.arg]:
    given = node.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    rest = [argument for argument in (given.vararg, given.kwarg) if argument]
    return [argument for argument in named if argument.arg not in {"self", "cls"}] + rest


def test_everything_public_has_a_docstring() -> None:
    faults = [fault for source in product_code() for fault in _undocumented(source)]
    assert not faults, report(faults)


def test_every_parameter_and_answer_has_a_type() -> None:
    faults = [fault for source in product_code() for fault in _unannotated(source)]
    assert not faults, report(faults)


def test_planted_silence_is_caught() -> None:
    planted = parse("src/x.py", "class A:\n    def f(self, a: int, *b) -> None: ...\n    def _g(self): ...\n")
    assert list(_undocumented(planted)) == [
        "src/x.py: the module says nothing about itself",
        "src/x.py:1: class A has no docstring",
        "src/x.py:2: A.f has no docstring",
    ]
    assert list(_unannotated(planted)) == [
        "src/x.py:2: A.f leaves b without a type",
        "src/x.py:3: A._g leaves its answer without a type",
    ]


def test_planted_silence_under_a_condition_is_caught() -> None:
    planted = parse(
        "src/x.py",
        '"""Has words."""\n'
        "if A:\n    def f(a): ...\nelse:\n    class B: ...\n"
        "try:\n    def g() -> None: ...\nexcept E:\n    def h() -> None: ...\n",
    )
    assert [fault.split(":")[1] for fault in _undocumented(planted)] == ["5", "3", "7", "9"]
    assert list(_unannotated(planted)) == ["src/x.py:3: f leaves a, its answer without a type"]
