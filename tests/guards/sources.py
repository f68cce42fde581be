"""The files of the tree as the guards read them, parsed once."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
CODE_FOLDERS = ("src", "tests", "tools", "bench")
PAGE_SUFFIXES = (".html", ".js", ".css")


@dataclass(frozen=True)
class Source:
    """One Python file: where it is, what it says, and its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def module(self) -> str:
        """The dotted name by which a file under src is imported."""
        inner = self.path.removeprefix("src/").removesuffix(".py").removesuffix("/__init__")
        return inner.replace("/", ".")

    @property
    def package(self) -> str:
        """The dotted name of the package that a relative import of one dot starts from."""
        return self.module if self.path.endswith("/__init__.py") else self.module.rpartition(".")[0]

    def imported(self) -> Iterator[tuple[int, str]]:
        """Give line and full dotted name of everything that is imported, also where dots stand for a package."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, name.name) for name in node.names)
            elif isinstance(node, ast.ImportFrom):
                start = self._start_of(node)
                yield from ((node.lineno, f"{start}.{name.name}") for name in node.names)

    def _start_of(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        above = self.package.split(".")
        kept = above[: len(above) - node.level + 1]
        return ".".join([*kept, *([node.module] if node.module else [])])

    @property
    def is_test(self) -> bool:
        """Whether this is a test or a fixture of tests."""
        return "/tests/" in f"/{self.path}" or self.path.endswith("conftest.py")

    @property
    def is_migration(self) -> bool:
        """Whether Django wrote this."""
        return "/migrations/" in self.path

    def functions(self) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
        """Give every function with its dotted name; functions inside functions are left to the outer one."""
        yield from _functions(self.tree.body, "")


def _functions(
    body: list[ast.stmt], prefix: str
) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for node in statements(body):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{prefix}{node.name}.")


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Give the statements of a body, also those under `if`, `try`, `with` and loops: not of functions or classes."""
    for node in body:
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for child in ast.iter_child_nodes(node):
                yield from statements([child] if isinstance(child, ast.stmt) else _within(child))


def _within(node: ast.AST) -> list[ast.stmt]:
    """Give the statements of a branch that is none itself: what handles a fault, a case of a match."""
    return [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt)]


def parse(path: str, text: str) -> Source:
    """Give a source from its text; also for the faults that the guards' own tests plant."""
    return Source(path, text, ast.parse(text, path))


@cache
def all_code() -> tuple[Source, ...]:
    """Give every Python file of the tree."""
    paths = sorted(path for folder in CODE_FOLDERS for path in (ROOT / folder).rglob("*.py"))
    paths = [ROOT / "conftest.py", *(path for path in paths if "__pycache__" not in path.parts)]
    return tuple(parse(str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in paths)


def product_code() -> tuple[Source, ...]:
    """Give the Python files of the product: without tests and what Django wrote."""
    return tuple(
        source
        for source in all_code()
        if source.path.startswith("src/") and not source.is_test and not source.is_migration
    )


@cache
def page_files() -> tuple[tuple[str, str], ...]:
    """Give path and text of every template, script and style of our own."""
    paths = sorted(path for path in SRC.rglob("*") if path.suffix in PAGE_SUFFIXES)
    return tuple((str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in paths)


@cache
def tracked_files() -> tuple[str, ...]:
    """Give the paths of all files that are in version control."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return tuple(sorted(path for path in listed.decode().split("\0") if path and (ROOT / path).exists()))


def report(faults: list[str]) -> str:
    """Give the message of a failed guard: one fault per line."""
    return f"{len(faults)} faults\n" + "\n".join(faults)
