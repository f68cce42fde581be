"""The page of what a check of a pack proves, written from the checks themselves: what they say of themselves."""

import inspect
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Final

from cuudinh.project.packing import PARTS

_NOTE: Final = "<!-- Written by `cuudinh docs` from the code; change the code, not this page. -->"
_LEAD: Final = (
    "What `cuudinh pack check` proves of a pack, part by part, lowest first. A part is looked at when those "
    "before it have no fault, because it relies on them. Every fault names its file and line, what is wrong, what "
    "was expected and, of a name that nothing has, the nearest one. The last section says how that is proved."
)
_PROVED: Final = (
    "More than two hundred faults are planted in a sound pack, each alone, and every one has to be told "
    "(`src/cuudinh/project/tests/planted`): in ways, times, forms, money, words and the organisation."
)


def page(modules: Iterable[ModuleType]) -> str:
    """Give the page in Markdown, from all modules of the product."""
    checks = [module for module in modules if _is_check(module)]
    sections = ["# What a check of a pack proves", _NOTE, _LEAD]
    names = ["packs", *(part.name for part in PARTS)]
    for name in dict.fromkeys(names):
        own = [module for module in checks if _part_of(module) == name]
        if own:
            sections += [f"## {name}", *(_section(module) for module in own)]
    return "\n\n".join([*sections, "## Every fault is found", _PROVED]) + "\n"


def _is_check(module: ModuleType) -> bool:
    name = module.__name__.rsplit(".", 1)[-1]
    return name.startswith("check_") or name.endswith("_checks") or name in {"checks", "checking"}


def _part_of(module: ModuleType) -> str:
    names = module.__name__.split(".")
    return names[2] if names[1] == "engines" else names[1]


def _section(module: ModuleType) -> str:
    lines = [inspect.getdoc(module) or ""]
    lines += [f"- {one}" for one in _claims(module)]
    return "\n\n".join([lines[0], "\n".join(lines[1:])]).strip()


def _claims(module: ModuleType) -> Iterator[str]:
    """Give the first line of every function of a check that says what it tells or makes sure of."""
    for function in vars(module).values():
        if not inspect.isfunction(function) or function.__module__ != module.__name__:
            continue
        said = (inspect.getdoc(function) or "").split("\n", 1)[0]
        is_whole = function.__name__ == "check" or function.__name__.endswith("_faults")
        if said.startswith(("Check that", "Tell of")) or (is_whole and said.startswith("Give")):
            yield said
