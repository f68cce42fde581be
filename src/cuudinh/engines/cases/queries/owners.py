"""Who answers for a service, in words for everybody: one office, or what the offices of all communes are called."""

from collections.abc import Sequence
from datetime import date
from itertools import takewhile
from typing import Final

from django.utils.translation import gettext_noop

from cuudinh.engines.cases.queries.labels import phrases
from cuudinh.engines.cases.rules.routing import in_force
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.shapes import OwnerRule
from cuudinh.engines.cases.types import OwnerLine
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import OfficeView
from cuudinh.engines.places import queries as places
from cuudinh.kernel.text import fold

_OF_LEVEL: Final = {
    "commune": gettext_noop("%(name)s xã, phường"),
    "district": gettext_noop("%(name)s quận, huyện"),
}
_ANY: Final = gettext_noop("Cơ quan phụ trách ở xã, phường")
# Words at the end of what names have in common that only belong to the name of one unit.
_UNIT_WORDS: Final = frozenset({"xa", "phuong", "thi", "tran", "of", "the", "quan", "huyen"})


def owner_rules(service: ServiceDefinition) -> tuple[Sequence[OwnerRule], ...]:
    """Give the rules of who answers: of each topic, or of the service itself when nothing is filed in it."""
    return tuple(topic.owner for topic in service.topics.values()) or (service.shape.owner,)


def owner_lines(rules: Sequence[OwnerRule], day: date, language: str) -> tuple[OwnerLine, ...]:
    """Give who answers by each rule in force that finds an office, in the order in which they are asked."""
    lines = []
    for rule in rules:
        offices = _offices(rule, day) if in_force(rule, day) else ()
        if offices:
            lines.append(
                OwnerLine(_named(rule, offices, language), rule.source or "", _by_unit(offices, language))
            )
    return tuple(lines)


def office_of_rules(rules: Sequence[OwnerRule], day: date, language: str) -> str:
    """Give who answers by the rules in force, as one name; nothing where they lead to several."""
    names = {line.office for line in owner_lines(rules, day, language)}
    return names.pop() if len(names) == 1 else ""


def _offices(rule: OwnerRule, day: date) -> tuple[OfficeView, ...]:
    if rule.office is not None:
        found = identity.office(rule.office, day)
        return (found,) if found is not None else ()
    serving = (one for one in identity.offices_in_force(day, level=rule.at) if rule.function in one.functions)
    return tuple(serving)


def _named(rule: OwnerRule, offices: Sequence[OfficeView], language: str) -> str:
    """Give the name of one office, or what the names of several begin with and at which level they are."""
    if len(offices) == 1:
        return offices[0].name(language)
    columns = zip(*(one.name(language).split() for one in offices), strict=False)
    begun = [column[0] for column in takewhile(lambda column: len(set(column)) == 1, columns)]
    while begun and fold(begun[-1]) in _UNIT_WORDS:
        begun.pop()
    name, _ = " ".join(begun), phrases(language)
    if not begun:
        return _(_ANY)
    level = rule.at or ""
    return _(_OF_LEVEL[level]) % {"name": name} if level in _OF_LEVEL else name


def _by_unit(offices: Sequence[OfficeView], language: str) -> tuple[tuple[str, str], ...]:
    """Give (name of the unit, name of its office) where several offices answer, each for its own units."""
    if len(offices) == 1:
        return ()
    units = {one.code: one.name(language) for one in places.units_in_force()}
    found = ((units.get(one.unit_code, ""), one.name(language)) for one in offices)
    return tuple(sorted(pair for pair in found if pair[0]))
