"""The compiler of CEL alone: the compiled module of `common-expression-language`, without its command line.

Importing the package imports its shell as well, and with it 17 MB of libraries for terminals that no process
of the platform needs; only its compiled module is loaded. Raises `ImportError` where the package is missing.
"""

from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from typing import Any, Final

PACKAGE: Final = "cel"


def _compiled_module() -> Any:
    package = find_spec(PACKAGE)
    folders = package.submodule_search_locations if package else None
    within = PathFinder.find_spec(f"{PACKAGE}.{PACKAGE}", folders)
    if within is None or within.loader is None:
        raise ImportError("common-expression-language is not installed; the remedy is: make setup")
    module = module_from_spec(within)
    within.loader.exec_module(module)
    return module


compile = _compiled_module().compile
