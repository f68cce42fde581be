"""What the acts of the log are called: whoever writes an act says so, and every page shows the name.

A guard finds acts that nobody named. Acts of the flow of a case are named by the packs; the engine that reads packs
lends their names for a whole family.
"""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import get_language, gettext, gettext_noop

# Gives the name of an act of a family in a language, by what follows the dot; empty where it knows none.
Family = Callable[[str, str], str]

_names: Final[dict[str, str]] = {"log.restored": gettext_noop("Khôi phục nhật ký từ bản sao lưu")}
_families: Final[dict[str, Family]] = {}


def name_acts(names: Mapping[str, str]) -> None:
    """Say what acts are called, in Vietnamese; the name is translated where it is shown."""
    assert _names.keys().isdisjoint(names), "two floors name one act"
    _names.update(names)


def name_family(family: str, name: Family) -> None:
    """Let acts that begin with a word and a dot be named by whoever knows them, such as those of a pack."""
    _families[family] = name


def name_of(act: str) -> str:
    """Give the name of an act in the language of the request; of one that nobody knows any more, the act itself."""
    if act in _names:
        return gettext(_names[act])
    family, _dot, rest = act.partition(".")
    lent = _families.get(family)
    return (lent(rest, (get_language() or "vi")[:2]) if lent is not None else "") or act


def named() -> frozenset[str]:
    """Give the acts that have a name of their own."""
    return frozenset(_names)


def families() -> frozenset[str]:
    """Give the words before the dot of acts that are named by somebody else."""
    return frozenset(_families)
