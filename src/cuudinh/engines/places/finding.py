"""Search of units by name: accents optional, former names lead to what they became."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from cuudinh.engines.places.tree import Tree
from cuudinh.engines.places.types import FoundUnit, UnitView
from cuudinh.kernel.text import fold, unify_tones

_WHOLE_NAME, _WITHOUT_TYPE, _START, _WORD = 4, 3, 2, 1


def match(text: str, name: str) -> int:
    """Give how well a text matches a name, 0 for not at all; accents count when they agree.

    >>> match("huong van", "Phường Hương Văn") == match("huong van", "Phường Hương Vân") > 0
    True
    >>> match("Hương Vân", "Phường Hương Vân") > match("Hương Vân", "Phường Hương Văn") > 0
    True
    >>> match("ương", "Phường Hương Vân")
    0
    """
    folded, unified = _forms(name)
    kind = _kind_of_match(fold(text), folded)
    if not kind:
        return 0
    return kind * 2 + (unify_tones(text).casefold().strip() in unified)


@lru_cache(maxsize=50_000)
def _forms(name: str) -> tuple[str, str]:
    """Give a name without accents, and with accents in one spelling; names are few and asked for often."""
    return fold(name), unify_tones(name).casefold()


def _kind_of_match(wanted: str, given: str) -> int:
    if not wanted or f" {wanted}" not in f" {given}":
        return 0
    if wanted == given:
        return _WHOLE_NAME
    if given.endswith(f" {wanted}"):
        return _WITHOUT_TYPE
    return _START if given.startswith(wanted) else _WORD


def find(tree: Tree, text: str, day: date, limit: int) -> tuple[FoundUnit, ...]:
    """Give the units of a day that match, the best first; what is in force before what has been."""
    scored: dict[tuple[int, str], tuple[int, FoundUnit]] = {}
    for unit in tree.by_id.values():
        score = max(match(text, name) for name in unit.names.values())
        for found in _as_of(tree, unit, day) if score else ():
            key = (found.unit.id, unify_tones(found.was.name()) if found.was else "")
            if key not in scored or _is_later(found, scored[key][1]):
                scored[key] = (score, found)
    best = sorted(scored.values(), key=lambda pair: (-pair[0], pair[1].was is not None, pair[1].unit.level))
    return tuple(found for _, found in best[:limit])


def _is_later(found: FoundUnit, other: FoundUnit) -> bool:
    return bool(found.was and other.was and found.was.valid_from > other.was.valid_from)


def _as_of(tree: Tree, unit: UnitView, day: date) -> Iterator[FoundUnit]:
    """Give the unit itself when it is in force, else what it became, unless that kept its name."""
    if unit.in_force(day):
        yield FoundUnit(unit)
    elif unit.valid_to is not None and unit.valid_to < day:
        for unit_id in tree.restate(unit, day):
            became = tree.by_id[unit_id]
            if unify_tones(became.name()) != unify_tones(unit.name()):
                yield FoundUnit(became, was=unit, since=became.valid_from)
