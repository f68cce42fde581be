"""The catalogue: every service in force as a card, put on shelves, and found by what people type.

Cards and the index are made once for a generation of packs, a day and a language; nothing here reads the database
but the definitions, which are kept as well.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from django.utils.translation import gettext_noop

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.queries.figures import zone
from cuudinh.engines.cases.queries.labels import phrases
from cuudinh.engines.cases.queries.owners import office_of_rules, owner_rules
from cuudinh.engines.cases.rules import timing
from cuudinh.engines.cases.rules.looking import around_of, entry_of
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.types import FoundServices, ServiceCard, ServiceNotThere, Shelf
from cuudinh.journal import releases
from cuudinh.kernel import clock
from cuudinh.kernel.finding import Index
from cuudinh.kernel.text import in_alphabet, without_tones

By = Literal["group", "event", "office", "letter"]
_OTHERS: Final = gettext_noop("Việc khác")
_BY_TOPIC: Final = gettext_noop("Tùy lĩnh vực")


def catalogue(language: str) -> tuple[ServiceCard, ...]:
    """Give every service in force in the order of the alphabet."""
    return _cards(releases.generation(), today(), language)


def card(service_id: str, language: str) -> ServiceCard:
    """Give the card of a service in force. Raises `ServiceNotThere`."""
    found = next((one for one in catalogue(language) if one.id == service_id), None)
    if found is None:
        raise ServiceNotThere(service=service_id)
    return found


def shelves(by: By, language: str) -> tuple[Shelf, ...]:
    """Give the services by group, life event, office or first letter; a service may stand on several shelves."""
    return _shelves(releases.generation(), today(), by, language)


def find_services(text: str, language: str, limit: int = 20) -> FoundServices:
    """Give the services that are meant by some words, the best first; accents and slips of typing do not matter."""
    found = index().find(text, limit)
    cards = {one.id: one for one in catalogue(language)}
    return FoundServices(tuple(cards[one] for one in found.ids), found.read_as)


def index() -> Index:
    """Give the index of the services in force, in all their languages at once."""
    return _index(releases.generation())


def today() -> date:
    """Give the day on which the catalogue is read: that of the province, also for services that only tell."""
    return clock.now().astimezone(zone()).date()


@lru_cache(maxsize=2)
def _index(_generation: int) -> Index:
    around = around_of(definitions.catalogue())
    return Index(entry_of(one.shape, one.topics.values(), around) for one in definitions.services())


@lru_cache(maxsize=4)
def _cards(_generation: int, day: date, language: str) -> tuple[ServiceCard, ...]:
    found = (_card(service, day, language) for service in definitions.services())
    return tuple(sorted(found, key=lambda one: in_alphabet(one.title)))


def _card(service: ServiceDefinition, day: date, language: str) -> ServiceCard:
    shape = service.shape
    title = words(shape.title, language)
    return ServiceCard(
        id=service.id,
        title=title,
        summary=words(shape.summary, language),
        kind=shape.kind,
        group=shape.group or "",
        life_events=tuple(shape.life_events),
        office=_office(service, day, language),
        deadline=_deadline(service, day, language),
        level=shape.procedure.level if shape.procedure is not None else "",
        letter=without_tones(title[:1]).upper(),
    )


def _office(service: ServiceDefinition, day: date, language: str) -> str:
    """Give who answers; nothing where that is another office for each topic."""
    named = {office_of_rules(rules, day, language) for rules in owner_rules(service)}
    return named.pop() if len(named) == 1 else ""


def _deadline(service: ServiceDefinition, day: date, language: str) -> str:
    """Give the time allowed in words, or that it depends on the topic; nothing where nothing is filed."""
    if service.only_tells:
        return ""
    rows = {timing.deadline_row(service.shape, topic, day).value for topic in service.topics.values()}
    if len(rows) > 1:
        return phrases(language)(_BY_TOPIC)
    return timing.span_text(rows.pop(), language)


@lru_cache(maxsize=16)
def _shelves(generation: int, day: date, by: By, language: str) -> tuple[Shelf, ...]:
    cards = _cards(generation, day, language)
    known = definitions.catalogue()
    others = phrases(language)(_OTHERS)
    if by == "letter":
        return _put(cards, lambda one: (one.letter,), sorted({one.letter for one in cards}, key=in_alphabet))
    if by == "office":
        offices = sorted({one.office for one in cards} - {""}, key=in_alphabet)
        return _put(cards, lambda one: (one.office,), offices, others=others)
    if by == "event":
        events = [(one.id, words(one.title, language)) for one in known.life_events]
        return _put(cards, lambda one: one.life_events, [one for one, _ in events], dict(events))
    groups = [(one.id, words(one.title, language)) for one in known.groups]
    return _put(cards, lambda one: (one.group,), [one for one, _ in groups], dict(groups), others)


def _put(
    cards: Sequence[ServiceCard],
    places_of: Callable[[ServiceCard], Sequence[str]],
    order: Sequence[str],
    titles: dict[str, str] | None = None,
    others: str = "",
) -> tuple[Shelf, ...]:
    """Put cards on shelves in an order; those that belong on none stand on the last one, if it has a name."""
    found = [
        Shelf(place, (titles or {}).get(place, place), tuple(one for one in cards if place in places_of(one)))
        for place in order
    ]
    left = tuple(one for one in cards if not set(places_of(one)) & set(order)) if others else ()
    return tuple(shelf for shelf in (*found, Shelf("", others, left)) if shelf.cards)
