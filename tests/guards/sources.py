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
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{prefix}{node.name}.")


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
