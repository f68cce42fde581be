"""What packs and offices fix, laid out once for the floors: labels, names, calendars."""

from dataclasses import dataclass, field
from datetime import date
from functools import partial

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.rules.flags import FLAGS
from cuudinh.engines.cases.rules.routing import route
from cuudinh.engines.cases.service import ServiceDefinition, words
from cuudinh.engines.cases.surroundings import scene_of
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.places import queries as places
from cuudinh.kernel import clock
from cuudinh.kernel.worktime import Calendar

LANGUAGE = "vi"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one version of a service says."""

    service: ServiceDefinition
    calendar: Calendar
    round_m: int
    topics: dict[str, tuple[str, str]]
    public_states: dict[str, str]
    office_states: dict[str, str]
    next_steps: dict[str, str]
    phases: dict[str, str]
    acts: dict[str, str]
    flags: tuple[tuple[int, str, str, str, bool, bool], ...]


@dataclass
class Words:
    """Names and labels by the numbers and codes that rows hold."""

    units: dict[int, tuple[str, str]] = field(default_factory=dict)
    offices: dict[int, str] = field(default_factory=dict)
    staff: dict[int, str] = field(default_factory=dict)
    _services: dict[tuple[str, int], Spoken] = field(default_factory=dict)
    _routed: dict[tuple[str, int, str, int, date], tuple[str, str] | None] = field(default_factory=dict)

    def service(self, service_id: str, version: int) -> Spoken:
        """Give what a version of a service says."""
        found = self._services.get((service_id, version))
        if found is None:
            found = self._services[service_id, version] = _spoken(definitions.service(service_id, version))
        return found

    def unit(self, unit_id: int | None) -> tuple[str | None, str]:
        """Give code and name of a unit."""
        if unit_id is None:
            return None, ""
        found = self.units.get(unit_id)
        if found is None:
            unit = places.unit_by_id(unit_id)
            found = self.units[unit_id] = (unit.code, unit.name(LANGUAGE))
        return found

    def office(self, office_id: int | None) -> str:
        """Give the name of an office."""
        if office_id is None:
            return ""
        found = self.offices.get(office_id)
        if found is None:
            found = self.offices[office_id] = identity.office_name(office_id, LANGUAGE)
        return found

    def routed(self, of: Spoken, topic: str, unit_id: int, day: date) -> tuple[str, str] | None:
        """Give the office that the rules of a topic lead to at a place, and the source of the rule."""
        key = of.service.id, of.service.version, topic, unit_id, day
        if key not in self._routed:
            scene = scene_of(of.service, clock.now(), LANGUAGE)
            chain = scene.places.chain(unit_id, day)
            found = route(of.service, topic, chain, {}, day, scene.offices)
            self._routed[key] = (self.office(found.office_id), found.source) if found is not None else None
        return self._routed[key]


def _spoken(service: ServiceDefinition) -> Spoken:
    said, shape = partial(words, language=LANGUAGE), service.shape
    states = shape.states.items()
    return Spoken(
        service=service,
        calendar=places.calendar(shape.calendar),
        round_m=shape.publication.round_m if shape.publication is not None else 0,
        topics={topic.id: (said(topic.title), topic.icon) for topic in service.topics.values()},
        public_states={id: said(state.public or state.label) for id, state in states},
        office_states={id: said(state.label) for id, state in states},
        next_steps={id: said(state.next) if state.next else "" for id, state in states},
        phases={id: state.phase for id, state in states},
        acts={act.do: said(act.label) for act in reversed(shape.acts)},
        flags=tuple(
            (1 << FLAGS.index(name), name, said(one.label), one.tone, one.public, one.on_label)
            for name, one in shape.flags.items()
        ),
    )
